"""What the agent refuses to run, and what of runs is kept."""

import json
from collections.abc import Callable

import pytest
from acr_patterns.testing import SimulatedAzure
from acr_patterns.testing.simulated_azure import State
from task_texts import ran, steps
from triggered import CONTEXT, Shop, registry_id

TEXT = "version: v1.1.0\nsteps: [{build: -t $Registry/a:1 .}, {push: [$Registry/a:1]}]"


@pytest.fixture
def shop() -> Shop:
    return Shop()


def of_json(state: State) -> State:
    return State.from_json(state.to_json())


def of_rows(state: State) -> State:
    """The state as another process reads it that shares its file."""
    read = State(started=state.started)
    for row, value in sorted(state.noted_rows().items()):
        read.take_row(row, json.loads(json.dumps(value)))
    return read


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("steps: [{cmd: bash, push: [a]}]", "step must only contain a single build, cmd, or push property"),
        ("steps: [{id: a}]", "step is missing a cmd, build, or push property"),
        ("steps: [{id: a b, cmd: bash}]", "step ID cannot contain spaces"),
        ("steps: [{id: acb_root, cmd: bash}]", "acb_root is a reserved ID, it can't be used"),
        ("steps: [{id: a, cmd: bash}, {id: a, cmd: bash}]", "a already exists as a vertex"),
        ("steps: [{id: a, cmd: bash, when: [a]}]", "Step ID: a is self-referenced"),
        ("steps: [{id: a, cmd: bash, when: [b]}]", "b does not exist as a vertex [from: b, to: a]"),
        (
            "steps: [{id: a, cmd: bash, when: [b]}, {id: b, cmd: bash, when: [a]}]",
            "b does not exist as a vertex [from: b, to: a]",
        ),
        ("steps: [{id: a, cmd: bash, when: ['-', b]}]", "step cannot contain other IDs in when"),
        ("steps: [{cmd: bash, retries: -1}]", "step must specify retries >= 0"),
        ("steps: [{cmd: bash, retries: many}]", "cannot unmarshal retries into an int"),
        ("steps: [{cmd: bash, detach: perhaps}]", "cannot unmarshal detach into a bool"),
        ("steps: [{push: a}]", "cannot unmarshal push into a list"),
        ("steps: [{cmd: [a]}]", "cannot unmarshal cmd into a string"),
        ("steps: [bash]", "cannot unmarshal steps into a list"),
        ("steps", "the text is not a mapping"),
        ("steps: [", "failed to unmarshal task before running: yaml: while parsing"),
        ("version: v2\nsteps: [{cmd: bash}]", 'invalid version specified: "v2"'),
        ("secrets: [{keyvault: x}]\nsteps: []", "secret is missing an ID"),
        ("secrets: [{id: a b, keyvault: x}]\nsteps: []", "secret ID cannot contain spaces"),
        ("secrets: [{id: a}]\nsteps: []", "secret should contain keyvault property"),
        ("secrets: [{id: a, keyvault: x}, {id: a, keyvault: x}]\nsteps: []", "duplicate secret found with ID: a"),
        ("steps: [{cmd: 'bash {{if .Run.ID}}x{{end}}'}]", "knows nothing else of Go templates: {{if .Run.ID}}"),
        (
            "version: v1.1.0\nalias: {values: {a-b: x}}\nsteps: []",
            "alias key names only support alphanumeric characters",
        ),
    ],
)
def test_the_agent_refuses_what_it_cannot_read(shop: Shop, text: str, error: str) -> None:
    run = ran(shop, text)
    assert error in str(run.error)
    assert (run.status, run.steps, run.images) == ("Failed", [], [])
    assert run.error in run.log


def test_steps_without_an_id_are_numbered(shop: Shop) -> None:
    assert [*steps(ran(shop, "steps: [{cmd: bash}, {id: x, cmd: bash}, {cmd: bash}]"))] == [
        "acb_step_0",
        "x",
        "acb_step_2",
    ]


def test_a_task_without_steps_succeeds(shop: Shop) -> None:
    assert ran(shop, "version: v1.1.0").status == "Succeeded"


@pytest.mark.parametrize("again_read", [of_json, of_rows])
def test_runs_and_what_is_planned_for_them_are_part_of_the_state(
    shop: Shop, again_read: Callable[[State], State]
) -> None:
    shop.azure.step_takes("acb_step_0", 7)
    shop.azure.fail_step("acb_step_1", "no", times=4)
    shop.azure.add_file(CONTEXT, "acr-task.yaml", TEXT)
    ran(shop, "", step={"type": "FileTask", "contextPath": CONTEXT, "taskFilePath": "acr-task.yaml"})
    state = shop.azure.state
    shop.azure = SimulatedAzure(clock=shop.clock, state=again_read(state))
    assert shop.azure.runs == state.runs
    again = shop.azure.start_task(shop.azure.get(f"{registry_id()}/tasks/steps"), "Manual")
    assert (again.images, again.finished) != ([], None)
    assert again.finished == "2026-01-01T00:00:08+00:00"
    assert again.log.count("no") == 1, "three of four were used up before"


def test_runs_of_an_older_file_are_read(shop: Shop) -> None:
    old = {"run_id": "ca1", "task_id": "x", "status": "Succeeded", "images": [], "log": ["done"]}
    written = json.loads(shop.azure.state.to_json()) | {"runs": [old]}
    for key in ("planned_steps", "step_seconds", "files"):
        del written[key]
    [run] = State.from_json(json.dumps(written)).runs
    assert (run.run_id, run.trigger, run.steps, run.error) == ("ca1", "Manual", [], None)
