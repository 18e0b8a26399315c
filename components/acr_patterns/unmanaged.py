"""What Azure has and a stack's state does not, although the program made it: after an update that was killed.

Azure accepted the request and nobody was left to write the answer down. The next `pulumi up` makes a second object where
names are random, and is refused where they are not (`cannot create already existing resource`, `RoleAssignmentExists`).

Compared are documents that other commands print: `pulumi stack export`, `pulumi preview --json`, and lists of `az … --output json`.

Source: https://www.pulumi.com/docs/iac/cli/commands/pulumi_import and pulumi-azure-native's resource auto-naming.
"""

import json
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from .errors import AcrPatternsError
from .testing.azure_native import TYPES
from .testing.property_values import UNKNOWN

_STACK = "pulumi:pulumi:Stack"
_GRANT = "azure-native:authorization:RoleAssignment"
_REMOVE = {
    _GRANT: "az role assignment delete --ids {id}",
    "azure-native:resources:ResourceGroup": "az group delete --name {name}",
    "azure-native:resources:Deployment": "az deployment group delete --resource-group {group} --name {name}",
}


class DocumentError(AcrPatternsError):
    """A document is none of those that are compared; the message says which are."""


@dataclass(frozen=True)
class Unmanaged:
    """An object of Azure that the state does not have."""

    resource_id: str
    adopt: str | None
    """The command that takes it into the state; None if the program waits for no such object any more."""
    remove: str
    """The command that deletes it."""


@dataclass
class Documents:
    """What was read: all that Pulumi knows, and all that Azure has."""

    stack: str = ""
    managed: list[Mapping[str, Any]] = field(default_factory=list[Mapping[str, Any]])
    """Resources of the state."""
    planned: list[Mapping[str, Any]] = field(default_factory=list[Mapping[str, Any]])
    """Resources that the next update would create."""
    found: list[Mapping[str, Any]] = field(default_factory=list[Mapping[str, Any]])
    """Resources of Azure."""

    def add(self, file: Path) -> None:
        """Take in one file.

        Raises:
            DocumentError: it cannot be read, or is none of the documents that are compared.
        """
        try:
            document: Any = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as problem:
            raise DocumentError(f"{file} cannot be read as JSON: {problem}") from None
        if isinstance(document, list):
            self.found += [cast(Mapping[str, Any], one) for one in cast(list[Any], document) if "id" in one]
        elif isinstance(document, dict) and "deployment" in document:
            self.managed += cast(dict[str, Any], document)["deployment"].get("resources", [])
        elif isinstance(document, dict) and "steps" in document:
            steps = cast(dict[str, Any], document)["steps"]
            self.planned += [{**step["newState"], "urn": step["urn"]} for step in steps if step["op"] == "create"]
        else:
            raise DocumentError(
                f"{file} is neither a state (`pulumi stack export`), nor a preview (`pulumi preview --json`), "
                "nor a list (`az resource list --output json`); give files that these commands wrote"
            )
        for resource in (*self.managed, *self.planned):
            self.stack = resource["urn"].split(":")[2]


def unmanaged(documents: Documents) -> list[Unmanaged]:
    """Every object that Azure has, the state lacks, and a resource of the program was or is to be."""
    known = {resource["id"].lower() for resource in documents.managed if resource.get("id")}
    outside: list[Unmanaged] = []
    for one in documents.found:
        if one["id"].lower() in known:
            continue
        waiting = [resource for resource in documents.planned if _is_made_for(resource, one)]
        second = [resource for resource in documents.managed if _is_made_for(resource, one)]
        for resource in (waiting or second)[:1]:
            adopt = _adopt(resource, one["id"], documents.stack) if waiting else None
            outside.append(Unmanaged(one["id"], adopt, _remove(resource, one["id"])))
    return outside


def _is_made_for(resource: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    """Whether an object has the place and the name that azure-native gives to what a resource of the program makes."""
    if resource["type"] not in TYPES:
        return False
    inputs: dict[str, Any] = resource.get("inputs", {})
    if resource["type"] == _GRANT:
        return all(_same(inputs.get(key), found.get(key)) for key in ("principalId", "roleDefinitionId", "scope"))
    kind = TYPES[resource["type"]]
    try:
        path = kind.path_inputs(found["id"])
    except ValueError:
        return False
    name = path.pop(kind.named_by)
    own = re.fullmatch(f"{re.escape(_name(resource))}[0-9a-f]{{8}}", name) or _same(inputs.get(kind.named_by), name)
    return bool(own) and all(inputs.get(key) in (None, UNKNOWN) or _same(inputs[key], path[key]) for key in path)


def _same(one: object, other: object) -> bool:
    return isinstance(one, str) and isinstance(other, str) and one.lower() == other.lower()


def _name(resource: Mapping[str, Any]) -> str:
    return resource["urn"].rpartition("::")[2]


def _adopt(resource: Mapping[str, Any], resource_id: str, stack: str) -> str:
    parent = resource.get("parent", "")
    place = [] if f"::{_STACK}::" in parent else ["--parent", f"parent={parent}"]
    words = ["pulumi", "import", resource["type"], _name(resource), resource_id, *place]
    return shlex.join([*words, "--protect=false", "--generate-code=false", "--stack", stack, "--yes"])


def _remove(resource: Mapping[str, Any], resource_id: str) -> str:
    words = resource_id.split("/")
    command = _REMOVE.get(resource["type"], "az resource delete --ids {id}")
    return command.format(id=shlex.quote(resource_id), name=words[-1], group=words[4])
