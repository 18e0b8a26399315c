"""Schedules of a task: cron expressions as ACR Tasks reads them, and the times that they come to.

ACR Tasks reads them with NCrontab: five fields, in UTC. A day has to match both the day of the month and the day of the week, where
other crons take either; days of the week end at 6. So each field is written out as NCrontab reads it, and `cronsim` walks the calendar.

Source: https://learn.microsoft.com/azure/container-registry/container-registry-tasks-scheduled#cron-expressions and
https://github.com/atifaziz/NCrontab/blob/master/NCrontab/CrontabSchedule.cs
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from cronsim import CronSim

from ..errors import ArgumentError, shown

_TERM = re.compile(
    r"(?:\*|(?P<first>[0-9]{1,4}|[A-Za-z]{3,9})(?:-(?P<last>[0-9]{1,4}|[A-Za-z]{3,9}))?)(?:/(?P<step>[0-9]{1,4}))?\Z"
)
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""The fifty years that `cronsim` looks ahead from here have a 29 February on each day of the week."""


@dataclass(frozen=True)
class _Field:
    """One of the five fields."""

    name: str
    least: int
    most: int
    names: tuple[str, ...] = ()
    """What the values are called, from the least on; three letters are enough."""

    def values(self, cron: str, text: str) -> list[int]:
        """The values that `text` stands for, in order."""
        return sorted({value for term in text.split(",") for value in self._term(cron, text, term)})

    def _term(self, cron: str, text: str, term: str) -> range:
        parts = _TERM.match(term)
        if not parts:
            raise self._refusal(cron, text)
        step = int(parts["step"] or 1)
        first = self._value(parts["first"] or str(self.least))
        if parts["last"]:
            last = self._value(parts["last"])
        else:
            last = first if parts["first"] and not parts["step"] else self.most
        if first is None or last is None or not 1 <= step <= self.most:
            raise self._refusal(cron, text)
        if last < first:
            raise ArgumentError(
                f"cron {shown(cron)} cannot be used: its {self.name} has the range {shown(term)}, which runs backwards, and ACR Tasks "
                f"would read it from {last} to {first}; write a range from the lower value to the higher, or two of them"
            )
        return range(first, last + 1, step)

    def _value(self, word: str) -> int | None:
        if word.isdigit():
            return int(word) if self.least <= int(word) <= self.most else None
        named = [index for index, name in enumerate(self.names, self.least) if name.startswith(word.lower())]
        return named[0] if named else None

    def _refusal(self, cron: str, text: str) -> ArgumentError:
        numbers = f"numbers from {self.least} to {self.most}"
        names = f", names ({self.names[0][:3].capitalize()})" if self.names else ""
        return ArgumentError(
            f"cron {shown(cron)} cannot be used: its {self.name} is {shown(text)}, but ACR Tasks takes {numbers}{names}, "
            f"* for all, ranges (-), lists (,) and steps (/) from 1 to {self.most} there"
        )


_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_DAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_FIELDS = (
    _Field("minute", 0, 59),
    _Field("hour", 0, 23),
    _Field("day of the month", 1, 31),
    _Field("month", 1, 12, _MONTHS),
    _Field("day of the week", 0, 6, _DAYS),
)
_FORM = "write five fields, in UTC: minute, hour, day of the month, month, day of the week, such as '30 4 * * Mon-Fri'"


def check_cron(where: str, cron: str) -> None:
    """Refuse a schedule that ACR Tasks does not read, reads otherwise than it looks, or that never comes.

    Raises:
        ArgumentError: with the field, and what it takes.
    """
    try:
        comes = next_runs(cron, _LONG_AGO, 1)
    except ArgumentError as refusal:
        raise ArgumentError(f"{where}: {refusal}") from None
    if not comes:
        raise ArgumentError(
            f"{where}: cron {shown(cron)} never comes: no month that it names has such a day; "
            "correct its day of the month or its month"
        )


def next_runs(cron: str, after: datetime, count: int) -> list[datetime]:
    """The next `count` times of a schedule, later than `after`, in UTC; none of one that never comes.

    Args:
        cron: what `check_cron` accepts.
        after: a time with its zone.
        count: how many times.

    Raises:
        ArgumentError: `cron` is no such expression.
    """
    times = CronSim(_written_out(cron), after.astimezone(UTC))
    times.day_and = True
    return list(islice(times, count))


def same_schedule(one: str, other: str) -> bool:
    """Whether two accepted schedules are the same times, however they are written."""
    return _written_out(one) == _written_out(other)


def _written_out(cron: str) -> str:
    """The expression with every field as a list of numbers."""
    if cron.startswith("@"):
        raise ArgumentError(f"cron {shown(cron)} is a nickname, and ACR Tasks knows none; {_FORM}")
    fields = [text for text in cron.split(" ") if text]
    if len(fields) != len(_FIELDS):
        raise ArgumentError(
            f"cron {shown(cron)} has {len(fields)} fields, but ACR Tasks takes five, without seconds and years; {_FORM}"
        )
    lists = [field.values(cron, text) for field, text in zip(_FIELDS, fields, strict=True)]
    return " ".join(",".join(map(str, values)) for values in lists)
