"""Log Analytics workspaces, which logs can be sent to; what they hold is not modelled."""

import uuid
from typing import TYPE_CHECKING, Any

from .resource_group import location_of
from .resource_id import ResourceId
from .state import Resource, part

if TYPE_CHECKING:
    from .azure import SimulatedAzure

TYPE = "Microsoft.OperationalInsights/workspaces"

_DEFAULTS = {"retentionInDays": 30, "sku": {"name": "PerGB2018"}}
"""What a workspace has that was not told otherwise."""


def put(azure: "SimulatedAzure", where: ResourceId, body: dict[str, Any], existing: Resource | None) -> Resource:
    """Make or change a workspace."""
    customer = part(existing, "properties").get("customerId") or str(uuid.uuid5(uuid.NAMESPACE_URL, where.key))
    return {
        **body,
        "location": location_of(azure, where, body),
        "properties": {
            **_DEFAULTS,
            **body.get("properties", {}),
            "customerId": customer,
            "provisioningState": "Succeeded",
        },
    }
