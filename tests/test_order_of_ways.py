"""A run at deploy time counts on no private endpoint, name or link that its program does not let come first."""

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
    existing_registry,
)
from acr_patterns.resource_ids import RegistryId
from acr_patterns.tasks.agent_pools import needs_a_way
from acr_patterns.tasks.build_failures import run_failed
from acr_patterns.testing import SimulationError, simulate
from pulumi_azure_native import privatedns, resources

SOURCE = {"url": "https://github.com/contoso/shop.git", "branch": "main", "revision": "88a601d"}
SHOP = RegistryId("00000000-0000-4000-8000-000000000001", "shop", "contoso42")


def pool_program(*, by_endpoint: bool = True, own_link: bool = False, waits: bool = False) -> Callable[[], None]:
    """A task on a pool that pushes to a private registry by its endpoint.

    Args:
        by_endpoint: whether the pool is given the registry as the endpoint has it.
        own_link: whether the program makes zone and link itself.
        waits: whether the pool waits for that link.
    """

    def program() -> None:
        group = resources.ResourceGroup("shop")
        network = PrivateNetwork("shop", resource_group_name=group.name)
        registry = Registry(
            "shop", resource_group_name=group.name, sku=RegistrySku.PREMIUM, network={"access": NetworkAccess.PRIVATE}
        )
        links: list[pulumi.Resource] = []
        arguments: dict[str, Any] = {}
        if own_link:
            zone = privatedns.PrivateZone(
                "shop", resource_group_name=group.name, private_zone_name="privatelink.azurecr.io", location="global"
            )
            link = privatedns.VirtualNetworkLink(
                "own",
                resource_group_name=group.name,
                private_zone_name=zone.name,
                location="global",
                registration_enabled=False,
                virtual_network={"id": network.virtual_network_id},
            )
            links.append(link)
            arguments["private_dns_zone_id"] = zone.id
        endpoint = RegistryPrivateEndpoint(
            "shop",
            registry=registry.reference,
            resource_group_name=group.name,
            subnet=network.private_endpoint_subnet,
            **arguments,
        )
        pool = AgentPool(
            "builds",
            registry=endpoint.registry if by_endpoint else registry.reference,
            subnet=network.agent_pool_subnet,
            opts=pulumi.ResourceOptions(depends_on=links if waits else []),
        )
        BuildTask(
            "api",
            registry=registry.reference,
            repository="shop/api",
            source=SOURCE,  # pyright: ignore[reportArgumentType]
            agent_pool=pool.reference,
        )

    return program


def test_a_pool_that_takes_the_registry_from_its_endpoint_has_the_way_first() -> None:
    assert [run.status for run in simulate(pool_program()).azure.runs] == ["Succeeded"]


def test_a_pool_that_does_not_wait_for_the_endpoint_is_told_so() -> None:
    with pytest.raises(SimulationError) as failed:
        simulate(pool_program(by_endpoint=False))
    said = str(failed.value)
    assert "it has no private endpoint in the virtual network shop" in said
    assert "AgentPool(registry=RegistryPrivateEndpoint(…).registry)" in said
    made = "PrivateDnsZoneGroup 'shop', PrivateEndpoint 'shop', VirtualNetworkLink 'shop-1'"
    assert said.endswith(f"  in order:    the program makes {made}, and nothing says that the run comes after that")
    assert "with az:" not in said


def test_the_next_run_of_that_program_finds_the_endpoint() -> None:
    program = pool_program(by_endpoint=False)
    with pytest.raises(SimulationError) as failed:
        simulate(program)
    assert simulate(program, before=failed.value.simulation).azure.runs[-1].status == "Succeeded"


def test_a_link_of_ones_own_has_to_come_first_too() -> None:
    with pytest.raises(SimulationError) as failed:
        simulate(pool_program(own_link=True))
    assert "is not linked to the virtual network shop" in str(failed.value)
    assert "the program makes VirtualNetworkLink 'own', and nothing says" in str(failed.value)
    simulate(pool_program(own_link=True, waits=True))


def test_a_failed_run_on_a_pool_says_what_its_way_takes() -> None:
    said = run_failed("BuildTask 'api'", SHOP, "api", "AcrPush", from_network=True)
    assert "if it says `403 Forbidden`, its agent pool had no way to the registry when it began" in said
    assert (
        "registry=RegistryPrivateEndpoint(…).registry, and depends_on for links and peerings of your own; correct"
        in said
    )
    assert "403" not in run_failed("BuildTask 'api'", SHOP, "api", "AcrPush")


@pytest.mark.parametrize(("access", "needed"), [(None, True), ("Public", False), ("Private", True)])
def test_a_way_is_needed_on_a_pool_unless_the_registry_is_known_to_be_open(access: str | None, needed: bool) -> None:
    registry = existing_registry(
        id="/".join(
            [
                "",
                "subscriptions",
                SHOP.subscription,
                "resourceGroups/shop/providers/Microsoft.ContainerRegistry/registries/contoso42",
            ]
        ),
        login_server="contoso42.azurecr.io",
        role_assignment_mode="LegacyRegistryPermissions",  # pyright: ignore[reportArgumentType]
        network=access and {"access": NetworkAccess(access)},  # pyright: ignore[reportArgumentType]
    )
    assert needs_a_way("it", registry, {"name": "builds"}) is needed
    assert not needs_a_way("it", registry, None)
