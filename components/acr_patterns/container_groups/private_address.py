"""The private IP address of a container group in a subnet.

Source: https://learn.microsoft.com/azure/container-instances/container-instances-virtual-network-concepts
"""

from collections.abc import Sequence
from typing import Optional

from pulumi_azure_native import containerinstance

from ..errors import ArgumentError, shown


def check_nothing_public(where: str, label: Optional[str], *, public_ip: bool) -> None:
    """Refuse what only a group outside a virtual network can have.

    Raises:
        ArgumentError: a public IP address or a public DNS name is asked for.
    """
    if public_ip:
        raise ArgumentError(
            f"{where}: public_ip is set, but a container group in a subnet has no public IP address; leave public_ip out, or subnet"
        )
    if label is not None:
        raise ArgumentError(
            f"{where}: dns_name_label is {shown(label)}, but a container group in a subnet has no public DNS name; leave dns_name_label out, or subnet"
        )


def private_address(ports: Sequence[int]) -> Optional[containerinstance.IpAddressArgs]:
    """The address under which `ports` are reachable from the virtual network; None without any: Azure takes no address without ports."""
    if not ports:
        return None
    return containerinstance.IpAddressArgs(
        type=containerinstance.ContainerGroupIpAddressType.PRIVATE,
        ports=[
            containerinstance.PortArgs(port=port, protocol=containerinstance.ContainerGroupNetworkProtocol.TCP)
            for port in ports
        ],
    )
