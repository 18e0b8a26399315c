"""Components on a registry in mode AbacRepositoryPermissions: which roles they assign, for which repositories, and that these suffice."""

import re
import shlex
from typing import Any, cast

import pytest
from acr_patterns import ArgumentError, PullIdentity, Registry, container_group
from acr_patterns.role_propagation import Grant, retrying_pull
from acr_patterns.roles import (
    CATALOG_LISTER,
    REPOSITORY_CONTRIBUTOR,
    REPOSITORY_READER,
    REPOSITORY_WRITER,
)
from acr_patterns.testing import ManualClock, SimulationError, assert_no_findings, assert_pulls, simulate
from acr_patterns.testing.access_table import access_table
from acr_patterns.testing.administrator import simulate_with_administrator
from build_tasks import PRIVATE
from existing import ABAC_SERVER, DIGEST, GROUP_NAME, REGISTRY
from programs import ROLE_ASSIGNMENT
from pulumi_azure_native import resources
from repository_roles import ASSIGNMENTS, TASKS, TEAMS, assigned, building, identifying, pulling, purging, teams

SYSTEM = {"sourceRegistry": {"identity": "[system]"}}
READER, WRITER, CONTRIBUTOR, LISTER = (
    role.guid for role in (REPOSITORY_READER, REPOSITORY_WRITER, REPOSITORY_CONTRIBUTOR, CATALOG_LISTER)
)


def test_a_build_pushes_with_repository_writer_and_logs_in_as_the_source_registry_says() -> None:
    simulation = simulate(building(), stack="prod", azure=teams())
    assert assigned(simulation) == {"api-push": (WRITER, False)}
    [task] = simulation.azure.of_type(TASKS)
    assert task["properties"]["credentials"] == SYSTEM
    [run] = simulation.azure.runs
    assert (run.status, [image["repository"] for image in run.images]) == ("Succeeded", ["team-a/api"])
    assert simulation.outputs["image"].startswith(f"{ABAC_SERVER}/team-a/api@sha256:")
    assert simulation.outputs["role"] == "Container Registry Repository Writer"
    assert_no_findings(simulation)


def test_a_pull_request_s_task_reads_with_repository_reader_and_pushes_nothing() -> None:
    simulation = simulate(
        building(source=PRIVATE, triggers={"pull_request": {}}, role_repositories=["team-a/"]), azure=teams()
    )
    assert assigned(simulation) == {"api-push": (WRITER, True), "api-pull-request-pull": (READER, True)}
    assert [task["properties"]["credentials"] for task in simulation.azure.of_type(TASKS)] == [SYSTEM, SYSTEM]
    [pull_request] = [one for one in simulation.azure.of_type(TASKS) if "pull-request" in one["name"]]
    simulation.azure.set_base_images("https://github.com/contoso/shop.git", [f"{ABAC_SERVER}/team-a/api:v1"])
    assert simulation.azure.start_task(pull_request, "Manual").status == "Succeeded"


def test_a_build_logs_in_to_other_registries_by_entries_as_before() -> None:
    simulation = simulate(building(base_registries={"base": cast(Any, REGISTRY)}), azure=teams())
    [task] = simulation.azure.of_type(TASKS)
    assert task["properties"]["credentials"] == {
        **SYSTEM,
        "customRegistries": {REGISTRY["login_server"]: {"identity": "[system]"}},
    }


def test_a_build_limited_to_a_prefix_pushes_below_it_and_pulls_its_base_images_there_only() -> None:
    azure = teams()
    simulation = simulate(building(role_repositories=["team-a/"]), azure=azure)
    [task] = azure.of_type(TASKS)
    assert azure.runs[0].status == "Succeeded"
    assert_no_findings(simulation)
    for base, status in (("team-a/api", "Succeeded"), ("team-b/api", "Failed"), ("team-abc/api", "Failed")):
        azure.set_base_images("https://github.com/contoso/shop.git", [f"{ABAC_SERVER}/{base}:v1"])
        assert (base, azure.start_task(task, "Manual").status) == (base, status)


