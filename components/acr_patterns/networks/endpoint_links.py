"""What a private endpoint of a registry needs, and the virtual networks in which its names are found.

Source: https://learn.microsoft.com/azure/container-registry/container-registry-private-endpoints and
https://learn.microsoft.com/azure/dns/private-dns-virtual-network-links
"""

from collections.abc import Sequence
from typing import Optional

import pulumi

from ..arguments import when_known
from ..errors import ArgumentError, shown
from ..references import RegistryReference, checked_id
from ..registry_sku import RegistrySku
from ..resource_ids import check_virtual_network_id, network_of_subnet


def check_registry_of_private_endpoint(where: str, registry: RegistryReference) -> None:
    """Refuse a registry that is known not to have private endpoints, or whose setting one would overrule.

    Raises:
        ArgumentError: it is not Premium, or its dedicated data endpoints are off.
    """
    sku = registry.get("sku")
    if sku is not None and sku is not RegistrySku.PREMIUM:
        raise ArgumentError(
            f"{where}: private endpoints need the Premium SKU, and that of the registry is {sku.value}; choose sku Premium"
        )
    if registry.get("data_endpoint_enabled") is False:
        raise ArgumentError(
            f"{where}: data_endpoint_enabled of the registry is False, and Azure switches its dedicated data endpoints on with the first private endpoint; "
            "leave data_endpoint_enabled out, which is True on Premium, and let clients behind a firewall of their own reach the data endpoints"
        )


def linked_networks(
    where: str, given: Optional[Sequence[pulumi.Input[str]]], subnet_id: pulumi.Input[str]
) -> Sequence[pulumi.Input[str]]:
    """The virtual networks that the zone is linked to: those that are named, or that of the endpoint's subnet.

    Raises:
        ArgumentError: none is named, one twice, or something else than a virtual network.
    """
    if given is None:
        return [pulumi.Output.from_input(subnet_id).apply(network_of_subnet)]
    if not given:
        raise ArgumentError(
            f"{where}: virtual_network_ids names none, so nobody would find the private endpoint by the registry's name; "
            "name the virtual networks, or leave virtual_network_ids out for that of the subnet"
        )
    known = [one.lower() for one in given if isinstance(one, str)]
    for one in known:
        if known.count(one) > 1:
            raise ArgumentError(
                f"{where}: virtual_network_ids names {shown(one)} twice, and Azure links a zone to a virtual network once"
            )
    return [
        when_known(one, lambda id_: checked_id(f"{where}: virtual_network_ids", id_, check_virtual_network_id))
        for one in given
    ]
