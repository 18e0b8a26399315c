"""Subnets that are made by themselves. Their virtual network does not show them here."""

from typing import TYPE_CHECKING, Any

from .resource_id import ResourceId
from .state import Resource

if TYPE_CHECKING:
    from .azure import SimulatedAzure

TYPE = "Microsoft.Network/virtualNetworks/subnets"


def put(azure: "SimulatedAzure", where: ResourceId, body: dict[str, Any], existing: Resource | None) -> Resource:
    """Make or change a subnet of a virtual network."""
    return {"properties": {**body.get("properties", {}), "provisioningState": "Succeeded"}}
