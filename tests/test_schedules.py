"""Cron expressions: which ACR Tasks takes, and when they come."""

from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from acr_patterns.errors import ArgumentError
from acr_patterns.tasks.schedules import check_cron, next_runs, same_schedule
from hypothesis import given, settings
from hypothesis import strategies as st

WHERE = "BuildTask 'api'"
FORM = "write five fields, in UTC: minute, hour, day of the month, month, day of the week, such as '30 4 * * Mon-Fri'"


def refusal(cron: str) -> str:
    with pytest.raises(ArgumentError) as refused:
        check_cron(WHERE, cron)
    return str(refused.value)


def times(cron: str, after: datetime, before: datetime) -> list[str]:
    """All times of a schedule between two others, as day and time of day."""
    return [f"{time:%m-%d %H:%M}" for time in next_runs(cron, after, 2000) if time < before]


@pytest.mark.parametrize(
    "cron",
    [
        "* * * * *",
        "*/5 * * * *",
        "0 9-17 * * *",
        "30 9 * Jan Mon",
        "30 9 * january MONDAY",
        "0 0 1,15 * *",
        "5/15 0-23/6 * 2-11/3 0-6",
        "  0  12 * * Mon-Fri ",
        "00 08 * * *",
        "0 0 29 2 Mon",
    ],
)
def test_what_acr_tasks_takes_is_accepted(cron: str) -> None:
    check_cron(WHERE, cron)


@pytest.mark.parametrize(
    ("cron", "field", "text", "takes"),
    [
        ("60 * * * *", "minute", "60", "numbers from 0 to 59"),
        ("-1 * * * *", "minute", "-1", "numbers from 0 to 59"),
        ("1,,2 * * * *", "minute", "1,,2", "numbers from 0 to 59"),
        ("1.5 * * * *", "minute", "1.5", "numbers from 0 to 59"),
        ("H * * * *", "minute", "H", "numbers from 0 to 59"),
        ("0\t0 1 * * *", "minute", "0\t0", "numbers from 0 to 59"),
        ("\N{ARABIC-INDIC DIGIT FIVE} * * * *", "minute", "\N{ARABIC-INDIC DIGIT FIVE}", "numbers from 0 to 59"),
        ("* 24 * * *", "hour", "24", "numbers from 0 to 23"),
        ("* 8-24 * * *", "hour", "8-24", "numbers from 0 to 23"),
        ("* 1-2-3 * * *", "hour", "1-2-3", "numbers from 0 to 23"),
        ("* * 0 * *", "day of the month", "0", "numbers from 1 to 31"),
        ("* * L * *", "day of the month", "L", "numbers from 1 to 31"),
        ("* * ? * *", "day of the month", "?", "numbers from 1 to 31"),
        ("* * 15W * *", "day of the month", "15W", "numbers from 1 to 31"),
        ("* * * 13 *", "month", "13", "numbers from 1 to 12, names (Jan)"),
        ("* * * Mon *", "month", "Mon", "numbers from 1 to 12, names (Jan)"),
        ("* * * Ja *", "month", "Ja", "numbers from 1 to 12, names (Jan)"),
        ("* * * * 7", "day of the week", "7", "numbers from 0 to 6, names (Sun)"),
        ("* * * * Fri#2", "day of the week", "Fri#2", "numbers from 0 to 6, names (Sun)"),
        ("* * * * 5L", "day of the week", "5L", "numbers from 0 to 6, names (Sun)"),
        ("* * * * Mon-Fr", "day of the week", "Mon-Fr", "numbers from 0 to 6, names (Sun)"),
        ("* * * * Monfri", "day of the week", "Monfri", "numbers from 0 to 6, names (Sun)"),
    ],
)
def test_a_field_that_cannot_be_read_is_named_with_what_it_takes(cron: str, field: str, text: str, takes: str) -> None:
    assert refusal(cron).startswith(
        f"{WHERE}: cron {cron!r} cannot be used: its {field} is {text!r}, but ACR Tasks takes {takes}, "
        "* for all, ranges (-), lists (,) and steps (/) from 1 to "
    )


