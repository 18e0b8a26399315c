"""Subnets that are resources of their own."""

from pathlib import Path

import pulumi
import pytest
from acr_patterns import AgentPool, Registry, RegistrySku
from acr_patterns.arm_types import arm_type
from acr_patterns.testing import AzureError, SimulatedAzure, Simulation, SimulationError, simulate
from acr_patterns.testing.invokes import invoke
from acr_patterns.testing.provider_operations import SimulatedAzureNative
from acr_patterns.testing.reading import imported_inputs
from acr_patterns.testing.sdk_shapes import shape_of
from acr_patterns.testing.shared_azure import SharedAzure
from acr_patterns.testing.simulated_azure import SUBSCRIPTION_ID
from programs import AGENT_POOL
from provider_calls import create
from pulumi_azure_native import network, resources

SUBNET = "azure-native:network:Subnet"
DELEGATION = {"name": "groups", "serviceName": "Microsoft.ContainerInstance/containerGroups"}


def pool_in_subnet() -> None:
    group = resources.ResourceGroup("shop")
    registry = Registry("shop", resource_group_name=group.name, sku=RegistrySku.PREMIUM)
    made = network.VirtualNetwork(
        "shop",
        resource_group_name=group.name,
        address_space=network.AddressSpaceArgs(address_prefixes=["10.0.0.0/16"]),
    )
    tasks = network.Subnet(
        "tasks", resource_group_name=group.name, virtual_network_name=made.name, address_prefix="10.0.1.0/24"
    )
    AgentPool("builds", registry=registry.reference, subnet={"id": tasks.id})
    pulumi.export("subnet", tasks.id)


def endpoint_in_delegated_subnet() -> None:
    group = resources.ResourceGroup("shop")
    registry = Registry("shop", resource_group_name=group.name, sku=RegistrySku.PREMIUM)
    made = network.VirtualNetwork("shop", resource_group_name=group.name)
    groups = network.Subnet(
        "groups",
        resource_group_name=group.name,
        virtual_network_name=made.name,
        address_prefix="10.0.1.0/24",
        delegations=[DELEGATION],  # pyright: ignore[reportArgumentType]
    )
    connection = network.PrivateLinkServiceConnectionArgs(
        name="shop", private_link_service_id=registry.reference["id"], group_ids=["registry"]
    )
    network.PrivateEndpoint(
        "shop",
        resource_group_name=group.name,
        subnet=network.SubnetArgs(id=groups.id),
        private_link_service_connections=[connection],
    )


@pytest.fixture
def deployed() -> Simulation:
    """A pool in a subnet of its own."""
    return simulate(pool_in_subnet)


def test_a_pool_lies_in_a_subnet_of_the_same_program(deployed: Simulation) -> None:
    [made] = deployed.azure.of_type("Microsoft.Network/virtualNetworks/subnets")
    assert made["id"] == deployed.outputs["subnet"]
    assert made["id"].endswith("/subnets/tasks")
    assert deployed.resource(AGENT_POOL).inputs["virtualNetworkSubnetResourceId"] == made["id"]
    assert made["properties"]["addressPrefix"] == "10.0.1.0/24"
    assert not {"subnetName", "virtualNetworkName", "resourceGroupName"} & made["properties"].keys()
    assert "location" not in made


def test_a_subnet_can_be_got_and_imported(deployed: Simulation) -> None:
    kind = arm_type(SUBNET)
    made = deployed.azure.get(deployed.outputs["subnet"])
    got = invoke(deployed.azure, SUBSCRIPTION_ID, "azure-native:network:getSubnet", kind.path_inputs(made["id"]))
    assert got == kind.outputs(made)
    found = imported_inputs(SUBNET, shape_of(SUBNET), made["id"], got)
    assert deployed.resource(SUBNET).inputs.items() <= found.items()


def test_the_provider_makes_one_too(tmp_path: Path) -> None:
    azure = SharedAzure(tmp_path / "azure.json")
    group = f"/subscriptions/{SUBSCRIPTION_ID}/resourceGroups/shop"
    with azure.opened() as opened:
        opened.put(group, {"location": "westeurope"})
        opened.put(f"{group}/providers/Microsoft.Network/virtualNetworks/net", {"properties": {}})
    made = create(
        SimulatedAzureNative(azure),
        SUBNET,
        resourceGroupName="shop",
        virtualNetworkName="net",
        subnetName="tasks",
        addressPrefix="10.0.1.0/24",
    )
    assert made.id == f"{group}/providers/Microsoft.Network/virtualNetworks/net/subnets/tasks"


def test_a_delegated_subnet_takes_no_private_endpoint() -> None:
    azure = SimulatedAzure()
    with pytest.raises(SimulationError, match="PrivateEndpointCreationNotAllowedAsSubnetIsDelegated"):
        simulate(endpoint_in_delegated_subnet, azure=azure)
    [made] = azure.of_type("Microsoft.Network/virtualNetworks/subnets")
    [sent] = made["properties"]["delegations"]
    assert sent == {"name": DELEGATION["name"], "properties": {"serviceName": DELEGATION["serviceName"]}}
    assert arm_type(SUBNET).outputs(made)["delegations"] == [DELEGATION]


def test_a_subnet_goes_with_its_network_and_needs_it() -> None:
    azure = SimulatedAzure()
    simulation = simulate(pool_in_subnet, azure=azure)
    [made] = azure.of_type("Microsoft.Network/virtualNetworks")
    with pytest.raises(
        AzureError,
        match=r"InUseSubnetCannotBeDeleted.*Subnet tasks is in use by /.*/agentPools/builds-\w+ and cannot be deleted",
    ):
        azure.delete(made["id"])
    azure.delete(azure.of_type("Microsoft.ContainerRegistry/registries/agentPools")[0]["id"])
    azure.delete(made["id"])
    assert azure.find(simulation.outputs["subnet"]) is None
    with pytest.raises(Exception, match="ParentResourceNotFound"):
        azure.put(simulation.outputs["subnet"], {"properties": {"addressPrefix": "10.0.1.0/24"}})
