"""Cases of pull access as files, one for each command that would have printed them."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from access_cases import Case
from acr_patterns.access.documents.reading import read_documents
from acr_patterns.access.pull import pulls, pushes
from acr_patterns.access.verdicts import first_cause
from acr_patterns.cli import app
from typer.testing import CliRunner, Result

ROLE_ASSIGNMENT = "Microsoft.Authorization/roleAssignments"


def file(folder: Path, name: str, document: Any) -> Path:
    """A file with a document, or with a text as it is."""
    path = folder / f"{name}.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document))
    return path


def az_files(folder: Path, case: Case) -> list[Path]:
    """A file for each `az … show`, and one for `az role assignment list`."""
    shown = case.az()
    roles = [one for one in shown if one["type"] == ROLE_ASSIGNMENT]
    files = [file(folder, one["name"], one) for one in shown if one["type"] != ROLE_ASSIGNMENT]
    return [*files, file(folder, "roles", roles)]


def diagnosed(files: Iterable[Path], *options: str, given: bytes | None = None) -> Result:
    """What `acr-patterns diagnose` does."""
    return CliRunner().invoke(app, ["diagnose", *map(str, files), *options], input=given)


def cause(files: list[Path]) -> str | None:
    """The rule that is the first cause why the one pull or push fails."""
    inventory = read_documents(files).inventory
    [subject] = [*pulls(inventory), *pushes(inventory)]
    found = first_cause(subject)
    return found.rule.id if found else None


def shown(case: Case, name: str) -> dict[str, Any]:
    """One resource of a case, as the Azure CLI shows it."""
    return next(one for one in case.az() if one["name"] == name)
