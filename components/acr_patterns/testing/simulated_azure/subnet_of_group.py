"""Container groups in subnets: what Azure refuses, and the address that it gives.

Source: https://learn.microsoft.com/azure/container-instances/container-instances-virtual-network-concepts
"""

from typing import TYPE_CHECKING, Any

from ...networks.subnets import CONTAINER_GROUPS
from .resource_group import in_one_region
from .resource_id import ResourceId
from .state import part
from .subnet_checks import delegations_of, range_of, users_of
from .subnet_errors import (
    delegation_missing,
    other_region,
    other_subscription,
    ports_missing,
    private_without_subnet,
    public_in_subnet,
    subnet_full,
)
from .virtual_network import find_subnet

if TYPE_CHECKING:
    from .azure import SimulatedAzure

_RESERVED = 3
"""Addresses of a subnet after its first that Azure keeps to itself, as it does the first and the last."""


def check_subnets_of_group(
    azure: "SimulatedAzure", where: ResourceId, properties: dict[str, Any], location: str
) -> None:
    """Refuse an address or a subnet that a container group cannot have.

    Raises:
        AzureError: the first of them.
    """
    address = part(properties, "ipAddress")
    subnets: list[dict[str, str]] = properties.get("subnetIds") or []
    if address and not address.get("ports"):
        raise ports_missing(where.name)
    if subnets and address.get("type") == "Public":
        raise public_in_subnet()
    if address.get("type") == "Private" and not subnets:
        raise private_without_subnet(where.name)
    for one in subnets:
        if ResourceId.parse(one["id"]).subscription.lower() != where.subscription.lower():
            raise other_subscription(where.name, one["id"])
        subnet = find_subnet(azure, one["id"])
        if not in_one_region(azure.get(subnet["id"].rpartition("/subnets/")[0])["location"], location):
            raise other_region(where.name, one["id"])
        delegations = delegations_of(subnet)
        if CONTAINER_GROUPS.lower() not in map(str.lower, delegations):
            raise delegation_missing(where.name)


def private_address(azure: "SimulatedAzure", where: ResourceId, subnet_id: str) -> str:
    """The address that a group in a subnet has, or the first that is free; empty where the subnet names no range.

    Raises:
        AzureError: all addresses are taken.
    """
    subnet = find_subnet(azure, subnet_id)
    whole = range_of(subnet)
    if whole is None:
        return ""
    users = {one["id"].lower(): part(one, "properties", "ipAddress").get("ip") for one in users_of(azure, subnet_id)}
    if users.get(where.key):
        return str(users[where.key])
    taken = set(users.values())
    for number in range(_RESERVED + 1, whole.num_addresses - 1):
        if str(whole[number]) not in taken:
            return str(whole[number])
    raise subnet_full(subnet["name"], str(whole))
