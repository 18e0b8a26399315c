"""Every operation of a first `up`, and of a `destroy`, goes wrong once; the next run finishes.

The table of operations and outcomes is printed at the end of the test run.
"""

import json
import shlex
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from acr_patterns.cli import app
from acr_patterns.testing.engine import SimulatedEngine
from acr_patterns.testing.simulated_azure import Fault
from pulumi_runs import NewEngine, changes, failed, succeeded
from typer.testing import CliRunner

OPERATIONS = {
    "resource group": ("Microsoft.Resources/resourceGroups", 1),
    "registry": ("Microsoft.ContainerRegistry/registries", 1),
    "identity": ("Microsoft.ManagedIdentity/userAssignedIdentities", 1),
    "task": ("Microsoft.ContainerRegistry/registries/tasks", 1),
    "first grant": ("Microsoft.Authorization/roleAssignments", 1),
    "second grant": ("Microsoft.Authorization/roleAssignments", 2),
    "task run": ("Microsoft.ContainerRegistry/registries/taskRuns", 1),
    "deployment": ("Microsoft.Resources/deployments", 1),
    "container group": ("Microsoft.ContainerInstance/containerGroups", 1),
}
DELETED = [operation for operation in OPERATIONS if operation != "task run"]
ANSWERED = [Fault.SERVER_ERROR, Fault.FAILS_AFTER_ACCEPTING]
THROTTLED_TOO = ("task run", "container group")
"""Where a third run is throttled: to the engine, another status than 500 is another text and no more."""

Record = Any
"""pytest's `record_property`."""


def plan(engine: SimulatedEngine, fault: Fault, method: str, type_: str, number: int) -> None:
    engine.home.mkdir(parents=True, exist_ok=True)
    with engine.subscription.opened() as azure:
        azure.plan_fault(fault, method, type_, number)


def objects(engine: SimulatedEngine) -> Counter[str]:
    """How many objects of each type there are; every planned fault has happened."""
    with engine.subscription.opened() as azure:
        assert not azure.state.faults
        return Counter(resource["type"] for resource in azure.state.resources.values())


ONE_OF_EACH = Counter(type_ for type_, _ in OPERATIONS.values())


def outcomes(engine: SimulatedEngine, run: Callable[[], str], method: str, operation: str) -> list[str]:
    """What each run did in which the operation met one of the faults that Azure answers with, one fault a run."""
    found: list[str] = []
    for fault in [*([Fault.THROTTLED] if operation in THROTTLED_TOO else []), *ANSWERED]:
        type_, number = OPERATIONS[operation]
        plan(engine, fault, method, type_, 1 if found else number)  # a second grant is the only one that is left
        said = run()
        assert ("Status=" in said) or ("Code=" in said)
        if method == "PUT":
            assert ("the run of task helloworld-" in said) is (operation == "task run")
        found.append(f"{fault.value}: {', '.join(f'{count} {what}' for what, count in changes(said).items())}")
    return found


@pytest.mark.parametrize("operation", OPERATIONS)
def test_after_a_fault_in_the_first_up_the_next_one_finishes(
    new_engine: NewEngine, operation: str, record_property: Record
) -> None:
    engine = new_engine(role_delay=0.0, clock_scale=600.0)
    found = outcomes(engine, lambda: failed(engine.up("dev", "--skip-preview")), "PUT", operation)
    then = changes(succeeded(engine.up("dev", "--skip-preview")))
    assert "replaced" not in then
    assert "deleted" not in then
    assert objects(engine) == ONE_OF_EACH
    record_property("fault", ["up", operation, "\n".join(found), then])


