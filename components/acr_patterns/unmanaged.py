"""What Azure has and a stack's state does not, although the program made it: after an update that was killed.

Azure accepted the request and nobody was left to write the answer down. The next `pulumi up` makes a second object where
names are random, and is refused where they are not (`cannot create already existing resource`, `RoleAssignmentExists`).

Compared are documents that other commands print: `pulumi stack export`, `pulumi preview --json`, and lists of `az … --output json`.

Source: https://www.pulumi.com/docs/iac/cli/commands/pulumi_import and pulumi-azure-native's resource auto-naming.
"""

import re
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from .arm_types import TYPES, unversioned
from .json_files import DocumentError, read_json
from .resource_ids import subscription_of

Resource = Mapping[str, Any]

_STACK = "pulumi:pulumi:Stack"
_GROUP = "azure-native:resources:ResourceGroup"
_DEPLOYMENT = "azure-native:resources:Deployment"
_GRANT = "azure-native:authorization:RoleAssignment"
_MADE_BY = ("create", "replace", "create-replacement")
"""The steps of a preview that make an object."""


@dataclass(frozen=True)
class Unmanaged:
    """An object of Azure that the state does not have."""

    resource_id: str
    look: str
    """The command that shows it: a name and a place do not prove which of two stacks made it."""
    adopt: str | None
    """The command that takes it into the state; None if the program waits for no such object."""
    remove: str | None
    """The command that deletes it; None unless the program waits for it in a resource group of this stack's own."""


@dataclass(frozen=True)
class Documents:
    """What Pulumi knows of one stack, and what Azure has."""

    stack: str
    managed: list[Resource]
    """Resources of the state."""
    planned: list[Resource]
    """Resources that the next update would make."""
    found: list[Resource]
    """Objects of Azure."""

    @classmethod
    def read(cls, state: Path, preview: Path, lists: Iterable[Path]) -> "Documents":
        """Read what `pulumi stack export`, `pulumi preview --json` and `az … --output json` wrote.

        Raises:
            DocumentError: a file cannot be read or is something else, the preview failed, or state and preview are of two stacks.
        """
        try:
            exported: list[Any] = read_json(state)["deployment"].get("resources") or []
            managed = [_resource(one) for one in exported]
        except (AttributeError, KeyError, TypeError):
            raise DocumentError(f"{state} is not a state; give what `pulumi stack export` wrote") from None
        try:
            steps, failed = _steps(read_json(preview))
        except (AttributeError, KeyError, TypeError):
            raise DocumentError(f"{preview} is not a preview; give what `pulumi preview --json` wrote") from None
        if failed:
            raise DocumentError(
                f"{preview} is of a preview that failed ({failed}), so what the program waits for is not known; correct the cause and run it again"
            )
        stacks = {one["urn"].split(":")[2] for one in (*managed, *steps)}
        if len(stacks) != 1:
            raise DocumentError(
                f"{state} and {preview} are of the stacks {', '.join(sorted(stacks)) or '(none)'}; give both of one stack"
            )
        found = [_object(file, one) for file in lists for one in _list(file)]
        return cls(stacks.pop(), managed, steps, found)

    @property
    def not_compared(self) -> list[str]:
        """Types that the program waits for and that are not known here."""
        return sorted({one["type"] for one in self.planned if one.get("custom", True) and _kind(one) not in TYPES})


def find_unmanaged(documents: Documents) -> list[Unmanaged]:
    """Every object that Azure has, the state lacks, and a resource of the program was or is to be."""
    live = [one for one in documents.managed if not one.get("delete") and not one.get("pendingReplacement")]
    known = {one["id"].lower() for one in live if one.get("id")}
    subscriptions = {subscription_of(one) for one in known if one.startswith("/subscriptions/")}
    groups = tuple(f"{one['id'].lower()}/" for one in live if _kind(one) == _GROUP and one.get("id"))
    outside: list[Unmanaged] = []
    for one in documents.found:
        resource_id = one["id"].lower()
        elsewhere = subscriptions and not any(resource_id.startswith(f"/subscriptions/{own}/") for own in subscriptions)
        if resource_id not in known and not elsewhere:
            waiting = [resource for resource in documents.planned if _is_made_for(resource, one)]
            second = [resource for resource in documents.managed if _is_made_for(resource, one)]
            outside += [_unmanaged(documents, resource, one["id"], groups) for resource in (waiting or second)[:1]]
    return outside


