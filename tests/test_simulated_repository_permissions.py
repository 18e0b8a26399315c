"""What a simulated registry in mode AbacRepositoryPermissions honours, and which conditions a simulated Azure takes."""

import contextlib
from typing import Any

import pytest
from acr_patterns.repository_conditions import repository_condition
from acr_patterns.roles import (
    ACR_PULL,
    ACR_PUSH,
    CATALOG_LISTER,
    CONTRIBUTOR,
    DATA_IMPORTER,
    OWNER,
    RBAC_ADMINISTRATOR,
    REPOSITORY_READER,
    REPOSITORY_WRITER,
    Role,
)
from acr_patterns.testing import AzureError, SimulatedAzure, simulate
from deployed import Deployed
from existing import ABAC_REGISTRY, GROUP
from repository_roles import ASSIGNMENTS, TASKS, building, give, identifying, pulling, teams

ABAC = "AbacRepositoryPermissions"
TEAM_A = repository_condition(REPOSITORY_READER, ["team-a/"])
SOMEBODY = "11111111-1111-4111-8111-111111111111"
INVALID = "The given role assignment condition is invalid."


def refused(role: Role, **properties: str) -> str:
    """What Azure says of an assignment; nothing where it takes it."""
    azure = teams()
    before = len(azure.of_type(ASSIGNMENTS))
    try:
        give(azure, SOMEBODY, role, **properties)
    except AzureError as error:
        said = error.message if error.status == 400 else str(error)
    else:
        return ""
    assert len(azure.of_type(ASSIGNMENTS)) == before
    return said


@pytest.mark.parametrize("role", [CATALOG_LISTER, ACR_PULL, ACR_PUSH, CONTRIBUTOR])
def test_a_role_without_actions_on_repositories_takes_no_condition(role: Role) -> None:
    assert refused(role) == ""
    assert (
        refused(role, condition=TEAM_A)
        == f"The role definition '{role.guid}' does not support role assignment conditions."
    )


@pytest.mark.parametrize("role", [REPOSITORY_WRITER, DATA_IMPORTER, OWNER, RBAC_ADMINISTRATOR])
def test_a_role_on_repositories_or_one_that_assigns_roles_takes_a_condition(role: Role) -> None:
    assert refused(role, condition=TEAM_A, conditionVersion="2.0") == refused(role, condition=TEAM_A) == ""


@pytest.mark.parametrize(
    "properties",
    [
        {"condition": TEAM_A, "conditionVersion": "1.0"},
        {"condition": f"({TEAM_A}"},
        {"condition": f"{TEAM_A})("},
        {"condition": TEAM_A.replace("'team-a/'", "'team-a/")},
        {"condition": "()"},
        {"condition": "(this is no condition)"},
        {"condition": f"{TEAM_A} AND (nor is this)"},
        {"condition": TEAM_A + " " * 8192},
    ],
)
def test_a_condition_that_azure_does_not_take_is_refused_in_its_words(properties: dict[str, str]) -> None:
    assert refused(REPOSITORY_READER, **properties) == INVALID


@pytest.mark.parametrize(
    "condition",
    [
        TEAM_A.replace("StringStartsWithIgnoreCase", "StringLike").replace("team-a/", "(team-a/*"),
        "SubOperationMatches{'Blob.List'}\n&& !(NOT Exists @Environment[isPrivateLink])",
        "@Request[x:name] ForAnyOfAnyValues:StringEquals {'a AND b', 'c'} || actionmatches {'*'}",
        "'a' StringEquals @Principal[x:name]",
    ],
)
def test_a_condition_of_another_form_than_ours_is_taken(condition: str) -> None:
    assert refused(REPOSITORY_READER, condition=condition) == ""


def test_a_change_of_a_condition_is_checked_too_and_changes_nothing_if_it_is_refused() -> None:
    azure = teams()
    made = give(azure, SOMEBODY, REPOSITORY_READER, condition=TEAM_A)
    with pytest.raises(AzureError, match=INVALID):
        azure.put(made["id"], {"properties": {**made["properties"], "condition": "("}})
    assert azure.get(made["id"])["properties"]["condition"] == TEAM_A
    azure.put(made["id"], {"properties": {**made["properties"], "condition": None}})
    assert azure.get(made["id"])["properties"]["condition"] is None


