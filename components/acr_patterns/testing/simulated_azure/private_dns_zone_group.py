"""Private DNS zone groups: the records that a private endpoint has in private DNS zones. Addresses are not modelled.

Source: https://learn.microsoft.com/azure/private-link/private-endpoint-dns and
https://learn.microsoft.com/azure/container-registry/container-registry-private-endpoints
"""

from typing import TYPE_CHECKING, Any

from . import private_dns_zone, private_endpoint
from .body_checks import require
from .errors import not_found
from .network_errors import one_zone_group
from .resource_id import ResourceId
from .state import Resource, part

if TYPE_CHECKING:
    from .azure import SimulatedAzure

TYPE = "Microsoft.Network/privateEndpoints/privateDnsZoneGroups"


def put(azure: "SimulatedAzure", where: ResourceId, body: dict[str, Any], existing: Resource | None) -> Resource:
    """Make or change the zone group of a private endpoint; its records are those of the zones that fit its registries."""
    endpoint_id = where.text.rsplit("/", 2)[0]
    siblings = [one for one in azure.state.of_type(TYPE) if one["id"].lower().startswith(f"{endpoint_id.lower()}/")]
    if any(one["id"].lower() != where.key for one in siblings):
        raise one_zone_group(endpoint_id.rpartition("/")[2])
    endpoint = azure.get(endpoint_id)
    configs = [_config(azure, endpoint, one) for one in require(body.get("properties", {}), "privateDnsZoneConfigs")]
    return {"properties": {"privateDnsZoneConfigs": configs, "provisioningState": "Succeeded"}}


def records_in(azure: "SimulatedAzure", zone_id: str) -> set[str]:
    """The host names that a zone gives to private endpoints, as `login server` and its data endpoints are without `privatelink.`."""
    found: set[str] = set()
    for group in azure.state.of_type(TYPE):
        for config in group["properties"]["privateDnsZoneConfigs"]:
            if config["properties"]["privateDnsZoneId"].lower() == zone_id.lower():
                found |= {record["fqdn"].replace(".privatelink.", ".") for record in config["properties"]["recordSets"]}
    return found


def _config(azure: "SimulatedAzure", endpoint: Resource, config: dict[str, Any]) -> dict[str, Any]:
    zone_id = str(require(part(config, "properties"), "privateDnsZoneId"))
    zone = azure.find(zone_id)
    if zone is None or zone["type"] != private_dns_zone.TYPE:
        raise not_found(zone_id)
    records = [
        {"recordType": "A", "recordSetName": name, "fqdn": f"{name}.{zone['name']}", "provisioningState": "Succeeded"}
        for registry in private_endpoint.registries_of(azure, endpoint)
        if zone["name"].lower() == f"privatelink.{_label_and_domain(registry)[1]}"
        for name in _names(registry)
    ]
    return {**config, "properties": {"privateDnsZoneId": zone_id, "recordSets": records}}


def _names(registry: Resource) -> tuple[str, str]:
    """The registry itself, and its data endpoint."""
    label, _ = _label_and_domain(registry)
    region = str(registry["location"]).lower().replace(" ", "")
    return label, f"{label}.{region}.data"


def _label_and_domain(registry: Resource) -> tuple[str, str]:
    label, _, domain = registry["properties"]["loginServer"].partition(".")
    return label, domain
