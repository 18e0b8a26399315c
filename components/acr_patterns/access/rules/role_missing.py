"""The identity that pulls or pushes has no role for it at the registry at all."""

from ...roles import assignment_command
from ..grants import needed_role
from ..pull import Access
from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity


def _check(access: Access) -> Answer:
    granted, identity, registry = access.granted, access.identity, access.registry
    if granted.sufficient or granted.misses:
        return PASS
    principal = identity.principal_id if isinstance(identity.principal_id, str) else "PRINCIPAL_ID"
    if granted.sufficient is None:
        return CannotTell(
            f"whether a role lets the identity {identity.name} {access.purpose.value} at the registry {registry.name}",
            f"az role assignment list --assignee {principal} --all",
        )
    if not access.inventory.knows_roles_of(identity):
        return CannotTell(
            f"which roles the identity {identity.name} has at the registry {registry.name}",
            f"az role assignment list --assignee {principal} --all",
        )
    role = needed_role(registry, access.purpose)
    return Fail(
        f"the identity {identity.name}, with which the {access.title} logs in, has no role that lets it {access.purpose.value} at the registry {registry.name}",
        assignment_command(role, principal, registry.id) if role and isinstance(registry.id, str) else None,
    )


RULE = Rule(
    id="role-missing",
    about=Access,
    severity=Severity.BROKEN,
    link=Link.ROLE,
    catches="an identity without a role at the registry",
    prevents="InaccessibleImage",
    why="An identity may do nothing until it is given a role at the registry or above it. A role of whoever deploys is none of the identity's.",
    change="PullIdentity(…), or RoleAssignment(principal_id=identity.principal_id, principal_type='ServicePrincipal', scope=registry.id, role_definition_id=…)",
    command="az role assignment create --assignee-object-id PRINCIPAL_ID --assignee-principal-type ServicePrincipal --role AcrPull --scope REGISTRY_ID",
    source="https://learn.microsoft.com/azure/container-registry/container-registry-rbac-built-in-roles-overview",
    check=_check,
)
