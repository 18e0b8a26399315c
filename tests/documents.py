"""Cases of pull access as files, one for each command that would have printed them."""

import json
import uuid
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
OWNER, ACR_PUSH = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "8311e382-0749-4cb8-b61a-304f252e45ec"


def file(folder: Path, name: str, document: Any) -> Path:
    """A file with a document, or with a text as it is."""
    path = folder / f"{name}.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document))
    return path


def az_files(folder: Path, case: Case) -> list[Path]:
    """A file for each `az … show`, and one for `az role assignment list --all`."""
    shown = case.az()
    roles = [one for one in shown if one["type"] == ROLE_ASSIGNMENT]
    files = [file(folder, one["name"], one) for one in shown if one["type"] != ROLE_ASSIGNMENT]
    return [*files, file(folder, "roles", [*roles, *_of_others(shown)])]


def _of_others(shown: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What any subscription has beside a case's role assignments: an owner, and a service that pushes to each registry."""
    registries = [one["id"] for one in shown if one["type"] == "Microsoft.ContainerRegistry/registries"]
    owned = {"/".join(one.split("/")[:3]) for one in registries}
    return [
        role_assignment(scope, principal, role)
        for principal, role, scopes in (("ops", OWNER, sorted(owned)), ("ci", ACR_PUSH, registries))
        for scope in scopes
    ]


def role_assignment(scope: str, principal: str, role: str) -> dict[str, Any]:
    """A role assignment, as `az role assignment list` shows it."""
    return {
        "id": f"{scope}/providers/{ROLE_ASSIGNMENT}/{uuid.uuid5(uuid.NAMESPACE_URL, scope + principal + role)}",
        "type": ROLE_ASSIGNMENT,
        "principalId": principal,
        "principalType": "ServicePrincipal",
        "roleDefinitionId": f"{scope}/providers/Microsoft.Authorization/roleDefinitions/{role}",
        "scope": scope,
    }


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
