"""The role was assigned to the identity's client id."""

from ..asked_access import Access
from ..grants import Miss
from ..rule import PASS, Answer, Fail, Link, Rule, Severity


def _check(access: Access) -> Answer:
    if access.miss is None or access.miss[0] is not Miss.CLIENT_ID:
        return PASS
    return Fail(
        f"{access.miss[1].role_title} at the registry {access.registry.name} was assigned to the client id of the identity "
        f"{access.identity.name}, and counts for its principal id only",
        access.grant_command,
    )


RULE = Rule(
    id="role-to-client-id",
    about=Access,
    severity=Severity.BROKEN,
    link=Link.ROLE,
    catches="a role assignment to the client id of the identity, in place of its principal id",
    prevents="InaccessibleImage",
    why="An identity has two ids. Once the principal type is given, Azure takes an assignment to any GUID without looking it up, and one to a client id gives nobody anything.",
    change="RoleAssignment(principal_id=identity.principal_id, …), not identity.client_id",
    command="az role assignment create --assignee-object-id PRINCIPAL_ID --assignee-principal-type ServicePrincipal --role AcrPull --scope REGISTRY_ID",
    source="https://learn.microsoft.com/azure/role-based-access-control/role-assignments-cli",
    check=_check,
)
