"""Whether a task can push to, and a consumer pull from, a registry with a given network; and if not, why not.

One decision for all: components ask it about what they make, the stacks' settings about all of it at once. Roles are another matter: who gets through
still has to log in.

Source: https://learn.microsoft.com/azure/container-registry/manage-network-bypass-policy-for-tasks (tasks),
https://learn.microsoft.com/azure/container-registry/allow-access-trusted-services (services that pass) and
https://learn.microsoft.com/azure/container-instances/container-instances-virtual-network-concepts (where container groups pull from)
"""

from collections.abc import Iterator
from enum import Enum

from ..errors import ArgumentError
from ..references import RegistryReference
from .registry_network import NetworkAccess, RegistryNetwork, checked_network


class TaskMachines(Enum):
    """Where the runs of a task come from."""

    SHARED = "Azure's shared machines"
    PULL_REQUESTS = "Azure's shared machines, whichever those of the other runs are"
    AGENT_POOL = "an agent pool in no subnet"
    AGENT_POOL_IN_SUBNET = "an agent pool in a subnet"
    AGENT_POOL_SOMEWHERE = "an agent pool of which it is not known whether it lies in a subnet"


class Consumer(Enum):
    """Where a service pulls from."""

    CONTAINER_GROUP = "a container group"
    CONTAINER_GROUP_IN_SUBNET = "a container group in a subnet"
    CONTAINER_GROUP_BY_USER_NAME = "a container group, in a subnet or not, that logs in with a user name"


_LET_TASKS_IN = (
    "let the registry have networkRuleBypassAllowedForTasks (bypass_for_tasks True in the network of its Registry; where that is made elsewhere, set it there, "
    "and then say so in the reference)"
)
"""What must be true of the registry, whoever makes it."""


def unreachable(
    network: RegistryNetwork | None, *, task: TaskMachines | None = None, consumer: Consumer | None = None
) -> list[str]:
    """Why the task cannot push or the consumer cannot pull, a sentence each with what to do instead; none if both can, as far as is known.

    Args:
        network: the registry's; None if it is not known.
        task: where its runs come from; None if there is no task.
        consumer: where it pulls from; None if there is no consumer.
    """
    if network is None or network.open:
        return []
    return [*_task(network, task), *_consumer(network, consumer)]


def check_reachable(
    where: str, registry: RegistryReference, *, task: TaskMachines | None = None, consumer: Consumer | None = None
) -> None:
    """Refuse a task or a consumer that would not reach the registry.

    Raises:
        ArgumentError: with each reason.
    """
    given = registry.get("network")
    reasons = unreachable(None if given is None else checked_network(where, given), task=task, consumer=consumer)
    if reasons:
        raise ArgumentError(f"{where}: " + "; and ".join(reasons))


def _task(network: RegistryNetwork, task: TaskMachines | None) -> Iterator[str]:
    said = _said(network)
    if task is TaskMachines.SHARED and not network.tasks:
        yield (
            f"{said}, and Azure has refused tasks on its shared machines there since June 2025 (403), whatever their roles; "
            f"{_LET_TASKS_IN}, or run the task on an agent pool in a subnet with a private endpoint of the registry in its virtual network"
        )
    if task is TaskMachines.PULL_REQUESTS and not network.tasks:
        yield (
            f"{said}, and pull requests are built on Azure's shared machines, which Azure has refused there since June 2025 (403), whatever their roles; "
            f"{_LET_TASKS_IN}, leave the pull_request trigger out, or give it push True, so that the pool of the task builds pull requests too"
        )
    if task is TaskMachines.AGENT_POOL:
        yield (
            f"{said}, and the machines of an agent pool that lies in no subnet come from the internet like any other; "
            f"give the pool a subnet in a virtual network with a private endpoint of the registry, or take no pool and {_LET_TASKS_IN}"
        )


def _consumer(network: RegistryNetwork, consumer: Consumer | None) -> Iterator[str]:
    if consumer is Consumer.CONTAINER_GROUP_BY_USER_NAME:
        yield (
            f"{_said(network)}, where Azure Container Instances passes as a trusted service, and only with a managed identity, while the registry's authentication "
            f"is AdminUser; make that ManagedIdentity, or choose network access {NetworkAccess.PUBLIC.value}"
        )
    if consumer in (None, Consumer.CONTAINER_GROUP_BY_USER_NAME) or network.trusted_services:
        return
    reason = (
        "from addresses of Azure's own, which allowed_ip_ranges cannot name"
        if network.access is NetworkAccess.ALLOWED_IP_RANGES
        else "from addresses of Azure's own, also where it lies in a virtual network with a private endpoint of the registry"
    )
    yield (
        f"{_said(network)}, and its bypass_for_trusted_services is False; Azure Container Instances pulls the images of a container group {reason}, "
        "and passes only as a trusted service; let the registry have networkRuleBypassOptions AzureServices (leave bypass_for_trusted_services out of the "
        "network of its Registry; where that is made elsewhere, set it there, and then leave it out of the reference)"
    )


def _said(network: RegistryNetwork) -> str:
    return f"the registry's network access is {network.access.value}"
