"""Agent pools: machines of a registry's own that run its tasks.

Source: https://learn.microsoft.com/azure/container-registry/tasks-agent-pools and the ARM type definition of
Microsoft.ContainerRegistry/registries/agentPools@2019-06-01-preview.
"""

from enum import Enum

from ..errors import ArgumentError
from ..references import RegistryReference
from ..registry_sku import RegistrySku


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
