"""Public IP addresses.

Source: https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-addresses
"""

import hashlib
from typing import TYPE_CHECKING, Any

from .resource_group import location_of
from .resource_id import ResourceId
from .state import Resource, part
from .subnet_errors import standard_address_is_static

if TYPE_CHECKING:
    from .azure import SimulatedAzure

TYPE = "Microsoft.Network/publicIPAddresses"

_DEFAULTS = {"publicIPAddressVersion": "IPv4", "publicIPAllocationMethod": "Dynamic", "idleTimeoutInMinutes": 4}
"""What an address has that was not told otherwise."""


def put(azure: "SimulatedAzure", where: ResourceId, body: dict[str, Any], existing: Resource | None) -> Resource:
    """Make or change a public IP address; a static one is there at once."""
    sku = {"name": "Basic", "tier": "Regional", **part(body, "sku")}
    properties = {**_DEFAULTS, **body.get("properties", {})}
    static = properties["publicIPAllocationMethod"] == "Static"
    if sku["name"] == "Standard" and not static:
        raise standard_address_is_static(where.text)
    number = hashlib.sha256(where.key.encode()).digest()
    address = {"ipAddress": f"20.{number[0]}.{number[1]}.{number[2]}"} if static else {}
    return {
        **body,
        "sku": sku,
        "location": location_of(azure, where, body),
        "properties": {**properties, **address, "provisioningState": "Succeeded"},
    }
