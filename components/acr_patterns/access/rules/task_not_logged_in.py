"""A task pushes without logging in to its registry."""

import shlex
from typing import TypeGuard

from ...roles import RoleAssignmentMode
from ..facts import Registry
from ..pull import Push
from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity
from ..task_login import login_command
from ..unknown import Unknown


def _check(push: Push) -> Answer:
    task, registry = push.task, push.registry
    if isinstance(push.login, Unknown):
        return CannotTell(f"what the {task.title} logs in to its registry with", task.show_command)
    if push.login is not None:
        return PASS
    if task.pushes is None and (not task.logs_in or _gives_no_login(registry)):
        return CannotTell(
            f"whether a step of the {task.title}, which does not log in to its registry, pushes to it",
            task.show_command,
        )
    if _gives_no_login(registry):
        return _without_source_identity(push, registry)
    if not task.logs_in:
        return Fail(f"the {task.title} is told not to log in to its registry (loginMode None), and pushes to it")
    if not isinstance(registry, Registry) or isinstance(registry.mode, Unknown):
        name = task.registry_name if isinstance(task.registry_name, str) else "REGISTRY"
        return CannotTell(
            f"the role assignment mode of the registry that the {task.title} pushes to",
            registry.mode_command if isinstance(registry, Registry) else f"az acr show --name {shlex.quote(name)}",
        )
    return PASS


def _without_source_identity(push: Push, registry: Registry) -> Fail:
    overlooked = (
        " and ignores the identity that the task names for it among its custom registries"
        if push.overlooked_entry
        else ""
    )
    return Fail(
        f"the {push.title} has no login for its registry {registry.name}, whose mode {RoleAssignmentMode.ABAC.value} gives it none by default{overlooked}",
        login_command(push, grants=True),
    )


def _gives_no_login(registry: Registry | Unknown | None) -> TypeGuard[Registry]:
    return isinstance(registry, Registry) and registry.mode == RoleAssignmentMode.ABAC


RULE = Rule(
    id="task-not-logged-in",
    about=Push,
    severity=Severity.BROKEN,
    link=Link.CONSUMER,
    catches="a task that pushes without a login: none of its own, and none by default in mode AbacRepositoryPermissions",
    prevents="denied: requested access to the resource is denied",
    why="In mode AbacRepositoryPermissions a task has no access to its own registry unless it says, as the identity of its source registry, which one logs in "
    "there, and that identity has a role; an entry among its custom registries, which does in mode LegacyRegistryPermissions, is not known to. In mode LegacyRegistryPermissions Azure logs it in by default.",
    change="BuildTask(…) of a registry with role_assignment_mode AbacRepositoryPermissions, which Registry(…) has and existing_registry(…) is told; or "
    'credentials=CredentialsArgs(source_registry=SourceRegistryCredentialsArgs(identity="[system]")) of the tasks API 2025-03-01-preview '
    "(`pulumi package add azure-native containerregistry 2025-03-01-preview`)",
    command="az acr task update --registry REGISTRY --name TASK --source-acr-auth-id '[system]'",
    source="https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions",
    check=_check,
)
