"""Private endpoints of registries: another way for packets, and nothing else.

Whoever comes by one has to log in as before, so an endpoint never decides a pull here: container groups come by the registry's public
address, as trusted services.

Source: https://learn.microsoft.com/azure/container-registry/container-registry-private-endpoints
"""

from typing import TYPE_CHECKING, Any

from ...resource_ids import REGISTRY_TYPE
from .body_checks import require
from .errors import invalid_request, not_found, premium_only, subnet_is_delegated
from .network_errors import immutable_property, rules_beside_endpoints
from .resource_group import location_of
from .resource_id import ResourceId
from .state import Resource, part
from .subnet_checks import check_reference
from .virtual_network import find_subnet

if TYPE_CHECKING:
    from .azure import SimulatedAzure

TYPE = "Microsoft.Network/privateEndpoints"

GROUP_ID = "registry"
"""The only sub-resource of a registry that a private endpoint can be for."""


def put(azure: "SimulatedAzure", where: ResourceId, body: dict[str, Any], existing: Resource | None) -> Resource:
    """Make or change a private endpoint; the registries that it is for get dedicated data endpoints."""
    properties = body["properties"]
    location = location_of(azure, where, body)
    subnet = find_subnet(azure, part(properties, "subnet").get("id", ""))
    check_reference(azure, subnet["id"], where.text, location)
    if part(subnet, "properties").get("delegations"):
        raise subnet_is_delegated(where.text, subnet["id"])
    if existing is not None and _place(existing["properties"]) != _place(properties):
        raise immutable_property("subnet", "private endpoint", where.name)
    connections = require(properties, "privateLinkServiceConnections")
    registries = [_registry(azure, part(one, "properties")) for one in connections]
    for one in registries:
        one["properties"]["dataEndpointEnabled"] = True
    return {
        **body,
        "location": location,
        "properties": {**properties, "provisioningState": "Succeeded"},
    }


def endpoints_of(azure: "SimulatedAzure", registry_id: str) -> list[Resource]:
    """The private endpoints of a registry."""
    return [one for one in azure.state.of_type(TYPE) if registry_id.lower() in _targets(one)]


def registries_of(azure: "SimulatedAzure", endpoint: Resource) -> list[Resource]:
    """The registries that a private endpoint is for and that are still there."""
    found = [azure.find(target) for target in _targets(endpoint)]
    return [one for one in found if one is not None]


def network_of(endpoint: Resource) -> str:
    """The id of the virtual network, in lower case, that a private endpoint lies in."""
    return _place(endpoint["properties"]).rpartition("/subnets/")[0]


def _targets(endpoint: Resource) -> list[str]:
    connections: list[Any] = endpoint["properties"]["privateLinkServiceConnections"]
    return [str(one["properties"]["privateLinkServiceId"]).lower() for one in connections]


def _place(properties: dict[str, Any]) -> str:
    return str(part(properties, "subnet").get("id")).lower()


def _registry(azure: "SimulatedAzure", connection: dict[str, Any]) -> Resource:
    target = azure.find(connection["privateLinkServiceId"])
    if target is None or target["type"] != REGISTRY_TYPE:
        raise not_found(connection["privateLinkServiceId"])
    if connection.get("groupIds") != [GROUP_ID]:
        raise invalid_request(
            f"The group ids {connection.get('groupIds')} of a private endpoint for a registry must be ['{GROUP_ID}']."
        )
    if target["sku"]["name"] != "Premium":
        raise premium_only("privateEndpointConnections", target["sku"]["name"])
    if part(target, "properties", "networkRuleSet").get("virtualNetworkRules"):
        raise rules_beside_endpoints(target["name"])
    return target
