"""What lies in a network lies in its region: by default with our components, and on the simulated Azure or not at all."""

from collections.abc import Callable
from typing import Any

import pytest
from acr_patterns import (
    AgentPool,
    ContainerGroup,
    NetworkAccess,
    PrivateNetwork,
    Registry,
    RegistryPrivateEndpoint,
    RegistrySku,
)
from acr_patterns.testing import AzureError, SimulatedAzure, SimulationError, simulate
from existing import GROUP, IDENTITY, REGISTRY, subscription
from in_subnets import CONTAINER, ENDPOINTS, GROUPS, NETWORK, SUBNET, network
from pulumi_azure_native import resources

ELSEWHERE = "northeurope"
NETWORKS = f"{GROUP}/providers/Microsoft.Network"
CLOSED = f"{GROUP}/providers/Microsoft.ContainerRegistry/registries/closed"
REFUSED = "InvalidResourceReference"


def everything_in_a_network(**of_endpoint: Any) -> Callable[[], None]:
    """An endpoint, an agent pool and a container group in a private network of another region than their resource group."""

    def program() -> None:
        group = resources.ResourceGroup("hub", location="westeurope")
        made = PrivateNetwork("shop", resource_group_name=group.name, location=ELSEWHERE)
        closed = Registry(
            "shop", resource_group_name=group.name, sku=RegistrySku.PREMIUM, network={"access": NetworkAccess.PRIVATE}
        )
        endpoint = RegistryPrivateEndpoint(
            "shop",
            registry=closed.reference,
            resource_group_name=group.name,
            subnet=made.private_endpoint_subnet,
            **of_endpoint,
        )
        AgentPool("shop", registry=endpoint.registry, subnet=made.agent_pool_subnet)
        ContainerGroup(
            "shop",
            {
                "resource_group_name": "shop",
                "registry": REGISTRY,  # pyright: ignore[reportArgumentType]
                "pull_identity": IDENTITY,  # pyright: ignore[reportArgumentType]
                "subnet": made.container_group_subnet,
                "containers": [CONTAINER],  # pyright: ignore[reportArgumentType]
            },
        )

    return program


def test_what_lies_in_a_network_lies_in_its_region_by_default() -> None:
    simulation = simulate(everything_in_a_network(), azure=subscription())
    types = (
        "Microsoft.Network/privateEndpoints",
        "Microsoft.ContainerRegistry/registries/agentPools",
        "Microsoft.ContainerInstance/containerGroups",
    )
    assert [[one["location"] for one in simulation.azure.of_type(each)] for each in types] == [[ELSEWHERE]] * 3


def test_a_region_that_is_given_counts_before_that_of_the_network() -> None:
    with pytest.raises(SimulationError, match=REFUSED):
        simulate(everything_in_a_network(location="westeurope"), azure=subscription())


@pytest.fixture
def azure() -> SimulatedAzure:
    """A subscription in West Europe with a network there."""
    made = subscription()
    made.put(NETWORK, {**network(GROUPS, ENDPOINTS), "location": "West Europe"})
    made.put(CLOSED, {"location": "westeurope", "sku": {"name": "Premium"}})
    return made


def refusal(azure: SimulatedAzure, resource_id: str, body: dict[str, Any]) -> str:
    azure.put(resource_id, {**body, "location": "westeurope"})
    azure.delete(resource_id)
    with pytest.raises(AzureError) as refused:
        azure.put(resource_id, {**body, "location": ELSEWHERE})
    return str(refused.value)


def test_an_endpoint_in_another_region_than_its_network_is_refused(azure: SimulatedAzure) -> None:
    connection = {"name": "r", "properties": {"privateLinkServiceId": CLOSED, "groupIds": ["registry"]}}
    subnet = {"id": f"{NETWORK}/subnets/endpoints"}
    body = {"properties": {"subnet": subnet, "privateLinkServiceConnections": [connection]}}
    said = refusal(azure, f"{NETWORKS}/privateEndpoints/shop", body)
    assert REFUSED in said
    assert "both resources are in the same region" in said


def test_an_agent_pool_in_another_region_than_its_network_is_refused(azure: SimulatedAzure) -> None:
    body = {"properties": {"virtualNetworkSubnetResourceId": f"{NETWORK}/subnets/endpoints"}}
    assert REFUSED in refusal(azure, f"{CLOSED}/agentPools/builds", body)


@pytest.mark.parametrize("type_", ["natGateways", "networkSecurityGroups"])
@pytest.mark.parametrize("alone", [True, False])
def test_a_subnet_refers_only_to_what_is_in_its_region(azure: SimulatedAzure, type_: str, alone: bool) -> None:
    there, elsewhere = (f"{NETWORKS}/{type_}/{name}" for name in ("there", "elsewhere"))
    azure.put(there, {"location": "westeurope"})
    azure.put(elsewhere, {"location": ELSEWHERE})
    name = type_.removesuffix("s")

    def put(target: str) -> None:
        properties = {"addressPrefix": "10.0.2.0/24", name: {"id": target}}
        if alone:
            azure.put(f"{NETWORK}/subnets/more", {"properties": properties})
        else:
            azure.put(NETWORK, network(GROUPS, ENDPOINTS, {"name": "more", "properties": properties}))

    put(there)
    with pytest.raises(AzureError, match=REFUSED):
        put(elsewhere)


def test_a_nat_gateway_has_addresses_of_its_region(azure: SimulatedAzure) -> None:
    address = f"{NETWORKS}/publicIPAddresses/out"
    standard = {"sku": {"name": "Standard"}, "properties": {"publicIPAllocationMethod": "Static"}}
    azure.put(address, {**standard, "location": "westeurope"})
    body = {"sku": {"name": "Standard"}, "properties": {"publicIpAddresses": [{"id": address}]}}
    assert REFUSED in refusal(azure, f"{NETWORKS}/natGateways/out", body)


def test_a_container_group_in_another_region_than_its_network_is_refused(azure: SimulatedAzure) -> None:
    image = {"image": "mcr.microsoft.com/hello", "resources": {"requests": {"cpu": 1, "memoryInGB": 1}}}
    containers = [{"name": "api", **image}]
    body = {"properties": {"osType": "Linux", "subnetIds": [{"id": SUBNET}], "containers": containers}}
    group = f"{GROUP}/providers/Microsoft.ContainerInstance/containerGroups/api"
    assert "SubnetAndContainerGroupMustBeInSameRegion" in refusal(azure, group, body)
