"""The identity has a role for images that does not include what it does."""

from ..asked_access import Access
from ..grants import Miss
from ..rule import PASS, Answer, Fail, Link, Rule, Severity


def _check(access: Access) -> Answer:
    if access.miss is None or access.miss[0] is not Miss.TOO_LITTLE:
        return PASS
    return Fail(
        f"the identity {access.identity.name} has {access.miss[1].role_title} at the registry {access.registry.name}, "
        f"which does not let it {access.purpose.value}",
        access.grant_command,
        access.grant_change,
    )


RULE = Rule(
    id="role-too-little",
    about=Access,
    severity=Severity.BROKEN,
    link=Link.ROLE,
    catches="a role that does not include what the identity does: AcrPull where it pushes, AcrDelete where it pulls",
    prevents="InaccessibleImage",
    why="AcrPush includes AcrPull, and not the other way round. AcrDelete, AcrImageSigner and Catalog Lister include neither.",
    change="BuildTask(…), or RoleAssignment(principal_id=task.identity.principal_id, …) with the role AcrPush",
    command="az role assignment create --assignee-object-id PRINCIPAL_ID --assignee-principal-type ServicePrincipal --role AcrPush --scope REGISTRY_ID",
    source="https://learn.microsoft.com/azure/container-registry/container-registry-rbac-built-in-roles-directory-reference",
    check=_check,
)
