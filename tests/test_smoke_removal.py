"""Whatever happens, removal is tried, and what is left is said."""

import io
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from smoke.__main__ import say
from smoke.azure_cli import Answer, AzureCli
from smoke.commands import Commands, Finished
from smoke.questions import Live
from smoke.records import RESOURCE_GROUP, Record
from smoke.redaction import Redaction
from smoke.removal import Removed, removal_commands, remove
from smoke.session import Session
from smoke.stack import Stack


class FakeStack:
    """A stack whose commands end with given exit codes."""

    name = "dev-smoke-1"

    def __init__(self, *destroy: int, state: Any = None) -> None:
        self.done: list[str] = []
        self.traces: list[Path | None] = []
        self._destroy: Iterator[int] = iter(destroy)
        self._state = state

    def export(self) -> Finished:
        return Finished((), 0, json.dumps(self._state), "", 1.0)

    def destroy(self, trace: Path | None) -> Finished:
        self.done.append("destroy")
        self.traces.append(trace)
        return Finished((), next(self._destroy), "", "", 1.0)

    def unlock(self) -> Finished:
        self.done.append("unlock")
        return Finished((), 0, "", "", 1.0)

    def set(self, settings: Any) -> None:
        raise RuntimeError("the smoke test itself is broken")


class BrokenStack(FakeStack):
    """A stack that cannot even be asked for."""

    def export(self) -> Finished:
        raise OSError("the disk is gone")

    def destroy(self, trace: Path | None) -> Finished:
        raise RuntimeError("the smoke test itself is broken")


class FakeAzure:
    """An Azure CLI that lists given groups, one list a call, and notes what it is to delete.

    `untagged` are groups that are there without the tag; they go when they are deleted, unless they are `locked`.
    """

    def __init__(self, *groups: list[str] | None, untagged: tuple[str, ...] = (), locked: bool = False) -> None:
        self.deleted: list[str] = []
        self._groups = iter(groups)
        self._untagged = untagged
        self._locked = locked

    def ask(self, *arguments: str) -> Answer:
        if arguments[:2] == ("group", "delete"):
            assert "--yes" in arguments
            self.deleted.append(arguments[-1])
            return Answer("", int(self._locked), None, "")
        if arguments[:2] == ("group", "exists"):
            name = arguments[-1]
            return Answer("", 0, name in self._untagged and (self._locked or name not in self.deleted), "")
        assert arguments[:4] == ("group", "list", "--tag", "acr-patterns-smoke=dev-smoke-1")
        groups = next(self._groups)
        return Answer("", int(groups is None), groups, "")


def removed(stack: FakeStack, azure: FakeAzure, *made: str) -> Removed:
    return remove(cast(Stack, stack), cast(AzureCli, azure), Path("trace"), made)[1]


