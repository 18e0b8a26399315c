"""The role was assigned to the consumer's own identity, and another one logs in."""

from ..asked_access import Access
from ..grants import Miss
from ..rule import PASS, Answer, Fail, Link, Rule, Severity


def _check(access: Access) -> Answer:
    if access.miss is None or access.miss[0] is not Miss.SYSTEM_IDENTITY:
        return PASS
    return Fail(
        f"{access.miss[1].role_title} at the registry {access.registry.name} was assigned to the system-assigned identity of the "
        f"{access.title}, which logs in with the identity {access.identity.name}",
        access.grant_command,
    )


RULE = Rule(
    id="role-to-system-identity",
    about=Access,
    severity=Severity.BROKEN,
    link=Link.ROLE,
    catches="a role for the service's system-assigned identity while it logs in with a user-assigned one",
    prevents="InaccessibleImage",
    why="A service can have several identities, each with a principal and roles of its own. What counts is the one that the registry credential names.",
    change="RoleAssignment(principal_id=identity.principal_id, …) with the identity of the credential, not the service's own",
    command="az role assignment create --assignee-object-id PRINCIPAL_ID --assignee-principal-type ServicePrincipal --role AcrPull --scope REGISTRY_ID",
    source="https://learn.microsoft.com/azure/container-instances/using-azure-container-registry-mi",
    check=_check,
)
