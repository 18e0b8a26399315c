"""What the simulated Azure refuses of networks, with Azure's codes."""

from collections.abc import Callable
from typing import Any, cast

import pytest
from acr_patterns import PrivateNetwork
from acr_patterns.arm_types import arm_type
from acr_patterns.networks.subnets import CONTAINER_GROUPS
from acr_patterns.testing import AzureError, SimulatedAzure, Simulation, SimulationError, simulate
from acr_patterns.testing.invokes import invoke
from acr_patterns.testing.reading import imported_inputs
from acr_patterns.testing.sdk_shapes import shape_of
from acr_patterns.testing.simulated_azure import SUBSCRIPTION_ID
from existing import GROUP, REGISTRY
from in_subnets import ENDPOINTS, GROUPS, NETWORK, SUBNET, grouped, network, subnet, with_network

FARMS = "Microsoft.Web/serverFarms"
OTHER = "00000000-0000-4000-8000-0000000000ff"
PROVIDERS = f"{GROUP}/providers/Microsoft.Network"
RULE = {"access": "Allow", "direction": "Inbound", "protocol": "Tcp", "priority": 100}


def rules(*properties: dict[str, Any]) -> dict[str, Any]:
    """The body of a network security group."""
    named = [{"name": f"rule-{number}", "properties": one} for number, one in enumerate(properties, start=1)]
    return {"properties": {"securityRules": named}}


def with_group() -> SimulatedAzure:
    """The network with a container group in it."""
    azure = with_network()
    simulate(grouped(subnet={"id": SUBNET}), azure=azure)
    return azure


def with_endpoint() -> SimulatedAzure:
    """The network with a private endpoint in it."""
    azure = with_network()
    connection = {"name": "x", "properties": {"privateLinkServiceId": REGISTRY["id"], "groupIds": ["registry"]}}
    body = {"subnet": {"id": f"{NETWORK}/subnets/endpoints"}, "privateLinkServiceConnections": [connection]}
    azure.put(f"{PROVIDERS}/privateEndpoints/registry", {"properties": body})
    return azure


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("virtualNetworks/new", network(subnet("a", "10.0.0.0")), None),
        ("virtualNetworks/new", network(subnet("a", "10.0.0.1/24")), "InvalidCIDRNotation"),
        ("virtualNetworks/new", network(subnet("a", "10.1.0.0/24")), "NetcfgInvalidSubnet"),
        ("virtualNetworks/new", network(subnet("a", "fd00::/64")), "NetcfgInvalidSubnet"),
        (
            "virtualNetworks/new",
            network(subnet("a", "10.0.0.0/24"), subnet("b", "10.0.0.128/25")),
            "NetcfgSubnetRangesOverlap",
        ),
        (
            "virtualNetworks/new",
            network(subnet("a", "10.0.0.0/24", natGateway={"id": f"{PROVIDERS}/natGateways/none"})),
            "InvalidResourceReference",
        ),
        (
            "virtualNetworks/new",
            network(subnet("a", "10.0.0.0/24", networkSecurityGroup={"id": f"{PROVIDERS}/networkSecurityGroups/none"})),
            "InvalidResourceReference",
        ),
        ("virtualNetworks/shop/subnets/new", subnet("new", "10.0.1.0/25"), "NetcfgSubnetRangesOverlap"),
        ("virtualNetworks/shop/subnets/new", subnet("new", "10.1.0.0/24"), "NetcfgInvalidSubnet"),
        ("virtualNetworks/shop/subnets/new", subnet("new", "10.0.2.0/24"), None),
        ("networkSecurityGroups/new", rules(RULE, {**RULE, "direction": "Outbound"}), None),
        ("networkSecurityGroups/new", rules(RULE, RULE), "SecurityRuleConflict"),
        ("networkSecurityGroups/new", rules({**RULE, "priority": 4097}), "SecurityRuleInvalidPriority"),
        ("networkSecurityGroups/new", rules({**RULE, "description": "x" * 141}), "InvalidRequestContent"),
        ("networkSecurityGroups/new", rules({**RULE, "protocol": "Http"}), "InvalidRequestContent"),
        ("natGateways/new", {"properties": {"publicIpAddresses": [{"id": NETWORK}]}}, "InvalidResourceReference"),
        ("publicIPAddresses/new", {"sku": {"name": "Standard"}}, "PublicIPAddressStandardSkuMustBeStatic"),
    ],
)
def test_networks_are_made_or_refused_as_azure_does(name: str, body: dict[str, Any], code: str | None) -> None:
    azure = with_network()
    if code is None:
        assert azure.put(f"{PROVIDERS}/{name}", body)
        return
    with pytest.raises(AzureError) as refused:
        azure.put(f"{PROVIDERS}/{name}", body)
    assert refused.value.code == code
    assert azure.find(f"{PROVIDERS}/{name}") is None


