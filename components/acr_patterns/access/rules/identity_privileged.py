"""The identity that pulls or pushes may also change the registry."""

from ...roles import CONTRIBUTOR, OWNER, RBAC_ADMINISTRATOR, USER_ACCESS_ADMINISTRATOR
from ..asked_access import Access
from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity

_PRIVILEGED = {role.guid: role.name for role in (OWNER, CONTRIBUTOR, RBAC_ADMINISTRATOR, USER_ACCESS_ADMINISTRATOR)}


def _check(access: Access) -> Answer:
    held = access.holds(frozenset(_PRIVILEGED))
    if held.sure:
        role = _PRIVILEGED.get(str(held.sure[0].role_guid), "")
        return Fail(
            f"the identity {access.identity.name}, with which the {access.title} logs in, is {role} of the registry {access.registry.name}",
            access.replacing_command(held.sure[0], _PRIVILEGED),
            f"{access.grant_change}, and then no other RoleAssignment for its identity",
        )
    if held.complete:
        return PASS
    return CannotTell(
        f"which roles the identity {access.identity.name} has at the registry {access.registry.name}",
        access.roles_command,
    )


RULE = Rule(
    id="identity-privileged",
    about=Access,
    severity=Severity.HIGH,
    link=Link.IDENTITY,
    catches="an identity that pulls or pushes and is Owner, Contributor or an administrator of roles at the registry or above it",
    prevents="no error: who breaks into the service or the build may change the registry, or give others access to it",
    why="These roles are for whoever deploys. They turn on the admin user, open the firewall and delete images; in mode "
    "LegacyRegistryPermissions Owner and Contributor push, too.",
    change="PullIdentity(…), and then no other RoleAssignment for its identity",
    command="az role assignment create --assignee-object-id PRINCIPAL_ID --assignee-principal-type ServicePrincipal --role AcrPull --scope REGISTRY_ID "
    "&& az role assignment delete --assignee PRINCIPAL_ID --role ROLE --scope SCOPE",
    source="https://learn.microsoft.com/azure/container-registry/container-registry-rbac-built-in-roles-directory-reference",
    check=_check,
)
