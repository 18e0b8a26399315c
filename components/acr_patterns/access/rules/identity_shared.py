"""One identity pulls for a service and pushes."""

from ...roles import ACR_PUSH, REPOSITORY_CONTRIBUTOR, REPOSITORY_WRITER, Purpose, RoleAssignmentMode
from ..asked_access import Access
from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity

_PUSHERS = {
    RoleAssignmentMode.LEGACY.value: {ACR_PUSH.guid: ACR_PUSH.name},
    RoleAssignmentMode.ABAC.value: {role.guid: role.name for role in (REPOSITORY_WRITER, REPOSITORY_CONTRIBUTOR)},
}


def _check(access: Access) -> Answer:
    if access.purpose is not Purpose.PULL:
        return PASS
    who = f"the identity {access.identity.name}, with which the {access.title} pulls,"
    tasks = [] if access.identity.system_assigned else access.inventory.tasks_with(access.identity)
    if tasks:
        return Fail(f"{who} is attached to the {tasks[0].title} too")
    pushers = _PUSHERS.get(str(access.registry.mode), {})
    held = access.holds(frozenset(pushers))
    if held.sure:
        return Fail(
            f"{who} may push to the registry {access.registry.name} too ({pushers.get(str(held.sure[0].role_guid), '')})",
            access.replacing_command(held.sure[0], pushers),
        )
    if held.complete and pushers:
        return PASS
    return CannotTell(
        f"which roles the identity {access.identity.name} has at the registry {access.registry.name}",
        access.roles_command,
    )


RULE = Rule(
    id="identity-shared",
    about=Access,
    severity=Severity.HIGH,
    link=Link.IDENTITY,
    catches="one identity that pulls for a service and pushes, or is attached to a task",
    prevents="no error: who breaks into the service may replace the image that it, and others, run next",
    why="What runs an image never has to write one. With two identities a service that is broken into can read its image and no more.",
    change="BuildTask(…) for what pushes, which has an identity of its own, and PullIdentity(…) for what pulls",
    command="az role assignment create --assignee-object-id PRINCIPAL_ID --assignee-principal-type ServicePrincipal --role AcrPull --scope REGISTRY_ID "
    "&& az role assignment delete --assignee PRINCIPAL_ID --role AcrPush --scope REGISTRY_ID",
    source="https://learn.microsoft.com/azure/container-registry/container-registry-rbac-built-in-roles-overview",
    check=_check,
)
