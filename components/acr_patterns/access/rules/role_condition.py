"""A condition of the role assignment leaves the repository out."""

import shlex

from ..asked_access import Access
from ..facts import Assignment
from ..grants import Miss
from ..rule import PASS, Answer, Fail, Link, Rule, Severity


def _check(access: Access) -> Answer:
    if access.miss is None or access.miss[0] is not Miss.CONDITION:
        return PASS
    repositories = f"the repository {access.repository}" if access.repository else "every repository"
    return Fail(
        f"the condition on {access.miss[1].role_title} of the identity {access.identity.name} leaves out {repositories} of the registry {access.registry.name}",
        _command(access.miss[1]),
    )


def _command(assignment: Assignment) -> str:
    principal, scope = (
        shlex.quote(one) if isinstance(one, str) else otherwise
        for one, otherwise in ((assignment.principal_id, "PRINCIPAL_ID"), (assignment.scope, "SCOPE"))
    )
    return (
        f"az role assignment list --assignee {principal} --scope {scope} --query '[0]' --output json > assignment.json "
        "(then correct its condition, and: az role assignment update --role-assignment assignment.json)"
    )


RULE = Rule(
    id="role-condition",
    about=Access,
    severity=Severity.BROKEN,
    link=Link.ROLE,
    catches="a condition of a role assignment that leaves the repository of the image out",
    prevents="InaccessibleImage",
    why="In mode AbacRepositoryPermissions a condition can limit a role to some repositories. A prefix takes its trailing slash: 'backend/' does not include 'backend', "
    "and 'backend' without it would include 'backend-backup' too. "
    "The repository is an attribute of the request: with @Resource in place of @Request a condition holds for none.",
    change="PullIdentity(…, role_repositories=['team-a/']) and the like, or RoleAssignment(condition=…, condition_version='2.0') that names the repository, or one "
    "without a condition",
    command="az role assignment list --assignee PRINCIPAL_ID --scope SCOPE --query '[0]' --output json > assignment.json "
    "(then correct its condition, and: az role assignment update --role-assignment assignment.json)",
    source="https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions",
    check=_check,
)
