"""A private endpoint of a registry, and the DNS names that lead to it."""

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, Optional, TypedDict, Unpack, cast, overload

import pulumi
from pulumi_azure_native import network, privatedns

from .arguments import checked_arguments, component
from .names import PRIVATE_ENDPOINT
from .networks.endpoint_links import (
    check_names_are_given_once,
    check_registry_of_private_endpoint,
    linked_networks,
    naming_the_zone_that_is_there,
)
from .networks.private_dns import checked_private_dns_zone_id, private_dns_zone
from .networks.subnets import SubnetReference, check_subnet_of_private_endpoint, checked_subnet, location_beside
from .placement import checked_resource_group_name, checked_tags
from .references import RegistryReference, checked_registry
from .resource_hooks import Reactions, hooks_for

GROUP_ID = "registry"
"""The one part of a registry that a private endpoint can be for."""

ZONE, LINK = "azure-native:privatedns:PrivateZone", "azure-native:privatedns:VirtualNetworkLink"
"""Type tokens."""

FIXED = ["subnet.id", "privateLinkServiceConnections[*].privateLinkServiceId"]
"""What a live endpoint keeps."""


class RegistryPrivateEndpointArgs(TypedDict):
    """The arguments of a `RegistryPrivateEndpoint`."""

    registry: RegistryReference
    """The registry. It needs the Premium SKU."""
    resource_group_name: pulumi.Input[str]
    """Name of the resource group that the endpoint is made in, and the zone that is made with it."""
    subnet: SubnetReference
    """The subnet that the endpoint gets its addresses in: two, and one more for each region of a geo-replicated registry. It must not be delegated."""
    virtual_network_ids: NotRequired[list[pulumi.Input[str]]]
    """Resource ids of the virtual networks in which the registry's name means the endpoint. That of the subnet by default. The order counts: add at the end.
    Each may be an output, the list may not: each is a link of its own."""
    private_dns_zone_id: NotRequired[pulumi.Input[str]]
    """Resource id of a private DNS zone that exists already and is linked already, such as that of a hub. By default one is made."""
    dns_records: NotRequired[bool]
    """Whether the records are made here, with a zone where none is given. True by default; False where something else makes them, such as an Azure Policy."""
    location: NotRequired[pulumi.Input[str]]
    """Azure region, which has to be that of the subnet. That by default, as far as the subnet's reference has it, or else that of the resource group."""
    tags: NotRequired[pulumi.Input[Mapping[str, pulumi.Input[str]]]]
    """Tags of the endpoint, the zone and its links."""


