"""What checks look for in records."""

import json
from datetime import datetime
from typing import Any, cast

from .records import CONTAINER_GROUP, Record, Records, UnsettledError
from .trace import Call

NOT_ALLOWED = "TasksOperationsNotAllowed"
IMMUTABLE = "InvalidContainerGroupUpdate"


def first_attempt(records: Records) -> Record:
    """The last attempt to bring the stack up for the first time, whether it succeeded or not.

    Raises:
        UnsettledError: there was none.
    """
    return records.find("deploy-again") or records.get("deploy")


def made(record: Record, type_: str) -> Call:
    """The last call that made or changed the object of a type.

    Raises:
        UnsettledError: there was none.
    """
    calls = [call for call in record.calls if call.type == type_ and call.method in ("Create", "Update")]
    if not calls:
        raise UnsettledError(f"step {record.step} did not get as far as the {type_.rpartition(':')[2]}")
    return calls[-1]


def accepted(call: Call) -> tuple[bool, str]:
    """Whether Azure took what was sent, and its answer if not."""
    what = f"{call.method} of the {call.type.rpartition(':')[2]}"
    return not call.errors, f"{what} failed: {short(call.errors[0])}" if call.errors else f"{what} succeeded"


def not_refused_for(call: Call, *words: str) -> tuple[bool, str]:
    """Whether Azure took what was sent, where a refusal counts only if it speaks of the matter in question.

    Raises:
        UnsettledError: Azure refused it for another reason, such as a quota.
    """
    holds, why = accepted(call)
    if not holds and not mentions(call.errors, *words):
        raise UnsettledError(f"another reason than the one in question: {why}")
    return holds, why


def runs(record: Record) -> list[dict[str, Any]]:
    """The runs of the task, newest first."""
    found = cast(list[dict[str, Any]], record.answer("runs"))
    return sorted(found, key=lambda run: str(run.get("createTime")), reverse=True)


def new_runs(records: Records, before: str, after: str) -> int:
    """How many runs there were between the ends of two steps."""
    return len(runs(records.get(after))) - len(runs(records.get(before)))


def updated_in_place(record: Record) -> tuple[bool, str]:
    """Whether a step changed the container group with one update, and neither deleted nor made one.

    Raises:
        UnsettledError: it did nothing to the group.
    """
    call = made(record, CONTAINER_GROUP)
    if call.method == "Create" or record.called("Delete", CONTAINER_GROUP):
        return False, "the container group was replaced"
    return not_refused_for(call, IMMUTABLE)


def no_change(record: Record) -> tuple[bool, str]:
    """Whether a preview after a refresh showed no change.

    Raises:
        UnsettledError: it failed for another reason.
    """
    if record.exit_code == 0:
        return True, "a preview after a refresh shows no change"
    if mentions(record.output, "changes were proposed"):
        return False, "a preview after a refresh shows changes; its output is in the record"
    raise UnsettledError("the preview failed")


def moment(text: str) -> datetime:
    """A time as Azure writes it."""
    return datetime.fromisoformat(text)


def mentions(value: Any, *words: str) -> bool:
    """Whether one of some words stands anywhere in a value, in whatever case."""
    text = json.dumps(value).lower()
    return any(word.lower() in text for word in words)


def short(text: str) -> str:
    """The beginning of a message, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= 200 else f"{line[:200]}…"