@pytest.mark.parametrize("known", [True, False], ids=["the group is told", "the group is not told"])
@pytest.mark.parametrize("repository", TEAMS)
def test_an_identity_limited_to_a_prefix_pulls_below_it_and_nothing_else(repository: str, known: bool) -> None:
    azure = teams()
    program = pulling(repository, known=known, role_repositories=["team-a/"])
    if repository == "team-a/api":
        simulation = simulate(program, stack="prod", azure=azure)
        assert_pulls(simulation)
        assert assigned(simulation) == {"api-pull": (READER, True)}
        return
    sentence = f"it pulls from '{repository}', which role_repositories" if known else "InaccessibleImage"
    with pytest.raises(ArgumentError if known else SimulationError, match=sentence):
        simulate(program, stack="prod", azure=azure)


def test_without_role_repositories_an_identity_pulls_from_all() -> None:
    for repository in TEAMS:
        simulation = simulate(pulling(repository), stack="prod", azure=teams())
        assert assigned(simulation) == {"api-pull": (READER, False)}


def test_a_condition_that_changes_is_a_change_of_the_same_assignment() -> None:
    azure = teams()
    first = simulate(identifying(role_repositories=["team-a/"]), azure=azure)
    before = len(azure.of_type(ASSIGNMENTS))
    simulate(identifying(role_repositories=["team-a/", "team-b/api"]), azure=azure, before=first)
    assert len(azure.of_type(ASSIGNMENTS)) == before
    [assignment] = [one for one in azure.of_type(ASSIGNMENTS) if "condition" in one["properties"]]
    assert "'team-b/api'" in assignment["properties"]["condition"]
    assert assignment["properties"]["conditionVersion"] == "2.0"
    simulate(pulling("team-b/api", role_repositories=["team-a/", "team-b/api"]), azure=azure, before=first)


def test_the_right_to_list_is_a_second_role_without_a_condition() -> None:
    simulation = simulate(identifying(list_repositories=True), azure=teams())
    assert assigned(simulation) == {"api-pull": (READER, False), "api-list": (LISTER, False)}
    assert simulation.outputs["role"] == "Container Registry Repository Reader"
    assert assigned(simulate(identifying(), azure=teams())) == {"api-pull": (READER, False)}


@pytest.mark.parametrize(
    ("program", "roles"),
    [
        (identifying(grant=False, role_repositories=["team-a/"]), [REPOSITORY_READER]),
        (identifying(grant=False, list_repositories=True), [REPOSITORY_READER, CATALOG_LISTER]),
        (purging(grant=False, dry_run=False, role_repositories=["team-a/"]), [REPOSITORY_CONTRIBUTOR, CATALOG_LISTER]),
    ],
)
def test_the_commands_for_somebody_else_have_role_and_condition(program: Any, roles: list[Any]) -> None:
    simulation = simulate(program, azure=teams())
    assert simulation.of_type(ROLE_ASSIGNMENT) == []
    commands = [shlex.split(one) for one in simulation.outputs["command"].split(" && ")]
    assert [words[words.index("--role") + 1] for words in commands] == [role.name for role in roles]
    limited = "'team-a/'" in simulation.outputs["command"]
    assert ["--condition" in words for words in commands] == [limited and role is not CATALOG_LISTER for role in roles]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({}, {"old-pull": READER, "old-list": LISTER}),
        ({"in_use": [f"{ABAC_SERVER}/team-a/api@{DIGEST}"]}, {"old-push": WRITER, "old-list": LISTER}),
        ({"dry_run": False}, {"old-delete": CONTRIBUTOR, "old-list": LISTER}),
        (
            {"dry_run": False, "in_use": [f"{ABAC_SERVER}/team-a/api@{DIGEST}"]},
            {"old-delete": CONTRIBUTOR, "old-list": LISTER},
        ),
    ],
    ids=["dry run", "dry run with images in use", "purge", "purge with images in use"],
)
@pytest.mark.parametrize("limits", [None, ["team-a/"]])
def test_a_clean_up_has_the_roles_for_what_it_does_and_they_suffice(
    arguments: dict[str, Any], expected: dict[str, str], limits: list[str] | None
) -> None:
    clock = ManualClock()
    azure = teams(clock)
    given = arguments | ({} if limits is None else {"role_repositories": limits})
    simulation = simulate(purging(**given), azure=azure)
    assert assigned(simulation) == {
        name: (guid, guid != LISTER and limits is not None) for name, guid in expected.items()
    }
    clock.advance(3 * 86_400)
    [task] = azure.of_type(TASKS)
    assert task["properties"]["credentials"] == SYSTEM
    assert azure.start_task(task, "Manual").status == "Succeeded"
    deleted = "dry_run" in arguments and "in_use" not in arguments
    assert azure.has_image(ABAC_SERVER, "team-a/api", DIGEST) is not deleted
    assert azure.has_image(ABAC_SERVER, "team-b/api", DIGEST)
    assert_no_findings(simulation)


