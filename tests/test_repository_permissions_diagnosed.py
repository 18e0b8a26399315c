"""What a diagnosis says of tasks, roles and conditions in mode AbacRepositoryPermissions, and what components say of a role with a condition."""

from typing import Any

import pytest
from access_cases import Case, Of
from access_examples import answer_of, answers
from access_resources import PULLER, assignment, attached, identity, pull_chain, push_chain
from acr_patterns.access.pull import pushes
from acr_patterns.access.rule import Answer, CannotTell, Fail, Pass
from acr_patterns.access.verdicts import first_cause
from acr_patterns.repository_conditions import repository_condition
from acr_patterns.role_propagation import grant_refused, pull_refused
from acr_patterns.roles import (
    ACR_PULL,
    CATALOG_LISTER,
    REPOSITORY_CONTRIBUTOR,
    REPOSITORY_READER,
    REPOSITORY_WRITER,
    Role,
    assignment_command,
)
from test_task_logins import NOT_PUSHED, PRINCIPAL, encoded

ABAC = "AbacRepositoryPermissions"
SCOPE = "/subscriptions/5ub/resourceGroups/shop/providers/Microsoft.ContainerRegistry/registries/contoso"
PURGE = encoded("- cmd: acr purge --filter 'shop/api:.*' --ago 30d")


def in_abac(login: Any = "[system]", *roles: Role, **build: Any) -> Case:
    """A task that logs in as the source registry's identity, with these roles."""
    case = push_chain(roleAssignmentMode=ABAC).without("task-pushes")
    build = {"credentials": {"sourceRegistry": {"identity": login}}, **build}
    return case.but("build", **build).plus(*(assignment(f"may-{one.name}", PRINCIPAL, one) for one in roles))


@pytest.mark.parametrize(
    ("roles", "answer"),
    [
        ((REPOSITORY_CONTRIBUTOR, CATALOG_LISTER), Pass),
        ((REPOSITORY_CONTRIBUTOR,), Fail),
        ((REPOSITORY_WRITER, CATALOG_LISTER), Fail),
        ((ACR_PULL,), Fail),
    ],
)
@pytest.mark.parametrize("document", ["state", "az"])
def test_a_task_that_purges_deletes_and_lists(roles: tuple[Role, ...], answer: type[Answer], document: str) -> None:
    assert answer_of("task-login-without-role", in_abac("[system]", *roles, step=PURGE).facts()[document]) is answer


def test_a_clean_up_that_may_not_list_is_told_which_role_it_lacks() -> None:
    case = in_abac("[system]", REPOSITORY_CONTRIBUTOR, step=PURGE)
    [answer] = answers("task-login-without-role", case.facts()["state"])
    assert isinstance(answer, Fail)
    assert "has no role that lets it list repositories from the registry contoso" in answer.finding
    assert CATALOG_LISTER.name in (answer.command or "")
    assert (answer.change or "").startswith("PurgeTask(…), or RoleAssignment(")


@pytest.mark.parametrize(("roles", "answer"), [((REPOSITORY_READER,), Pass), ((ACR_PULL,), Fail)])
def test_a_task_that_pushes_nothing_reads_with_the_identity_of_its_source_registry(
    roles: tuple[Role, ...], answer: type[Answer]
) -> None:
    facts = in_abac("[system]", *roles, step=NOT_PUSHED).facts()["az"]
    assert answer_of("task-login-without-role", facts) is answer


def test_whoever_starts_a_task_may_log_in_and_has_roles_that_no_document_shows() -> None:
    assert answer_of("task-login-without-role", in_abac("[caller]", step=NOT_PUSHED).facts()["az"]) is Pass
    assert answer_of("task-login-without-role", in_abac("[system]", step=NOT_PUSHED).facts()["az"]) is Fail


def test_an_entry_for_the_own_registry_is_no_login_that_needs_a_role() -> None:
    entries = {"customRegistries": {"contoso.azurecr.io": {"identity": "[system]"}}}
    case = in_abac(step=NOT_PUSHED, credentials=entries)
    assert answer_of("task-login-without-role", case.facts()["az"]) is Pass


