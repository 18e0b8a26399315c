"""When the tasks of a simulated Azure run by their schedules."""

from datetime import UTC, datetime
from typing import NamedTuple

from ..tasks.schedules import next_runs
from .simulated_azure import SimulatedAzure
from .simulated_azure.task import TYPE
from .simulated_azure.task_triggers import timers


class ScheduledBuild(NamedTuple):
    """A schedule of a task."""

    task: str
    schedule: str
    """Its name."""
    cron: str
    next_runs: tuple[datetime, ...]
    """Its next times, in UTC."""


def scheduled_builds(azure: SimulatedAzure, count: int = 3) -> list[ScheduledBuild]:
    """Every schedule that is on, with its next times from the clock of the simulation.

    Args:
        azure: where.
        count: how many times of each.
    """
    now = datetime.fromtimestamp(azure.clock.now(), UTC)
    return [
        ScheduledBuild(task["name"], timer.name, timer.schedule, tuple(next_runs(timer.schedule, now, count)))
        for task in azure.of_type(TYPE)
        for timer in timers(task)
    ]
