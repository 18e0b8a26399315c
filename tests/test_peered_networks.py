"""A hub with the registry's private endpoint and a spoke with an agent pool: what is missing between them, and how a program gets it."""

from collections.abc import Callable
from typing import Any

import pulumi
import pytest
from acr_patterns import (
    AgentPool,
    BuildTask,
    NetworkAccess,
    PrivateNetwork,
    Registry,
    RegistryPrivateEndpoint,
    RegistrySku,
)
from acr_patterns.testing import AzureError, SimulatedAzure, SimulationError, simulate
from existing import GROUP, subscription
from pulumi_azure_native import network, resources

SOURCE = {"url": "https://github.com/contoso/shop.git", "branch": "main", "revision": "88a601d"}
NETWORKS = f"{GROUP}/providers/Microsoft.Network/virtualNetworks"
HUB, SPOKE = f"{NETWORKS}/hub", f"{NETWORKS}/spoke"
PEERINGS = "Microsoft.Network/virtualNetworks/virtualNetworkPeerings"
BOTH = (("hub", "spoke"), ("spoke", "hub"))


def hub_and_spoke(
    peered: tuple[tuple[str, str], ...] = BOTH, linked: bool = True, **of_peering: Any
) -> Callable[[], None]:
    """A task on a pool in the spoke, which pushes to a private registry by its endpoint in the hub."""

    def program() -> None:
        group = resources.ResourceGroup("shop")
        both = {
            "hub": PrivateNetwork("hub", resource_group_name=group.name),
            "spoke": PrivateNetwork("spoke", resource_group_name=group.name, address_space="10.1.0.0/22"),
        }
        registry = Registry(
            "shop", resource_group_name=group.name, sku=RegistrySku.PREMIUM, network={"access": NetworkAccess.PRIVATE}
        )
        ways = [
            network.VirtualNetworkPeering(
                f"{own}-{remote}",
                resource_group_name=group.name,
                virtual_network_name=both[own].virtual_network_id.apply(lambda known: known.rpartition("/")[2]),
                remote_virtual_network={"id": both[remote].virtual_network_id},
                **of_peering,
            )
            for own, remote in peered
        ]
        endpoint = RegistryPrivateEndpoint(
            "shop",
            registry=registry.reference,
            resource_group_name=group.name,
            subnet=both["hub"].private_endpoint_subnet,
            virtual_network_ids=[both[name].virtual_network_id for name in (both if linked else ["hub"])],
        )
        pool = AgentPool(
            "builds",
            registry=endpoint.registry,
            subnet=both["spoke"].agent_pool_subnet,
            opts=pulumi.ResourceOptions(depends_on=ways),
        )
        BuildTask(
            "api",
            registry=registry.reference,
            repository="shop/api",
            source=SOURCE,  # pyright: ignore[reportArgumentType]
            agent_pool=pool.reference,
        )

    return program


def cause_of(program: Callable[[], None]) -> str:
    """What a simulation says of the run that failed."""
    with pytest.raises(SimulationError) as failed:
        simulate(program)
    return str(failed.value)


def test_a_pool_in_a_spoke_pushes_by_the_endpoint_in_the_hub() -> None:
    simulation = simulate(hub_and_spoke())
    assert [one["properties"]["peeringState"] for one in simulation.azure.of_type(PEERINGS)] == ["Connected"] * 2
    assert [run.status for run in simulation.azure.runs] == ["Succeeded"]


@pytest.mark.parametrize("peered", [(), BOTH[:1], BOTH[1:]])
def test_without_both_directions_it_is_told_to_peer_the_networks(peered: tuple[tuple[str, str], ...]) -> None:
    said = cause_of(hub_and_spoke(peered))
    assert "which is not peered in both directions with spoke" in said
    assert "in Pulumi:   network.VirtualNetworkPeering(…) from spoke" in said
    assert "virtual_network_ids" not in said
    commands = next(line for line in said.splitlines() if "with az:" in line).split(" && ")
    assert len(commands) == 2 - len(peered)
    assert all("az network vnet peering create --name" in one for one in commands)
    missing = [f"--vnet-name {own}" for own, remote in BOTH if (own, remote) not in peered]
    assert all(any(each in one for one in commands) for each in missing)


def test_a_peering_that_allows_no_traffic_is_no_way() -> None:
    assert "is not peered in both directions" in cause_of(hub_and_spoke(allow_virtual_network_access=False))


def test_a_zone_that_the_spoke_does_not_ask_either_is_told_in_the_same_answer() -> None:
    said = cause_of(hub_and_spoke(peered=(), linked=False))
    assert "is not peered in both directions" in said
    assert "is not linked to the virtual network spoke" in said
    assert "az network vnet peering create" in said
    assert "az network private-dns link vnet create" in said
    assert "virtual_network_ids=[…]" in said


def test_a_program_that_peers_the_networks_afterwards_works() -> None:
    with pytest.raises(SimulationError) as failed:
        simulate(hub_and_spoke(peered=()))
    simulate(hub_and_spoke(), before=failed.value.simulation)


@pytest.fixture
def azure() -> SimulatedAzure:
    """Two networks that do not share addresses."""
    made = subscription()
    for number, one in enumerate((HUB, SPOKE)):
        made.put(one, {"properties": {"addressSpace": {"addressPrefixes": [f"10.{number}.0.0/16"]}}})
    return made


def peering(remote: str) -> dict[str, Any]:
    return {"properties": {"remoteVirtualNetwork": {"id": remote}}}


def test_a_peering_is_connected_once_there_is_the_other_direction(azure: SimulatedAzure) -> None:
    there, back = f"{HUB}/virtualNetworkPeerings/there", f"{SPOKE}/virtualNetworkPeerings/back"
    assert azure.put(there, peering(SPOKE))["properties"]["peeringState"] == "Initiated"
    assert azure.put(back, peering(HUB))["properties"]["peeringState"] == "Connected"
    assert azure.get(there)["properties"]["peeringState"] == "Connected"


@pytest.mark.parametrize(
    ("name", "remote", "refused"),
    [
        ("again", SPOKE, "AnotherPeeringAlreadyReferencesRemoteVnet"),
        ("nowhere", f"{NETWORKS}/nowhere", "InvalidResourceReference"),
        ("itself", HUB, "Overlapping address prefixes: 10.0.0.0/16"),
        ("there", HUB, "'remoteVirtualNetwork' of virtual network peering 'there' cannot be changed"),
    ],
)
def test_what_azure_refuses_of_a_peering(azure: SimulatedAzure, name: str, remote: str, refused: str) -> None:
    azure.put(f"{HUB}/virtualNetworkPeerings/there", peering(SPOKE))
    with pytest.raises(AzureError) as answer:
        azure.put(f"{HUB}/virtualNetworkPeerings/{name}", peering(remote))
    assert refused in str(answer.value)
