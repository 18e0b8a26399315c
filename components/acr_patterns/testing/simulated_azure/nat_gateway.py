"""NAT gateways, by which subnets reach the internet.

Source: https://learn.microsoft.com/azure/nat-gateway/nat-overview
"""

from typing import TYPE_CHECKING, Any

from . import public_ip_address
from .resource_group import location_of
from .resource_id import ResourceId
from .state import Resource, part
from .subnet_checks import check_reference
from .subnet_errors import address_not_for_nat, reference_not_found

if TYPE_CHECKING:
    from .azure import SimulatedAzure

TYPE = "Microsoft.Network/natGateways"


def put(azure: "SimulatedAzure", where: ResourceId, body: dict[str, Any], existing: Resource | None) -> Resource:
    """Make or change a NAT gateway; its public IP addresses are there, and of the SKU Standard."""
    location = location_of(azure, where, body)
    properties: dict[str, Any] = {"idleTimeoutInMinutes": 4, **body.get("properties", {})}
    for one in properties.get("publicIpAddresses") or ():
        address = azure.find(one["id"])
        if address is None or address["type"] != public_ip_address.TYPE:
            raise reference_not_found(one["id"], where.text)
        check_reference(azure, one["id"], where.text, location)
        if part(address, "sku").get("name") != "Standard":
            raise address_not_for_nat(one["id"], where.text)
    return {
        **body,
        "location": location,
        "properties": {**properties, "provisioningState": "Succeeded"},
    }
