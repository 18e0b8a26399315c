"""A virtual network of somebody else, with a subnet for container groups and one for private endpoints, and the registries' private DNS zone."""

from acr_patterns.testing import SimulatedAzure
from acr_patterns.testing.simulated_azure import SUBSCRIPTION_ID

HUB = f"/subscriptions/{SUBSCRIPTION_ID}/resourceGroups/hub"
NETWORK = f"{HUB}/providers/Microsoft.Network/virtualNetworks/hub"
GROUPS, SUBNET_OF_ENDPOINTS = f"{NETWORK}/subnets/groups", f"{NETWORK}/subnets/endpoints"
ZONE = f"{HUB}/providers/Microsoft.Network/privateDnsZones/privatelink.azurecr.io"
_GATEWAY = f"{HUB}/providers/Microsoft.Network/natGateways/hub"


def make_hub(azure: SimulatedAzure) -> None:
    """The network, and the zone, which is not linked to it."""
    azure.put(HUB, {"location": "westeurope"})
    azure.put(_GATEWAY, {"location": "westeurope", "sku": {"name": "Standard"}, "properties": {}})
    delegation = {"name": "groups", "properties": {"serviceName": "Microsoft.ContainerInstance/containerGroups"}}
    groups = {"addressPrefix": "10.9.0.0/24", "delegations": [delegation], "natGateway": {"id": _GATEWAY}}
    subnets = [
        {"name": "groups", "properties": groups},
        {"name": "endpoints", "properties": {"addressPrefix": "10.9.1.0/24"}},
    ]
    space = {"addressSpace": {"addressPrefixes": ["10.9.0.0/16"]}, "subnets": subnets}
    azure.put(NETWORK, {"location": "westeurope", "properties": space})
    azure.put(ZONE, {"location": "global", "properties": {}})


def link_of_zone(azure: SimulatedAzure) -> None:
    """Link the zone to the network: no second zone of its name can be."""
    properties = {"virtualNetwork": {"id": NETWORK}, "registrationEnabled": False}
    azure.put(f"{ZONE}/virtualNetworkLinks/hub", {"location": "global", "properties": properties})
