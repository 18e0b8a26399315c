"""When tasks run by their schedules, as `acr-patterns simulate` shows it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from acr_patterns.cli import app
from acr_patterns.testing import ManualClock, SimulatedAzure, simulate
from acr_patterns.testing.scheduled_builds import scheduled_builds
from programs import shop
from typer.testing import CliRunner

ROOT = Path(__file__).parent.parent
NIGHTLY = {"name": "nightly", "cron": "30 1 * * *"}
WEEKLY = {"name": "weekly", "cron": "0 4 * * Mon"}


def deployed(*schedules: Mapping[str, object], now: datetime) -> SimulatedAzure:
    azure = SimulatedAzure(clock=ManualClock(now.timestamp()))
    simulate(shop(task={"triggers": {"schedules": list(schedules)}}), azure=azure)
    return azure


def test_every_schedule_of_a_task_has_its_next_times_after_the_clock_of_the_simulation() -> None:
    azure = deployed(NIGHTLY, WEEKLY, now=datetime(2026, 2, 27, 1, 30, tzinfo=UTC))
    found = scheduled_builds(azure)
    [task] = azure.of_type("Microsoft.ContainerRegistry/registries/tasks")
    assert {one.task for one in found} == {task["name"]}
    assert [(one.schedule, one.cron, [f"{time:%m-%d %H:%M}" for time in one.next_runs]) for one in found] == [
        ("nightly", "30 1 * * *", ["02-28 01:30", "03-01 01:30", "03-02 01:30"]),
        ("weekly", "0 4 * * Mon", ["03-02 04:00", "03-09 04:00", "03-16 04:00"]),
    ]


def test_a_schedule_that_is_off_has_no_next_time() -> None:
    azure = deployed({**NIGHTLY, "enabled": False}, WEEKLY, now=datetime(2026, 2, 27, tzinfo=UTC))
    assert [one.schedule for one in scheduled_builds(azure, 1)] == ["weekly"]
    assert [len(one.next_runs) for one in scheduled_builds(azure, 1)] == [1]


def test_simulate_shows_the_next_three_times_of_a_schedule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(app, ["simulate", "platform", "--config", "buildSchedule=30 4 * * Mon-Fri"])
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    begin = lines.index("Scheduled builds, next three times in UTC")
    assert lines[begin + 1].split() == ["task", "schedule", "cron", "first", "second", "third"]
    assert lines[begin + 2].endswith("30 4 * * Mon-Fri  2026-01-01 04:30  2026-01-02 04:30  2026-01-05 04:30")
    assert lines[begin + 3] == ""


def test_simulate_shows_no_table_of_schedules_where_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(app, ["simulate", "platform"])
    assert result.exit_code == 0, result.output
    assert "Scheduled" not in result.stdout