def test_a_user_assigned_identity_is_named_at_the_source_registry_and_not_by_an_entry() -> None:
    case = in_abac(Of("puller", "clientId"), identity=attached(Of("other", "id")))
    facts = Case((case.resources[0], identity(), identity("other"), *case.resources[1:])).facts()["state"]
    [answer] = answers("task-without-identity", facts)
    assert isinstance(answer, Fail)
    assert "source_registry=SourceRegistryCredentialsArgs(identity=identity.client_id)" in (answer.change or "")
    assert "custom_registries" not in (answer.change or "")
    assert "--source-acr-auth-id" in (answer.command or "")


def test_what_is_not_known_of_the_entries_may_be_a_password() -> None:
    case = in_abac(credentials={"customRegistries": Of("contoso", "name")})
    assert answer_of("task-not-logged-in", case.facts()["preview"]) is CannotTell
    told = {"customRegistries": Of("contoso", "name"), "sourceRegistry": {"identity": "[system]"}}
    assert answer_of("task-not-logged-in", in_abac(credentials=told).facts()["preview"]) is Pass


@pytest.mark.parametrize("document", ["state", "az"])
@pytest.mark.parametrize(
    ("role", "entries", "answer"),
    [
        (REPOSITORY_READER, ["shop/"], Pass),
        (REPOSITORY_READER, ["shop/api"], Pass),
        (REPOSITORY_CONTRIBUTOR, ["shop/"], Pass),
        (REPOSITORY_READER, ["shop"], Fail),
        (REPOSITORY_READER, ["team-a/", "shop/apis"], Fail),
        (REPOSITORY_WRITER, ["team-a/"], Fail),
    ],
)
def test_a_condition_of_ours_is_understood_in_what_is_deployed(
    role: Role, entries: list[str], answer: type[Answer], document: str
) -> None:
    limited = assignment(
        "puller-pulls", role=role, condition=repository_condition(role, entries), conditionVersion="2.0"
    )
    facts = pull_chain(roleAssignmentMode=ABAC).plus(limited).facts()[document]
    assert answer_of("role-condition", facts) is answer
    assert answer_of("role-missing", facts) is Pass


def test_a_push_that_a_condition_leaves_out_is_found_by_its_condition() -> None:
    condition = repository_condition(REPOSITORY_WRITER, ["team-a/"])
    case = in_abac().plus(assignment("limited", PRINCIPAL, REPOSITORY_WRITER, condition=condition))
    [push] = pushes(case.facts()["state"])
    cause = first_cause(push)
    assert cause is not None
    assert cause.rule.id == "role-condition"
    assert "leaves out the repository shop/api" in cause.failure.finding
    assert "az role assignment update --role-assignment assignment.json" in str(cause.command)


def test_who_may_not_assign_a_role_is_told_the_command_with_its_condition() -> None:
    condition = repository_condition(REPOSITORY_READER, ["team-a/"])
    said = grant_refused("it", REPOSITORY_READER, PULLER.name, SCOPE, condition)
    assert f"`{assignment_command(REPOSITORY_READER, PULLER.name, SCOPE, condition)}` and set grant to False" in said


@pytest.mark.parametrize("propagating", [True, False])
def test_a_refused_pull_may_be_one_that_a_condition_leaves_out(propagating: bool) -> None:
    reader, acr_pull = (
        pull_refused("it", role, "1", SCOPE, propagating=propagating) for role in (REPOSITORY_READER, ACR_PULL)
    )
    assert "a condition of it leaves the repository out" in reader
    assert REPOSITORY_READER.name in reader
    assert "condition" not in acr_pull


def test_a_condition_on_an_attribute_of_the_resource_leaves_out_whatever_a_task_file_pushes() -> None:
    condition = repository_condition(REPOSITORY_WRITER, ["shop/"]).replace("@Request", "@Resource")
    file = {"type": "FileTask", "taskFilePath": "acb.yaml", "contextPath": "https://github.com/contoso/shop.git#main"}
    case = in_abac(step=file).plus(assignment("may-push", PRINCIPAL, REPOSITORY_WRITER, condition=condition))
    [answer] = answers("role-condition", case.facts()["state"])
    assert isinstance(answer, Fail)
    assert "leaves out every repository of the registry contoso" in answer.finding
