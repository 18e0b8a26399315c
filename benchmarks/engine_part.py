"""Components against the same resources by hand, on the real engine."""

import statistics

from rich.table import Table

from .pairs import Pair
from .process_tree import Usage
from .program_run import ProgramRun
from .tables import new_table

WAYS = ("by-hand", "components")
RUNS = {10: 3, 100: 1}
"""Applications -> how often each way is measured."""
FIGURES = {"seconds": "s", "program_processor": "s", "processor": "s", "memory": "MB"}
"""What is shown of a `Usage`, and its unit."""
CLOCK_SCALE = 10_000.0
"""A minute of waiting for a role assignment takes 6 ms, so that what is measured is work."""


def engine_table() -> Table:
    """Measure, and make the table.

    Raises:
        FailedRunError: a program failed.
        UnfairError: the two ways made different objects.
    """
    table = new_table(
        "Components and the same resources by hand, on the real engine",
        ("applications", "command", "what", "by hand", "components", "ratio"),
    )
    medians: dict[tuple[int, str, str], float] = {}
    for applications, runs in RUNS.items():
        for command, pair in _measured(applications, runs).items():
            for what, unit in FIGURES.items():
                table.add_row(f"{applications}", command, what.replace("_", " "), *pair.cells(what, unit))
            for way, usages in zip(WAYS, (pair.by_hand, pair.components), strict=True):
                medians[applications, command, way] = statistics.median(usage.seconds for usage in usages)
    for command in ("preview", "up"):
        growth = [medians[100, command, way] / 100 / (medians[10, command, way] / 10) for way in WAYS]
        cells = [f"{one:.2f}" for one in (*growth, growth[1] / growth[0])]
        table.add_row("10 to 100", command, "time per application", *cells)
    return table


class UnfairError(Exception):
    """The two ways made different objects in Azure, so that comparing them says nothing."""


def _measured(applications: int, runs: int) -> dict[str, Pair]:
    usages: dict[str, dict[str, list[Usage]]] = {command: {way: [] for way in WAYS} for command in ("preview", "up")}
    for _ in range(runs):
        made: list[list[str]] = []
        for way in WAYS:
            with ProgramRun(way, applications, clock_scale=CLOCK_SCALE) as run:
                usages["preview"][way].append(run.preview())
                usages["up"][way].append(run.up())
                made.append(run.objects())
        if made[0] != made[1]:
            raise UnfairError(f"{applications} applications are not the same objects by hand and with components")
    return {command: Pair(ways["by-hand"], ways["components"]) for command, ways in usages.items()}