def _unmanaged(documents: Documents, resource: Resource, resource_id: str, groups: tuple[str, ...]) -> Unmanaged:
    """What can be done about an object that was made for `resource`; `groups` are the stack's own resource groups."""
    own = _kind(resource) == _GRANT or resource_id.lower().startswith(groups)
    planned = resource in documents.planned
    absent = resource["urn"] not in {one["urn"] for one in documents.managed}
    return Unmanaged(
        resource_id,
        look=_look(resource, resource_id),
        adopt=_adopt(resource, resource_id, documents.stack) if planned and absent else None,
        remove=_remove(resource, resource_id) if planned and own else None,
    )


def _steps(preview: Any) -> tuple[list[Resource], str]:
    """The resources that a preview would make, and the first error in it."""
    said: list[Any] = preview.get("diagnostics") or []
    errors = [str(one["message"]).strip().splitlines() for one in said if one["severity"] == "error"]
    made = [_resource({**one["newState"], "urn": one["urn"]}) for one in preview["steps"] if one["op"] in _MADE_BY]
    return made, errors[0][0] if errors else ""


def _list(file: Path) -> list[Any]:
    document = read_json(file)
    if not isinstance(document, list):
        raise DocumentError(
            f"{file} is not a list of objects; give what `az resource list --output json` and the like wrote"
        )
    return cast(list[Any], document)


def _object(file: Path, one: Any) -> Resource:
    if not isinstance(one, dict) or not isinstance(cast(Resource, one).get("id"), str):
        raise DocumentError(
            f"{file} has an entry without an id; give what `az resource list --output json` and the like wrote"
        )
    return cast(Resource, one)


def _resource(one: Any) -> Resource:
    """A resource as Pulumi shows it.

    Raises:
        KeyError: it has no URN or no type.
    """
    if one["urn"].count("::") < 3 or ":" not in one["type"]:
        raise KeyError(one["urn"])
    return cast(Resource, one)


def _kind(resource: Resource) -> str:
    """The type token without the API version that a program may have chosen."""
    return unversioned(resource["type"])


def _is_made_for(resource: Resource, found: Resource) -> bool:
    """Whether an object has the place and the name that azure-native gives to what a resource of the program makes."""
    if _kind(resource) not in TYPES:
        return False
    inputs: Resource = resource.get("inputs") or {}
    if _kind(resource) == _GRANT:
        return all(_same(inputs.get(key), found.get(key)) for key in ("principalId", "roleDefinitionId", "scope"))
    kind = TYPES[_kind(resource)]
    try:
        path = kind.path_inputs(found["id"])
    except ValueError:
        return False
    name = path.pop(kind.named_by)
    own = re.fullmatch(f"{re.escape(_name(resource))}[0-9a-f]{{8}}", name) or _same(inputs.get(kind.named_by), name)
    return bool(own) and all(_same(inputs.get(key), path[key]) for key in path)


def _same(one: object, other: object) -> bool:
    return isinstance(one, str) and isinstance(other, str) and one.lower() == other.lower()


def _name(resource: Resource) -> str:
    return resource["urn"].rpartition("::")[2]


def _adopt(resource: Resource, resource_id: str, stack: str) -> str:
    parent = resource.get("parent", "")
    place = [] if f"::{_STACK}::" in parent else ["--parent", f"parent={parent}"]
    words = ["pulumi", "import", resource["type"], _name(resource), resource_id, *place]
    return shlex.join([*words, "--protect=false", "--generate-code=false", "--stack", stack, "--yes"])


def _remove(resource: Resource, resource_id: str) -> str:
    words = resource_id.split("/")
    if _kind(resource) == _GRANT:
        return shlex.join(["az", "role", "assignment", "delete", "--ids", resource_id])
    if _kind(resource) == _DEPLOYMENT:
        place = ["--subscription", words[2], "--resource-group", words[4], "--name", words[-1]]
        return shlex.join(["az", "deployment", "group", "delete", *place])
    return shlex.join(["az", "resource", "delete", "--ids", resource_id])


def _look(resource: Resource, resource_id: str) -> str:
    words = resource_id.split("/")
    if _kind(resource) == _GROUP:
        return shlex.join(["az", "resource", "list", "--subscription", words[2], "--resource-group", words[-1]])
    if _kind(resource) == _GRANT:
        return shlex.join(
            [
                "az",
                "role",
                "assignment",
                "list",
                "--scope",
                resource_id.partition("/providers/Microsoft.Authorization/")[0],
            ]
        )
    return shlex.join(["az", "resource", "show", "--ids", resource_id])
