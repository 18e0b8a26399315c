"""Addresses of the internet that a registry's firewall may name.

Source: https://learn.microsoft.com/azure/container-registry/container-registry-access-selected-networks and
https://www.iana.org/assignments/iana-ipv4-special-registry (what no host on the internet has)
"""

import ipaddress
from collections.abc import Iterable

from ..errors import ArgumentError, shown

_NOT_OF_THE_INTERNET = [
    ipaddress.IPv4Network(one)
    for one in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "192.0.0.0/24",
        "198.18.0.0/15",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
]
"""Private networks (RFC 1918), those of carriers, and what no host on the internet has; but for the ranges of documentation, which tests use."""

_AZURES_OWN = ipaddress.IPv4Network("168.63.129.16/32")
"""Azure's resolver and host agent, as each virtual network sees them: https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16."""


def checked_ip_range(where: str, given: str) -> str:
    """An IPv4 address or range in CIDR notation, as a firewall rule of a registry takes it.

    Raises:
        ArgumentError: it is none, an IPv6 one, one with bits behind its prefix, or one with addresses that nobody on the internet has.
    """
    named = f"{where}: allowed_ip_ranges {shown(given)}"
    network = _parsed(named, given)
    if network.prefixlen == 0:
        raise ArgumentError(f"{named} is every address there is; choose access Public, if that is meant")
    if any(network.subnet_of(one) for one in (*_NOT_OF_THE_INTERNET, _AZURES_OWN)):
        raise ArgumentError(
            f"{named} is not an address of the internet, so nobody comes from there; give the public address, such "
            "as that of your NAT gateway, and use a private endpoint for what lies in a virtual network"
        )
    for one in _NOT_OF_THE_INTERNET:
        if one.subnet_of(network):
            raise ArgumentError(
                f"{named} contains {one}, from which nobody on the internet comes; give the ranges that are meant, without it"
            )
    return given


def check_no_address_twice(where: str, given: Iterable[object]) -> None:
    """Refuse ranges of which two, written in one way or in two, are the same. Outputs are not looked at.

    Raises:
        ArgumentError: with both spellings.
    """
    seen: dict[ipaddress.IPv4Network, str] = {}
    for one in given:
        if not isinstance(one, str):
            continue
        network = ipaddress.IPv4Network(one)
        if network in seen:
            raise ArgumentError(
                f"{where}: allowed_ip_ranges {shown(seen[network])} and {shown(one)} are the same; name it once"
            )
        seen[network] = one


def _parsed(named: str, given: str) -> ipaddress.IPv4Network:
    address, _, mask = given.partition("/")
    try:
        whole = ipaddress.ip_network(given, strict=False)
    except ValueError:
        raise ArgumentError(
            f"{named} is not an IPv4 address or range; give one such as 203.0.113.7 or 203.0.113.0/24"
        ) from None
    if isinstance(whole, ipaddress.IPv6Network):
        raise ArgumentError(
            f"{named} is IPv6, and a registry's rules take IPv4 only; give the IPv4 address that its owner shows to the internet"
        )
    if mask and mask != str(whole.prefixlen):
        raise ArgumentError(
            f"{named} does not end with the length of its prefix, as a registry's rules take it; write {whole}, if that is meant"
        )
    if str(whole.network_address) != address:
        raise ArgumentError(f"{named} has bits behind its prefix; the range that it lies in is {whole}")
    return whole