@pytest.mark.parametrize("step", ["0", "60", "90", "99999", "x", ""])
def test_a_step_that_is_none_is_refused(step: str) -> None:
    assert refusal(f"*/{step} * * * *") == (
        f"{WHERE}: cron '*/{step} * * * *' cannot be used: its minute is '*/{step}', but ACR Tasks takes numbers from 0 to 59, "
        "* for all, ranges (-), lists (,) and steps (/) from 1 to 59 there"
    )


@pytest.mark.parametrize(
    ("cron", "count"), [("0 0 12 * * *", 6), ("0 0 12 ? * MON *", 7), ("0 12 * *", 4), ("0 12 * * * 2027", 6), ("", 0)]
)
def test_another_number_of_fields_is_refused(cron: str, count: int) -> None:
    assert refusal(cron) == (
        f"{WHERE}: cron {cron!r} has {count} fields, but ACR Tasks takes five, without seconds and years; {FORM}"
    )


@pytest.mark.parametrize("cron", ["@daily", "@every 5m", "@reboot"])
def test_a_nickname_is_refused(cron: str) -> None:
    assert refusal(cron) == f"{WHERE}: cron {cron!r} is a nickname, and ACR Tasks knows none; {FORM}"


@pytest.mark.parametrize(
    ("cron", "field", "term", "first", "last"),
    [
        ("0 22-2 * * *", "hour", "22-2", 2, 22),
        ("0 0 * * Sat-Sun", "day of the week", "Sat-Sun", 0, 6),
        ("0 0 * 3,Nov-Feb/2 *", "month", "Nov-Feb/2", 2, 11),
    ],
)
def test_a_range_that_acr_tasks_would_turn_around_is_refused(
    cron: str, field: str, term: str, first: int, last: int
) -> None:
    assert refusal(cron) == (
        f"{WHERE}: cron {cron!r} cannot be used: its {field} has the range {term!r}, which runs backwards, and ACR Tasks would read it "
        f"from {first} to {last}; write a range from the lower value to the higher, or two of them"
    )


@pytest.mark.parametrize("cron", ["0 0 30 2 *", "0 0 31 2,4,6,Sep,11 *", "0 0 30-31 Feb Mon"])
def test_a_schedule_that_never_comes_is_refused(cron: str) -> None:
    assert refusal(cron) == (
        f"{WHERE}: cron {cron!r} never comes: no month that it names has such a day; correct its day of the month or its month"
    )
    assert next_runs(cron, datetime(2026, 1, 1, tzinfo=UTC), 1) == []


@pytest.mark.parametrize(
    ("cron", "expected"),
    [
        (
            "30 9 * * Mon-Fri",
            [f"02-{day:02} 09:30" for day in range(1, 30) if day not in (5, 6, 12, 13, 19, 20, 26, 27)],
        ),
        ("0 0 29 * *", ["02-29 00:00"]),
        ("45 23 28-31 * *", ["02-28 23:45", "02-29 23:45"]),
        ("0 0 31 * *", []),
        ("0 */12 1 * *", ["02-01 00:00", "02-01 12:00"]),
        ("0 6 1,2 Feb,Mar *", ["02-01 06:00", "02-02 06:00"]),
    ],
)
def test_a_schedule_comes_at_its_times_in_a_leap_february(cron: str, expected: list[str]) -> None:
    assert times(cron, datetime(2028, 1, 31, 23, 59, tzinfo=UTC), datetime(2028, 3, 1, tzinfo=UTC)) == expected


def test_in_another_february_the_29th_does_not_come() -> None:
    start = datetime(2026, 2, 1, tzinfo=UTC)
    assert times("0 0 29 * *", start, datetime(2026, 3, 1, tzinfo=UTC)) == []
    assert next_runs("0 0 29 2 *", start, 2) == [datetime(2028, 2, 29, tzinfo=UTC), datetime(2032, 2, 29, tzinfo=UTC)]


