"""Subnets that are made by themselves. Their virtual network does not show them here."""

from typing import TYPE_CHECKING, Any

from .resource_id import ResourceId
from .state import Resource
from .subnet_checks import check_subnets, subnets_of

if TYPE_CHECKING:
    from .azure import SimulatedAzure

TYPE = "Microsoft.Network/virtualNetworks/subnets"


def put(azure: "SimulatedAzure", where: ResourceId, body: dict[str, Any], existing: Resource | None) -> Resource:
    """Make or change a subnet of a virtual network."""
    network = azure.get(where.parent.text if where.parent else "")
    made: dict[str, Any] = {"id": where.text, "name": where.name, "properties": body.get("properties", {})}
    check_subnets(azure, network, [made], subnets_of(azure, network["id"]))
    return {"properties": {**made["properties"], "provisioningState": "Succeeded"}}
