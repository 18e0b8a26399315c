"""What the stacks have of networks: the one that prod makes, subnets that are there already, and a registry that closes while it is used."""

from pathlib import Path

import pytest
from acr_patterns.testing import SimulatedAzure, Simulation
from acr_patterns.testing.project import Project
from acr_patterns.testing.several_stacks import bring_up
from hub import GROUPS, HUB, SUBNET_OF_ENDPOINTS, ZONE, link_of_zone, make_hub
from pack_runs import Pack, registered
from programs import CONTAINER_GROUP

PROJECT = Project.find(Path(__file__).parent)
ENDPOINT = "azure-native:network:PrivateEndpoint"


@pytest.fixture(scope="module")
def stacks() -> dict[str, Simulation]:
    """The three that share a registry."""
    return {one.simulation.stack: one.simulation for one in bring_up(PROJECT, ["platform", "staging", "prod"])}


def test_prod_lies_in_a_network_of_its_own_and_comes_up_after_the_registry_s_private_endpoint(
    stacks: dict[str, Simulation],
) -> None:
    prod = stacks["prod"]
    group = prod.resource(CONTAINER_GROUP)
    network = prod.azure.of_type("Microsoft.Network/virtualNetworks")
    assert group.inputs["subnetIds"] == [{"id": f"{network[0]['id']}/subnets/container-groups"}]
    endpoint = prod.resource("azure-native:network:PrivateEndpoint")
    [connection] = endpoint.inputs["privateLinkServiceConnections"]
    assert connection["privateLinkServiceId"] == stacks["platform"].outputs["registry"]["id"]
    assert prod.resource("azure-native:network:PrivateDnsZoneGroup").urn in group.depends_on
    assert (len(network), stacks["staging"].of_type("azure-native:network:VirtualNetwork")) == (1, [])


def test_staging_pulls_through_the_same_firewall_without_a_network_of_its_own(stacks: dict[str, Simulation]) -> None:
    assert "subnetIds" not in stacks["staging"].resource(CONTAINER_GROUP).inputs
    registry = stacks["staging"].azure.get(stacks["platform"].outputs["registry"]["id"])["properties"]
    assert (registry["publicNetworkAccess"], registry["networkRuleBypassAllowedForTasks"]) == ("Disabled", True)


def test_a_container_group_lies_in_a_subnet_that_is_there_and_needs_no_private_endpoint() -> None:
    azure = SimulatedAzure()
    make_hub(azure)
    platform = PROJECT.simulate("platform", azure=azure)
    settings = ["privateNetwork=false", f"containerGroupSubnetId={GROUPS}"]
    image = f"image={platform.outputs['image']}"
    prod = PROJECT.simulate("prod", [*settings, image], azure, references=[platform])
    assert prod.resource(CONTAINER_GROUP).inputs["subnetIds"] == [{"id": GROUPS}]
    assert prod.of_type(ENDPOINT) == []


@pytest.mark.parametrize("zone", [ZONE, ""], ids=["in its zone", "in a zone of the stack"])
def test_the_platform_gets_a_private_endpoint_in_a_subnet_that_is_there(zone: str) -> None:
    azure = SimulatedAzure()
    make_hub(azure)
    if zone:
        link_of_zone(azure)
    settings = [f"privateEndpointSubnetId={SUBNET_OF_ENDPOINTS}", f"privateDnsZoneId={zone}"]
    platform = PROJECT.simulate("platform", settings, azure)
    assert platform.resource(ENDPOINT).inputs["subnet"]["id"] == SUBNET_OF_ENDPOINTS
    [group] = platform.of_type("azure-native:network:PrivateDnsZoneGroup")
    [configuration] = group.inputs["privateDnsZoneConfigs"]
    made = [one.name for one in platform.of_type("azure-native:privatedns:VirtualNetworkLink")]
    assert (configuration["privateDnsZoneId"] == ZONE, made) == ((True, []) if zone else (False, ["helloworld-1"]))


def test_a_stack_with_everything_of_its_own_can_be_private_too() -> None:
    settings = ["sku=Premium", "registryAccess=Private", "taskBypass=true", "privateNetwork=true", "publicIp=false"]
    dev = PROJECT.simulate("dev", settings)
    assert dev.outputs["image"] == dev.resource(CONTAINER_GROUP).inputs["containers"][0]["image"]
    assert dev.outputs["address"].startswith("10.0.")


def test_a_registry_logs_to_a_workspace_that_is_there() -> None:
    azure = SimulatedAzure()
    make_hub(azure)
    workspace = f"{HUB}/providers/Microsoft.OperationalInsights/workspaces/logs"
    azure.put(workspace, {"location": "westeurope", "properties": {}})
    platform = PROJECT.simulate("platform", [f"logAnalyticsWorkspaceId={workspace}"], azure)
    assert platform.resource("azure-native:monitor:DiagnosticSetting").inputs["workspaceId"] == workspace


@pytest.mark.parametrize("mode", ["LegacyRegistryPermissions", "AbacRepositoryPermissions"])
def test_one_mode_is_said_of_all_stacks_that_share_a_registry(mode: str) -> None:
    every = [f"registryRoleAssignmentMode={mode}"]
    roles = [
        [row["role"] for row in one.simulation.outputs["access"]]
        for one in bring_up(PROJECT, ["platform", "staging", "prod"], every)
    ]
    legacy = mode == "LegacyRegistryPermissions"
    push, pull = (
        ("AcrPush", "AcrPull")
        if legacy
        else ("Container Registry Repository Writer", "Container Registry Repository Reader")
    )
    assert roles == [[push], [pull], [pull]]


def test_the_policy_pack_finds_nothing_in_a_private_stack_in_either_mode() -> None:
    for mode in ("", "AbacRepositoryPermissions"):
        every = [f"registryRoleAssignmentMode={mode}"]
        for one in bring_up(PROJECT, ["platform", "staging", "prod"], every):
            said = Pack().run(registered(one.simulation)).said
            assert [rule for rule in said if rule.policy != "cannot-tell"] == [], one.simulation.stack
