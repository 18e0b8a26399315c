"""A task pushes by Azure's default login, so that no role of its identity decides anything."""

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
    if push.login is not None or not task.logs_in:
        return PASS
    if not isinstance(registry, Registry) or isinstance(registry.mode, Unknown):
        name = task.registry_name if isinstance(task.registry_name, str) else "REGISTRY"
        return CannotTell(
            f"the role assignment mode of the registry that the {task.title} pushes to",
            registry.mode_command if isinstance(registry, Registry) else f"az acr show --name {name}",
        )
    if registry.mode != RoleAssignmentMode.LEGACY:
        return PASS
    if task.pushes is None:
        return CannotTell(
            f"whether a step of the {task.title}, which has no login of its own for its registry, pushes to it",
            task.show_command,
        )
    return Fail(
        f"the {task.title} has no login of its own for its registry {registry.name}, so it pushes by Azure's default whatever roles it has",
        login_command(push, grants=True),
    )


RULE = Rule(
    id="task-login-missing",
    about=Push,
    severity=Severity.MEDIUM,
    link=Link.ROLE,
    catches="a task without a login of its own for its registry: its roles decide nothing",
    prevents="no error: the task pushes without AcrPush, and taking AcrPush away does not stop it",
    why="In mode LegacyRegistryPermissions Azure logs every task in to the registry that owns it, with all rights to its images. Only a "
    "credential for the registry's own login server makes the task's identity, and so its role, the one that pushes.",
    change='credentials=CredentialsArgs(custom_registries={login_server: CustomRegistryCredentialsArgs(identity="[system]")})',
    command="az acr task credential add --registry REGISTRY --name TASK --login-server LOGIN_SERVER --use-identity '[system]'",
    source="https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions",
    check=_check,
)
