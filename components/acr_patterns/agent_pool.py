"""Machines of a registry's own that run its tasks."""

from collections.abc import Awaitable, Mapping
from typing import Any, NotRequired, Optional, TypedDict, Unpack, cast, overload

import pulumi
from pulumi_azure_native import containerregistry

from .arguments import checked_arguments, choice, component, whole_number
from .names import AGENT_POOL, child_name
from .networks.reachability import TaskMachines, check_reachable
from .networks.subnets import SubnetReference, check_subnet_of_agent_pool, checked_subnet, location_beside
from .placement import checked_tags
from .references import AgentPoolReference, RegistryReference, checked_registry
from .resource_hooks import Reactions, hooks_for
from .resource_ids import parse_registry_id
from .tasks.agent_pools import AgentPoolTier, check_agent_pool_sku
from .tasks.build_failures import asking_for_a_provider

TYPE = "azure-native:containerregistry:AgentPool"
"""The type token of an agent pool."""

MACHINES = (0, 2**31 - 1)
"""Least and most machines: 0 is documented, and the API's type ends there. How many a registry gets is a quota of its cores."""

FIXED = ["os", "tier", "virtualNetworkSubnetResourceId"]
"""What a live pool keeps: Azure's update of a pool has its count and its tags only."""


class AgentPoolArgs(TypedDict):
    """The arguments of an `AgentPool`."""

    registry: RegistryReference
    """The registry whose tasks run on the pool. It needs the Premium SKU. One that does not answer the internet as `RegistryPrivateEndpoint(…).registry`, so that
    the pool, and what runs on it, comes after the endpoint and its names."""
    tier: NotRequired[AgentPoolTier]
    """Size of each machine: S1 (2 vCPU, 3 GB), S2 (4 vCPU, 8 GB), S3 (8 vCPU, 16 GB) or I6 (64 vCPU, 216 GB, isolated). S2 by default."""
    count: NotRequired[int]
    """Machines in the pool, each paid for while it is there. 1 by default; with 0 the pool costs nothing and runs nothing."""
    subnet: NotRequired[SubnetReference]
    """The subnet that the machines lie in, so that tasks reach what is in its network, such as `PrivateNetwork(…).agent_pool_subnet`: not delegated,
    and with a way out. None by default; needed where the registry does not answer the internet."""
    location: NotRequired[pulumi.Input[str]]
    """Azure region of the pool. That of the subnet by default, as far as its reference has it, or else that of the registry's resource group."""
    tags: NotRequired[pulumi.Input[Mapping[str, pulumi.Input[str]]]]
    """Tags of the pool."""


class AgentPool(pulumi.ComponentResource):
    """A pool of Linux machines of a registry's own, for tasks that need more of them, or a network that Azure's shared ones do not reach.

    Makes one agent pool and grants nothing: a task on it logs in as it does elsewhere. `agent_pool` of a `BuildTask` makes its runs go there. Agent pools are a preview, in some regions, for Linux only, and Azure gives each registry 16 vCPU of S1 to S3 until its support
    was asked. Another tier or subnet is another pool, and the old one goes first. For a registry in another subscription the component
    needs that subscription's provider in its options.

    Raises:
        ArgumentError: an argument is unknown, missing or not accepted, the registry is known not to be Premium, the
            subnet is delegated or has no NAT gateway, or a pool outside a subnet would not reach the registry.
    """

    agent_pool_name: pulumi.Output[str]
    """Name of the pool, by which tasks run on it."""
    agent_pool_id: pulumi.Output[str]
    """Resource id of the pool."""

    @overload
    def __init__(self, name: str, args: AgentPoolArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None: ...
    @overload
    def __init__(
        self, name: str, *, opts: Optional[pulumi.ResourceOptions] = None, **fields: Unpack[AgentPoolArgs]
    ) -> None: ...
    def __init__(
        self,
        name: str,
        args: AgentPoolArgs = cast(AgentPoolArgs, None),
        opts: Optional[pulumi.ResourceOptions] = None,
        **fields: Any,
    ) -> None:
        where = component("AgentPool", name)
        arguments = checked_arguments(where, AgentPoolArgs, args, fields)
        registry = checked_registry(where, arguments["registry"])
        check_agent_pool_sku(where, registry)
        tier = choice(where, "tier", AgentPoolTier, arguments.get("tier", AgentPoolTier.S2))
        given = arguments.get("count", 1)
        count = whole_number(where, "count", given, *MACHINES, "a whole number of machines", taker="the API's type")
        subnet = arguments.get("subnet")
        if subnet is not None:
            subnet = checked_subnet(where, "subnet", subnet)
            check_subnet_of_agent_pool(where, subnet)
        self._in_subnet = subnet is not None
        machines = TaskMachines.AGENT_POOL_IN_SUBNET if self._in_subnet else TaskMachines.AGENT_POOL
        check_reachable(where, registry, task=machines)
        location = location_beside(where, arguments.get("location"), subnet)
        tags = checked_tags(where, arguments.get("tags"))

        super().__init__("acr-patterns:index:AgentPool", name, None, opts)
        registry_id = pulumi.Output.from_input(registry["id"]).apply(parse_registry_id)
        # As an output of this component the URN would make its children depend on themselves.
        urn = pulumi.Output.from_input(cast(Awaitable[str], self.urn.future()))
        pool = containerregistry.AgentPool(
            name,
            agent_pool_name=urn.apply(lambda known: child_name(AGENT_POOL, name, known)),
            registry_name=registry_id.apply(lambda parts: parts.name),
            resource_group_name=registry_id.apply(lambda parts: parts.resource_group),
            location=location,
            tags=tags,
            os=containerregistry.OS.LINUX,
            tier=tier.value,
            count=count,
            virtual_network_subnet_resource_id=None if subnet is None else subnet["id"],
            opts=pulumi.ResourceOptions(
                parent=self,
                # A live pool keeps the name it was made with, also when the component has moved (aliases) and its URN with it.
                ignore_changes=["agentPoolName"],
                replace_on_changes=FIXED,
                delete_before_replace=True,
                hooks=hooks_for(self, TYPE, name, Reactions(on_error=asking_for_a_provider(where, registry_id))),
            ),
        )
        self.agent_pool_name = pool.name
        self.agent_pool_id = pool.id
        self.register_outputs({"agent_pool_name": self.agent_pool_name, "agent_pool_id": self.agent_pool_id})

    @property
    def reference(self) -> AgentPoolReference:
        """This pool as the argument of a task."""
        return {"name": self.agent_pool_name, "in_subnet": self._in_subnet}
