"""Agent pools: machines of a registry's own that run its tasks.

Source: https://learn.microsoft.com/azure/container-registry/tasks-agent-pools and the ARM type definition of
Microsoft.ContainerRegistry/registries/agentPools@2019-06-01-preview.
"""

from enum import Enum
from typing import Optional

import pulumi

from ..arguments import when_known
from ..errors import ArgumentError
from ..names import AGENT_POOL
from ..networks.reachability import TaskMachines
from ..networks.registry_network import checked_network
from ..references import AgentPoolReference, RegistryReference
from ..registries.sku import RegistrySku


class AgentPoolTier(str, Enum):
    """Size of each machine of an agent pool."""

    S1 = "S1"
    """2 vCPU, 3 GB."""
    S2 = "S2"
    """4 vCPU, 8 GB."""
    S3 = "S3"
    """8 vCPU, 16 GB."""
    I6 = "I6"
    """64 vCPU, 216 GB, isolated. Azure gives a registry none of these until its support was asked."""


def check_agent_pool_sku(where: str, registry: RegistryReference) -> None:
    """Refuse an agent pool of a registry that is known not to have any.

    Args:
        where: the component.
        registry: the registry; of one whose SKU is not known, Azure decides.

    Raises:
        ArgumentError: its SKU is known and not Premium.
    """
    sku = registry.get("sku")
    if sku is not None and sku is not RegistrySku.PREMIUM:
        raise ArgumentError(
            f"{where}: agent pools need the Premium SKU, and that of the registry is {sku.value}; choose sku Premium for the registry, "
            "or run the task on Azure's shared machines, without an agent pool"
        )


def pool_name(
    where: str, registry: RegistryReference, pool: Optional[AgentPoolReference]
) -> Optional[pulumi.Input[str]]:
    """The name of the pool that a task runs on: outputs are checked once they are known. None for Azure's shared machines.

    Raises:
        ArgumentError: no pool can have the name, or the registry is known not to have any.
    """
    if pool is None:
        return None
    check_agent_pool_sku(where, registry)
    return when_known(pool["name"], lambda known: AGENT_POOL.check(where, "agent_pool name", known))


def needs_a_way(where: str, registry: RegistryReference, pool: Optional[AgentPoolReference]) -> bool:
    """Whether what runs on this pool may need a way to the registry other than the internet."""
    network = registry.get("network")
    return pool is not None and (network is None or not checked_network(where, network).open)


def machines_of(pool: Optional[AgentPoolReference]) -> TaskMachines:
    """Where a task on this pool runs; without one, on Azure's shared machines."""
    if pool is None:
        return TaskMachines.SHARED
    in_subnet = pool.get("in_subnet")
    if in_subnet is None:
        return TaskMachines.AGENT_POOL_SOMEWHERE
    return TaskMachines.AGENT_POOL_IN_SUBNET if in_subnet else TaskMachines.AGENT_POOL
