"""Whether the role assignments that there are let an identity pull or push; and if not, which of them was meant to."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from ..roles import LEAST_ROLE, PRIVILEGED, Purpose, Role, RoleAssignmentMode, known_role, permits
from .conditions import allows
from .described import Described
from .facts import Assignment, Identity, Registry
from .inventory import Inventory
from .unknown import Text, Unknown


class Miss(str, Enum):
    """Why an assignment that was meant to give access does not, in the order of the rules about it."""

    CLIENT_ID = "client id"
    """Its principal is the identity's client id."""
    SYSTEM_IDENTITY = "system identity"
    """Its principal is the consumer's own identity, and another one pulls."""
    WRONG_KIND = "wrong kind"
    """The registry's role assignment mode ignores the role."""
    TOO_LITTLE = "too little"
    """A role for images that does not include this, such as a pull role where an image is pushed."""
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
    if purpose is Purpose.PULL and registry.anonymous_pull is True:
        return Granted(True)
    let: list[Assignment] = []
    sure = False
    misses: dict[Miss, Assignment] = {}
    for one in inventory.assignments_about(identity):
        checks = list(_checks(inventory, one, purpose, registry, repository))
        failures = [miss for miss, kept in checks if kept is False]
        if not failures:
            let.append(one)
            sure = sure or not (isinstance(one.principal_id, Unknown) or any(kept is None for _, kept in checks))
        elif len(failures) == 1 and _has_principal(one) and _is_meant(one, failures[0]):
            misses.setdefault(failures[0], one)
    open_to_all = purpose is Purpose.PULL and isinstance(registry.anonymous_pull, Unknown)
    return Granted(True if sure else None if let or open_to_all else False, tuple(let), misses)


def given_to_another(
    inventory: Inventory, owner: Described, identity: Identity, registry: Registry
) -> Iterator[tuple[Miss, Assignment]]:
    """The assignments at a registry that another id has, where `identity` was meant.

    Args:
        inventory: all that is known.
        owner: the consumer or task that the identity logs in.
        identity: who pulls or pushes.
        registry: where.
    """
    own = inventory.own_identity(owner)
    others = [] if own is None or identity.system_assigned else inventory.assignments_about(own)
    for miss, assignments in (
        (Miss.CLIENT_ID, inventory.assignments_to(identity.client_id)),
        (Miss.SYSTEM_IDENTITY, others),
    ):
        for one in assignments:
            if _has_principal(one) and _is_for_images(one) and _reaches(inventory, one, registry) is not False:
                yield miss, one


def given_to_groups(
    inventory: Inventory, purpose: Purpose, registry: Registry, repository: str | None
) -> Iterator[Assignment]:
    """The assignments to groups of Microsoft Entra ID that let their members, or may, whoever those are.

    Groups with a role for resources of every kind are left out: they are people's, and there is one above nearly every registry.
    """
    for one in inventory.assignments_to_groups:
        if _is_for_images(one) and all(
            kept is not False for _, kept in _checks(inventory, one, purpose, registry, repository)
        ):
            yield one


def needed_role(registry: Registry, purpose: Purpose) -> Role | None:
    """The least role for the purpose; None while the registry's mode is unknown."""
    mode = _mode(registry)
    return LEAST_ROLE[purpose, mode] if mode else None


def covers(scope: Text, registry: Registry) -> bool | None:
    """Whether an assignment at `scope` holds for the registry; None if that is not known, as for a management group."""
    if scope is None or isinstance(scope, Unknown) or "/managementgroups/" in scope.lower():
        return None
    if isinstance(registry.id, str):
        return f"{registry.id.lower()}/".startswith(f"{scope.lower().rstrip('/')}/")
    named = re.search(r"/registries/([^/]+)$", scope, re.IGNORECASE)
    return False if named and named[1].lower() != registry.described.name.lower() else None


def _checks(
    inventory: Inventory, one: Assignment, purpose: Purpose, registry: Registry, repository: str | None
) -> Iterable[tuple[Miss, bool | None]]:
    mode = _mode(registry)
    yield _role_check(one.role_guid, purpose, mode)
    yield Miss.ELSEWHERE, _reaches(inventory, one, registry)
    yield Miss.CONDITION, allows(one.condition, repository, purpose) if mode is RoleAssignmentMode.ABAC else True


def _role_check(guid: Text, purpose: Purpose, mode: RoleAssignmentMode | None) -> tuple[Miss, bool | None]:
    if guid is None or isinstance(guid, Unknown) or known_role(guid) is None:
        return Miss.WRONG_KIND, None
    modes = [mode] if mode else list(RoleAssignmentMode)
    if any(permits(guid, purpose, one) for one in modes):
        return Miss.WRONG_KIND, True if mode else None
    of_other_mode = not any(permits(guid, Purpose.PULL, one) for one in modes) and any(
        permits(guid, Purpose.PULL, one) for one in RoleAssignmentMode
    )
    return (Miss.WRONG_KIND if of_other_mode else Miss.TOO_LITTLE), False


def _reaches(inventory: Inventory, one: Assignment, registry: Registry) -> bool | None:
    """Whether the assignment holds for the registry; a scope that comes from one other registry does not."""
    if isinstance(one.scope, Unknown):
        source = inventory.registry_at(one.scope)
        elsewhere = isinstance(source, Registry) and source.described.address != registry.described.address
        return False if elsewhere else None
    return covers(one.scope, registry)


def _mode(registry: Registry) -> RoleAssignmentMode | None:
    known = [mode for mode in RoleAssignmentMode if mode.value == registry.mode]
    return known[0] if known else None


def _has_principal(one: Assignment) -> bool:
    """Whether it is known whose it is, or what it comes from; any other may be anybody's."""
    return isinstance(one.principal_id, str) or (
        isinstance(one.principal_id, Unknown) and bool(one.principal_id.sources)
    )


def _is_meant(one: Assignment, miss: Miss) -> bool:
    """Whether it was meant for this registry: an assignment elsewhere only if its role is one for images."""
    return miss is not Miss.ELSEWHERE or _is_for_images(one)


def _is_for_images(one: Assignment) -> bool:
    """Whether the role is one for images, in whichever mode."""
    if not isinstance(one.role_guid, str):
        return isinstance(one.role_guid, Unknown)
    role = known_role(one.role_guid)
    return role is not None and role not in PRIVILEGED