@pytest.fixture(scope="session")
def brought_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of an engine whose stack dev is up; to be copied, not used."""
    home = tmp_path_factory.mktemp("brought-up") / "home"
    engine = SimulatedEngine(Path(__file__).parents[2], home, role_delay=0.0, clock_scale=600.0)
    succeeded(engine.up("dev", "--skip-preview"))
    return home


@pytest.mark.parametrize("operation", DELETED)
def test_after_a_fault_in_a_destroy_the_next_one_finishes(
    brought_up: Path, tmp_path: Path, new_engine: NewEngine, operation: str, record_property: Record
) -> None:
    shutil.copytree(brought_up, tmp_path / "home")
    engine = new_engine(role_delay=0.0, clock_scale=600.0)
    found = outcomes(engine, lambda: failed(engine.destroy("dev", "--skip-preview")), "DELETE", operation)
    then = changes(succeeded(engine.destroy("dev", "--skip-preview")))
    assert objects(engine) == Counter()
    record_property("fault", ["destroy", operation, "\n".join(found), then])


@pytest.mark.parametrize("operation", DELETED)
def test_after_a_destroy_that_was_killed_the_next_one_finishes(
    brought_up: Path, tmp_path: Path, new_engine: NewEngine, operation: str, record_property: Record
) -> None:
    shutil.copytree(brought_up, tmp_path / "home")
    engine = new_engine(role_delay=0.0, clock_scale=600.0)
    plan(engine, Fault.NO_ANSWER, "DELETE", *OPERATIONS[operation])
    failed(engine.destroy("dev", "--skip-preview"))
    unlock(engine)
    then = changes(succeeded(engine.destroy("dev", "--skip-preview")))
    assert objects(engine) == Counter()
    record_property("fault", ["destroy", operation, f"{Fault.NO_ANSWER.value}: killed", then])


@pytest.mark.parametrize("operation", DELETED)
def test_what_a_killed_up_left_outside_the_state_is_listed_and_can_be_adopted(
    new_engine: NewEngine, tmp_path: Path, operation: str, record_property: Record
) -> None:
    engine = new_engine(role_delay=0.0, clock_scale=600.0)
    plan(engine, Fault.NO_ANSWER, "PUT", *OPERATIONS[operation])
    failed(engine.up("dev", "--skip-preview"))
    assert running(engine) == []
    unlock(engine)
    left = listed(engine, tmp_path)
    assert OPERATIONS[operation][0] in {type_of(engine, one.resource_id) for one in left}
    for one in left:
        assert ("remove" in one.commands) is (operation != "resource group")
        command, *arguments = shlex.split(one.commands["adopt"])
        assert command == "pulumi"
        succeeded(engine.pulumi("dev", *arguments))
    assert listed(engine, tmp_path) == []
    then = changes(succeeded(engine.up("dev", "--skip-preview")))
    assert "replaced" not in then
    assert objects(engine) == ONE_OF_EACH
    record_property("fault", ["up", operation, f"{Fault.NO_ANSWER.value}: killed; {len(left)} adopted", then])


def test_what_a_second_up_made_again_is_listed_to_be_looked_at(new_engine: NewEngine, tmp_path: Path) -> None:
    engine = new_engine(role_delay=0.0, clock_scale=600.0)
    plan(engine, Fault.NO_ANSWER, "PUT", *OPERATIONS["container group"])
    failed(engine.up("dev", "--skip-preview"))
    unlock(engine)
    engine.up("dev", "--skip-preview")
    [one] = listed(engine, tmp_path)
    assert one.commands == {"look": f"az resource show --ids {one.resource_id}"}


def running(engine: SimulatedEngine) -> list[str]:
    """The processes that still have to do with an engine."""
    listed = subprocess.run(["ps", "-A", "-o", "args="], capture_output=True, text=True, check=True)  # noqa: S607
    return [line for line in listed.stdout.splitlines() if str(engine.home) in line]


class Left(NamedTuple):
    """What `acr-patterns unmanaged` says about one object."""

    resource_id: str
    commands: dict[str, str]


def unlock(engine: SimulatedEngine) -> None:
    """Remove the lock and the unfinished operations that a killed run left."""
    succeeded(engine.pulumi("dev", "cancel", "--yes"))
    engine.pulumi("dev", "refresh", "--yes", "--skip-preview", "--clear-pending-creates")


def type_of(engine: SimulatedEngine, resource_id: str) -> str:
    with engine.subscription.opened() as azure:
        return azure.get(resource_id)["type"]


def listed(engine: SimulatedEngine, folder: Path) -> list[Left]:
    """What `acr-patterns unmanaged` lists."""
    with engine.subscription.opened() as azure:
        found = [
            {**resource, **resource.get("properties", {})}
            for resource in azure.state.resources.values()
            if not resource["type"].endswith("/taskRuns")
        ]
    documents = {
        "state.json": json.dumps(engine.export("dev")),
        "preview.json": engine.preview("dev", "--json").stdout,
        "found.json": json.dumps(found),
    }
    for name, text in documents.items():
        (folder / name).write_text(text)
    state, preview, lists = (str(folder / name) for name in documents)
    result = CliRunner().invoke(app, ["unmanaged", "--state", state, "--preview", preview, lists])
    *lines, last = result.stdout.splitlines()
    assert last.endswith("outside the state of stack dev"), result.output
    assert result.exit_code == (1 if lines else 0)
    left: list[Left] = []
    for line in lines:
        if line.startswith("/"):
            left.append(Left(line, {}))
        else:
            what, _, command = line.strip().partition(":")
            left[-1].commands[what] = command.strip()
    return left
