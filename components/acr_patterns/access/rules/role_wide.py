"""A role for images is assigned above the registry."""

import re
import shlex

from ...arm_types import type_in
from ...roles import ACR_PULL, ACR_PUSH, REPOSITORY_CONTRIBUTOR, REPOSITORY_READER, REPOSITORY_WRITER
from ..facts import Assignment
from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity
from ..unknown import Text, Unknown

_FOR_IMAGES = {
    role.guid: role.name for role in (ACR_PULL, ACR_PUSH, REPOSITORY_READER, REPOSITORY_WRITER, REPOSITORY_CONTRIBUTOR)
}
_WIDE = re.compile(
    r"(?:|.*/managementGroups/(?P<management_group>[^/]+)|/subscriptions/(?P<subscription>[^/]+)"
    r"(?:/resourceGroups/(?P<resource_group>[^/]+))?)/?\Z",
    re.IGNORECASE,
)


def _check(assignment: Assignment) -> Answer:
    role = assignment.role_guid
    if isinstance(role, str) and role not in _FOR_IMAGES:
        return PASS
    wide = _wide(assignment.scope)
    if wide is None:
        return PASS
    if isinstance(wide, Unknown) or not isinstance(role, str):
        return CannotTell(f"the role and the scope of the role assignment {assignment.described.title}")
    return Fail(
        f"{_FOR_IMAGES[role]} is assigned at {wide}, so it holds for every registry in it",
        _command(assignment, _FOR_IMAGES[role]),
    )


def _command(assignment: Assignment, role_name: str) -> str | None:
    principal, scope, role = assignment.principal_id, assignment.scope, shlex.quote(role_name)
    if not isinstance(principal, str) or not isinstance(scope, str):
        return None
    principal = shlex.quote(principal)
    kind = assignment.principal_type if isinstance(assignment.principal_type, str) else "ServicePrincipal"
    return (
        f"az role assignment create --assignee-object-id {principal} --assignee-principal-type {shlex.quote(kind)} --role {role} "
        f"--scope REGISTRY_ID && az role assignment delete --assignee {principal} --role {role} --scope {shlex.quote(scope)}"
    )


def _wide(scope: Text) -> Text:
    """What a scope above any registry is, in words; None for another. One that comes from a resource group alone is taken for its id."""
    if isinstance(scope, Unknown):
        groups = [source for source in scope.sources if type_in(source) == "azure-native:resources:ResourceGroup"]
        return f"the resource group {groups[0].rpartition('::')[2]}" if groups and len(scope.sources) == 1 else scope
    wide = _WIDE.match(scope or "registry")
    if wide is None:
        return None
    named = [f"the {kind.replace('_', ' ')} {name}" for kind, name in wide.groupdict().items() if name]
    return named[-1] if named else "the tenant"


RULE = Rule(
    id="role-wide",
    about=Assignment,
    severity=Severity.MEDIUM,
    link=Link.ROLE,
    catches="a role for images that is assigned above the registry: at a resource group, subscription or management group",
    prevents="no error: the identity pulls, or pushes, in every registry there is or will be in that scope",
    why="A service needs one registry. A role at the resource group or subscription comes to hold for registries that somebody makes later.",
    change="RoleAssignment(…, scope=registry.id)",
    command="az role assignment create --assignee-object-id PRINCIPAL_ID --assignee-principal-type ServicePrincipal --role ROLE --scope REGISTRY_ID "
    "&& az role assignment delete --assignee PRINCIPAL_ID --role ROLE --scope WIDER_SCOPE",
    source="https://learn.microsoft.com/azure/role-based-access-control/best-practices",
    check=_check,
    alone=True,
)
