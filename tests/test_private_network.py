"""A private network: what it makes, exactly, and what it refuses."""

from collections.abc import Callable
from typing import Any, cast

import pytest
from acr_patterns import AgentPool, ArgumentError, BuildTask, ContainerGroup, PrivateNetwork, Registry
from acr_patterns.networks.subnets import CONTAINER_GROUPS, SubnetReference
from acr_patterns.testing import SimulatedAzure, Simulation, simulate
from existing import GROUP, IDENTITY, REGISTRY, subscription
from in_subnets import CONTAINER

COMPONENT = "acr-patterns:index:PrivateNetwork"


def program(found: list[PrivateNetwork] | None = None, **arguments: Any) -> Callable[[], None]:
    """A private network in a resource group that exists."""

    def run() -> None:
        made = PrivateNetwork("shop", cast(Any, {"resource_group_name": "shop", **arguments}))
        if found is not None:
            found.append(made)

    return run


def made(**arguments: Any) -> Simulation:
    azure = SimulatedAzure()
    azure.put(GROUP, {"location": "westeurope"})
    return simulate(program(**arguments), azure=azure)


def one(simulation: Simulation, type_: str) -> dict[str, Any]:
    [found] = simulation.azure.of_type(f"Microsoft.Network/{type_}")
    return found


def test_the_network_is_sent_as_azure_takes_it() -> None:
    simulation = made(address_space="10.1.0.0/20", location="northeurope", tags={"team": "shop"})
    network = one(simulation, "virtualNetworks")
    assert (network["location"], network["tags"]) == ("northeurope", {"team": "shop"})
    assert network["properties"]["addressSpace"] == {"addressPrefixes": ["10.1.0.0/20"]}
    gateway = {"id": one(simulation, "natGateways")["id"]}
    groups = {
        each["name"][5:-8]: {"id": each["id"]}
        for each in simulation.azure.of_type("Microsoft.Network/networkSecurityGroups")
    }
    delegation = {"name": "container-groups", "properties": {"serviceName": CONTAINER_GROUPS}}
    assert {each["name"]: each["properties"] for each in network["properties"]["subnets"]} == {
        "container-groups": {
            "addressPrefix": "10.1.0.0/22",
            "defaultOutboundAccess": False,
            "delegations": [delegation],
            "natGateway": gateway,
            "networkSecurityGroup": groups["container-groups"],
            "privateEndpointNetworkPolicies": "Disabled",
            "privateLinkServiceNetworkPolicies": "Enabled",
        },
        "private-endpoints": {
            "addressPrefix": "10.1.4.0/22",
            "defaultOutboundAccess": False,
            "networkSecurityGroup": groups["private-endpoints"],
            "privateEndpointNetworkPolicies": "NetworkSecurityGroupEnabled",
            "privateLinkServiceNetworkPolicies": "Enabled",
        },
        "agent-pools": {
            "addressPrefix": "10.1.8.0/22",
            "defaultOutboundAccess": False,
            "natGateway": gateway,
            "networkSecurityGroup": groups["agent-pools"],
            "privateEndpointNetworkPolicies": "Disabled",
            "privateLinkServiceNetworkPolicies": "Enabled",
        },
    }


def test_the_way_out_has_one_address_that_stays() -> None:
    simulation = made()
    address, gateway = one(simulation, "publicIPAddresses"), one(simulation, "natGateways")
    assert address["sku"]["name"] == gateway["sku"]["name"] == "Standard"
    assert address["properties"]["publicIPAllocationMethod"] == "Static"
    assert address["properties"]["publicIPAddressVersion"] == "IPv4"
    assert gateway["properties"]["publicIpAddresses"] == [{"id": address["id"]}]


def test_every_part_belongs_to_the_component_and_says_why_a_rule_is_there() -> None:
    simulation = made()
    [component] = [each for each in simulation.resources if each.type == COMPONENT]
    parts = [each for each in simulation.resources if each.type.startswith("azure-native:network:")]
    assert sorted(each.type.rpartition(":")[2] for each in parts) == [
        "NatGateway",
        *["NetworkSecurityGroup"] * 3,
        "PublicIPAddress",
        "VirtualNetwork",
    ]
    assert {each.options["parent"] for each in parts} == {component.urn}
    for group in simulation.of_type("azure-native:network:NetworkSecurityGroup"):
        assert all(each["description"].endswith(".") for each in group.inputs["securityRules"])


def test_ids_leave_as_outputs() -> None:
    simulation = made()
    [component] = [each for each in simulation.resources if each.type == COMPONENT]
    network = one(simulation, "virtualNetworks")["id"]
    outputs = simulation.registered_outputs[component.urn]
    assert outputs == {
        "virtual_network_id": network,
        "container_group_subnet_id": f"{network}/subnets/container-groups",
        "private_endpoint_subnet_id": f"{network}/subnets/private-endpoints",
        "agent_pool_subnet_id": f"{network}/subnets/agent-pools",
        "nat_gateway_ip_address": one(simulation, "publicIPAddresses")["properties"]["ipAddress"],
    }
    subnets = [each["id"] for each in one(simulation, "virtualNetworks")["properties"]["subnets"]]
    assert {value for name, value in outputs.items() if name.endswith("_id")} == {network, *subnets}


