"""Resource groups."""

from typing import TYPE_CHECKING, Any

from .errors import location_required
from .resource_id import ResourceId
from .state import Resource

if TYPE_CHECKING:
    from .azure import SimulatedAzure

TYPE = "Microsoft.Resources/resourceGroups"


def put(azure: "SimulatedAzure", where: ResourceId, body: dict[str, Any], existing: Resource | None) -> Resource:
    """Make or change a resource group."""
    if not body.get("location"):
        raise location_required()
    return {**body, "properties": {"provisioningState": "Succeeded"}}


def location_of(azure: "SimulatedAzure", where: ResourceId, body: dict[str, Any]) -> str:
    """Where a resource is made: as asked, or where its resource group is."""
    group = azure.get(f"/subscriptions/{where.subscription}/resourceGroups/{where.resource_group}")
    return body.get("location") or group["location"]


def in_one_region(one: str, other: str) -> bool:
    """Whether two locations are the same, such as `westeurope` and `West Europe`."""
    return one.replace(" ", "").lower() == other.replace(" ", "").lower()
