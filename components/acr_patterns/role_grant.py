"""The role assignment that a component makes for an identity of its own."""

import pulumi
from pulumi_azure_native import authorization

from .role_propagation import recording
from .roles import Role, role_definition_id


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
    identity is made anew (`RoleAssignmentUpdateNotPermitted`).
    """
    return authorization.RoleAssignment(
        name,
        principal_id=principal_id,
        # Without it Azure looks the principal up and may not find one made a moment ago (PrincipalNotFound).
        principal_type=authorization.PrincipalType.SERVICE_PRINCIPAL,
        role_definition_id=pulumi.Output.from_input(scope).apply(lambda known: role_definition_id(role, known)),
        scope=scope,
        opts=pulumi.ResourceOptions(parent=parent, hooks=recording(where)),
    )
