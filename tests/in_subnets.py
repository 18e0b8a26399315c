"""Container groups in subnets, of a registry, an identity and an image that exist, for several tests."""

from collections.abc import Callable
from typing import Any, cast

from acr_patterns import ContainerGroup
from acr_patterns.networks.subnets import CONTAINER_GROUPS
from acr_patterns.testing import SimulatedAzure
from existing import DIGEST, GROUP, GROUP_NAME, IDENTITY, REGISTRY, SERVER, subscription

NETWORK = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/shop"
SUBNET = f"{NETWORK}/subnets/groups"
CONTAINER: dict[str, Any] = {
    "name": "api",
    "image": f"{SERVER}/shop/api@{DIGEST}",
    "cpu": 0.5,
    "memory_in_gb": 1.0,
    "ports": [80],
}


def subnet(name: str, prefix: str, *delegations: str, **properties: Any) -> dict[str, Any]:
    """A subnet in the body of a virtual network."""
    delegated = [{"name": "x", "properties": {"serviceName": one}} for one in delegations]
    return {"name": name, "properties": {"addressPrefix": prefix, "delegations": delegated, **properties}}


GROUPS = subnet("groups", "10.0.0.0/24", CONTAINER_GROUPS)
ENDPOINTS = subnet("endpoints", "10.0.1.0/24")


def network(*subnets: dict[str, Any]) -> dict[str, Any]:
    """The body of a virtual network."""
    return {"properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}, "subnets": list(subnets)}}


def with_network() -> SimulatedAzure:
    """A subscription with a registry, and a network with one subnet for container groups and one that is not delegated."""
    azure = subscription()
    azure.put(NETWORK, network(GROUPS, ENDPOINTS))
    return azure


def grouped(registry: dict[str, Any] = REGISTRY, name: str = "api", **arguments: Any) -> Callable[[], None]:
    """One container group; callables are called inside the program."""
    given = {"resource_group_name": GROUP_NAME, "pull_identity": IDENTITY, "containers": [CONTAINER], **arguments}

    def program() -> None:
        known = {key: value() if callable(value) else value for key, value in given.items()}
        ContainerGroup(name, cast(Any, {"registry": registry, **known}))

    return program
