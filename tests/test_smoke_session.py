"""How long the smoke test waits for a push to be denied."""

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from records_of_a_smoke_test import call, run

from smoke import session as module
from smoke.azure_cli import Answer, AzureCli
from smoke.commands import Commands, Finished
from smoke.outcomes import Outcome
from smoke.questions import Live
from smoke.records import DEPLOYMENT, REGISTRY, RESOURCE_GROUP, TASK
from smoke.redaction import Redaction
from smoke.rows import find
from smoke.session import RUNS, Session
from smoke.stack import Stack
from smoke.steps import STEPS


class Azure:
    """An Azure that denies the push from one run on."""

    def __init__(self, denied_from: int, *, may_change: bool = True) -> None:
        self.runs = 0
        self._denied_from = denied_from
        self._may_change = may_change

    def ask(self, *arguments: str) -> Answer:
        denied = self.runs >= self._denied_from
        match arguments:
            case ("role", "assignment", "delete", *_):
                return Answer("", int(not self._may_change), "", "")
            case ("acr", "task", "run", *_):
                self.runs += 1
                return Answer("", 0, {}, "")
            case ("acr", "task", "list-runs", *_):
                return Answer(
                    "", 0, [run(number + 1, "Failed" if denied else "Succeeded") for number in range(self.runs)], ""
                )
            case _:
                return Answer("", 0, "denied: requested access" if denied else "pushed", "")


class Unchanged:
    """A stack that is up already."""

    name = "dev-smoke-1"

    def set(self, settings: object) -> None:
        pass

    def destroy(self, trace: Path | None) -> Finished:
        return Finished((), 0, "", "", 1.0)


Settle = Callable[[Azure], Outcome]


@pytest.fixture
def settle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settle:
    """Take the one step, without pauses, and settle its row."""
    monkeypatch.setattr(module, "PAUSE", 0.0)
    monkeypatch.setattr(module, "STEPS", [step for step in STEPS if step.name == "without-push-role"])
    live = Live("ID")
    live.follow([call("Create", type_) for type_ in (RESOURCE_GROUP, REGISTRY, TASK, DEPLOYMENT)])

    def take(azure: Azure) -> Outcome:
        one = Session(
            Commands(),
            cast(Stack, Unchanged()),
            cast(AzureCli, azure),
            Redaction({}, {}),
            live,
            tmp_path,
            tmp_path,
            lambda _: None,
        )
        monkeypatch.setattr(one.records, "was_deployed", lambda: True)
        one.take_all(lambda: None)
        return find("task-credential", one.records).outcome

    return take


def test_the_task_runs_until_its_push_is_denied(settle: Settle) -> None:
    azure = Azure(denied_from=3)
    assert settle(azure) is Outcome.CONFIRMED
    assert azure.runs == 3


def test_a_push_that_is_never_denied_is_a_contradiction(settle: Settle) -> None:
    azure = Azure(denied_from=RUNS + 1)
    assert settle(azure) is Outcome.CONTRADICTED
    assert azure.runs == RUNS


def test_nothing_runs_if_the_role_could_not_be_taken_away(settle: Settle) -> None:
    azure = Azure(denied_from=1, may_change=False)
    assert settle(azure) is Outcome.NOT_SETTLED
    assert azure.runs == 0
