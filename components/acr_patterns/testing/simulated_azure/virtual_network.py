"""Virtual networks with the subnets that their body names."""

import copy
from typing import TYPE_CHECKING, Any

from . import subnet
from .errors import not_found
from .resource_group import location_of
from .resource_id import ResourceId
from .state import Resource, part
from .subnet_checks import check_subnets, refuse_to_go, subnets_of

if TYPE_CHECKING:
    from .azure import SimulatedAzure

TYPE = "Microsoft.Network/virtualNetworks"


def put(azure: "SimulatedAzure", where: ResourceId, body: dict[str, Any], existing: Resource | None) -> Resource:
    """Make or change a virtual network; its subnets are those that the body names."""
    properties = copy.deepcopy(body.get("properties", {}))
    wanted: list[Any] = properties.setdefault("subnets", [])
    for one in wanted:
        one["id"] = f"{where.text}/subnets/{one['name']}"
    location = location_of(azure, where, body)
    network = {"id": where.text, "name": where.name, "location": location, "properties": properties}
    kept = {one["id"].lower() for one in wanted} | {one["id"].lower() for one in azure.state.of_type(subnet.TYPE)}
    refuse_to_go(azure, [one for one in subnets_of(azure, where.text) if one["id"].lower() not in kept])
    alone = [one for one in azure.state.of_type(subnet.TYPE) if one["id"].lower().startswith(f"{where.key}/")]
    check_subnets(azure, network, wanted, alone)
    return {
        **body,
        "location": location,
        "properties": {**properties, "provisioningState": "Succeeded"},
    }


def find_subnet(azure: "SimulatedAzure", subnet_id: str) -> dict[str, Any]:
    """A subnet, made by itself or with its virtual network.

    Raises:
        AzureError: there is none.
    """
    made_alone = azure.find(subnet_id)
    if made_alone is not None and made_alone["type"] == subnet.TYPE:
        return made_alone
    network = azure.find(subnet_id.rpartition("/subnets/")[0])
    subnets: Any = part(network, "properties").get("subnets", [])
    for one in subnets:
        if one["id"].lower() == subnet_id.lower():
            return one
    raise not_found(subnet_id)
