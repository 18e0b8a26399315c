"""Peerings of virtual networks: a way between two of them, once each names the other. What a peering that lost the other becomes is not modelled.

Source: https://learn.microsoft.com/azure/virtual-network/virtual-network-manage-peering
"""

import ipaddress
from typing import TYPE_CHECKING, Any

from . import virtual_network
from .body_checks import require
from .network_errors import immutable_property
from .peering_errors import already_peered, spaces_overlap
from .resource_id import ResourceId
from .state import Resource, part
from .subnet_errors import reference_not_found

if TYPE_CHECKING:
    from .azure import SimulatedAzure

TYPE = "Microsoft.Network/virtualNetworks/virtualNetworkPeerings"


def put(azure: "SimulatedAzure", where: ResourceId, body: dict[str, Any], existing: Resource | None) -> Resource:
    """Make or change one direction of a peering; it is `Connected` with the other direction, and `Initiated` until then."""
    properties = body.get("properties", {})
    own = azure.get(where.text.rsplit("/", 2)[0])
    remote_id = str(part(properties, "remoteVirtualNetwork").get("id") or require(properties, "remoteVirtualNetwork"))
    if existing is not None and _remote_of(existing) != remote_id.lower():
        raise immutable_property("remoteVirtualNetwork", "virtual network peering", where.name)
    remote = azure.find(remote_id)
    if remote is None or remote["type"] != virtual_network.TYPE:
        raise reference_not_found(remote_id, where.text)
    for one in _peerings_of(azure, own["id"]):
        if one["id"].lower() != where.key and _remote_of(one) == remote_id.lower():
            raise already_peered(one["id"], where.text, remote_id)
    overlap = [str(one) for one in _space(own) if any(one.overlaps(other) for other in _space(remote))]
    if overlap:
        raise spaces_overlap(where.text, own["id"], remote["id"], overlap)
    back = [one for one in _peerings_of(azure, remote["id"]) if _remote_of(one) == own["id"].lower()]
    for one in back:
        one["properties"]["peeringState"] = "Connected"
    state = "Connected" if back else "Initiated"
    allowed = {"allowVirtualNetworkAccess": True, "allowForwardedTraffic": False}
    return {"properties": {**allowed, **properties, "peeringState": state, "provisioningState": "Succeeded"}}


def _peerings_of(azure: "SimulatedAzure", network_id: str) -> list[Resource]:
    below = f"{network_id.lower()}/virtualnetworkpeerings/"
    return [one for one in azure.state.of_type(TYPE) if one["id"].lower().startswith(below)]


def _remote_of(peering: Resource) -> str:
    return str(peering["properties"]["remoteVirtualNetwork"]["id"]).lower()


def _space(network: Resource) -> list[ipaddress.IPv4Network]:
    """The IPv4 ranges of a network."""
    prefixes: Any = part(network, "properties", "addressSpace").get("addressPrefixes") or []
    ranges = [ipaddress.ip_network(one) for one in prefixes]
    return [one for one in ranges if isinstance(one, ipaddress.IPv4Network)]