def test_a_nat_gateway_takes_standard_addresses_alone() -> None:
    azure = with_network()
    basic = azure.put(f"{PROVIDERS}/publicIPAddresses/basic", {"properties": {}})
    with pytest.raises(AzureError, match="its SKU must be Standard"):
        azure.put(f"{PROVIDERS}/natGateways/out", {"properties": {"publicIpAddresses": [{"id": basic["id"]}]}})


@pytest.mark.parametrize(
    ("there", "used"),
    [(with_group, "containerGroups/api"), (with_endpoint, "privateEndpoints/registry")],
)
def test_a_subnet_that_is_in_use_does_not_go(there: Callable[[], SimulatedAzure], used: str) -> None:
    azure = there()
    without = network(ENDPOINTS) if there is with_group else network(GROUPS)
    said = rf'InUseSubnetCannotBeDeleted" Message="Subnet \w+ is in use by /.*/{used}\w* and cannot be deleted'
    with pytest.raises(AzureError, match=said):
        azure.put(NETWORK, without)
    with pytest.raises(AzureError, match=said):
        azure.delete(NETWORK)
    [user] = [one for one in azure.everything() if used in one["id"]]
    azure.delete(user["id"])
    azure.put(NETWORK, without)
    azure.delete(NETWORK)
    assert azure.find(NETWORK) is None


def test_a_subnet_of_its_own_that_is_in_use_does_not_go_either() -> None:
    azure = with_network()
    azure.put(f"{NETWORK}/subnets/more", subnet("more", "10.0.2.0/24", CONTAINER_GROUPS))
    simulate(grouped(subnet={"id": f"{NETWORK}/subnets/more"}), azure=azure)
    for which in (f"{NETWORK}/subnets/more", NETWORK):
        with pytest.raises(AzureError, match="Subnet more is in use by"):
            azure.delete(which)
    azure.delete(GROUP)
    assert azure.find(NETWORK) is None


def test_what_is_in_a_subnet_keeps_its_addresses_and_its_delegation() -> None:
    azure = with_group()
    with pytest.raises(AzureError, match=r"IpPrefix 10\.0\.0\.0/24 on Subnet groups has active allocations"):
        azure.put(NETWORK, network(subnet("groups", "10.0.0.0/25", CONTAINER_GROUPS), ENDPOINTS))
    with pytest.raises(AzureError, match="SubnetDelegationsCannotChangeWhenSubnetUsedByResource"):
        azure.put(NETWORK, network(subnet("groups", "10.0.0.0/24", FARMS), ENDPOINTS))
    azure.put(NETWORK, network(GROUPS, subnet("endpoints", "10.0.4.0/24", FARMS)))


