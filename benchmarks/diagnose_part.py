"""`acr-patterns diagnose` beside a general scanner, checkov, over the same resources: a state for one, an ARM template for the other.

They answer different questions. A scanner asks of each resource by itself whether its settings are recommended ones; a diagnosis asks of
each container group whether it can pull, which only several resources together tell.

Source: https://www.checkov.io/2.Basics/CLI%20Command%20Reference.html
"""

import json
import subprocess
import sys
import venv
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.table import Table

from .azure_objects import UnfairError
from .many_resources import PER_TEAM, SERVICES, broken_services, many_resources, state, template
from .pairs import Measured, Pair, in_turns
from .process_tree import watched
from .tables import new_table

TEAMS = 100
ROUNDS = 3
CHECKOV = "3.3.30"
DIAGNOSED_WITH = "diagnose"
SCANNED_WITH = "checkov"

_SCAN = ("--framework", "arm", "--output", "json", "--quiet", "--compact", "--soft-fail", "--skip-download", "--file")
_DIAGNOSE = ("diagnose", "--json")
_GROUP = "Microsoft.ContainerInstance/containerGroups"
_ENVIRONMENT = Path(".simulated", f"checkov-{CHECKOV}")
"""Where checkov is installed: apart from the project's own environment, with whose packages its own do not agree."""


def diagnose_table() -> Table:
    """Measure, and make the table.

    Raises:
        UnfairError: the diagnosis names other container groups than those that cannot pull.
    """
    scanner = _installed_scanner()
    resources, broken = many_resources(TEAMS), broken_services(TEAMS)
    table = new_table(
        "A diagnosis, and what a general scanner takes for the same resources",
        ("resources", "what", SCANNED_WITH, DIAGNOSED_WITH, "ratio"),
    )
    with TemporaryDirectory() as folder:
        documents = {SCANNED_WITH: template(resources), DIAGNOSED_WITH: state(resources)}
        files = {way: Path(folder, f"{way}.json") for way in documents}
        for way, document in documents.items():
            files[way].write_text(json.dumps(document, indent=1))
        commands = {
            SCANNED_WITH: [scanner, *_SCAN, str(files[SCANNED_WITH])],
            DIAGNOSED_WITH: [
                str(Path(sys.executable).with_name("acr-patterns")),
                *_DIAGNOSE,
                str(files[DIAGNOSED_WITH]),
            ],
        }
        said: dict[str, Any] = {}
        found = in_turns(
            f"{len(resources)} resources", (SCANNED_WITH, DIAGNOSED_WITH), ROUNDS, lambda way: _run(commands, way, said)
        )
    runs = {way: [one.usages["examine"] for one in measured] for way, measured in found.items()}
    pair = Pair(runs[SCANNED_WITH], runs[DIAGNOSED_WITH])
    number = f"{len(resources):,}"
    for what, figure, unit in (
        ("seconds", "seconds", "s"),
        ("processor", "processor", "s"),
        ("memory", "memory", "MB"),
    ):
        table.add_row(number, what, *pair.cells(figure, unit))
    scanned, told = failed_checks(said[SCANNED_WITH]), cannot_pull(said[DIAGNOSED_WITH])
    if told != broken:
        raise UnfairError(
            f"the diagnosis names {len(told - broken)} groups that can pull, and misses {len(broken - told)}"
        )
    table.add_row(number, "findings", f"{sum(map(len, scanned.values())):,}", f"{len(told):,}", "")
    apart = f"{len(told_apart(scanned, broken))} of {len(broken)}"
    table.add_row(
        number, "groups that cannot pull, told from those that can", apart, f"{len(told)} of {len(broken)}", ""
    )
    return table


def failed_checks(scanned: Mapping[str, Any]) -> dict[str, set[str]]:
    """Resource, as type and name, -> the checks of the scanner that it failed."""
    failed: dict[str, set[str]] = defaultdict(set)
    for one in scanned["results"]["failed_checks"]:
        failed[one["resource"]].add(one["check_id"])
    return failed


def cannot_pull(diagnosed: Mapping[str, Any]) -> set[str]:
    """The names of the container groups that cannot pull, as the diagnosis says."""
    pulls = [one for one in diagnosed["chains"] if one["purpose"] == "pull" and one["state"] == "broken"]
    return {one["address"].rpartition("::")[2] for one in pulls}


def told_apart(failed: Mapping[str, set[str]], broken: set[str]) -> set[str]:
    """The groups that cannot pull and fail other checks than every group that can."""
    everyone = {f"team{team:04}-service{number}" for team in range(TEAMS) for number in range(SERVICES)}
    of_sound = [failed.get(f"{_GROUP}.{name}", set()) for name in everyone - broken]
    return {name for name in broken if failed.get(f"{_GROUP}.{name}", set()) not in of_sound}


def _run(commands: Mapping[str, list[str]], way: str, said: dict[str, Any]) -> Measured:
    with watched() as usage:
        run = subprocess.run(commands[way], stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603 own words
    if not run.stdout:
        raise UnfairError(f"{way} said nothing, and ended with {run.returncode}")
    said[way] = json.loads(run.stdout)
    return Measured({"examine": usage}, TEAMS * PER_TEAM)


def _installed_scanner() -> str:
    """The scanner's program, in an environment of its own that is made the first time."""
    program = _ENVIRONMENT / "bin" / "checkov"
    if not program.exists():
        venv.create(_ENVIRONMENT, clear=True, with_pip=True)
        python = str(_ENVIRONMENT / "bin" / "python")
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", f"checkov=={CHECKOV}"]
        subprocess.run(install, check=True)  # noqa: S603 own words
    return str(program)
