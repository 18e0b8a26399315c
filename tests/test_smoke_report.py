"""The report and the exit code say what became of the smoke test and of the removal."""

import pytest

from smoke.records import Record, Records
from smoke.removal import Removed
from smoke.report import Circumstances, exit_code, report
from smoke.rows import Row


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
        (Removed(by_pulumi=False), "`pulumi destroy` failed, after the resource group was gone."),
        (Removed(by_pulumi=False, deleted=["shop"]), "deleted with the Azure CLI: resource group shop."),
        (Removed(by_pulumi=False, known=False), "**It is not known whether everything was removed.**"),
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