@pytest.mark.parametrize("role", [ACR_PULL, ACR_PUSH, OWNER, CONTRIBUTOR, CATALOG_LISTER])
def test_no_other_role_lets_an_identity_pull(role: Role) -> None:
    azure = teams()
    simulation = simulate(identifying(grant=False), azure=azure)
    principal = azure.get(simulation.outputs["id"])["properties"]["principalId"]
    give(azure, principal, role)
    program = pulling("team-a/api", grant=False)
    with pytest.raises(Exception, match="InaccessibleImage"):
        simulate(program, azure=azure, before=simulation)
    give(azure, principal, REPOSITORY_READER)
    simulate(program, azure=azure, before=simulation)


def test_anonymous_pull_lets_everybody_pull_whatever_a_condition_says() -> None:
    azure = teams()
    azure.get(ABAC_REGISTRY["id"])["properties"]["anonymousPullEnabled"] = True
    simulate(pulling("team-b/api", known=False, role_repositories=["team-a/"]), azure=azure)


def test_a_task_without_the_identity_of_its_source_registry_has_no_access() -> None:
    azure = teams()
    simulate(building(), azure=azure)
    [task] = azure.of_type(TASKS)
    own = {"customRegistries": {ABAC_REGISTRY["login_server"]: {"identity": "[system]"}}}
    for credentials in ({}, own, {"sourceRegistry": {"loginMode": "Default"}}):
        task["properties"]["credentials"] = credentials
        run = azure.start_task(task, "Manual")
        assert (run.status, run.error) == ("Failed", "when specifying push, at least one credential is required")
        assert run.first_cause is not None
        assert run.first_cause.rule.id == "task-not-logged-in"
        said = "and ignores the identity that the task names for it among its custom registries"
        assert (said in run.first_cause.failure.finding) is (credentials is own)


def test_a_switch_of_the_mode_cuts_off_those_who_have_the_roles_of_the_other_mode_only(shop_in_azure: Deployed) -> None:
    azure = shop_in_azure.azure
    registry, puller = shop_in_azure.registry, shop_in_azure.identity["properties"]["principalId"]
    assert works(shop_in_azure) == (True, True)
    switch(azure, registry, ABAC)
    assert works(shop_in_azure) == (False, False)
    assign(azure, registry["id"], puller, REPOSITORY_READER)
    assert works(shop_in_azure) == (True, False)
    task = shop_in_azure.task
    assign(azure, registry["id"], task["identity"]["principalId"], REPOSITORY_WRITER)
    assert works(shop_in_azure) == (True, False)
    task["properties"]["credentials"] = {"sourceRegistry": {"identity": "[system]"}}
    assert works(shop_in_azure) == (True, True)
    switch(azure, registry, "LegacyRegistryPermissions")
    assert works(shop_in_azure)[0]


def test_a_role_of_the_other_mode_that_is_assigned_beforehand_leaves_no_gap(shop_in_azure: Deployed) -> None:
    azure = shop_in_azure.azure
    assign(azure, shop_in_azure.registry["id"], shop_in_azure.identity["properties"]["principalId"], REPOSITORY_READER)
    assert works(shop_in_azure)[0]
    switch(azure, shop_in_azure.registry, ABAC)
    assert works(shop_in_azure)[0]


def switch(azure: SimulatedAzure, registry: dict[str, Any], mode: str) -> None:
    azure.get(registry["id"])["properties"]["roleAssignmentMode"] = mode


def assign(azure: SimulatedAzure, scope: str, principal: str, role: Role) -> None:
    subscription = GROUP.split("/")[2]
    definition = f"/subscriptions/{subscription}/providers/Microsoft.Authorization/roleDefinitions/{role.guid}"
    body = {"principalId": principal, "roleDefinitionId": definition, "principalType": "ServicePrincipal"}
    place = f"{scope}/providers/{ASSIGNMENTS}/00000000-0000-4000-a000-{len(azure.of_type(ASSIGNMENTS)):012}"
    azure.put(place, {"properties": body})


def works(shop: Deployed) -> tuple[bool, bool]:
    """Whether the group can be made anew, and whether the task pushes."""
    pulled = False
    with contextlib.suppress(AzureError):
        shop.pull_again()
        pulled = True
    return pulled, shop.azure.start_task(shop.azure.get(shop.task["id"]), "Manual").status == "Succeeded"
