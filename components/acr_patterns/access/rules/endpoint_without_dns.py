"""A private endpoint of a registry to which the registry's names do not lead."""

from ..endpoint_names import EndpointNames
from ..network_facts import network_of
from ..rule import PASS, Answer, CannotTell, Link, Rule, Severity
from ..unknown import Unknown


def _check(names: EndpointNames) -> Answer:
    subnet = names.endpoint.subnet
    if isinstance(subnet, Unknown):
        return CannotTell(f"in which virtual network the private endpoint {names.endpoint.name} lies")
    return PASS if subnet is None else names.lead_from(network_of(subnet))


RULE = Rule(
    id="endpoint-without-dns",
    about=EndpointNames,
    severity=Severity.LOW,
    link=Link.REGISTRY,
    catches="a private endpoint of a registry that is not approved, or whose address no private DNS zone has, or none that is linked to the endpoint's virtual network",
    prevents="what lies in the network goes to the registry's public address: past the endpoint, or to a closed firewall",
    why="A private endpoint is an address and nothing more, and nothing gets through it until its connection is approved. A zone group keeps it in a private DNS zone privatelink.azurecr.io, under the registry's name and that of its "
    "data endpoint, and only a virtual network to which that zone is linked asks it.",
    change="RegistryPrivateEndpoint(…), or privatedns.PrivateZone, privatedns.VirtualNetworkLink and network.PrivateDnsZoneGroup",
    command="az network private-endpoint dns-zone-group create --endpoint-name NAME --resource-group GROUP --name default --zone-name registry "
    "--private-dns-zone ZONE_ID && az network private-dns link vnet create --zone-name privatelink.azurecr.io --resource-group GROUP --name NETWORK "
    "--virtual-network NETWORK_ID --registration-enabled false",
    source="https://learn.microsoft.com/azure/container-registry/container-registry-private-endpoints",
    check=_check,
)
