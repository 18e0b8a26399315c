"""The identity that pulls or pushes has no role for it at the registry at all."""

from ..asked_access import Access
from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity


def _check(access: Access) -> Answer:
    identity, registry, does = access.identity.name, access.registry, access.purpose.value
    if access.granted.sufficient or access.miss is not None:
        return PASS  # a role that was meant to let it: one of the other rules about roles
    if access.granted.sufficient is None:
        unknown_mode = not isinstance(registry.mode, str)
        return CannotTell(
            f"whether a role lets the identity {identity} {does} at the registry {registry.name}",
            f"az acr show --name {registry.name}" if unknown_mode else access.roles_command,
        )
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
