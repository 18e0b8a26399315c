"""Whatever happens, removal is tried, and what is left is said."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from smoke.__main__ import say
from smoke.azure_cli import Answer, AzureCli
from smoke.commands import Commands, Finished
from smoke.questions import Live
from smoke.records import Record, Records
from smoke.redaction import Redaction
from smoke.removal import Removed, removal_commands, remove
from smoke.report import Circumstances, exit_code, report
from smoke.rows import Row
from smoke.session import Session
from smoke.stack import Stack


class FakeStack:
    """A stack whose commands end with given exit codes."""

    name = "dev-smoke-1"

    def __init__(self, *destroy: int) -> None:
        self.done: list[str] = []
        self._destroy: Iterator[int] = iter(destroy)

    def destroy(self, trace: Path) -> Finished:
        self.done.append("destroy")
        return Finished((), next(self._destroy), "", "", 1.0)

    def unlock(self) -> Finished:
        self.done.append("unlock")
        return Finished((), 0, "", "", 1.0)

    def set(self, settings: Any) -> None:
        raise RuntimeError("the smoke test itself is broken")


class FakeAzure:
    """An Azure CLI that lists given groups, one list a call, and notes what it is to delete."""

    def __init__(self, *groups: list[str] | None) -> None:
        self.deleted: list[str] = []
        self._groups = iter(groups)

    def ask(self, *arguments: str) -> Answer:
        if arguments[:2] == ("group", "delete"):
            assert "--yes" in arguments
            self.deleted.append(arguments[-1])
            return Answer("", 0, None, "")
        assert arguments[:4] == ("group", "list", "--tag", "acr-patterns-smoke=dev-smoke-1")
        groups = next(self._groups)
        return Answer("", int(groups is None), groups, "")


def removed(stack: FakeStack, azure: FakeAzure) -> Removed:
    return remove(cast(Stack, stack), cast(AzureCli, azure), Path("trace"))[1]


def test_pulumi_removes_everything() -> None:
    azure = FakeAzure([])
    assert removed(FakeStack(0), azure) == Removed(by_pulumi=True)
    assert azure.deleted == []


def test_a_destroy_that_fails_is_tried_again_without_the_lock() -> None:
    stack = FakeStack(255, 0)
    assert removed(stack, FakeAzure([])) == Removed(by_pulumi=True)
    assert stack.done == ["destroy", "unlock", "destroy"]


def test_what_pulumi_leaves_is_deleted_by_its_tag() -> None:
    azure = FakeAzure(["shop1", "shop2"], [])
    result = removed(FakeStack(1, 1), azure)
    assert azure.deleted == ["shop1", "shop2"]
    assert (result.by_pulumi, result.complete) == (False, True)


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


class Closed:
    """Standard output of a terminal that was closed."""

    def write(self, text: str) -> None:
        raise BrokenPipeError(text)


def test_removal_goes_on_where_nobody_can_read_how_it_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Closed())
    say("Removing everything")


def deployed(exit_code: int = 0) -> Records:
    records = Records()
    records.add(Record(1, "deploy", "bring it up", exit_code=exit_code))
    return records


COMPLETE = Removed(by_pulumi=True)


@pytest.mark.parametrize(
    ("records", "result", "interrupted", "code"),
    [
        (deployed(), COMPLETE, False, 0),
        (deployed(), COMPLETE, True, 2),
        (deployed(), Removed(by_pulumi=False, left=["shop"]), False, 2),
        (deployed(), None, False, 2),
        (Records(), COMPLETE, False, 2),
        (deployed(exit_code=255), COMPLETE, False, 2),
    ],
    ids=["all well", "interrupted", "something left", "not removed", "nothing taken", "never up"],
)
def test_the_exit_code_says_how_it_went(records: Records, result: Removed | None, interrupted: bool, code: int) -> None:
    assert exit_code(records, result, interrupted=interrupted) == code


def test_something_contradicted_is_exit_code_1() -> None:
    records = deployed()
    records.add(Record(2, "refresh", "compare", exit_code=1, output="changes were proposed"))
    assert exit_code(records, COMPLETE, interrupted=False) == 1


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (COMPLETE, "`pulumi destroy` removed everything."),
        (Removed(by_pulumi=False), "the resource group was deleted with the Azure CLI"),
        (Removed(by_pulumi=False, left=["shop"]), "    az group delete --subscription SUBSCRIPTION --yes --name shop"),
        (None, "**Not finished.**"),
    ],
)
def test_the_report_says_what_became_of_the_removal(result: Removed | None, said: str) -> None:
    circumstances = Circumstances("now", "dev-smoke-1", "SUBSCRIPTION", "westeurope", {"Pulumi": "v3"})
    text = report([Row("context-token", "It is kept."), Row("run-tag", "A | B")], deployed(), result, circumstances)
    assert said in text
    assert "| `context-token` | It is kept. | needs a private repository and a token for it |" in text
    assert "| `run-tag` | A | B | **not settled** |" in text
