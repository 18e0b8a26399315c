"""Whatever happens, removal is tried, and what is left is said."""

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from records_of_a_smoke_test import call
from removal_stand_ins import BrokenStack, FakeAzure, FakeStack, Speechless

from smoke.__main__ import say
from smoke.azure_cli import AzureCli
from smoke.commands import Commands
from smoke.questions import Live
from smoke.records import RESOURCE_GROUP, Record
from smoke.redaction import Redaction
from smoke.removal import Removed, removal_commands, remove
from smoke.session import Session
from smoke.stack import Stack


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
    find, delete = removal_commands("ID", "dev-smoke-1", result)
    assert find.startswith("az group list ")
    assert delete.endswith("--name shop")


def test_a_failed_destroy_is_not_complete_because_azure_lists_no_group_at_the_second_attempt() -> None:
    assert not removed(FakeStack(1, 1), FakeAzure(None, [])).complete


def test_a_group_that_azure_does_not_speak_of_may_be_left() -> None:
    result = removed(FakeStack(1, 1), Speechless([], []), "shop")
    assert (result.complete, result.left) == (False, ["shop"])


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


def test_the_group_that_calls_showed_is_removed_by_its_name(tmp_path: Path) -> None:
    azure, commands, live = FakeAzure([], [], untagged=("shop",)), Commands(), Live("ID")
    live.follow([call("Create", RESOURCE_GROUP, id="/subscriptions/SUBSCRIPTION/resourceGroups/shop")])
    commands.interrupt()
    stack, asked = cast(Stack, FakeStack(1, 1)), cast(AzureCli, azure)
    one = Session(commands, stack, asked, Redaction({}, {}), live, tmp_path, tmp_path, lambda _: None)
    one.take_all(lambda: None)
    assert azure.deleted == ["shop"]


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
