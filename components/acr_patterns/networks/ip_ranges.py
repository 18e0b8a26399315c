"""Addresses of the internet that a registry's firewall may name.

Source: https://learn.microsoft.com/azure/container-registry/container-registry-access-selected-networks
"""

import ipaddress

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
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
]
"""Private networks (RFC 1918), those of carriers, and what no host on the internet has."""


def checked_ip_range(where: str, given: str) -> str:
    """An IPv4 address or range in CIDR notation, as a firewall rule of a registry takes it.

    Raises:
        ArgumentError: it is none, an IPv6 one, one with bits behind its prefix, or one that nobody on the internet has.
    """
    try:
        network = ipaddress.ip_network(given)
    except ValueError:
        raise ArgumentError(f"{where}: allowed_ip_ranges {shown(given)} {_what_is_wrong(given)}") from None
    if isinstance(network, ipaddress.IPv6Network):
        raise ArgumentError(
            f"{where}: allowed_ip_ranges {shown(given)} is IPv6, and a registry's rules take IPv4 only; give the IPv4 address that its owner shows to the internet"
        )
    if any(network.subnet_of(one) for one in _NOT_OF_THE_INTERNET):
        raise ArgumentError(
            f"{where}: allowed_ip_ranges {shown(given)} is not an address of the internet, so nobody comes from there; give the public address, such "
            "as that of your NAT gateway, and use a private endpoint for what lies in a virtual network"
        )
    if network.prefixlen == 0:
        raise ArgumentError(
            f"{where}: allowed_ip_ranges {shown(given)} is every address there is; choose access Public, if that is meant"
        )
    return given


def _what_is_wrong(given: str) -> str:
    try:
        whole = ipaddress.ip_network(given, strict=False)
    except ValueError:
        return "is not an IPv4 address or range; give one such as 203.0.113.7 or 203.0.113.0/24"
    return f"has bits behind its prefix; the range that it lies in is {whole}"
