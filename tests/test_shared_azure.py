"""One simulated subscription in a file, used by several processes."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from acr_patterns.testing.shared_azure import SharedAzure
from acr_patterns.testing.simulated_azure import AzureError, Fault

GROUP = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/shop"
IDENTITIES = "Microsoft.ManagedIdentity/userAssignedIdentities"
BODY = {"location": "westeurope"}

MAKE_IDENTITIES = f"""
import sys
from pathlib import Path
from acr_patterns.testing.shared_azure import SharedAzure

shared = SharedAzure(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    with shared.opened() as azure:
        for half in ("left", "right"):
            azure.put(f"{GROUP}/providers/{IDENTITIES}/{{sys.argv[2]}}-{{number}}-{{half}}", {BODY!r})
    print(number, flush=True)
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "azure.db"
    with SharedAzure(made).opened() as azure:
        azure.put(GROUP, BODY)
    return made


def process(file: Path, name: str, count: int) -> subprocess.Popen[str]:
    """A process that makes two identities at a time, and says so after each pair."""
    return subprocess.Popen(  # noqa: S603 this interpreter, a program written here
        [sys.executable, "-c", MAKE_IDENTITIES, str(file), name, str(count)], stdout=subprocess.PIPE, text=True
    )


def names(file: Path) -> set[str]:
    with SharedAzure(file).opened() as azure:
        return {identity["name"] for identity in azure.of_type(IDENTITIES)}


def test_each_sees_what_the_other_made_changed_and_deleted(file: Path) -> None:
    one, other = SharedAzure(file), SharedAzure(file)
    with one.opened() as azure:
        azure.plan_fault(Fault.THROTTLED, "DELETE", IDENTITIES)
        azure.put(f"{GROUP}/providers/{IDENTITIES}/puller", BODY)
    with other.opened() as azure:
        assert azure.get(f"{GROUP}/providers/{IDENTITIES}/puller")["location"] == "westeurope"
        with pytest.raises(AzureError, match="429"):
            azure.delete(f"{GROUP}/providers/{IDENTITIES}/puller")
        azure.delete(GROUP)
    with one.opened() as azure:
        assert azure.state.resources == {}
        assert azure.state.faults == []
    assert names(file) == set()


def test_what_a_test_changes_by_hand_is_kept(file: Path) -> None:
    with SharedAzure(file).opened() as azure:
        azure.get(GROUP)["tags"] = {"by": "get"}
    shared = SharedAzure(file)
    with shared.opened() as azure:
        [group] = azure.of_type("Microsoft.Resources/resourceGroups")
        assert group["tags"] == {"by": "get"}
        group["tags"] = {"by": "of_type"}
    with SharedAzure(file).opened() as azure:
        [group] = azure.state.resources.values()
        assert group["tags"] == {"by": "of_type"}
        group["tags"] = {"by": "values"}
    with shared.opened() as azure:
        assert azure.get(GROUP)["tags"] == {"by": "values"}


def test_what_happened_before_an_error_is_kept(file: Path) -> None:
    def refused() -> None:
        with SharedAzure(file).opened() as azure:
            azure.put(f"{GROUP}/providers/{IDENTITIES}/puller", BODY)
            azure.get(f"{GROUP}/providers/{IDENTITIES}/nobody")

    with pytest.raises(AzureError):
        refused()
    assert names(file) == {"puller"}


def test_what_cannot_be_written_changes_nothing(file: Path) -> None:
    shared = SharedAzure(file)
    with pytest.raises(TypeError), shared.opened() as azure:
        azure.get(GROUP)["tags"] = {"not": object()}
    with shared.opened() as azure:
        assert "tags" not in azure.get(GROUP)


def test_a_subscription_whose_file_was_removed_begins_anew(file: Path) -> None:
    shared = SharedAzure(file)
    with shared.opened() as azure:
        assert azure.find(GROUP)
    file.unlink()
    with shared.opened() as azure:
        assert azure.state.resources == {}


def test_an_operation_writes_what_it_changed_and_nothing_else(file: Path) -> None:
    shared = SharedAzure(file)
    with shared.opened() as azure:
        for number in range(50):
            azure.put(f"{GROUP}/providers/{IDENTITIES}/id-{number}", BODY)
    with shared.opened() as azure:
        azure.of_type(IDENTITIES)
        azure.put(f"{GROUP}/providers/{IDENTITIES}/id-7", {**BODY, "tags": {"a": "b"}})
    last: list[Any] = (
        sqlite3.connect(file).execute("SELECT row FROM part WHERE change = (SELECT max(change) FROM part)").fetchall()
    )
    assert last == [(f"resources {GROUP}/providers/{IDENTITIES}/id-7".lower(),)]


def test_several_processes_at_once_lose_nothing(file: Path) -> None:
    running = [process(file, name, 300) for name in ("a", "b", "c")]
    assert [one.wait(60) for one in running] == [0, 0, 0]
    assert len(names(file)) == 3 * 300 * 2


def test_a_killed_process_leaves_whole_operations(file: Path) -> None:
    killed = process(file, "victim", 100_000)
    assert killed.stdout
    for _ in range(20):
        killed.stdout.readline()
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait(60)
    made = names(file)
    assert len(made) >= 40
    for half, other in (("left", "right"), ("right", "left")):
        assert {name.replace(half, other) for name in made if half in name} <= made
