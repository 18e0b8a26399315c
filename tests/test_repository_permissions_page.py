"""Every program that docs/repository-permissions.md shows runs as it stands, and does what the page says."""

import re
import shlex
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest
from acr_patterns.arm_types import arm_type
from acr_patterns.repository_conditions import is_among
from acr_patterns.roles import LEAST_ROLE
from acr_patterns.testing import AzureError, ManualClock, SimulatedAzure, Simulation, assert_no_findings, simulate
from acr_patterns.testing.azure_cli import run
from pages import DOCS, blocks
from programs import CONTAINER_GROUP, ROLE_ASSIGNMENT
from repository_roles import building, identifying, purging, teams

PAGE = "repository-permissions.md"
TEXT = (DOCS / PAGE).read_text()
OWN, EXISTING, SWITCHING = "A registry of your own", "A registry that exists", "Switching a live registry"
PLATFORM = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/platform"
REPOSITORIES = ("team-a/api", "team-a", "team-abc/api", "team-b/api")


def shown(heading: str) -> Callable[[], None]:
    [block] = blocks(PAGE, heading, "python")
    code = compile(block, f"docs/{PAGE}", "exec")
    return lambda: exec(code, {})  # noqa: S102 the page's own code


def rows_of(heading: str) -> list[list[str]]:
    """The cells of the table in a section, without its head."""
    section = TEXT.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip("` ") for cell in row] for row in rows[2:]]


def roles_of(simulation: Simulation) -> dict[str, str]:
    names = {role.guid: role.name for role in LEAST_ROLE.values()}
    return {
        one.name: names[one.inputs["roleDefinitionId"].rpartition("/")[2]]
        for one in simulation.of_type(ROLE_ASSIGNMENT)
    }


def test_the_page_has_these_programs_and_no_others() -> None:
    assert TEXT.count("```python") == sum(len(blocks(PAGE, one, "python")) for one in (OWN, EXISTING, SWITCHING)) == 3


def test_a_build_and_a_service_of_one_s_own_registry_are_limited_to_their_repositories() -> None:
    simulation = simulate(shown(OWN), stack="prod")
    conditions = {one.name: one.inputs["condition"] for one in simulation.of_type(ROLE_ASSIGNMENT)}
    assert conditions["api-push"].endswith("StringStartsWithIgnoreCase 'team-a/'))")
    assert conditions["api-pull"].endswith("StringEqualsIgnoreCase 'team-a/api'))")
    assert_no_findings(simulation)


def test_a_registry_that_exists_is_referred_to_by_what_azure_shows_of_it() -> None:
    azure = SimulatedAzure()
    azure.put(PLATFORM, {"location": "westeurope"})
    azure.put(
        f"{PLATFORM}/providers/Microsoft.ContainerRegistry/registries/contosoplatform",
        {"sku": {"name": "Standard"}, "properties": {"roleAssignmentMode": "AbacRepositoryPermissions"}},
    )
    simulation = simulate(shown(EXISTING), stack="prod", azure=azure)
    reader, lister = "Container Registry Repository Reader", "Container Registry Repository Catalog Lister"
    assert roles_of(simulation) == {"api-pull": reader, "inventory-pull": reader, "inventory-list": lister}


def test_the_table_of_entries_is_what_they_let_in() -> None:
    heads = TEXT.partition("| Entry | ")[2].partition("\n")[0]
    assert tuple(re.findall(r"`([^`]+)`", heads)) == REPOSITORIES
    for entry, *answers in rows_of("Named repositories and prefixes"):
        assert answers == ["yes" if is_among(one, [entry]) else "no" for one in REPOSITORIES]


def test_the_table_of_roles_is_what_the_components_assign() -> None:
    told = {row[0].replace("`", ""): row[2] for row in rows_of("Which role for what")}
    in_use: dict[str, Any] = {"in_use": [f"abac42.azurecr.io/team-a/api@sha256:{'0' * 64}"]}
    programs = {
        "PullIdentity": identifying(),
        "PullIdentity with list_repositories": identifying(list_repositories=True),
        "BuildTask": building(),
        "PurgeTask": purging(dry_run=False),
        "in a dry run": purging(),
        "in a dry run with in_use": purging(**in_use),
    }
    for name, program in programs.items():
        roles = roles_of(simulate(program, azure=teams())).values()
        said = told[name].replace("Repository Catalog Lister", "Catalog Lister")
        short = [role.replace("Repository Catalog Lister", "Catalog Lister") for role in roles]
        missing = [role for role in short if role.removeprefix("Container Registry ") not in said]
        assert missing == (["Container Registry Repository Reader"] if "list_repositories" in name else []), name


def beforehand(simulation: Simulation, azure: SimulatedAzure) -> None:
    """Carry out the commands of the page."""
    [block] = blocks(PAGE, SWITCHING, "sh")
    for line in block.splitlines():
        known = re.sub(r"\$\(pulumi stack output (\w+)\)", lambda found: simulation.outputs[found[1]], line)
        run(azure, shlex.split(known)[1:])


@pytest.mark.parametrize("prepared", [True, False])
def test_a_switch_leaves_no_gap_if_the_roles_were_assigned_beforehand_and_one_if_not(prepared: bool) -> None:
    clock = ManualClock()
    azure = SimulatedAzure(clock=clock, role_delay=0)
    before = simulate(shown(SWITCHING), stack="prod", azure=azure)
    azure.role_delay = 600
    if prepared:
        beforehand(before, azure)
        clock.advance(600)
    switched = {"shop:switched": "true"}
    [group] = azure.of_type("Microsoft.ContainerInstance/containerGroups")
    simulate(shown(SWITCHING), stack="prod", azure=azure, before=before, config=switched)
    [registry] = azure.of_type("Microsoft.ContainerRegistry/registries")
    assert registry["properties"]["roleAssignmentMode"] == "AbacRepositoryPermissions"
    [task] = azure.of_type("Microsoft.ContainerRegistry/registries/tasks")
    assert task["properties"]["credentials"]["sourceRegistry"] == {"identity": "[system]"}
    assert azure.start_task(task, "Manual").status == ("Succeeded" if prepared else "Failed")
    azure.delete(group["id"])
    body = arm_type(CONTAINER_GROUP).body(before.resource(CONTAINER_GROUP).inputs)
    with nullcontext() if prepared else pytest.raises(AzureError, match="InaccessibleImage"):
        azure.put(group["id"], body)


def test_every_page_it_links_to_exists() -> None:
    pages = re.findall(r"\]\((?!https?:)([^)#]+)", TEXT)
    assert [page for page in pages if not (DOCS / page).exists()] == []