def test_a_registry_that_names_the_address_of_the_nat_gateway_lets_the_network_s_pools_in() -> None:
    def run() -> None:
        network = PrivateNetwork("shop", resource_group_name="shop")
        rules = {"access": "AllowedIpRanges", "allowed_ip_ranges": [network.nat_gateway_ip_address]}
        registry = Registry("own", cast(Any, {"resource_group_name": "shop", "sku": "Premium", "network": rules}))
        pool = AgentPool("builds", registry=registry.reference, subnet=network.agent_pool_subnet)
        source: Any = {"url": "https://github.com/contoso/shop.git", "branch": "main", "revision": "88a601d"}
        built = {"registry": registry.reference, "repository": "api", "source": source, "agent_pool": pool.reference}
        BuildTask("api", cast(Any, built))

    assert [each.status for each in simulate(run, azure=subscription()).azure.runs] == ["Succeeded"]


@pytest.mark.parametrize("nat_gateway", [True, False])
def test_its_subnets_say_what_they_are(nat_gateway: bool) -> None:
    found: list[PrivateNetwork] = []
    made(found=found, nat_gateway=nat_gateway)
    [network] = found

    def said(subnet: SubnetReference) -> list[Any]:
        return [subnet.get("delegation"), subnet.get("nat_gateway")]

    assert said(network.container_group_subnet) == [CONTAINER_GROUPS, nat_gateway]
    assert said(network.private_endpoint_subnet) == ["", False]
    assert said(network.agent_pool_subnet) == ["", nat_gateway]


def test_without_a_nat_gateway_there_is_none_and_neither_a_container_group_nor_a_pool_goes_in() -> None:
    simulation = made(nat_gateway=False)
    [component] = [each for each in simulation.resources if each.type == COMPONENT]
    assert simulation.registered_outputs[component.urn]["nat_gateway_ip_address"] == ""
    assert not simulation.azure.of_type("Microsoft.Network/natGateways")
    assert not simulation.azure.of_type("Microsoft.Network/publicIPAddresses")
    assert not any(
        "natGateway" in each["properties"] for each in one(simulation, "virtualNetworks")["properties"]["subnets"]
    )

    def inside(component: Any, subnet: str, **arguments: Any) -> Callable[[], None]:
        def run() -> None:
            network = PrivateNetwork("shop", resource_group_name="shop", nat_gateway=False)
            component("api", {"registry": REGISTRY, "subnet": getattr(network, subnet), **arguments})

        return run

    grouped = {"resource_group_name": "shop", "pull_identity": IDENTITY, "containers": [CONTAINER]}
    refused = "subnet has no NAT gateway, so .* leave nat_gateway out where something else leads out, such as a route"
    with pytest.raises(ArgumentError, match=f"ContainerGroup 'api': {refused}"):
        simulate(inside(ContainerGroup, "container_group_subnet", **grouped), azure=subscription())
    for subnet in ("agent_pool_subnet", "private_endpoint_subnet"):
        with pytest.raises(ArgumentError, match=f"AgentPool 'api': {refused}"):
            simulate(inside(AgentPool, subnet), azure=subscription())


def test_a_pool_and_a_group_go_where_they_belong_and_not_where_they_do_not() -> None:
    def run(groups: str, pools: str) -> Simulation:
        def inside() -> None:
            network = PrivateNetwork("shop", resource_group_name="shop")
            arguments = {"resource_group_name": "shop", "registry": REGISTRY, "pull_identity": IDENTITY}
            containers = {"containers": [CONTAINER], "subnet": getattr(network, groups)}
            ContainerGroup("api", cast(Any, {**arguments, **containers}))
            AgentPool("builds", cast(Any, {"registry": REGISTRY, "subnet": getattr(network, pools)}))

        return simulate(inside, azure=subscription())

    azure = run("container_group_subnet", "agent_pool_subnet").azure
    [group] = azure.of_type("Microsoft.ContainerInstance/containerGroups")
    assert group["properties"]["ipAddress"]["ip"] == "10.0.0.4"
    assert azure.of_type("Microsoft.ContainerRegistry/registries/agentPools")
    with pytest.raises(ArgumentError, match="subnet is delegated to nothing, and container groups need one"):
        run("agent_pool_subnet", "agent_pool_subnet")
    with pytest.raises(ArgumentError, match="the machines of an agent pool need one that is not; give another"):
        run("container_group_subnet", "container_group_subnet")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"address_space": "10.0.0.0/30"}, "address_space '10.0.0.0/30' has the prefix length 30"),
        ({"address_space": 10}, "address_space takes plain text, not a value of type int"),
        ({"nat_gateway": "no"}, "nat_gateway takes True or False, not a value of type str"),
        ({"adress_space": "10.0.0.0/22"}, "did you mean 'address_space'"),
        ({"resource_group_name": "a."}, "resource_group_name 'a.' cannot be the name of a resource group"),
        ({"location": "west-europe"}, "location 'west-europe' cannot be an Azure region"),
        ({"tags": {"a<b": "x"}}, "cannot be the name of a tag"),
    ],
)
def test_what_azure_rejects_is_refused_before_anything_is_made(arguments: dict[str, Any], sentence: str) -> None:
    azure = SimulatedAzure()
    azure.put(GROUP, {"location": "westeurope"})
    with pytest.raises(ArgumentError) as refused:
        simulate(program(**arguments), azure=azure)
    assert str(refused.value).startswith("PrivateNetwork 'shop': ")
    assert sentence in str(refused.value)
    assert len(azure.operations) == 1
