"""The role that a component needs for an identity of its own: assigned here, or asked of somebody else."""

from collections.abc import Awaitable, Iterable, Sequence
from dataclasses import dataclass
from typing import Optional, TypeVar, cast

import pulumi
from pulumi_azure_native import authorization

from .resource_hooks import hooks_for
from .role_propagation import Grant, recording
from .roles import CONDITION_VERSION, Role, assignment_command, role_definition_id

TYPE = "azure-native:authorization:RoleAssignment"
"""The type token of a role assignment."""

Value = TypeVar("Value")


@dataclass(frozen=True)
class RoleGrant:
    """A role assignment that was made here, or the command by which somebody else makes it."""

    assignment: Optional[authorization.RoleAssignment]
    command: pulumi.Output[Optional[str]]

    def before(self, value: pulumi.Output[Value]) -> pulumi.Output[Value]:
        """`value`, known only once the role is assigned or asked for.

        A preview, in which nothing is made, knows it before: of an assignment that is about to be replaced it knows no id, and what has `value` would be
        announced as replaced too.
        """
        first = self.command if self.assignment is None else self.assignment.id
        after = pulumi.Output.all(value, first).apply(lambda known: cast(Value, known[0]))
        if not pulumi.runtime.is_dry_run():
            return after
        known = cast(Awaitable[Value], value.future(with_unknowns=True))
        return pulumi.Output(after.resources(), known, value.is_known(), value.is_secret())


def grant_role(
    name: str,
    where: str,
    role: Role,
    principal_id: pulumi.Output[str],
    scope: pulumi.Input[str],
    parent: pulumi.Resource,
    *,
    here: bool,
    condition: Optional[str] = None,
) -> RoleGrant:
    """Assign `role` at `scope` to a managed identity; unless `here`, say in the log how somebody else does.

    The assignment's name is a random GUID, left to azure-native: a name made from the scope alone would be refused once the
    identity is made anew (`RoleAssignmentUpdateNotPermitted`). A replaced assignment goes first: Azure refuses a second one of the
    same role, principal and scope (`RoleAssignmentExists`). The scope is always one registry or one secret of a key vault, never what lies around it; it may lie in
    another subscription than the provider's, as an assignment is found by its scope. Another condition is an update of the same assignment.
    """
    registry_id = pulumi.Output.from_input(scope)
    if not here:
        return RoleGrant(None, _ask_for(where, role, principal_id, registry_id, parent, condition))
    assignment = authorization.RoleAssignment(
        name,
        principal_id=principal_id,
        # Without it Azure looks the principal up and may not find one made a moment ago (PrincipalNotFound).
        principal_type=authorization.PrincipalType.SERVICE_PRINCIPAL,
        role_definition_id=registry_id.apply(lambda known: role_definition_id(role, known)),
        scope=registry_id,
        condition=condition,
        condition_version=condition and CONDITION_VERSION,
        opts=pulumi.ResourceOptions(
            parent=parent,
            delete_before_replace=True,
            hooks=hooks_for(
                parent, TYPE, name, recording(where, Grant(role, principal_id, registry_id, condition=condition))
            ),
        ),
    )
    return RoleGrant(assignment, pulumi.Output.from_input(cast(Optional[str], None)))


def _ask_for(
    where: str,
    role: Role,
    principal_id: pulumi.Output[str],
    registry_id: pulumi.Output[str],
    parent: pulumi.Resource,
    condition: Optional[str],
) -> pulumi.Output[Optional[str]]:
    """The command by which somebody else assigns the role, said in the log of every update that knows it."""

    def say(known: Sequence[str]) -> Optional[str]:
        command = assignment_command(role, known[0], known[1], condition)
        pulumi.log.info(
            f"{where}: grant is False, so {role.name} is not assigned here; who may assign roles runs once `{command}`",
            parent,
        )
        return command

    return pulumi.Output.all(principal_id, registry_id).apply(say)


def all_grant_commands(grants: Iterable[RoleGrant]) -> pulumi.Output[Optional[str]]:
    """The commands by which somebody else assigns the roles, as one line; None where they are assigned here."""

    def joined(commands: Sequence[Optional[str]]) -> Optional[str]:
        return " && ".join(command for command in commands if command) or None

    return pulumi.Output.all(*(one.command for one in grants)).apply(joined)
