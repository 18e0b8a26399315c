"""The role assignment that a component makes for an identity of its own."""

import pulumi
from pulumi_azure_native import authorization

from .resource_hooks import hooks_for
from .role_propagation import Grant, recording
from .roles import Role, role_definition_id

TYPE = "azure-native:authorization:RoleAssignment"
"""The type token of a role assignment."""


def grant_role(
    name: str,
    where: str,
    role: Role,
    principal_id: pulumi.Output[str],
    scope: pulumi.Input[str],
    parent: pulumi.Resource,
) -> authorization.RoleAssignment:
    """Assign `role` at `scope` to a managed identity.

    The assignment's name is a random GUID, left to azure-native: a name made from the scope alone would be refused once the
    identity is made anew (`RoleAssignmentUpdateNotPermitted`). A replaced assignment goes first: Azure refuses a second one of the
    same role, principal and scope (`RoleAssignmentExists`). The scope is always a registry, never what lies around it.
    """
    registry_id = pulumi.Output.from_input(scope)
    return authorization.RoleAssignment(
        name,
        principal_id=principal_id,
        # Without it Azure looks the principal up and may not find one made a moment ago (PrincipalNotFound).
        principal_type=authorization.PrincipalType.SERVICE_PRINCIPAL,
        role_definition_id=registry_id.apply(lambda known: role_definition_id(role, known)),
        scope=registry_id,
        opts=pulumi.ResourceOptions(
            parent=parent,
            delete_before_replace=True,
            hooks=hooks_for(parent, TYPE, name, recording(where, Grant(role, principal_id, registry_id))),
        ),
    )
