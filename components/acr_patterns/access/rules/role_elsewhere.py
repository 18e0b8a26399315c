"""The identity has the right role at a scope that does not cover the registry."""

from ..asked_access import Access
from ..grants import Miss
from ..rule import PASS, Answer, Fail, Link, Rule, Severity


def _check(access: Access) -> Answer:
    if access.miss is None or access.miss[0] is not Miss.ELSEWHERE:
        return PASS
    assignment = access.miss[1]
    place = assignment.scope if isinstance(assignment.scope, str) else "another registry"
    return Fail(
        f"the identity {access.identity.name} has {assignment.role_title} at {place}, which does not cover the registry {access.registry.name}",
        access.grant_command,
    )


RULE = Rule(
    id="role-elsewhere",
    about=Access,
    severity=Severity.BROKEN,
    link=Link.ROLE,
    catches="the right role at the wrong scope: another registry, or another resource group",
    prevents="InaccessibleImage",
    why="A role holds at its scope and for what lies in that. The resource group of the service often is not the registry's.",
    change="RoleAssignment(scope=registry.id, …)",
    command="az role assignment create --assignee-object-id PRINCIPAL_ID --assignee-principal-type ServicePrincipal --role AcrPull --scope REGISTRY_ID",
    source="https://learn.microsoft.com/azure/role-based-access-control/scope-overview",
    check=_check,
)
