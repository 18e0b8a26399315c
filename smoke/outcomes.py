"""Outcomes of checks, and the table that checks enter themselves in."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from .records import Records, UnsettledError


class Outcome(Enum):
    """What a smoke test says of an assumption."""

    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"
    NOT_SETTLED = "not settled"


@dataclass(frozen=True)
class Finding:
    """The outcome of one check."""

    outcome: Outcome
    why: str
    steps: tuple[str, ...]
    """The steps whose records show it."""


Check = Callable[[Records], tuple[bool, str]]
"""Whether an assumption holds, and what shows it."""

CHECKS: dict[str, tuple[Check, tuple[str, ...]]] = {}
"""Id of a row of docs/unproven.md -> its check, and the steps it looks at."""


def settles(row: str, *steps: str) -> Callable[[Check], Check]:
    """Enter a check that settles a row, from the records of `steps`."""

    def enter(check: Check) -> Check:
        CHECKS[row] = (check, steps)
        return check

    return enter


def find(row: str, records: Records) -> Finding:
    """The outcome for a row. An answer of a form that the check does not know settles nothing."""
    check, steps = CHECKS[row]
    taken = tuple(step for step in steps if records.find(step))
    try:
        holds, why = check(records)
    except UnsettledError as reason:
        return Finding(Outcome.NOT_SETTLED, str(reason), taken)
    except (AttributeError, IndexError, KeyError, StopIteration, TypeError, ValueError) as surprise:
        why = f"the answer has a form that the check does not know ({type(surprise).__name__}: {surprise})"
        return Finding(Outcome.NOT_SETTLED, why, taken)
    return Finding(Outcome.CONFIRMED if holds else Outcome.CONTRADICTED, why, taken)
