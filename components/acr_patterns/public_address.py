"""The public IP address of a container group, and its DNS name.

Source: the ARM type definition of Microsoft.ContainerInstance/containerGroups.
"""

from collections.abc import Sequence
from typing import Optional

from pulumi_azure_native import containerinstance

from .errors import ArgumentError, shown
from .names import DNS_NAME_LABEL


def check_dns_name_label(where: str, label: Optional[str], *, public_ip: bool) -> None:
    """Refuse a DNS name label that Azure would reject, or that has no address to name.

    Raises:
        ArgumentError: with the rule in words.
    """
    if label is None:
        return
    if not public_ip:
        raise ArgumentError(
            f"{where}: dns_name_label is {shown(label)}, but the group has no public IP address; set public_ip, or leave the label out"
        )
    DNS_NAME_LABEL.check(where, "dns_name_label", label)


def public_address(
    where: str, ports: Sequence[int], label: Optional[str], *, public_ip: bool
) -> Optional[containerinstance.IpAddressArgs]:
    """The address under which `ports` are reachable from the internet; None without `public_ip`.

    Raises:
        ArgumentError: there are no ports to reach, or the label cannot be used.
    """
    check_dns_name_label(where, label, public_ip=public_ip)
    if not public_ip:
        return None
    if not ports:
        raise ArgumentError(
            f"{where}: public_ip is set, but no container has ports; give the ports, or leave public_ip out"
        )
    return containerinstance.IpAddressArgs(
        type=containerinstance.ContainerGroupIpAddressType.PUBLIC,
        ports=[
            containerinstance.PortArgs(port=port, protocol=containerinstance.ContainerGroupNetworkProtocol.TCP)
            for port in ports
        ],
        dns_name_label=label,
        # With the provider's default, Unsecure, a stranger could take the label over once the group is gone.
        auto_generated_domain_name_label_scope=None
        if label is None
        else containerinstance.DnsNameLabelReusePolicy.TENANT_REUSE,
    )
