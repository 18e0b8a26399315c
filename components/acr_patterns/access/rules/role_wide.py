"""A role for images is assigned above the registry."""

import re

from ...arm_types import type_in
from ...roles import ACR_PULL, ACR_PUSH, REPOSITORY_CONTRIBUTOR, REPOSITORY_READER, REPOSITORY_WRITER
from ..facts import Assignment
from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity
from ..unknown import Unknown

_FOR_IMAGES = {
    role.guid: role.name for role in (ACR_PULL, ACR_PUSH, REPOSITORY_READER, REPOSITORY_WRITER, REPOSITORY_CONTRIBUTOR)
}
_WIDE = re.compile(
    r"(?:(?P<tenant>)|.*/managementGroups/(?P<management_group>[^/]+)|/subscriptions/(?P<subscription>[^/]+)"
    r"(?:/resourceGroups/(?P<resource_group>[^/]+))?)/?\Z",
    re.IGNORECASE,
)


def _check(assignment: Assignment) -> Answer:
    role, scope = assignment.role_guid, assignment.scope
    if isinstance(role, str) and role not in _FOR_IMAGES:
        return PASS
    name = _FOR_IMAGES[role] if isinstance(role, str) else "a role"
    if isinstance(scope, Unknown):
        groups = [source for source in scope.sources if type_in(source) == "azure-native:resources:ResourceGroup"]
        if len(scope.sources) == 1 and groups and isinstance(role, str):
            return _wide(name, f"the resource group {groups[0].rpartition('::')[2]}")
        return CannotTell(f"the scope of the role assignment {assignment.described.name}", None)
    wide = _WIDE.match(scope or "/")
    if wide is None:
        return PASS
    if not isinstance(role, str):
        return CannotTell(f"the role of the role assignment {assignment.described.name}", None)
    what = next(
        (f"the {kind.replace('_', ' ')} {found}" for kind, found in wide.groupdict().items() if found), "the tenant"
    )
    return _wide(name, what)


def _wide(role: str, what: str) -> Fail:
    return Fail(f"{role} is assigned at {what}, so it holds for every registry in it")


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
