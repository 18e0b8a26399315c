"""Measures what the components and the diagnosis cost and prints tables.

python -m benchmarks [all|engine|mocks|wait|diagnose]
"""

import argparse
import shutil
import subprocess
import time
from collections.abc import Callable

from acr_patterns.testing.engine import INSTALL_PULUMI
from rich.console import Console
from rich.table import Table

from .diagnose_part import diagnose_table
from .engine_part import engine_table
from .mocks_part import mocks_table
from .tables import machine
from .wait_part import latency_table, wait_table

PARTS: dict[str, tuple[Callable[[], Table], ...]] = {
    "wait": (latency_table, wait_table),
    "engine": (engine_table,),
    "mocks": (mocks_table,),
    "diagnose": (diagnose_table,),
}
WITHOUT_ENGINE = ("mocks", "diagnose")


def main() -> None:
    """Measure one part or all of them."""
    parser = argparse.ArgumentParser(prog="benchmarks", description="What the components cost")
    parser.add_argument("part", nargs="?", default="all", choices=("all", *PARTS))
    part = parser.parse_args().part
    console = Console(width=200, highlight=False)
    started = time.perf_counter()
    pulumi = shutil.which("pulumi")
    console.print(machine(_version(pulumi) if pulumi else None))
    for name in PARTS if part == "all" else (part,):
        console.print()
        if pulumi is None and name not in WITHOUT_ENGINE:
            console.print(f"Part {name} is left out. {INSTALL_PULUMI}")
            continue
        for table in PARTS[name]:
            console.print(table())
    minutes, seconds = divmod(round(time.perf_counter() - started), 60)
    console.print(f"\nMeasured in {minutes} min {seconds} s")


def _version(pulumi: str) -> str:
    return subprocess.run([pulumi, "version"], capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603


if __name__ == "__main__":
    main()