def state(*resources: dict[str, Any], pending: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    begun = [{"resource": resource, "type": "creating"} for resource in pending]
    return {"deployment": {"resources": list(resources), "pending_operations": begun}}


def test_pulumi_removes_everything() -> None:
    azure = FakeAzure([])
    assert removed(FakeStack(0), azure) == Removed(by_pulumi=True)
    assert azure.deleted == []


def test_a_destroy_that_fails_is_tried_again_without_the_lock() -> None:
    stack = FakeStack(255, 0)
    assert removed(stack, FakeAzure([])) == Removed(by_pulumi=True)
    assert stack.done == ["destroy", "unlock", "destroy"]
    assert stack.traces == [Path("trace"), None], "the trace itself may be why the first one failed"


def test_what_pulumi_leaves_is_deleted_by_its_tag() -> None:
    azure = FakeAzure(["shop1", "shop2"], [])
    result = removed(FakeStack(1, 1), azure)
    assert azure.deleted == ["shop1", "shop2"]
    assert (result.by_pulumi, result.complete, result.deleted) == (False, True, ["shop1", "shop2"])


GROUP = {"type": RESOURCE_GROUP, "id": "/subscriptions/ID/resourceGroups/shop"}
BEGUN = {"type": RESOURCE_GROUP, "inputs": {"resourceGroupName": "shop"}}


@pytest.mark.parametrize(
    ("stack", "made"),
    [
        (FakeStack(1, 1), ("shop",)),
        (FakeStack(1, 1, state=state({"type": "pulumi:pulumi:Stack"}, GROUP)), ()),
        (FakeStack(1, 1, state=state(pending=(BEGUN,))), ()),
    ],
    ids=["from the calls", "from the state", "from an update that was cut off"],
)
def test_a_group_whose_tag_was_taken_away_is_found_by_its_name(stack: FakeStack, made: tuple[str, ...]) -> None:
    azure = FakeAzure([], [], untagged=("shop",))
    result = removed(stack, azure, *made)
    assert azure.deleted == ["shop"]
    assert (result.complete, result.deleted) == (True, ["shop"])


def test_a_group_without_its_tag_that_cannot_be_deleted_is_left() -> None:
    result = removed(FakeStack(1, 1), FakeAzure([], [], untagged=("shop",), locked=True), "shop")
    assert (result.complete, result.left, result.deleted) == (False, ["shop"], [])


def test_a_failed_destroy_is_not_complete_because_no_group_has_the_tag() -> None:
    result = removed(FakeStack(1, 1), FakeAzure([]))
    assert (result.complete, result.deleted) == (False, [])


def test_a_failed_destroy_is_complete_if_the_group_that_was_made_is_gone() -> None:
    result = removed(FakeStack(1, 1), FakeAzure([]), "shop")
    assert (result.complete, result.deleted) == (True, [])


def test_groups_are_deleted_also_where_pulumi_cannot_be_run_at_all() -> None:
    azure = FakeAzure(["shop"], [])
    assert removed(BrokenStack(), azure).complete
    assert azure.deleted == ["shop"]


def test_known_groups_are_deleted_also_where_azure_does_not_list_any() -> None:
    azure = FakeAzure(None, [], untagged=("shop",))
    assert removed(FakeStack(1, 1), azure, "shop").complete
    assert azure.deleted == ["shop"]


def test_where_the_azure_cli_cannot_be_asked_what_may_be_left_is_named() -> None:
    result = removed(FakeStack(0), FakeAzure(), "shop")  # it has no list to give
    assert (result.complete, result.left) == (False, ["shop"])
    assert removal_commands("ID", "dev-smoke-1", result)[-1].endswith("--name shop")


def test_what_cannot_be_deleted_is_named() -> None:
    result = removed(FakeStack(1, 1), FakeAzure(["shop1", "shop2"], ["shop2"]))
    assert (result.complete, result.left) == (False, ["shop2"])
    assert removal_commands("ID", "dev-smoke-1", result) == ["az group delete --subscription ID --yes --name shop2"]


def test_not_knowing_what_is_left_is_not_the_same_as_nothing() -> None:
    result = removed(FakeStack(0), FakeAzure(None))
    assert not result.complete
    find, delete = removal_commands("ID", "dev-smoke-1", result)
    assert find.startswith("az group list --subscription ID --tag acr-patterns-smoke=dev-smoke-1 ")
    assert delete.endswith("--name GROUP")


@pytest.fixture
def session(tmp_path: Path) -> Callable[[FakeStack, FakeAzure, Commands], Session]:
    def make(stack: FakeStack, azure: FakeAzure, commands: Commands) -> Session:
        redaction, live = Redaction({}, {}), Live("ID")
        return Session(
            commands, cast(Stack, stack), cast(AzureCli, azure), redaction, live, tmp_path, tmp_path, lambda _: None
        )

    return make


def test_a_failure_of_the_smoke_test_itself_does_not_prevent_removal(
    session: Callable[[FakeStack, FakeAzure, Commands], Session], tmp_path: Path
) -> None:
    stack, commands = FakeStack(0), Commands()
    reports: list[int] = []
    one = session(stack, FakeAzure([]), commands)
    with pytest.raises(RuntimeError, match="broken"):
        one.take_all(lambda: reports.append(1))
    assert stack.done == ["destroy"]
    assert one.removed == Removed(by_pulumi=True)
    assert reports == [1]
    assert [path.name for path in tmp_path.iterdir()] == ["02-removal.json"]


def test_after_an_interrupt_no_step_is_taken_but_removal(
    session: Callable[[FakeStack, FakeAzure, Commands], Session],
) -> None:
    stack, commands = FakeStack(0), Commands()
    commands.interrupt()
    one = session(stack, FakeAzure([]), commands)
    one.take_all(lambda: None)
    assert [record.step for record in one.records] == ["removal"]
    assert commands.removing


def test_removal_needs_no_folder_for_its_trace(tmp_path: Path) -> None:
    stack, commands, gone = FakeStack(0), Commands(), tmp_path / "gone"
    commands.interrupt()
    azure, redaction, live = cast(AzureCli, FakeAzure([])), Redaction({}, {}), Live("ID")
    one = Session(commands, cast(Stack, stack), azure, redaction, live, tmp_path, gone, lambda _: None)
    one.take_all(lambda: None)
    assert stack.traces == [None]
    assert one.removed == Removed(by_pulumi=True)


def test_the_report_is_written_also_where_the_record_of_the_removal_cannot_be(
    session: Callable[[FakeStack, FakeAzure, Commands], Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_record: Record, _folder: Path) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(Record, "write", full)
    commands, reports = Commands(), list[int]()
    commands.interrupt()
    one = session(FakeStack(0), FakeAzure([]), commands)
    with pytest.raises(OSError, match="no space"):
        one.take_all(lambda: reports.append(1))
    assert (one.removed, reports) == (Removed(by_pulumi=True), [1])


class Closed:
    """Standard output of a terminal that was closed."""

    def write(self, text: str) -> None:
        raise BrokenPipeError(text)


def test_removal_goes_on_where_nobody_can_read_how_it_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Closed())
    say("Removing everything")


def test_removal_goes_on_where_the_terminal_cannot_show_a_character(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    say("Removing everything …")
