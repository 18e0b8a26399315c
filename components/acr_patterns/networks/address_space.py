"""The address space of a virtual network, and its parts.

Source: https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq (the ranges that a virtual network takes),
https://learn.microsoft.com/azure/container-registry/container-registry-private-endpoints (the addresses that a private endpoint takes) and
https://learn.microsoft.com/azure/container-registry/tasks-agent-pools (docker's own range)
"""

import ipaddress
from typing import NamedTuple

from ..errors import ArgumentError, shown

LARGEST, SMALLEST = 16, 24
"""Prefix lengths of the whole: a quarter of a /24 is a /26, with room for private endpoints of several registries."""

PRIVATE = [ipaddress.IPv4Network(one) for one in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")]
"""The private ranges of RFC 1918."""

DOCKER = ipaddress.IPv4Network("172.17.0.0/16")
"""The network of containers on the machines of an agent pool. Azure's page says it of DNS servers; a private endpoint there would be as hidden."""


class Quarters(NamedTuple):
    """Three quarters of an address space, in CIDR notation. The last quarter stays free, for what comes later."""

    container_groups: str
    private_endpoints: str
    agent_pools: str


def quarters(where: str, address_space: str) -> Quarters:
    """The address ranges of the subnets of a network.

    Args:
        where: the component.
        address_space: one private IPv4 range from /16 to /24, such as 10.0.0.0/22, outside of docker's own.

    Raises:
        ArgumentError: it is none.
    """
    first, second, third, _ = _checked(where, address_space).subnets(prefixlen_diff=2)
    return Quarters(str(first), str(second), str(third))


def _checked(where: str, given: str) -> ipaddress.IPv4Network:
    named = f"{where}: address_space {shown(given)}"
    try:
        whole = ipaddress.ip_network(given, strict=False)
    except ValueError:
        raise ArgumentError(f"{named} is not an IPv4 range; give one such as 10.0.0.0/22") from None
    if isinstance(whole, ipaddress.IPv6Network):
        raise ArgumentError(
            f"{named} is IPv6, which Azure Container Instances do not support; give an IPv4 range such as 10.0.0.0/22"
        )
    if not LARGEST <= whole.prefixlen <= SMALLEST:
        raise ArgumentError(
            f"{named} has the prefix length {whole.prefixlen}, and this library takes /{LARGEST} to /{SMALLEST}: its quarters are the subnets; "
            "give one such as 10.0.0.0/22"
        )
    if str(whole) != given:
        raise ArgumentError(f"{named} is not written as the range that it means; write {whole}, if that is meant")
    if not any(whole.subnet_of(one) for one in PRIVATE):
        raise ArgumentError(
            f"{named} is not a private range, so its addresses belong to somebody on the internet; give a part of "
            f"{', '.join(map(str, PRIVATE))}"
        )
    if whole.overlaps(DOCKER):
        raise ArgumentError(
            f"{named} overlaps {DOCKER}, which docker uses on the machines of an agent pool, so tasks there would not reach what lies in the network; "
            "give another, such as 10.0.0.0/22"
        )
    return whole
