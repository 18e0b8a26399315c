"""Private DNS zones: names that mean something in the virtual networks that are linked to them.

Source: https://learn.microsoft.com/azure/dns/private-dns-overview
"""

from typing import TYPE_CHECKING, Any

from .network_errors import not_available_in_region
from .resource_id import ResourceId
from .state import Resource

if TYPE_CHECKING:
    from .azure import SimulatedAzure

TYPE = "Microsoft.Network/privateDnsZones"

GLOBAL = "global"
"""The one location of a zone, and of its links."""


def put(azure: "SimulatedAzure", where: ResourceId, body: dict[str, Any], existing: Resource | None) -> Resource:
    """Make or change a private DNS zone."""
    require_global(TYPE, body)
    return {**body, "location": GLOBAL, "properties": {"provisioningState": "Succeeded"}}


def require_global(type_: str, body: dict[str, Any]) -> None:
    """Refuse an object of the zone's in a region.

    Raises:
        AzureError: its location is another than `global`.
    """
    location = str(body.get("location") or GLOBAL)
    if location.lower() != GLOBAL:
        raise not_available_in_region(location, type_, GLOBAL)
