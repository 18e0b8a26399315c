"""A task pushes to a registry whose firewall it does not pass."""

import shlex

from ...roles import RoleAssignmentMode
from ..facts import Registry
from ..pool_reach import PoolReach
from ..pull import Push
from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity
from ..task_login import login_command
from ..unknown import Flag, Unknown, same

BYPASS = (
    'Registry(…, network={"bypass_for_tasks": True, …}), which existing_registry(…, network=…) says of a registry whose owner has set it, or '
    "network_rule_bypass_allowed_for_tasks=True of the registries API 2025-11-01 (`pulumi package add azure-native containerregistry 2025-11-01`)"
)
LOGIN = "BuildTask(…), or a credential for the registry's own login server with the identity [system], and AcrPush"
ABAC_LOGIN = "BuildTask(…), or source_registry.identity [system] in the credentials of the tasks API 2025-03-01-preview, and Container Registry Repository Writer"


def _check(push: Push) -> Answer:
    task, registry = push.task, push.registry
    if not isinstance(registry, Registry) or registry.restricted is None:
        name = task.registry_name if isinstance(task.registry_name, str) else "REGISTRY"
        return CannotTell(
            f"whether the firewall of the registry that the {task.title} pushes to is closed",
            f"az acr show --name {shlex.quote(name)}",
        )
    if not registry.restricted:
        return PASS
    bypassed = _bypassed(registry)
    if task.agent_pool is not None:
        return _on_pool(push, registry, bypassed=bypassed is not False)
    if bypassed is True and push.identity is not None and push.identity.system_assigned:
        return PASS
    if isinstance(bypassed, Unknown) or (bypassed is True and isinstance(push.login, Unknown)):
        return CannotTell(
            f"whether the {task.title} passes the firewall of the registry {registry.name}",
            f"az resource show --resource-type Microsoft.ContainerRegistry/registries --name {registry.named} --resource-group GROUP "
            "--api-version 2025-11-01",
        )
    if push.inventory.networks.may_be_let_in(registry):
        return CannotTell(
            f"whether the {task.title} pushes from an address that the firewall of the registry {registry.name} has a rule for"
        )
    if task.pushes is None:
        return CannotTell(
            f"whether a step of the {task.title}, which does not pass the firewall of the registry {registry.name}, pushes to it",
            task.show_command,
        )
    return Fail(
        f"the firewall of the registry {registry.name} is closed, and the {task.title} passes it neither as its own identity nor from an agent pool",
        _command(push, registry, open_already=bypassed is True),
        _change(push, registry, open_already=bypassed is True),
    )


def _on_pool(push: Push, registry: Registry, *, bypassed: bool) -> Answer:
    """What decides on an agent pool is where that lies; whether what lets Azure's shared machines pass lets it pass too, is documented nowhere."""
    pool = push.inventory.networks.pool_of(push.task)
    if pool is None:
        return CannotTell(
            f"whether the agent pool of the {push.title} lies in a network that reaches the registry {registry.name}",
            f"az acr agentpool list --registry {registry.named}",
        )
    answer = PoolReach(push.inventory.networks, pool, registry).answer()
    if isinstance(answer, Fail) and bypassed:
        return CannotTell(f"whether the {push.title} passes all the same as a trusted service: {answer.finding}")
    if isinstance(answer, Fail) and push.task.pushes is None:
        return CannotTell(f"whether a step of the {push.title} pushes: {answer.finding}", push.task.show_command)
    return answer


def _command(push: Push, registry: Registry, *, open_already: bool) -> str:
    """Lets the tasks' own identities pass, and makes this task log in with its own."""
    opened = "--set properties.networkRuleBypassAllowedForTasks=true"
    if same(registry.bypass, "None"):
        opened += " properties.networkRuleBypassOptions=AzureServices"
    registry_id = shlex.quote(registry.id) if isinstance(registry.id, str) else "REGISTRY_ID"
    update = f"az resource update --ids {registry_id} --api-version 2025-11-01 {opened}"
    logs_in = push.identity is not None and push.identity.system_assigned
    commands = [*([] if open_already else [update]), *([] if logs_in else [login_command(push, grants=True)])]
    return " && ".join(commands)


def _change(push: Push, registry: Registry, *, open_already: bool) -> str:
    """The same in a program."""
    changes = [] if open_already else [BYPASS]
    if push.identity is None or not push.identity.system_assigned:
        changes.append(ABAC_LOGIN if registry.mode == RoleAssignmentMode.ABAC else LOGIN)
    return "; ".join(changes)


def _bypassed(registry: Registry) -> Flag:
    """Whether a task's system-assigned identity passes. What nothing is said of is off where the whole program is known."""
    if same(registry.bypass, "None"):
        return False
    if isinstance(registry.bypass, Unknown):
        return registry.bypass
    if registry.bypass_for_tasks is None and not registry.described.managed:
        return Unknown("not shown by the API version that the document was made with")
    return registry.bypass_for_tasks or False


RULE = Rule(
    id="task-registry-restricted",
    about=Push,
    severity=Severity.BROKEN,
    link=Link.REGISTRY,
    catches="a task of a registry whose firewall is closed, without networkRuleBypassAllowedForTasks and without an agent pool that reaches the registry",
    prevents="failed to get ACR refresh token, exchange API response code: 403 Forbidden",
    why="A task runs on machines of Azure's, outside any network of yours. Since 1 June 2025 it is no trusted service: its system-assigned "
    "identity passes only with networkRuleBypassAllowedForTasks, and any other login never does. The machines of an agent pool in a subnet get there by a private "
    "endpoint of the registry in its virtual network, if the private DNS zone that has the endpoint's address is linked to that network.",
    change=f"{BYPASS}; and a task that pushes as its own identity: {LOGIN}; in mode AbacRepositoryPermissions {ABAC_LOGIN}",
    command="az resource update --ids REGISTRY_ID --api-version 2025-11-01 --set properties.networkRuleBypassAllowedForTasks=true "
    "&& az acr task credential add --registry REGISTRY --name TASK --login-server LOGIN_SERVER --use-identity '[system]' "
    "&& az role assignment create --assignee-object-id PRINCIPAL_ID --assignee-principal-type ServicePrincipal --role AcrPush --scope REGISTRY_ID",
    source="https://learn.microsoft.com/azure/container-registry/manage-network-bypass-policy-for-tasks",
    check=_check,
)
