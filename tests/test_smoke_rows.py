"""Checks of the smoke test, rows of docs/unproven.md, steps and questions meet."""

import re
from pathlib import Path

import pytest

from smoke.questions import QUESTIONS
from smoke.rows import BY_HAND, CHECKS, read_rows
from smoke.steps import FIRST, STEPS

ROOT = Path(__file__).parent.parent
UNPROVEN = ROOT / "docs" / "unproven.md"
ROWS = [row.id for row in read_rows(UNPROVEN)]


def test_every_row_is_read_and_has_an_id_of_its_own() -> None:
    tables = re.findall(r"^\| (?!Row |---)", UNPROVEN.read_text(), re.MULTILINE)
    assert len(ROWS) == len(set(ROWS)) == len(tables)


def test_every_check_settles_a_row() -> None:
    assert CHECKS.keys() - set(ROWS) == set()


def test_every_row_is_checked_or_left_to_a_person() -> None:
    assert set(ROWS) - CHECKS.keys() - BY_HAND.keys() == set()
    assert BY_HAND.keys() - set(ROWS) == set()
    assert not CHECKS.keys() & BY_HAND.keys()


@pytest.mark.parametrize("row", CHECKS)
def test_a_check_looks_at_steps_that_are_taken(row: str) -> None:
    _, steps = CHECKS[row]
    assert steps
    assert set(steps) <= {step.name for step in STEPS}


def test_steps_ask_questions_that_exist_and_every_question_is_asked() -> None:
    asked = {question for step in STEPS for question in (*step.before, *step.after)}
    assert asked | {"run-task", "runs", "log"} == QUESTIONS.keys()


def test_the_first_commit_is_the_one_that_the_project_builds() -> None:
    assert f"default: {FIRST}\n" in (ROOT / "Pulumi.yaml").read_text()


def test_the_pages_link_to_each_other() -> None:
    assert "](smoke.md)" in UNPROVEN.read_text()
    assert "](unproven.md)" in (ROOT / "docs" / "smoke.md").read_text()
