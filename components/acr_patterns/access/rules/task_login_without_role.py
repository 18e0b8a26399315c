"""A task logs in to a registry with an identity that has no role for what it does there: to pull base images, to push, to delete."""

import shlex

from ...roles import Purpose
from ..asked_access import Access
from ..facts import Registry
from ..grants import needed_role
from ..identity_name import shown_identity
from ..registry_login import RegistryLogin
from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity
from ..task import OWN_IDENTITY
from ..unknown import Unknown

_COMPONENTS = {
    Purpose.PULL: "BuildTask(…, base_registries={…})",
    Purpose.DELETE: "PurgeTask(…)",
    Purpose.LIST: "PurgeTask(…)",
}


def _check(login: RegistryLogin) -> Answer:
    task, server = login.task, login.server
    if isinstance(login.login, Unknown):
        return CannotTell(f"what the {task.title} logs in to {server} with", task.show_command)
    if login.login == OWN_IDENTITY and not task.system_identity:
        return Fail(
            f"the {task.title} logs in to {server} with its own identity, and has none",
            f"az acr task identity assign {task.where} --identities '{OWN_IDENTITY}'",
        )
    if not isinstance(login.registry, Registry):
        return CannotTell(
            f"whether the {task.title} may {_does(login)} {server}, which no document describes",
            f"az acr show --name {shlex.quote(server.partition('.')[0])}",
        )
    if login.access is None:
        named = shown_identity(login.login or "")
        return CannotTell(f"whose client id {named!r} is, with which the {task.title} logs in to {server}")
    return _answer(login, login.access)


def _answer(login: RegistryLogin, access: Access) -> Answer:
    if access.granted.sufficient and login.may_push_too:
        return CannotTell(
            f"whether a step of the {login.title}, whose identity {access.identity.name} may pull and not push, pushes to the registry "
            f"{access.registry.name}"
        )
    if access.granted.sufficient:
        return PASS
    if not access.refused or access.through_groups:
        return CannotTell(
            f"whether a role lets the identity {access.identity.name} {_does(login)} the registry {access.registry.name}",
            access.roles_command,
        )
    return Fail(
        f"the identity {access.identity.name}, with which the {login.title} logs in to {login.server}, has no role that lets it {_does(login)} "
        f"the registry {access.registry.name}",
        access.grant_command,
        _change(access),
    )


def _change(access: Access) -> str:
    role = needed_role(access.registry, access.purpose)
    component = f"{_COMPONENTS[access.purpose]}, or " if access.purpose in _COMPONENTS else ""
    named = f" with the role {role.name}" if role else ""
    return (
        f"{component}RoleAssignment(principal_id=task.identity.principal_id, principal_type='ServicePrincipal', scope=registry.id, "
        f"role_definition_id=…){named}"
    )


def _does(login: RegistryLogin) -> str:
    return f"{login.purpose.value} {'to' if login.purpose is Purpose.PUSH else 'from'}"


RULE = Rule(
    id="task-login-without-role",
    about=RegistryLogin,
    severity=Severity.BROKEN,
    link=Link.ROLE,
    catches="a task that logs in to a registry with an identity that has no role there: to pull base images, to push to another registry, or to purge",
    prevents="denied: requested access to the resource is denied",
    why="A credential of a task says who logs in, and gives no right. The identity needs AcrPull at every registry that base images come from, and "
    "AcrPush where a step pushes; a task that pushes nothing, such as one for pull requests, needs AcrPull at its own, and one that purges AcrDelete too. In mode "
    "AbacRepositoryPermissions it is Repository Reader, Writer and Contributor, and Repository Catalog Lister for one that purges.",
    change="BuildTask(…, base_registries={…}), or RoleAssignment(principal_id=task.identity.principal_id, principal_type='ServicePrincipal', "
    "scope=registry.id, role_definition_id=…) with the role AcrPull",
    command="az role assignment create --assignee-object-id PRINCIPAL_ID --assignee-principal-type ServicePrincipal --role AcrPull --scope REGISTRY_ID",
    source="https://learn.microsoft.com/azure/container-registry/container-registry-tasks-cross-registry-authentication",
    check=_check,
)
