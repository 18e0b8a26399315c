"""What one identity asks of one registry: what the rules about roles are asked of."""

import shlex
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..roles import Purpose, assignment_command
from .described import Described
from .facts import Assignment, Identity, Registry
from .grants import Granted, Held, Miss, given_to_another, given_to_groups, granted, held, needed_role
from .inventory import Inventory

_COMPONENTS = {
    Purpose.PULL: "PullIdentity(…)",
    Purpose.PUSH: "BuildTask(…)",
    Purpose.DELETE: "PurgeTask(…)",
    Purpose.LIST: "PullIdentity(…, list_repositories=True)",
}
"""The components of this library that give an identity what it needs."""


@dataclass(frozen=True)
class Access:
    """What an identity asks of a registry, for a consumer or task."""

    inventory: Inventory = field(repr=False)
    described: Described = field(repr=False)
    """The consumer or task on whose behalf."""
    title: str
    purpose: Purpose
    registry: Registry
    identity: Identity
    repository: str | None

    @cached_property
    def granted(self) -> Granted:
        """What the assignments to the identity come to."""
        return self.inventory.once(
            ("granted", *self._who, *self._what),
            lambda: granted(self.inventory, self.identity, self.purpose, self.registry, self.repository),
        )

    @property
    def _who(self) -> tuple[Hashable, ...]:
        """What tells the identity from all others."""
        return (
            self.identity.described.address,
            self.identity.id,
            self.identity.principal_id,
            self.identity.system_assigned,
        )

    @property
    def _what(self) -> tuple[Hashable, ...]:
        """What tells from all others what is asked of which registry."""
        return self.registry.described.address, self.purpose, self.repository

    @property
    def refused(self) -> bool:
        """Whether it is known that none of the identity's own assignments lets it, and that there are no others."""
        return self.granted.sufficient is False and self.inventory.knows_roles_of(self.identity)

    @cached_property
    def miss(self) -> tuple[Miss, Assignment] | None:
        """The assignment that was meant to let it, with what is wrong about it; None if it is not refused, or none was meant to."""
        if not self.refused:
            return None
        others = given_to_another(self.inventory, self.described, self.identity, self.registry)
        found = {**self.granted.misses, **dict(others)}
        return next(((miss, found[miss]) for miss in Miss if miss in found), None)

    @cached_property
    def through_groups(self) -> tuple[Assignment, ...]:
        """The assignments to groups that let it, if it is a member."""
        return self.inventory.once(
            ("groups", *self._what),
            lambda: tuple(given_to_groups(self.inventory, self.purpose, self.registry, self.repository)),
        )

    @property
    def principal(self) -> str:
        """The identity's principal id, or what stands for it, as a word of a command."""
        return shlex.quote(self._principal_id)

    @property
    def _principal_id(self) -> str:
        return self.identity.principal_id if isinstance(self.identity.principal_id, str) else "PRINCIPAL_ID"

    @property
    def grant_command(self) -> str | None:
        """The command that assigns the least role for this; None where role or registry are not known."""
        role = needed_role(self.registry, self.purpose)
        return (
            assignment_command(role, self._principal_id, self.registry.id)
            if role and isinstance(self.registry.id, str)
            else None
        )

    @property
    def grant_change(self) -> str:
        """What assigns the least role for this in a Pulumi program."""
        role = needed_role(self.registry, self.purpose)
        owner = "identity" if self.purpose is Purpose.PULL else "task.identity"
        assignment = (
            f"RoleAssignment(principal_id={owner}.principal_id, principal_type='ServicePrincipal', scope=registry.id, "
            f"role_definition_id=…){f' with the role {role.name}' if role else ''}"
        )
        return f"{_COMPONENTS[self.purpose]}, or {assignment}"

    def replacing_command(self, assignment: Assignment, roles: Mapping[str, str]) -> str | None:
        """The commands that take away an assignment of one of `roles`, and assign the least role before if nothing else lets it.

        Args:
            assignment: which.
            roles: GUID -> name of the roles that are too much.
        """
        if not isinstance(assignment.scope, str) or not isinstance(assignment.role_guid, str):
            return None
        role, scope = shlex.quote(roles[assignment.role_guid]), shlex.quote(assignment.scope)
        delete = f"az role assignment delete --assignee {self.principal} --role {role} --scope {scope}"
        if any(one.role_guid not in roles for one in self.granted.by):
            return delete
        return f"{self.grant_command} && {delete}" if self.grant_command else None

    def holds(self, roles: Collection[str]) -> Held:
        """Which of some roles the identity holds at the registry, or above it.

        Args:
            roles: GUIDs of the roles.
        """
        return self.inventory.once(
            ("held", *self._who, *self._what, frozenset(roles)),
            lambda: held(self.inventory, self.identity, self.registry, roles),
        )

    @property
    def roles_command(self) -> str:
        """The command that lists the roles of the identity."""
        return f"az role assignment list --assignee {self.principal} --all"
