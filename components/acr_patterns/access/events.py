"""What a container group itself says of a pull that failed: the events that Azure keeps beside it.

Source: https://learn.microsoft.com/azure/container-instances/container-instances-troubleshooting
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from .azure_errors import errors_in
from .described import CONTAINER_GROUP, Described
from .inventory import Inventory
from .pull import pulls
from .unknown import Unknown, at, list_at, text_at

_RAN = ("running", "terminated", "succeeded")
"""States of what has its image: what it says of an earlier pull is past."""
_DELAY = timedelta(minutes=10)
"""How long Azure says that a role assignment may take to count."""


@dataclass(frozen=True)
class Failure:
    """A pull that failed."""

    who: str
    """The container group's name."""
    message: str
    when: datetime | None

    @property
    def sentence(self) -> str:
        """What it comes to; nothing of the message itself, which may have anything in it."""
        codes = ", ".join(one.code for one in errors_in(self.message))
        return f"the events of the container group {self.who} say that a pull failed: {codes}"


def failures(described: Described) -> Iterator[Failure]:
    """The pulls of a container group that failed, as long as what they were for does not run."""
    if described.kind != CONTAINER_GROUP:
        return
    containers = list_at(described.properties, "containers")
    views = [at(one, "instanceView") for one in ([] if isinstance(containers, Unknown) else containers)]
    states = [*(at(one, "currentState", "state") for one in views), at(described.properties, "instanceView", "state")]
    for view, state in zip([*views, at(described.properties, "instanceView")], states, strict=True):
        if str(state).lower() not in _RAN:
            yield from _of(described.name, list_at(view, "events"))


def _of(who: str, events: list[Any] | Unknown) -> Iterator[Failure]:
    for one in [] if isinstance(events, Unknown) else events:
        message = text_at(one, "message")
        if isinstance(message, str) and at(one, "type") != "Normal" and errors_in(message):
            yield Failure(who, message, _time(at(one, "lastTimestamp")))


def assigned_too_late(inventory: Inventory) -> Iterator[str]:
    """A sentence for each role that was assigned so shortly before a pull failed, or after it, that it may not have counted then."""
    for pull in pulls(inventory):
        failed = max((one.when for one in failures(pull.described) if one.when), default=None)
        for assignment in pull.access.granted.by if pull.access and failed else ():
            assigned = _time(at(assignment.described.properties, "createdOn"))
            if failed and assigned and assigned > failed - _DELAY:
                yield (
                    f"{assignment.role_title} was assigned at {assigned:%Y-%m-%d %H:%M:%S} UTC, and the {pull.title} failed to pull at "
                    f"{failed:%Y-%m-%d %H:%M:%S} UTC: a role can take ten minutes to count; let it pull again"
                )


def _time(value: Any) -> datetime | None:
    """A time as Azure writes it; None for anything else."""
    try:
        return datetime.fromisoformat(value).astimezone(UTC)
    except (TypeError, ValueError):
        return None
