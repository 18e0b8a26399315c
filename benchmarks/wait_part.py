"""How long an `up` takes at realistic latencies, beside the same resources with the closest peer's fixed sleep.

All programs run at the same time, since most of the time they wait. A simulated run pushes at its very end, so a role that is honoured
by then is early enough; that favours whoever does not wait before the run.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from rich.table import Table

from .program_run import FailedRunError, ProgramRun
from .tables import new_table

ROLE_DELAYS = (0.0, 20.0, 60.0, 100.0, 240.0)
CLOCK_SCALE = 5.0
WAYS = ("components", "fixed-sleep")


@dataclass(frozen=True)
class Latency:
    """How long Azure takes to make an object of a type."""

    type: str
    seconds: float
    source: str


LATENCIES = (
    Latency("Microsoft.Resources/resourceGroups", 2.0, "assumed; a short synchronous call"),
    Latency(
        "Microsoft.ContainerRegistry/registries",
        25.0,
        "four Terraform logs in public repositories: 23, 23, 25 and 28 s",
    ),
    Latency("Microsoft.ContainerRegistry/registries/tasks", 3.0, "assumed; a short synchronous call"),
    Latency("Microsoft.ManagedIdentity/userAssignedIdentities", 3.0, "assumed; a short synchronous call"),
    Latency("Microsoft.Authorization/roleAssignments", 3.0, "assumed; a short synchronous call"),
    Latency(
        "Microsoft.Resources/deployments",
        70.0,
        "the run of acr-build-helloworld-node in MicrosoftDocs/azure-docs, container-registry-tutorial-quick-task.md: 1 min 10 s",
    ),
    Latency("Microsoft.ContainerInstance/containerGroups", 44.0, "one Terraform log in a public repository: 44 s"),
)


def latency_table() -> Table:
    """The figures that the simulation uses, and where they come from."""
    table = new_table("Latencies, in simulated seconds", ("Azure type", "seconds", "source"))
    for latency in LATENCIES:
        table.add_row(latency.type, f"{latency.seconds:g}", latency.source)
    return table


def wait_table() -> Table:
    """Measure, and make the table."""
    table = new_table(
        "An `up` of one application from nothing, in simulated seconds",
        ("role delay", "components", "by hand with a fixed sleep of 60 s", "ratio"),
    )
    cases = [(way, delay) for delay in ROLE_DELAYS for way in WAYS]
    with ThreadPoolExecutor(len(cases)) as pool:
        seconds = dict(zip(cases, pool.map(_up, *zip(*cases, strict=True)), strict=True))
    for delay in ROLE_DELAYS:
        ours, theirs = (seconds[way, delay] for way in WAYS)
        ratio = f"{ours / theirs:.2f}" if ours and theirs else ""
        table.add_row(f"{delay:g} s", _shown(ours), _shown(theirs), ratio)
    return table


def _up(way: str, role_delay: float) -> float | None:
    latencies = {latency.type: latency.seconds for latency in LATENCIES}
    with ProgramRun(way, 1, role_delay=role_delay, clock_scale=CLOCK_SCALE, latencies=latencies) as run:
        try:
            return run.up().seconds * CLOCK_SCALE
        except FailedRunError:
            return None


def _shown(seconds: float | None) -> str:
    return "fails" if seconds is None else f"{seconds:.0f} s"
