"""Every combination of a registry's network, a task, a consumer and a role assignment mode, as a program of our components.

`refused` says what comes of one; `combination_table.py` makes a table of all.
"""

import itertools
from dataclasses import dataclass
from enum import Enum
from typing import Any, cast

import pulumi
from acr_patterns import (
    AgentPool,
    ArgumentError,
    BuildTask,
    ContainerArgs,
    ContainerGroup,
    NetworkAccess,
    PrivateNetwork,
    PullIdentity,
    Registry,
    RegistryNetworkArgs,
    RegistryPrivateEndpoint,
    RegistryReference,
    RegistrySku,
    RoleAssignmentMode,
    existing_registry,
)
from acr_patterns.testing import SimulatedAzure, simulate
from existing import ABAC_REGISTRY, DIGEST, REGISTRY
from programs import CONTAINER, SOURCE
from pulumi_azure_native import resources

ADDRESSES = ["198.51.100.0/24"]
"""What the firewall lets in: nobody that a task or a group comes from."""


class Task(Enum):
    """What builds."""

    NONE = "no task"
    SHARED = "a task"
    BYPASS = "a task, with bypass_for_tasks"
    POOL = "a task on an agent pool in a subnet"
    POOL_OUTSIDE = "a task on an agent pool in no subnet"

    @property
    def on_pool(self) -> bool:
        """Whether it runs on machines of the registry's own."""
        return self in (Task.POOL, Task.POOL_OUTSIDE)


class Consumer(Enum):
    """What runs."""

    NONE = "no container group"
    GROUP = "a container group"
    GROUP_IN_SUBNET = "a container group in a subnet"


@dataclass(frozen=True)
class Combination:
    """One of them."""

    access: NetworkAccess
    task: Task
    consumer: Consumer
    mode: RoleAssignmentMode

    @property
    def network(self) -> dict[str, Any]:
        """The argument of the registry."""
        addresses = {"allowed_ip_ranges": ADDRESSES} if self.access is NetworkAccess.ALLOWED_IP_RANGES else {}
        bypass = {"bypass_for_tasks": True} if self.task is Task.BYPASS else {}
        return {"access": self.access, **addresses, **bypass}

    @property
    def closed(self) -> bool:
        """Whether the registry does not answer whoever asks from the internet."""
        return self.access is not NetworkAccess.PUBLIC

    @property
    def abac(self) -> bool:
        """Whether roles are those for repositories."""
        return self.mode is RoleAssignmentMode.ABAC

    def __str__(self) -> str:
        return f"{self.access.value}, {self.task.value}, {self.consumer.value}, {self.mode.value}"


COMBINATIONS = [Combination(*one) for one in itertools.product(NetworkAccess, Task, Consumer, RoleAssignmentMode)]


def program(one: Combination, azure: SimulatedAzure, registry: RegistryReference | None = None) -> None:
    """The combination as a program.

    Args:
        one: which.
        azure: where an image is pushed that no task builds.
        registry: one that exists already, in a resource group that does too; both are made by default.
    """
    group: pulumi.Input[str] = "shop" if registry else resources.ResourceGroup("shop").name
    used = registry or _registry(one, group)
    network, image = None, None
    if one.task is Task.POOL:
        network, used = _network(one, used, group)
    if one.task is not Task.NONE:
        image = _built(one, used, network)
    if one.consumer is Consumer.GROUP_IN_SUBNET:
        network = network or _network(one, used, group)[0]
    if one.consumer is not Consumer.NONE:
        _run(used, group, network if one.consumer is Consumer.GROUP_IN_SUBNET else None, image or _pushed(azure, used))


def refused(one: Combination, azure: SimulatedAzure, registry: RegistryReference | None = None) -> str | None:
    """The sentence with which we refuse the combination; None if it works.

    Raises:
        SimulationError: it does not work.
    """
    try:
        simulate(lambda: program(one, azure, registry), azure=azure)
    except ArgumentError as error:
        return str(error)
    return None


def existing(one: Combination) -> RegistryReference:
    """A registry that somebody else made so, and that is not in Azure."""
    given = ABAC_REGISTRY if one.abac else REGISTRY
    return existing_registry(given["id"], given["login_server"], one.mode, RegistrySku.PREMIUM, cast(Any, one.network))


def _registry(one: Combination, group: pulumi.Input[str]) -> RegistryReference:
    mode: dict[str, Any] = {"role_assignment_mode": one.mode} if one.abac else {}
    network = cast(RegistryNetworkArgs, one.network)
    return Registry("shop", resource_group_name=group, sku=RegistrySku.PREMIUM, network=network, **mode).reference


def _network(
    one: Combination, registry: RegistryReference, group: pulumi.Input[str]
) -> tuple[PrivateNetwork, RegistryReference]:
    """A network, and the registry as what lies in it gets there."""
    network = PrivateNetwork("shop", resource_group_name=group)
    if not one.closed:
        return network, registry
    subnet = network.private_endpoint_subnet
    return network, RegistryPrivateEndpoint(
        "shop", registry=registry, resource_group_name=group, subnet=subnet
    ).registry


def _built(one: Combination, registry: RegistryReference, network: PrivateNetwork | None) -> pulumi.Output[str]:
    """The image that a task builds now."""
    pool: dict[str, Any] = {}
    if one.task.on_pool:
        inside: dict[str, Any] = {"subnet": network.agent_pool_subnet} if network and one.task is Task.POOL else {}
        pool = {"agent_pool": AgentPool("builds", registry=registry, **inside).reference}
    return BuildTask("api", registry=registry, repository="shop/api", source=SOURCE, **pool).image


def _pushed(azure: SimulatedAzure, registry: RegistryReference) -> pulumi.Output[str]:
    """An image that somebody else has pushed."""

    def push(server: str) -> str:
        azure.push_image(server, "shop/api", "v1", DIGEST)
        return f"{server}/shop/api@{DIGEST}"

    return pulumi.Output.from_input(registry["login_server"]).apply(push)


def _run(
    registry: RegistryReference,
    group: pulumi.Input[str],
    network: PrivateNetwork | None,
    image: pulumi.Input[str],
) -> None:
    puller = PullIdentity("api", resource_group_name=group, registry=registry).reference
    inside: dict[str, Any] = {"subnet": network.container_group_subnet} if network else {}
    containers = [cast(ContainerArgs, {**CONTAINER, "image": image})]
    ContainerGroup(
        "api", resource_group_name=group, registry=registry, pull_identity=puller, containers=containers, **inside
    )
