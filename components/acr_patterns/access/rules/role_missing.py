"""The identity that pulls or pushes has no role for it at the registry at all."""

from ...roles import known_role
from ..asked_access import Access
from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity


def _check(access: Access) -> Answer:
    identity, registry, does = access.identity.name, access.registry, access.purpose.value
    if access.granted.sufficient or access.miss is not None:
        return PASS  # a role that was meant to let it: one of the other rules about roles
    if access.granted.sufficient is None:
        return _undecided(access)
    if not access.refused:
        return CannotTell(
            f"which roles the identity {identity} has at the registry {registry.name}", access.roles_command
        )
    if access.through_groups:
        group = access.through_groups[0].principal_id
        return CannotTell(
            f"whether the identity {identity} is a member of the group that may {does} at the registry {registry.name}",
            f"az ad group member check --group {group} --member-id {access.principal}"
            if isinstance(group, str)
            else None,
        )
    return Fail(
        f"the identity {identity}, with which the {access.title} logs in, has no role that lets it {does} at the registry {registry.name}",
        access.grant_command,
        access.grant_change,
    )


def _undecided(access: Access) -> CannotTell:
    """What is not known of the assignments that may let it, with the command that tells it where there is one."""
    identity, registry, does = access.identity.name, access.registry, access.purpose.value
    if not isinstance(registry.mode, str):
        return CannotTell(
            f"whether a role lets the identity {identity} {does} at the registry {registry.name}, whose role assignment mode is not known",
            registry.mode_command,
        )
    for one in access.granted.by:
        if isinstance(one.role_guid, str) and known_role(one.role_guid) is None:
            return CannotTell(
                f"whether the role {one.role_title} lets the identity {identity} {does} at the registry {registry.name}: "
                "no definition of a role is read; look at its actions and dataActions",
                f"az role definition list --name '{one.role_title}'",
            )
        if isinstance(one.scope, str) and "/managementgroups/" in one.scope.lower():
            return CannotTell(
                f"whether {one.scope}, at which the identity {identity} has {one.role_title}, is above the registry {registry.name}"
            )
    return CannotTell(
        f"whether a role lets the identity {identity} {does} at the registry {registry.name}", access.roles_command
    )


RULE = Rule(
    id="role-missing",
    about=Access,
    severity=Severity.BROKEN,
    link=Link.ROLE,
    catches="an identity without a role at the registry",
    prevents="InaccessibleImage",
    why="An identity may do nothing until it is given a role at the registry or above it. A role of whoever deploys is none of the identity's.",
    change="PullIdentity(…), or RoleAssignment(principal_id=identity.principal_id, principal_type='ServicePrincipal', scope=registry.id, role_definition_id=…) with the role AcrPull",
    command="az role assignment create --assignee-object-id PRINCIPAL_ID --assignee-principal-type ServicePrincipal --role AcrPull --scope REGISTRY_ID",
    source="https://learn.microsoft.com/azure/container-registry/container-registry-rbac-built-in-roles-overview",
    check=_check,
)