def test_a_month_of_nights_has_a_run_each() -> None:
    nights = next_runs("15 2 * * *", datetime(2026, 11, 1, tzinfo=UTC), 30)
    assert nights == [datetime(2026, 11, day, 2, 15, tzinfo=UTC) for day in range(1, 31)]


def test_a_day_has_to_match_both_day_fields() -> None:
    """NCrontab's reading; most others take a day that matches either."""
    fridays = next_runs("0 0 13 * Fri", datetime(2026, 1, 1, tzinfo=UTC), 3)
    assert fridays == [datetime(2026, month, 13, tzinfo=UTC) for month in (2, 3, 11)]


@pytest.mark.parametrize(("cron", "days"), [("0 0 * * 1/2", [1, 3, 5]), ("0 0 * * 6/1", [6]), ("0 0 * * 3-3/2", [3])])
def test_the_days_of_the_week_end_at_saturday(cron: str, days: list[int]) -> None:
    week = next_runs(cron, datetime(2026, 11, 21, 12, tzinfo=UTC), 7)
    assert sorted({time.isoweekday() % 7 for time in week}) == days


def test_the_times_are_later_than_the_time_given_and_in_utc() -> None:
    due = datetime(2026, 7, 1, 4, 30, tzinfo=UTC)
    tomorrow = due + timedelta(days=1)
    assert next_runs("30 4 * * *", due, 1) == [tomorrow]
    assert next_runs("30 4 * * *", due - timedelta(microseconds=1), 1) == [due]
    [from_berlin] = next_runs("30 4 * * *", datetime(2026, 7, 1, 6, 29, tzinfo=ZoneInfo("Europe/Berlin")), 1)
    assert (from_berlin, from_berlin.tzinfo) == (due, UTC)


def test_two_expressions_of_the_same_times_are_the_same_schedule() -> None:
    assert same_schedule("0 0 * * Sun", "0  00 1-31 * 0")
    assert not same_schedule("0 0 * * Sun", "0 0 * * Mon")


@st.composite
def fields(draw: st.DrawFn, least: int, most: int) -> tuple[str, set[int]]:
    """What stands in a field, and the values that NCrontab takes it for."""
    values: set[int] = set()
    terms: list[str] = []
    for _ in range(draw(st.integers(1, 3))):
        first = draw(st.integers(least, most))
        last = draw(st.integers(first, most))
        step = draw(st.integers(1, most))
        written = {
            "*": range(least, most + 1),
            f"{first}": [first],
            f"{first}-{last}": range(first, last + 1),
            f"*/{step}": range(least, most + 1, step),
            f"{first}/{step}": range(first, most + 1, step),
            f"{first}-{last}/{step}": range(first, last + 1, step),
        }
        term = draw(st.sampled_from(list(written)))
        terms.append(term)
        values |= set(written[term])
    return ",".join(terms), values


@settings(max_examples=60)
@given(
    st.tuples(fields(0, 59), fields(0, 23), fields(1, 31), fields(1, 12), fields(0, 6)),
    st.datetimes(datetime(2024, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),
)
def test_any_schedule_comes_whenever_all_its_fields_match(
    drawn: tuple[tuple[str, set[int]], ...], after: datetime
) -> None:
    minutes, hours, days, months, weekdays = (values for _, values in drawn)
    today = after.replace(hour=0, minute=0, second=0, microsecond=0)
    dates = (today + timedelta(days=day) for day in range(800))
    expected = (
        date.replace(hour=hour, minute=minute)
        for date in dates
        if date.month in months and date.day in days and date.isoweekday() % 7 in weekdays
        for hour in sorted(hours)
        for minute in sorted(minutes)
    )
    soon = list(islice((time for time in expected if time > after), 20))
    found = next_runs(" ".join(text for text, _ in drawn), after, 20)
    assert found[: len(soon)] == soon
    assert all(time >= today + timedelta(days=800) for time in found[len(soon) :])
