"""How long an `up` takes at realistic latencies, beside the same resources with the closest peer's fixed sleep.

Two programs run at the same time, since most of the time they wait. The seconds are those of the chain of resources: from the request for
the first one until the last one is there. A simulated run pushes only if its role is honoured when it starts.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from rich.table import Table

from .azure_objects import require_the_same
from .program_run import FailedRunError, ProgramRun
from .tables import new_table

ROLE_DELAYS = (0.0, 20.0, 60.0, 100.0, 240.0)
CLOCK_SCALE = 10.0
WAYS = ("components", "fixed-sleep")
REFUSED = ("DeploymentFailed", "InaccessibleImage")
"""What Azure says when it does not honour a role: of a deployment whose run could not push, and of a pull."""

FIRST = "Microsoft.Resources/resourceGroups"
"""What both programs make first."""


@dataclass(frozen=True)
class Latency:
    """How long Azure takes to make an object of a type."""

    type: str
    seconds: float
    source: str


LATENCIES = (
    Latency(FIRST, 2.0, "assumed; a short synchronous call"),
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


@dataclass(frozen=True)
class Chain:
    """What an `up` came to."""

    seconds: float
    """Simulated, from the request for the first resource until the last one was there."""
    objects: list[str]


def wait_table() -> Table:
    """Measure, and make the table.

    Raises:
        FailedRunError: a program failed for another reason than a role that was not honoured yet.
        UnfairError: both programs succeeded and made different objects.
    """
    table = new_table(
        "An `up` of one application from nothing, in simulated seconds",
        ("role delay", "components", "by hand with a fixed sleep of 60 s", "ratio"),
    )
    with ThreadPoolExecutor(len(WAYS)) as pool:
        for delay in ROLE_DELAYS:
            ours, theirs = pool.map(_up, WAYS, [delay] * len(WAYS))
            ratio = ""
            if ours and theirs:
                require_the_same([ours.objects, theirs.objects], f"role delay {delay:g} s")
                ratio = f"{ours.seconds / theirs.seconds:.2f}"
            table.add_row(f"{delay:g} s", _shown(ours), _shown(theirs), ratio)
    return table


def _up(way: str, role_delay: float) -> Chain | None:
    """Nothing if a role was not honoured in time."""
    latencies = {latency.type: latency.seconds for latency in LATENCIES}
    with ProgramRun(way, 1, role_delay=role_delay, clock_scale=CLOCK_SCALE, latencies=latencies) as run:
        try:
            run.up()
        except FailedRunError as failure:
            if any(code in str(failure) for code in REFUSED):
                return None
            raise
        return Chain(latencies[FIRST] + run.seconds_from_first_to_last(), run.objects())


def _shown(chain: Chain | None) -> str:
    return f"{chain.seconds:.0f} s" if chain else "fails"
