"""What a private endpoint of a registry needs, and the virtual networks in which its names are found.

Source: https://learn.microsoft.com/azure/container-registry/container-registry-private-endpoints and
https://learn.microsoft.com/azure/dns/private-dns-virtual-network-links
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Optional

import pulumi

from ..arguments import when_known
from ..errors import ArgumentError, shown
from ..references import RegistryReference, checked_id
from ..registries.sku import RegistrySku
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


def check_names_are_given_once(
    where: str, networks: Optional[Sequence[object]], zone_id: Optional[object], *, dns_records: bool
) -> None:
    """Refuse arguments about names that exclude each other.

    Raises:
        ArgumentError: networks beside a zone that exists, or either where no records are made.
    """
    if not dns_records and (networks is not None or zone_id is not None):
        said = "virtual_network_ids" if networks is not None else "private_dns_zone_id"
        raise ArgumentError(
            f"{where}: dns_records is False and {said} is given, but the records and where they are found are then the affair of whoever makes them; "
            f"leave {said} out, or dns_records"
        )
    if networks is not None and zone_id is not None:
        raise ArgumentError(
            f"{where}: virtual_network_ids and private_dns_zone_id, but only a zone that is made here is linked; leave virtual_network_ids out and "
            "link the zone where it is made, or leave private_dns_zone_id out"
        )


def naming_the_zone_that_is_there(where: str) -> Callable[[pulumi.ErrorHookArgs], Awaitable[bool]]:
    """When Azure takes no second zone of one name in a network, or in a resource group: say that the first one serves both.

    Whether there is one cannot be asked before: another program may have made it.
    """

    async def ask(args: pulumi.ErrorHookArgs) -> bool:
        if any(one in args.errors[0] for one in ("overlapping namespaces", "already existing resource")):
            pulumi.log.error(
                f"{where}: a zone of this name is linked to the virtual network already, or lies in the resource group already, such as that of another "
                "RegistryPrivateEndpoint, and there can be one; give that as private_dns_zone_id, such as first.private_dns_zone_id"
            )
        return False

    return ask
