"""Components against the same resources by hand, under Pulumi's mocks: each program in a process of its own, one at a time.

    python -m benchmarks.mocks_part components 100

runs one of them.
"""

import hashlib
import json
import resource
import subprocess
import sys
import time

from acr_patterns.testing.mocks import simulate
from rich.table import Table

from .azure_objects import azure_objects
from .pairs import Measured, Pair, in_turns
from .process_tree import Process, Usage
from .program import by_hand, components
from .tables import new_table

PROGRAMS = {"by-hand": by_hand.program, "components": components.program}
RUNS = {100: 2, 1000: 1}
"""Applications -> how often each way is measured."""


def mocks_table() -> Table:
    """Measure, and make the table.

    Raises:
        UnfairError: the ways made different objects.
    """
    table = new_table(
        "Components and the same resources by hand, under mocks",
        ("applications", "what", "by hand", "components", "ratio"),
    )
    for applications, runs in RUNS.items():
        pair = _pair(applications, runs)
        table.add_row(f"{applications}", "seconds", *pair.cells("seconds", "s"))
        table.add_row(f"{applications}", "processor", *pair.cells("processor", "s"))
        table.add_row(f"{applications}", "memory", *pair.cells("memory", "MB"))
    return table


def _pair(applications: int, runs: int) -> Pair:
    found = in_turns(
        f"{applications} applications", tuple(PROGRAMS), runs, lambda way: _in_a_process(way, applications)
    )
    by_hand_runs, components_runs = ([run.usages["simulate"] for run in found[way]] for way in PROGRAMS)
    return Pair(by_hand_runs, components_runs)


def _in_a_process(way: str, applications: int) -> Measured:
    command = [sys.executable, "-m", __name__, way, str(applications)]
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 this interpreter, this module
    seconds, memory, processor, objects = json.loads(run.stdout)
    return Measured({"simulate": Usage(seconds, {0: Process(way, memory, processor)})}, objects)


def main(way: str, applications: int) -> None:
    """Run one program and print seconds, peak memory in MB, processor seconds, and a digest of what Azure holds."""
    started, processor = time.perf_counter(), time.process_time()
    azure = simulate(lambda: PROGRAMS[way](applications)).azure
    seconds, processor = time.perf_counter() - started, time.process_time() - processor
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    objects = hashlib.sha256("\n".join(azure_objects(azure)).encode()).hexdigest()
    sys.stdout.write(json.dumps([seconds, memory, processor, objects]))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