def test_a_private_endpoint_and_a_container_group_share_no_subnet_whoever_comes_first() -> None:
    azure = with_group()
    connection = {"name": "x", "properties": {"privateLinkServiceId": REGISTRY["id"], "groupIds": ["registry"]}}
    body = {"subnet": {"id": SUBNET}, "privateLinkServiceConnections": [connection]}
    with pytest.raises(AzureError, match="PrivateEndpointCreationNotAllowedAsSubnetIsDelegated"):
        azure.put(f"{PROVIDERS}/privateEndpoints/registry", {"properties": body})

    azure, used = with_endpoint(), f"{NETWORK}/subnets/endpoints"
    with pytest.raises(SimulationError, match=r"Subnet missing required delegation 'Microsoft\.ContainerInstance'"):
        simulate(grouped(subnet={"id": used}), azure=azure)
    delegated = subnet("endpoints", "10.0.1.0/24", CONTAINER_GROUPS)
    with pytest.raises(
        AzureError, match=r"cannot be changed from \[\] to \[Microsoft.ContainerInstance/containerGroups"
    ):
        azure.put(NETWORK, network(GROUPS, delegated))


def group(**properties: Any) -> dict[str, Any]:
    """The body of a container group of a public image."""
    requests = {"requests": {"cpu": 1, "memoryInGB": 1}}
    container = {"name": "x", "properties": {}, "image": "mcr.microsoft.com/x:1", "resources": requests}
    return {"properties": {"containers": [container], "osType": "Linux", **properties}}


@pytest.mark.parametrize(
    ("properties", "code"),
    [
        ({"subnetIds": [{"id": SUBNET}], "ipAddress": {"type": "Public", "ports": [{"port": 80}]}}, "InvalidIpAddressTypeForNetworkProfile"),
        ({"subnetIds": [{"id": SUBNET}], "ipAddress": {"type": "Private", "ports": []}}, "MissingIpAddressPorts"),
        ({"ipAddress": {"type": "Private", "ports": [{"port": 80}]}}, "InvalidIpAddressType"),
        ({"subnetIds": [{"id": f"{NETWORK}/subnets/none"}]}, "ResourceNotFound"),
        ({"subnetIds": [{"id": f"{NETWORK}/subnets/endpoints"}]}, "SubnetMissingRequiredDelegation"),
        ({"subnetIds": [{"id": SUBNET.replace(SUBSCRIPTION_ID, OTHER)}]}, "SubnetAndContainerGroupMustBeInSameSubscription"),
        ({"subnetIds": [{"id": SUBNET}]}, None),
    ],
)  # fmt: skip
def test_a_container_group_goes_into_a_subnet_as_azure_has_it(properties: dict[str, Any], code: str | None) -> None:
    azure, name = with_network(), f"{GROUP}/providers/Microsoft.ContainerInstance/containerGroups/x"
    if code is None:
        assert azure.put(name, group(**properties))["properties"]["subnetIds"]
        return
    with pytest.raises(AzureError) as refused:
        azure.put(name, group(**properties))
    assert refused.value.code == code


def contains(whole: Any, part: Any) -> bool:
    """Whether `whole` has all that `part` has, at any depth."""
    if isinstance(part, dict):
        return all(key in whole and contains(whole[key], value) for key, value in cast(dict[str, Any], part).items())
    if isinstance(part, list):
        return all(contains(*pair) for pair in zip(whole, cast(list[Any], part), strict=True))
    return whole == part


@pytest.fixture(scope="module")
def deployed() -> Simulation:
    """A private network."""
    azure = SimulatedAzure()
    azure.put(GROUP, {"location": "westeurope"})
    return simulate(lambda: PrivateNetwork("shop", resource_group_name="shop") and None, azure=azure)


@pytest.mark.parametrize("name", ["VirtualNetwork", "NetworkSecurityGroup", "NatGateway", "PublicIPAddress"])
def test_every_part_of_a_private_network_can_be_got_and_imported(deployed: Simulation, name: str) -> None:
    token = f"azure-native:network:{name}"
    kind = arm_type(token)
    for made in deployed.of_type(token):
        resource = deployed.azure.get(deployed.state[made.urn].id)
        got = invoke(
            deployed.azure, SUBSCRIPTION_ID, f"azure-native:network:get{name}", kind.path_inputs(resource["id"])
        )
        assert got == kind.outputs(resource)
        found = imported_inputs(token, shape_of(token), resource["id"], got)
        assert contains(found, made.inputs)