def test_a_clean_up_that_may_not_list_repositories_deletes_nothing() -> None:
    azure = teams()
    simulate(purging(dry_run=False), azure=azure)
    [lister] = [one for one in azure.of_type(ASSIGNMENTS) if one["properties"]["roleDefinitionId"].endswith(LISTER)]
    azure.delete(lister["id"])
    [task] = azure.of_type(TASKS)
    run = azure.start_task(task, "Manual")
    assert (run.status, str(run.error)) == (
        "Failed",
        "Error: acr.BaseClient#GetRepositories: Failure responding to request: StatusCode=401",
    )


def test_an_administrator_who_runs_the_command_assigns_the_role_with_its_condition() -> None:
    azure = teams()
    program = pulling("team-a/api", grant=False, role_repositories=["team-a/"])
    simulate_with_administrator(lambda before: simulate(program, azure=azure, before=before))
    [assignment] = [one for one in azure.of_type(ASSIGNMENTS) if "condition" in one["properties"]]
    assert assignment["properties"]["condition"].endswith("StringStartsWithIgnoreCase 'team-a/'))")
    assert ("api", "Container Registry Repository Reader, with a condition") in [
        (re.sub(r"[0-9a-f]{8}$", "", one.identity), one.role) for one in access_table(azure)
    ]


LEGACY: dict[str, Any] = {"registry": REGISTRY}


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        (identifying(**LEGACY, role_repositories=["a"]), "PullIdentity 'api': role_repositories is given, and the .* mode is Legacy"),
        (building(**LEGACY, role_repositories=["a"]), "BuildTask 'api': role_repositories is given, and the .* mode is Legacy"),
        (purging(**LEGACY, role_repositories=["a"]), "PurgeTask 'old': role_repositories is given, and the .* mode is Legacy"),
        (identifying(**LEGACY, list_repositories=True), "where AcrPull lists repositories anyway; leave it out"),
        (
            identifying(role_repositories=["a"], list_repositories=True),
            "Azure takes no condition on Container Registry Repository Catalog Lister, so it would show the names of all",
        ),
        (building(role_repositories=["team-b/", "x"]), r"BuildTask 'api': it pushes to 'team-a/api', which role_repositories \(team-b/, x\)"),
        (building(role_repositories=["team-a"]), "'team-a' is one repository, and 'team-a/' all below it"),
        (purging(role_repositories=["team-b/"]), "PurgeTask 'old': it purges or pulls from 'team-a/api'"),
        (purging(role_repositories=["team-a/"], oras_repository="oras"), "it purges or pulls from 'oras'"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_before_anything_is_made(program: Any, sentence: str) -> None:
    azure = teams()
    before = len(azure.operations)
    with pytest.raises(ArgumentError, match=sentence):
        simulate(program, azure=azure)
    assert len(azure.operations) == before


def test_on_a_registry_of_one_s_own_the_mode_is_that_of_its_arguments() -> None:
    def program() -> None:
        group = resources.ResourceGroup("shop")
        registry = Registry(
            "shop", cast(Any, {"resource_group_name": group.name, "role_assignment_mode": "AbacRepositoryPermissions"})
        )
        building(registry=registry.reference, role_repositories=["team-a/"])()
        PullIdentity("own", resource_group_name=GROUP_NAME, registry=registry.reference, role_repositories=["team-a/"])

    simulation = simulate(program, azure=teams())
    assert assigned(simulation) == {"api-push": (WRITER, True), "own-pull": (READER, True)}
    assert [run.status for run in simulation.azure.runs] == ["Succeeded"]


def test_a_service_that_is_refused_is_asked_again_for_the_role_of_the_mode(monkeypatch: pytest.MonkeyPatch) -> None:
    relied_on: list[str] = []

    def noting(where: str, grant: Grant) -> Any:
        relied_on.append(f"{where}: {grant.role.name}")
        return retrying_pull(where, grant)

    monkeypatch.setattr(container_group, "retrying_pull", noting)
    simulate(pulling("team-a/api"), azure=teams())
    assert relied_on == ["ContainerGroup 'api': Container Registry Repository Reader"]
