"""Subnets, made by themselves or with their virtual network: what of them Azure refuses, and what lies in them.

Source: https://learn.microsoft.com/azure/virtual-network/virtual-network-manage-subnet
"""

import ipaddress
import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from .resource_group import in_one_region
from .resource_id import ResourceId
from .state import Resource, part
from .subnet_errors import (
    delegation_in_use,
    invalid_range,
    outside_of_network,
    prefix_in_use,
    ranges_overlap,
    reference_not_found,
    subnet_in_use,
)

if TYPE_CHECKING:
    from .azure import SimulatedAzure

Range = ipaddress.IPv4Network | ipaddress.IPv6Network
Subnet = dict[str, Any]
"""Id, name and properties."""

_REFERENCES = ("natGateway", "networkSecurityGroup")

_SUBNETS_OF: Mapping[str, Callable[[dict[str, Any]], list[str]]] = {
    "Microsoft.ContainerInstance/containerGroups": lambda properties: [
        one["id"] for one in properties.get("subnetIds") or ()
    ],
    "Microsoft.Network/privateEndpoints": lambda properties: [part(properties, "subnet").get("id", "")],
    "Microsoft.ContainerRegistry/registries/agentPools": lambda properties: [
        properties.get("virtualNetworkSubnetResourceId") or ""
    ],
}
"""What lies in subnets -> in which."""


def subnets_of(azure: "SimulatedAzure", network_id: str) -> list[Subnet]:
    """All subnets of a virtual network that is there."""
    network = azure.find(network_id)
    inside: Any = part(network, "properties").get("subnets") or []
    prefix = f"{network_id.lower()}/subnets/"
    alone = [one for one in azure.everything() if one["id"].lower().startswith(prefix)]
    named = {one["id"].lower(): one for one in [*inside, *alone]}
    return list(named.values())


def delegations_of(subnet: Subnet) -> list[str]:
    """The services that a subnet is delegated to."""
    delegations: Any = part(subnet, "properties").get("delegations") or []
    return [part(one, "properties").get("serviceName", "") for one in delegations]


def range_of(subnet: Subnet) -> Range | None:
    """The first range of addresses of a subnet; None if it names none.

    Raises:
        AzureError: it is no range.
    """
    properties = part(subnet, "properties")
    prefix = properties.get("addressPrefix") or next(iter(properties.get("addressPrefixes") or []), None)
    return None if prefix is None else _range(f"subnet {subnet['name']}", prefix)


def check_subnets(
    azure: "SimulatedAzure", network: Resource, wanted: Iterable[Subnet], others: Iterable[Subnet]
) -> None:
    """Refuse subnets that Azure would not make or change.

    Args:
        azure: where.
        network: the virtual network, with name, location and properties, as it is to be.
        wanted: the subnets that are made or changed.
        others: the subnets that stay as they are.

    Raises:
        AzureError: addresses or references are wrong, or something in a subnet does not let it change.
    """
    prefixes: Any = part(network, "properties", "addressSpace").get("addressPrefixes") or []
    space = [_range(f"virtual network {network['name']}", one) for one in prefixes]
    there = {one["id"].lower(): one for one in subnets_of(azure, network["id"])}
    neighbours = list(others)
    for one in wanted:
        _check_range(one, network["name"], space, neighbours)
        for name in _REFERENCES:
            target = part(one, "properties", name).get("id")
            if target is not None:
                check_reference(azure, target, network["id"], network["location"])
        if one["id"].lower() in there:
            _check_change(azure, there[one["id"].lower()], one)
        neighbours.append(one)


def check_reference(azure: "SimulatedAzure", target: str, by: str, location: str) -> None:
    """Refuse to refer to what is not there, or lies in another region.

    Args:
        azure: where.
        target: id of what is referred to; that of a subnet lies where its virtual network does.
        by: id of what refers to it.
        location: of what refers to it.

    Raises:
        AzureError: it is not there, or lies elsewhere.
    """
    found = azure.find(re.sub("(?i)/subnets/[^/]+$", "", target))
    if found is None or not in_one_region(found["location"], location):
        raise reference_not_found(target, by)


def users_of(azure: "SimulatedAzure", subnet_id: str) -> list[Resource]:
    """What lies in a subnet."""
    return [
        one
        for one in azure.everything()
        for type_, subnets in _SUBNETS_OF.items()
        if one["type"] == type_ and subnet_id.lower() in map(str.lower, subnets(one["properties"]))
    ]


def refuse_to_go(azure: "SimulatedAzure", subnets: Iterable[Subnet]) -> None:
    """Refuse that these subnets go while something lies in one.

    Raises:
        AzureError: something does.
    """
    for one in subnets:
        for user in users_of(azure, one["id"]):
            raise subnet_in_use(one["name"], user["id"])


def refuse_deletion(azure: "SimulatedAzure", where: ResourceId) -> None:
    """Refuse to delete a subnet that something lies in, or a virtual network with such a subnet.

    Raises:
        AzureError: something does.
    """
    key = where.key if "/subnets/" not in where.key else where.key.partition("/subnets/")[0]
    if "/providers/microsoft.network/virtualnetworks/" in key:
        refuse_to_go(
            azure, [one for one in subnets_of(azure, key) if f"{one['id'].lower()}/".startswith(f"{where.key}/")]
        )


def _range(what: str, given: Any) -> Range:
    try:
        return ipaddress.ip_network(given)
    except ValueError:
        raise invalid_range(what, given) from None


def _check_range(subnet: Subnet, network: str, space: list[Range], others: list[Subnet]) -> None:
    own = range_of(subnet)
    if own is None:
        return
    if space and not any(_within(own, one) for one in space):
        raise outside_of_network(subnet["name"], network)
    for one in others:
        other = range_of(one)
        if one["id"].lower() != subnet["id"].lower() and other is not None and own.overlaps(other):
            raise ranges_overlap(subnet["name"], network)


def _within(own: Range, whole: Range) -> bool:
    return own.version == whole.version and own.subnet_of(whole)  # type: ignore[arg-type] of one version


def _check_change(azure: "SimulatedAzure", old: Subnet, new: Subnet) -> None:
    for user in users_of(azure, new["id"]):
        before, after = range_of(old), range_of(new)
        if before != after and before is not None:
            raise prefix_in_use(new["name"], str(before))
        if delegations_of(old) != delegations_of(new):
            raise delegation_in_use(new["id"], delegations_of(old), delegations_of(new), user["id"])
