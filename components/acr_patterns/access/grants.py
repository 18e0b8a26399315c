"""Whether the role assignments that there are let an identity pull or push; and if not, which of them was meant to."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import Enum

from ..roles import LEAST_ROLE, Purpose, Role, RoleAssignmentMode, permits
from .described import Described
from .facts import Assignment, Identity, Registry
from .inventory import Inventory
from .unknown import Text, Unknown


class Miss(str, Enum):
    """Why an assignment that was meant to give access does not."""

    WRONG_KIND = "wrong kind"
    """The registry's role assignment mode ignores the role."""
    TOO_LITTLE = "too little"
    """A pull role, where an image is pushed."""
    ELSEWHERE = "elsewhere"
    """The scope does not cover the registry."""
    CONDITION = "condition"
    """A condition leaves the repository out."""


@dataclass(frozen=True)
class Granted:
    """What the assignments to one identity come to."""

    sufficient: bool | None
    """Whether one of them lets it; None if that is not known."""
    by: tuple[Assignment, ...] = ()
    """Those that let it, or may."""
    misses: dict[Miss, Assignment] = field(default_factory=dict[Miss, Assignment])
    """Those that fail in one thing only."""


@dataclass(frozen=True)
class Held:
    """Which of some roles an identity holds at a registry, or above it."""

    sure: tuple[Assignment, ...]
    complete: bool
    """Whether it holds no other of them."""


def held(inventory: Inventory, identity: Identity, registry: Registry, roles: Collection[str]) -> Held:
    """Which of some roles `identity` holds at `registry`, or above it.

    Args:
        inventory: all that is known.
        identity: whose roles.
        registry: where.
        roles: GUIDs of the roles.
    """
    sure: list[Assignment] = []
    complete = inventory.knows_roles_of(identity)
    for one in inventory.assignments_about(identity):
        role_known = isinstance(one.role_guid, str)
        where = True if _comes_from(one.scope, registry.described) else covers(one.scope, registry)
        if (role_known and one.role_guid not in roles) or where is False:
            continue
        whose = isinstance(one.principal_id, str) or _comes_from(one.principal_id, identity.described)
        if role_known and where and whose:
            sure.append(one)
        else:
            complete = False
    return Held(tuple(sure), complete)


def _comes_from(reference: Text, resource: Described) -> bool:
    """Whether an unknown reference comes from the resource and no other."""
    return isinstance(reference, Unknown) and reference.sources == frozenset({resource.address})


def granted(
    inventory: Inventory, identity: Identity, purpose: Purpose, registry: Registry, repository: str | None
) -> Granted:
    """What the assignments to `identity` come to, for one purpose at a registry.

    Args:
        inventory: all that is known.
        identity: who pulls or pushes.
        purpose: what it does.
        registry: where.
        repository: which repository, where that is known.
    """
    let: list[Assignment] = []
    sure = False
    misses: dict[Miss, Assignment] = {}
    for one in inventory.assignments_about(identity):
        failures = [miss for miss, kept in _checks(one, purpose, registry, repository) if kept is False]
        unsure = isinstance(one.principal_id, Unknown) or any(
            kept is None for _, kept in _checks(one, purpose, registry, repository)
        )
        if not failures:
            let.append(one)
            sure = sure or not unsure
        elif len(failures) == 1 and _for_images(one):
            misses.setdefault(failures[0], one)
    return Granted(True if sure else None if let else False, tuple(let), misses)


def needed_role(registry: Registry, purpose: Purpose) -> Role | None:
    """The least role for the purpose; None while the registry's mode is unknown."""
    mode = _mode(registry)
    return LEAST_ROLE[purpose, mode] if mode else None


def covers(scope: Text, registry: Registry) -> bool | None:
    """Whether an assignment at `scope` holds for the registry; None if that is not known."""
    if scope is None:
        return None
    if isinstance(scope, Unknown):
        return None
    if isinstance(registry.id, str):
        return f"{registry.id.lower()}/".startswith(f"{scope.lower().rstrip('/')}/")
    named = re.search(r"/registries/([^/]+)$", scope, re.IGNORECASE)
    return False if named and named[1].lower() != registry.name.lower() else None


def _checks(
    one: Assignment, purpose: Purpose, registry: Registry, repository: str | None
) -> Iterable[tuple[Miss, bool | None]]:
    mode = _mode(registry)
    yield _role_check(one.role_guid, purpose, mode)
    yield Miss.ELSEWHERE, covers(one.scope, registry)
    yield Miss.CONDITION, allows(one.condition, repository) if mode is RoleAssignmentMode.ABAC else True


def _role_check(guid: Text, purpose: Purpose, mode: RoleAssignmentMode | None) -> tuple[Miss, bool | None]:
    if guid is None or isinstance(guid, Unknown):
        return Miss.WRONG_KIND, None
    if mode is None:
        anywhere = any(permits(guid, purpose, one) for one in RoleAssignmentMode)
        return Miss.WRONG_KIND, None if anywhere else False
    if permits(guid, purpose, mode):
        return Miss.WRONG_KIND, True
    return (Miss.TOO_LITTLE if permits(guid, Purpose.PULL, mode) else Miss.WRONG_KIND), False


def _mode(registry: Registry) -> RoleAssignmentMode | None:
    known = [mode for mode in RoleAssignmentMode if mode.value == registry.mode]
    return known[0] if known else None


def _for_images(one: Assignment) -> bool:
    """Whether the role is one for images at all, in either mode."""
    return isinstance(one.role_guid, Unknown) or any(one.role_guid == role.guid for role in LEAST_ROLE.values())


def allows(condition: Text, repository: str | None) -> bool | None:
    """Whether a condition of an assignment lets a repository pass; None where it is not of the form that Azure documents.

    Source: https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions
    """
    if not condition:
        return True
    if isinstance(condition, Unknown) or repository is None:
        return None
    named = re.findall(
        r"repositories:name\]\s+(?P<how>StringEquals|StringStartsWith)(?:IgnoreCase)?\s+'(?P<what>[^']*)'", condition
    )
    if not named or "@Resource" in condition:
        return None
    return any(repository == what if how == "StringEquals" else repository.startswith(what) for how, what in named)
