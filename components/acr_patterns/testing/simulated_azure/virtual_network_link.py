"""Links of private DNS zones: the virtual networks in which a zone's names are found.

Source: https://learn.microsoft.com/azure/dns/private-dns-virtual-network-links
"""

from typing import TYPE_CHECKING, Any

from . import private_dns_zone, virtual_network
from .body_checks import require
from .errors import not_found
from .network_errors import immutable_property, zones_overlap
from .resource_id import ResourceId
from .state import Resource, part

if TYPE_CHECKING:
    from .azure import SimulatedAzure

TYPE = "Microsoft.Network/privateDnsZones/virtualNetworkLinks"


def put(azure: "SimulatedAzure", where: ResourceId, body: dict[str, Any], existing: Resource | None) -> Resource:
    """Link a zone to a virtual network, which has at most one zone of a name."""
    private_dns_zone.require_global(TYPE, body)
    properties = body.get("properties", {})
    linked = str(part(properties, "virtualNetwork").get("id") or require(properties, "virtualNetwork"))
    network = azure.find(linked)
    if network is None or network["type"] != virtual_network.TYPE:
        raise not_found(linked)
    if existing is not None and _network_of(existing) != linked.lower():
        raise immutable_property("virtualNetwork", "virtual network link", where.name)
    zone = where.names[0]
    for other in azure.state.of_type(TYPE):
        parsed = ResourceId.parse(other["id"])
        if parsed.key != where.key and _network_of(other) == linked.lower() and parsed.names[0].lower() == zone.lower():
            raise zones_overlap(zone, parsed.names[0])
    return {
        **body,
        "location": private_dns_zone.GLOBAL,
        "properties": {
            "registrationEnabled": False,
            **properties,
            "provisioningState": "Succeeded",
            "virtualNetworkLinkState": "Completed",
        },
    }


def linked_networks(azure: "SimulatedAzure", zone_id: str) -> set[str]:
    """The virtual networks, by lowercase id, in which the names of a zone are found."""
    below = f"{zone_id.lower()}/"
    return {_network_of(link) for link in azure.state.of_type(TYPE) if link["id"].lower().startswith(below)}


def _network_of(link: Resource) -> str:
    return str(link["properties"]["virtualNetwork"]["id"]).lower()
