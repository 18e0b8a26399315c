"""The same resources by hand, by hand below empty components, and with the library's components, on the real engine."""

import statistics
from collections.abc import Mapping, Sequence

from rich.table import Table

from .pairs import Measured, Pair, in_turns
from .process_tree import Usage
from .program_run import ProgramRun
from .tables import new_table

BY_HAND, *OTHERS = WAYS = ("by-hand", "empty-components", "components")
RUNS = {10: 3, 100: 1}
"""Applications -> how often each way is measured."""
FEWEST, MOST = min(RUNS), max(RUNS)
WITHOUT_CHECKPOINTS = "up without checkpoints"
"""`up`, the state written at its end alone; measured with the most applications."""
FIGURES = {"seconds": "s", "program_processor": "s", "processor": "s", "memory": "MB"}
"""What is shown of a `Usage`, and its unit."""
CLOCK_SCALE = 10_000.0
"""A minute of waiting for a role assignment takes 6 ms, so that what is measured is work."""

Usages = Mapping[str, Mapping[str, Sequence[Usage]]]
"""Command -> way -> what each run took."""


def engine_table() -> Table:
    """Measure, and make the table.

    Raises:
        FailedRunError: a program failed.
        UnfairError: the ways made different objects.
    """
    table = new_table(
        "By hand, by hand below empty components, and with components, on the real engine",
        ("applications", "command", "what", "by hand", "empty components", "ratio", "components", "ratio"),
    )
    measured = {applications: _measured(applications, runs) for applications, runs in RUNS.items()}
    for applications, usages in measured.items():
        for command, of_ways in usages.items():
            empty, components = (Pair(of_ways[BY_HAND], of_ways[way]) for way in OTHERS)
            for what, unit in FIGURES.items():
                cells = [*empty.cells(what, unit), *components.cells(what, unit)[1:]]
                table.add_row(f"{applications}", command, what.replace("_", " "), *cells)
    for command in measured[FEWEST]:
        growth = [_growth(measured[FEWEST][command][way], measured[MOST][command][way]) for way in WAYS]
        by_hand, empty, components = growth
        cells = [f"{one:.2f}" for one in (by_hand, empty, empty / by_hand, components, components / by_hand)]
        table.add_row(f"{FEWEST} to {MOST}", command, "growth of time per application", *cells)
    return table


def _growth(fewest: Sequence[Usage], most: Sequence[Usage]) -> float:
    """How many times as long an application takes among the most as among the fewest."""
    short, long = (statistics.median(usage.seconds for usage in usages) for usages in (fewest, most))
    return (long / MOST) / (short / FEWEST)


def _measured(applications: int, runs: int) -> Usages:
    found = in_turns(f"{applications} applications", WAYS, runs, lambda way: _run(way, applications))
    commands = found[BY_HAND][0].usages
    return {
        command: {way: [run.usages[command] for run in measured] for way, measured in found.items()}
        for command in commands
    }


def _run(way: str, applications: int) -> Measured:
    with ProgramRun(way, applications, clock_scale=CLOCK_SCALE) as run:
        usages = {"preview": run.preview(), "up": run.up()}
        objects = [run.objects()]
    if applications == MOST:
        with ProgramRun(way, applications, clock_scale=CLOCK_SCALE, checkpoints=False) as run:
            usages[WITHOUT_CHECKPOINTS] = run.up()
            objects.append(run.objects())
    return Measured(usages, objects)
