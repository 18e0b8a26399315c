"""What works of every combination of network, task, consumer and role assignment mode: page, components and simulated Azure say the same."""

import pytest
from acr_patterns.access.rules import task_registry_restricted
from acr_patterns.testing import SimulatedAzure
from combination_cases import error_of, pulls, pulls_without, pushes, pushes_without
from combination_table import BLOCK, COMMAND, LONGEST, PAGE, UNPROVEN, markdown, told
from combinations import COMBINATIONS, Combination, Consumer, Task, existing, refused
from existing import GROUP
from pages import DOCS

from smoke.rows import read_rows

TOLD = told()
WORKING = [one for one, sentence in TOLD.items() if sentence is None]
REFUSED = [one for one, sentence in TOLD.items() if sentence is not None]
MADE_LATER = "/registries/tasks", "/agentPools", "/deployments", "/roleAssignments", "/containerGroups"


@pytest.mark.parametrize("one", COMBINATIONS, ids=str)
def test_what_comes_of_a_combination_is_what_the_page_says(one: Combination) -> None:
    azure = SimulatedAzure()
    assert refused(one, azure) == TOLD[one], f"write it again: {COMMAND}"
    made = {operation.type for operation in azure.operations if operation.type.endswith(MADE_LATER)}
    assert bool(made) == (TOLD[one] is None and (one.task, one.consumer) != (Task.NONE, Consumer.NONE))


@pytest.mark.parametrize("one", REFUSED, ids=str)
def test_nothing_at_all_is_made_where_the_registry_is_there_already(one: Combination) -> None:
    azure = SimulatedAzure()
    azure.put(GROUP, {"location": "westeurope"})
    before = list(azure.operations)
    assert refused(one, azure, existing(one)) == TOLD[one]
    assert azure.operations == before


def test_a_registry_that_exists_can_be_described_whatever_its_network() -> None:
    for one in COMBINATIONS:
        assert existing(one).get("network") == one.network


def test_the_page_has_these_tables() -> None:
    [block] = BLOCK.findall(PAGE.read_text())
    assert block == markdown(TOLD), f"write it again: {COMMAND}"


def test_a_line_of_the_tables_can_be_read() -> None:
    [block] = BLOCK.findall(PAGE.read_text())
    assert max(map(len, block.splitlines())) <= LONGEST


def test_the_page_names_rows_that_there_are() -> None:
    assert set(UNPROVEN) <= {row.id for row in read_rows(DOCS / "unproven.md")}


@pytest.mark.parametrize("one", REFUSED, ids=str)
def test_what_is_refused_fails_by_hand_too(one: Combination) -> None:
    error = error_of(pushes(one))
    assert error is not None
    assert "403 Forbidden" in error.message
    assert error.first_cause is not None
    assert error.first_cause.rule is task_registry_restricted.RULE


@pytest.mark.parametrize("one", [one for one in WORKING if one.task is not Task.NONE], ids=str)
def test_what_builds_works_by_hand_and_not_without_any_of_its_parts(one: Combination) -> None:
    assert error_of(pushes(one)) is None
    for name, taken_away in pushes_without(one):
        error = error_of(taken_away(pushes(one)))
        assert error is not None, name
        assert error.code == "TaskRunFailed", name


@pytest.mark.parametrize("one", [one for one in WORKING if one.consumer is not Consumer.NONE], ids=str)
def test_what_runs_works_by_hand_and_not_without_any_of_its_parts(one: Combination) -> None:
    assert error_of(pulls(one)) is None
    for name, taken_away in pulls_without(one):
        assert error_of(taken_away(pulls(one))) is not None, name
