"""The resources of a network that cases are made of: a task on an agent pool that reaches a closed registry by a private endpoint."""

from typing import Any

from access_cases import GROUP, Case, Given, Of
from access_resources import assignment, registry, task
from acr_patterns.roles import ACR_PUSH

SUBNETS = ("endpoints", "pools")
ZONE = "privatelink.azurecr.io"
IN_GROUP = {"resourceGroupName": GROUP}
HERE = {**IN_GROUP, "location": "westeurope"}
OF_ALL = {**IN_GROUP, "location": "global"}


def network(name: str = "net", **inputs: Any) -> Given:
    """A virtual network with a subnet for private endpoints and one for agent pools."""
    subnets = [{"name": one, "addressPrefix": f"10.0.{number}.0/24"} for number, one in enumerate(SUBNETS)]
    given = {"virtualNetworkName": name, "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}, "subnets": subnets}
    return Given("network:VirtualNetwork", name, {**HERE, **given, **inputs})


def subnet(which: str, of: str = "net") -> Of:
    """The id of a subnet of a network."""
    return Of(of, "id", "{}/subnets/" + which)


def endpoint(name: str = "door", lies_in: Any = None, registry_id: Any = None) -> Given:
    """A private endpoint of the registry."""
    connection = {
        "name": name,
        "groupIds": ["registry"],
        "privateLinkServiceId": registry_id or Of("contoso", "id"),
    }
    given = {"privateEndpointName": name, "subnet": {"id": lies_in or subnet("endpoints")}}
    return Given("network:PrivateEndpoint", name, {**HERE, **given, "privateLinkServiceConnections": [connection]})


def zone(name: str = ZONE) -> Given:
    return Given("privatedns:PrivateZone", name, {**OF_ALL, "privateZoneName": name})


def zone_group(of: str = "door", zone_id: Any = None) -> Given:
    """What keeps the endpoint's addresses in the zone."""
    named = {"privateDnsZoneGroupName": "default", "privateEndpointName": Of(of, "name")}
    configs = [{"name": "registry", "privateDnsZoneId": zone_id or Of(ZONE, "id")}]
    return Given("network:PrivateDnsZoneGroup", "default", {**IN_GROUP, **named, "privateDnsZoneConfigs": configs})


def link(to: Any = None, zone_name: str = ZONE) -> Given:
    """What makes the network ask the zone."""
    named = {"virtualNetworkLinkName": "link", "privateZoneName": Of(zone_name, "name")}
    linked = {"virtualNetwork": {"id": to or Of("net", "id")}, "registrationEnabled": False}
    return Given("privatedns:VirtualNetworkLink", "link", {**OF_ALL, **named, **linked})


def pool(name: str = "builds", lies_in: Any = None) -> Given:
    """An agent pool in the network; `lies_in` False for one in no subnet."""
    named = {"agentPoolName": name, "registryName": Of("contoso", "name"), "count": 1, "os": "Linux", "tier": "S2"}
    inside = {} if lies_in is False else {"virtualNetworkSubnetResourceId": lies_in or subnet("pools")}
    return Given("containerregistry:AgentPool", name, {**HERE, **named, **inside})


def nat() -> tuple[Given, Given, Given]:
    """A public address, which SimulatedAzure takes from 20.0.0.0/8, a NAT gateway with it, and the network whose pools leave by that."""
    standard = {"sku": {"name": "Standard"}}
    ip = {"publicIpAddressName": "out", "publicIPAllocationMethod": "Static", "ipAddress": "20.1.2.3", **standard}
    gateway = {"natGatewayName": "nat", "publicIpAddresses": [{"id": Of("out", "id")}], "idleTimeoutInMinutes": 4}
    way_out = {"natGateway": {"id": Of("nat", "id")}}
    endpoints, pools = ({"name": one, "addressPrefix": f"10.0.{number}.0/24"} for number, one in enumerate(SUBNETS))
    return (
        Given("network:PublicIPAddress", "out", {**HERE, **ip}),
        Given("network:NatGateway", "nat", {**HERE, **gateway, **standard}),
        network(subnets=[endpoints, {**pools, **way_out}]),
    )


def pool_chain(**registry_inputs: Any) -> Case:
    """A closed registry, and a task that pushes to it from an agent pool in a network with a private endpoint."""
    settings = {"publicNetworkAccess": "Disabled", **registry_inputs}
    parts = registry(**settings), network(), endpoint(), zone(), zone_group(), link(), pool()
    pushes = assignment("task-pushes", Of("build", "principalId"), ACR_PUSH)
    return Case((*parts, task(agentPoolName=Of("builds", "name")), pushes))
