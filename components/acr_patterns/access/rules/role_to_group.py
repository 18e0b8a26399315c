"""The identity has no role of its own; a group has one."""

from ..asked_access import Access
from ..rule import PASS, Answer, Fail, Link, Rule, Severity


def _check(access: Access) -> Answer:
    if access.miss is not None or not access.refused or not access.through_groups:
        return PASS
    assignment = access.through_groups[0]
    group = assignment.principal_id if isinstance(assignment.principal_id, str) else "a group"
    return Fail(
        f"the identity {access.identity.name} has no role of its own at the registry {access.registry.name}; "
        f"the group {group} has {assignment.role_title} there",
        access.grant_command,
    )


RULE = Rule(
    id="role-to-group",
    about=Access,
    severity=Severity.MEDIUM,
    link=Link.ROLE,
    catches="an identity that may pull or push at best as the member of a group",
    prevents="InaccessibleImage for as long as the identity is no member, and up to 24 hours after it became one",
    why="Azure keeps the token of a managed identity, groups included, for up to 24 hours, and nobody can have it renewed. "
    "Who is a member stands in Microsoft Entra ID: so this is no proof that a pull fails, and role-missing cannot tell.",
    change="RoleAssignment(principal_id=identity.principal_id, principal_type='ServicePrincipal', …), or PullIdentity(…), in place of the group's",
    command="az role assignment create --assignee-object-id PRINCIPAL_ID --assignee-principal-type ServicePrincipal --role AcrPull --scope REGISTRY_ID",
    source="https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/managed-identity-best-practice-recommendations",
    check=_check,
)
