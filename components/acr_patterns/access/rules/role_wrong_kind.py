"""The identity has a role that the registry ignores."""

from ...roles import Purpose
from ..asked_access import Access
from ..grants import Miss
from ..rule import PASS, Answer, Fail, Link, Rule, Severity


def _check(access: Access) -> Answer:
    if access.miss is None or access.miss[0] is not Miss.WRONG_KIND:
        return PASS
    return Fail(
        f"the registry {access.registry.name} has the mode {access.registry.mode} and ignores {access.miss[1].role_title}, "
        f"which the identity {access.identity.name} has",
        access.grant_command,
        None if access.purpose is Purpose.PULL else access.grant_change,
    )


RULE = Rule(
    id="role-wrong-kind",
    about=Access,
    severity=Severity.BROKEN,
    link=Link.ROLE,
    catches="a role that the registry's role assignment mode ignores, such as AcrPull in AbacRepositoryPermissions",
    prevents="InaccessibleImage",
    why="A registry reads the roles of one of two kinds and ignores the others without an error: AcrPull and AcrPush in mode LegacyRegistryPermissions, "
    "the Container Registry Repository roles in AbacRepositoryPermissions. In the latter not even Owner may pull.",
    change="PullIdentity(…, registry=existing_registry(…, role_assignment_mode='AbacRepositoryPermissions')), which picks the role",
    command="az role assignment create --assignee-object-id PRINCIPAL_ID --assignee-principal-type ServicePrincipal --role 'Container Registry Repository Reader' --scope REGISTRY_ID",
    source="https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions",
    check=_check,
)
