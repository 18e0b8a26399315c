"""What docs/networks.md says is accepted all the same, as no reference says where endpoints are: Azure refuses it when the task is made or runs."""

from collections.abc import Callable
from typing import Any, cast

import pytest
from acr_patterns import AgentPool, BuildTask, PrivateNetwork, Registry, RegistryPrivateEndpoint
from acr_patterns.testing import SimulationError, simulate
from pages import DOCS
from programs import SOURCE
from pulumi_azure_native import resources

CLOSED = {"access": "Private"}
Program = Callable[[], None]


def registry(name: str, group: resources.ResourceGroup, **arguments: Any) -> Registry:
    return Registry(name, cast(Any, {"resource_group_name": group.name, "sku": "Premium", **arguments}))


def on_pool(pool: AgentPool, of: Any, **arguments: Any) -> None:
    """A task on a pool."""
    given = {"registry": of, "repository": "shop/api", "source": SOURCE, "agent_pool": pool.reference, **arguments}
    BuildTask("api", cast(Any, given))


def without_endpoint() -> None:
    group = resources.ResourceGroup("shop")
    network = PrivateNetwork("shop", resource_group_name=group.name)
    closed = registry("shop", group, network=CLOSED).reference
    on_pool(AgentPool("builds", registry=closed, subnet=network.agent_pool_subnet), closed)


def zone_linked_elsewhere() -> None:
    group = resources.ResourceGroup("shop")
    network = PrivateNetwork("shop", resource_group_name=group.name)
    other = PrivateNetwork("other", resource_group_name=group.name, address_space="10.1.0.0/22")
    endpoint = RegistryPrivateEndpoint(
        "shop",
        registry=registry("shop", group, network=CLOSED).reference,
        resource_group_name=group.name,
        subnet=network.private_endpoint_subnet,
        virtual_network_ids=[other.virtual_network_id],
    )
    on_pool(AgentPool("builds", registry=endpoint.registry, subnet=network.agent_pool_subnet), endpoint.registry)


def base_registry_without_endpoint() -> None:
    group = resources.ResourceGroup("shop")
    network = PrivateNetwork("shop", resource_group_name=group.name)
    public, closed = registry("shop", group).reference, registry("base", group, network=CLOSED).reference
    pool = AgentPool("builds", registry=public, subnet=network.agent_pool_subnet)
    on_pool(pool, public, base_registries={"base": closed})


def pool_of_another_registry() -> None:
    group = resources.ResourceGroup("shop")
    network = PrivateNetwork("shop", resource_group_name=group.name)
    pool = AgentPool("builds", registry=registry("other", group).reference, subnet=network.agent_pool_subnet)
    on_pool(pool, registry("shop", group, network=CLOSED).reference)


CASES = [
    (without_endpoint, "403 Forbidden", "has no private endpoint in the virtual network"),
    (zone_linked_elsewhere, "403 Forbidden", "is not linked to the virtual network"),
    (base_registry_without_endpoint, "403 Forbidden", "has no private endpoint in the virtual network"),
    (pool_of_another_registry, "containerregistry:Task 'api'", "was not found in the registry"),
]


@pytest.mark.parametrize(("program", "refused", "cause"), CASES, ids=lambda one: getattr(one, "__name__", ""))
def test_what_no_reference_tells_is_refused_by_azure_with_the_cause(program: Program, refused: str, cause: str) -> None:
    with pytest.raises(SimulationError) as error:
        simulate(program)
    assert refused in str(error.value)
    assert cause in str(error.value)


def test_the_page_names_each_of_them() -> None:
    _, _, after = (DOCS / "networks.md").read_text().partition("### What is seen only when a task runs\n")
    section, _, _ = after.partition("\n## ")
    lines = [line for line in section.split("\n### ")[0].splitlines() if line.startswith("| ")]
    assert len(lines[2:]) == len(CASES)
