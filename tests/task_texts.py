"""Tasks written as YAML, run in the simulated Azure."""

from typing import Any

from acr_patterns.testing.simulated_azure import Run
from triggered import Shop, encoded


def ran(shop: Shop, text: str, **properties: Any) -> Run:
    """The run of a task with this text, whose identity may push."""
    step = properties.pop("step", encoded(text))
    return shop.azure.start_task(shop.add_task("steps", step, **properties), "Manual")


def steps(run: Run) -> dict[str, str]:
    """Step -> what became of it."""
    return {step.id: step.status for step in run.steps}


def seconds(run: Run) -> dict[str, tuple[int | None, int | None]]:
    """Step that was started -> the seconds, from the start of the run, at which it started and ended."""
    return {step.id: (_second(step.started), _second(step.finished)) for step in run.steps if step.started}


def _second(time: str | None) -> int | None:
    """The second of a run that began at midnight."""
    if time is None:
        return None
    hours, minutes, rest = time[11:19].split(":")
    return int(hours) * 3600 + int(minutes) * 60 + int(rest)
