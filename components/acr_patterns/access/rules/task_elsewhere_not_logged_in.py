"""A task pushes to a registry that is not its own, and has no login for it."""

from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity
from ..task import Task
from ..unknown import Unknown

_DOCKER_HUB = "docker.io"


def _check(task: Task) -> Answer:
    servers, logins = task.other_servers, task.logins
    if not servers:
        return PASS
    if isinstance(servers, Unknown) or isinstance(logins, Unknown):
        return CannotTell(
            f"which registries the {task.title} pushes to besides its own, or where it logs in", task.show_command
        )
    without = tuple(one for one in servers if not _has_login(logins, one))
    if not without:
        return PASS
    return Fail(f"the {task.title} pushes to {_first(without)}, and has no login for it")


def _has_login(logins: dict[str, str | Unknown | None], server: str) -> bool:
    """Whether there is a login for a server; Docker Hub has several names."""
    return server in logins or (server.endswith(_DOCKER_HUB) and any(one.endswith(_DOCKER_HUB) for one in logins))


def _first(servers: tuple[str, ...]) -> str:
    return servers[0] + (f" and {len(servers) - 1} more" if servers[1:] else "")


RULE = Rule(
    id="task-elsewhere-not-logged-in",
    about=Task,
    severity=Severity.BROKEN,
    link=Link.CONSUMER,
    catches="a task that pushes to a registry other than its own without a login for it",
    prevents="denied: requested access to the resource is denied",
    why="By default a task is logged in at most to the registry that owns it. For every other one its credentials name who logs in there.",
    change="credentials=CredentialsArgs(custom_registries={other_login_server: CustomRegistryCredentialsArgs(…)})",
    command="az acr task credential add --registry REGISTRY --name TASK --login-server OTHER_LOGIN_SERVER --use-identity '[system]'",
    source="https://learn.microsoft.com/azure/container-registry/container-registry-tasks-cross-registry-authentication",
    check=_check,
)
