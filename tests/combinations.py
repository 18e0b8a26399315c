"""Every combination of a registry's network, a task, a consumer and a role assignment mode, as a program of our components.

Whether each works is told by `outcome`. `python tests/combinations.py` writes the table of docs/networks.md anew.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, cast

import pulumi
from acr_patterns import (
    AgentPool,
    ArgumentError,
    BuildTask,
    ContainerGroup,
    NetworkAccess,
    PrivateNetwork,
    PullIdentity,
    Registry,
    RegistryPrivateEndpoint,
    RegistryReference,
    RegistrySku,
    RoleAssignmentMode,
    existing_registry,
)
from acr_patterns.testing import SimulatedAzure, simulate
from existing import GROUP
from programs import CONTAINER, SOURCE
from pulumi_azure_native import resources

ADDRESSES = ["198.51.100.0/24"]
"""What the firewall lets in: nobody that a task or a group comes from."""
DIGEST = "sha256:" + "ab" * 32


class Task(Enum):
    """What builds."""

    NONE = "no task"
    SHARED = "a task"
    BYPASS = "a task, with bypass_for_tasks"
    POOL = "a task on an agent pool in a subnet"


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


COMBINATIONS = [
    Combination(*one) for one in itertools.product(NetworkAccess, Task, Consumer, RoleAssignmentMode)
]


def program(one: Combination, azure: SimulatedAzure, *, registry: RegistryReference | None = None) -> None:
    """The combination as a program.

    Args:
        one: which.
        azure: where an image is pushed that no task builds.
        registry: one that exists already; a registry is made by default.
    """
    group = resources.ResourceGroup("shop").name if registry is None else "shop"
    used = registry or _registry(one, group)
    network = None
    if one.task is Task.POOL or one.consumer is Consumer.GROUP_IN_SUBNET:
        network = PrivateNetwork("shop", resource_group_name=group)
    image: pulumi.Input[str] | None = None
    if one.task is not Task.NONE:
        image = _build(one, used, network, group)
    if one.consumer is not Consumer.NONE:
        _run(one, used, network, group, image or _pushed_by_others(azure, used))


def refusal(one: Combination) -> str | None:
    """The sentence with which a combination is refused; None if it is not."""
    try:
        simulate(lambda: program(one, azure), azure=(azure := SimulatedAzure()))
    except ArgumentError as error:
        return str(error)
    return None


def _registry(one: Combination, group: pulumi.Input[str]) -> RegistryReference:
    mode: dict[str, Any] = {"role_assignment_mode": one.mode} if one.abac else {}
    network = cast(Any, one.network)
    return Registry("shop", resource_group_name=group, sku=RegistrySku.PREMIUM, network=network, **mode).reference