class RegistryPrivateEndpoint(pulumi.ComponentResource):
    """A way to a registry inside virtual networks: another way for packets, and nothing else.

    Makes a private endpoint; a private DNS zone with a link to each virtual network, unless one is given; and the records of the registry and its
    data endpoints in the zone, by a zone group. With `dns_records` False it makes the endpoint alone, and waits for nothing else. Whoever comes by the endpoint logs in, and needs a role, as before; whoever comes from the internet still comes, as long
    as the registry's `network` lets him. A virtual network has one zone of a name: a second registry's endpoint there takes the zone of the first,
    as `private_dns_zone_id`. Another subnet or registry is another endpoint, and the old one goes first, as both would have the same records.

    Raises:
        ArgumentError: an argument is unknown, missing or not accepted, the registry is known not to be Premium or to have its data endpoints off, or
            the subnet is known to be delegated, or records are left to others and yet said where to be.
    """

    private_endpoint_id: pulumi.Output[str]
    """Resource id of the endpoint, once its names lead to it; with `dns_records` False, once it is there."""
    private_dns_zone_id: pulumi.Output[str]
    """Resource id of the zone that has its names; empty with `dns_records` False."""

    @overload
    def __init__(
        self, name: str, args: RegistryPrivateEndpointArgs, opts: Optional[pulumi.ResourceOptions] = None
    ) -> None: ...
    @overload
    def __init__(
        self, name: str, *, opts: Optional[pulumi.ResourceOptions] = None, **fields: Unpack[RegistryPrivateEndpointArgs]
    ) -> None: ...
    def __init__(
        self,
        name: str,
        args: RegistryPrivateEndpointArgs = cast(RegistryPrivateEndpointArgs, None),
        opts: Optional[pulumi.ResourceOptions] = None,
        **fields: Any,
    ) -> None:
        where = component("RegistryPrivateEndpoint", name)
        arguments = checked_arguments(where, RegistryPrivateEndpointArgs, args, fields)
        self._registry = checked_registry(where, arguments["registry"])
        check_registry_of_private_endpoint(where, self._registry)
        group = checked_resource_group_name(where, arguments["resource_group_name"])
        subnet = checked_subnet(where, "subnet", arguments["subnet"])
        check_subnet_of_private_endpoint(where, subnet)
        networks, zone_id = arguments.get("virtual_network_ids"), arguments.get("private_dns_zone_id")
        dns_records = arguments.get("dns_records", True)
        check_names_are_given_once(where, networks, zone_id, dns_records=dns_records)
        if zone_id is not None:
            zone_id = checked_private_dns_zone_id(where, zone_id, self._registry["login_server"])
        linked = linked_networks(where, networks, subnet["id"])
        location = location_beside(where, arguments.get("location"), subnet)
        tags = checked_tags(where, arguments.get("tags"))

        super().__init__("acr-patterns:index:RegistryPrivateEndpoint", name, None, opts)
        logical = PRIVATE_ENDPOINT.logical(name)
        ready: Sequence[pulumi.Output[str]] = []
        if zone_id is None and dns_records:
            zone_id, ready = self._zone(where, logical, group, linked, tags)
        endpoint = network.PrivateEndpoint(
            logical,
            resource_group_name=group,
            location=location,
            tags=tags,
            subnet=network.SubnetArgs(id=subnet["id"]),
            private_link_service_connections=[
                network.PrivateLinkServiceConnectionArgs(
                    name=GROUP_ID, private_link_service_id=self._registry["id"], group_ids=[GROUP_ID]
                )
            ],
            opts=pulumi.ResourceOptions(parent=self, replace_on_changes=FIXED, delete_before_replace=True),
        )
        if zone_id is not None:
            ready = [*ready, self._records(logical, group, endpoint, zone_id)]
        self.private_endpoint_id = pulumi.Output.all(endpoint.id, *ready).apply(lambda ids: ids[0])
        self.private_dns_zone_id = pulumi.Output.from_input("" if zone_id is None else zone_id)
        self.register_outputs(
            {"private_endpoint_id": self.private_endpoint_id, "private_dns_zone_id": self.private_dns_zone_id}
        )

    @property
    def registry(self) -> RegistryReference:
        """The registry, as the argument of a component that comes by the endpoint: it is made once the registry's name leads there.

        With `dns_records` False it is made once the endpoint is there, which its names may still not lead to.
        """
        waited = pulumi.Output.all(self._registry["id"], self.private_endpoint_id).apply(lambda ids: ids[0])
        return {**self._registry, "id": waited}

    def _records(
        self, name: str, group: pulumi.Input[str], endpoint: network.PrivateEndpoint, zone_id: pulumi.Input[str]
    ) -> pulumi.Output[str]:
        """The id of a zone group, which makes the records."""
        return network.PrivateDnsZoneGroup(
            name,
            resource_group_name=group,
            private_endpoint_name=endpoint.name,
            private_dns_zone_group_name="default",
            private_dns_zone_configs=[network.PrivateDnsZoneConfigArgs(name=GROUP_ID, private_dns_zone_id=zone_id)],
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        ).id

    def _zone(
        self, where: str, name: str, group: pulumi.Input[str], networks: Sequence[pulumi.Input[str]], tags: Any
    ) -> tuple[pulumi.Output[str], Sequence[pulumi.Output[str]]]:
        """The ids of a zone for the registry's names and of its links."""
        reactions = Reactions(on_error=naming_the_zone_that_is_there(where))
        zone = privatedns.PrivateZone(
            name,
            resource_group_name=group,
            private_zone_name=pulumi.Output.from_input(self._registry["login_server"]).apply(private_dns_zone),
            location="global",
            tags=tags,
            opts=pulumi.ResourceOptions(parent=self, hooks=hooks_for(self, ZONE, name, reactions)),
        )
        links = [
            privatedns.VirtualNetworkLink(
                f"{name}-{number}",
                resource_group_name=group,
                private_zone_name=zone.name,
                location="global",
                registration_enabled=False,
                virtual_network=privatedns.SubResourceArgs(id=one),
                tags=tags,
                opts=pulumi.ResourceOptions(
                    parent=self,
                    replace_on_changes=["virtualNetwork"],
                    delete_before_replace=True,
                    hooks=hooks_for(self, LINK, f"{name}-{number}", reactions),
                ),
            )
            for number, one in enumerate(networks, start=1)
        ]
        return zone.id, [link.id for link in links]
