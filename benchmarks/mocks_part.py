"""Components against the same resources by hand, under Pulumi's mocks: each program in a process of its own, both at the same time.

    python -m benchmarks.mocks_part components 1000

runs one of them.
"""

import json
import resource
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from acr_patterns.testing.mocks import simulate
from rich.table import Table

from .pairs import Pair
from .process_tree import Process, Usage
from .program import by_hand, components
from .tables import new_table

PROGRAMS = {"by-hand": by_hand.program, "components": components.program}
APPLICATIONS = (100, 1000)


def mocks_table() -> Table:
    """Measure, and make the table."""
    table = new_table(
        "Components and the same resources by hand, under mocks",
        ("applications", "what", "by hand", "components", "ratio"),
    )
    for applications in APPLICATIONS:
        with ThreadPoolExecutor(2) as pool:
            by_hand_usage, components_usage = pool.map(_in_a_process, PROGRAMS, (applications, applications))
        pair = Pair([by_hand_usage], [components_usage])
        table.add_row(f"{applications}", "seconds", *pair.cells("seconds", "s"))
        table.add_row(f"{applications}", "processor", *pair.cells("processor", "s"))
        table.add_row(f"{applications}", "memory", *pair.cells("memory", "MB"))
    return table


def _in_a_process(way: str, applications: int) -> Usage:
    command = [sys.executable, "-m", __name__, way, str(applications)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 this interpreter, this module
    seconds, memory, processor = json.loads(run.stdout)
    return Usage(seconds, {0: Process(way, memory, processor)})


def main(way: str, applications: int) -> None:
    """Run one program and print seconds, peak memory in MB and processor seconds."""
    started, processor = time.perf_counter(), time.process_time()
    simulate(lambda: PROGRAMS[way](applications))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps([time.perf_counter() - started, memory, time.process_time() - processor]))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
