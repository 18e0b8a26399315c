"""Private endpoints of registries: another way for packets, and nothing else.

Whoever comes by one has to log in as before, so an endpoint never decides a pull here: container groups come by the registry's public
address, as trusted services.

Source: https://learn.microsoft.com/azure/container-registry/container-registry-private-endpoints
"""

from typing import TYPE_CHECKING, Any

from . import registry
from .errors import invalid_request, not_found, premium_only, subnet_is_delegated
from .resource_group import location_of
from .resource_id import ResourceId
from .state import Resource, part
from .virtual_network import find_subnet

if TYPE_CHECKING:
    from .azure import SimulatedAzure

TYPE = "Microsoft.Network/privateEndpoints"

GROUP_ID = "registry"
"""The only sub-resource of a registry that a private endpoint can be for."""


def put(azure: "SimulatedAzure", where: ResourceId, body: dict[str, Any], existing: Resource | None) -> Resource:
    """Make or change a private endpoint; the registries that it is for get dedicated data endpoints."""
    properties = body["properties"]
    subnet = find_subnet(azure, part(properties, "subnet").get("id", ""))
    if part(subnet, "properties").get("delegations"):
        raise subnet_is_delegated(where.text, subnet["id"])
    registries = [_registry(azure, part(one, "properties")) for one in properties["privateLinkServiceConnections"]]
    for one in registries:
        one["properties"]["dataEndpointEnabled"] = True
    return {
        **body,
        "location": location_of(azure, where, body),
        "properties": {**properties, "provisioningState": "Succeeded"},
    }


def _registry(azure: "SimulatedAzure", connection: dict[str, Any]) -> Resource:
    target = azure.find(connection["privateLinkServiceId"])
    if target is None or target["type"] != registry.TYPE:
        raise not_found(connection["privateLinkServiceId"])
    if connection.get("groupIds") != [GROUP_ID]:
        raise invalid_request(
            f"The group ids {connection.get('groupIds')} of a private endpoint for a registry must be ['{GROUP_ID}']."
        )
    if target["sku"]["name"] != "Premium":
        raise premium_only("privateEndpointConnections", target["sku"]["name"])
    return target
