"""What Azure refuses of an agent pool."""

from typing import Any

import pytest
from acr_patterns.testing import AzureError, SimulatedAzure

GROUP = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/shop"
REGISTRY = f"{GROUP}/providers/Microsoft.ContainerRegistry/registries/contoso42"
NETWORK = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/shop"
POOL = f"{REGISTRY}/agentPools/tasks"


@pytest.fixture
def azure() -> SimulatedAzure:
    made = SimulatedAzure()
    made.put(GROUP, {"location": "westeurope"})
    made.put(REGISTRY, {"sku": {"name": "Premium"}})
    made.put(NETWORK, {"properties": {"subnets": [{"name": "tasks"}]}})
    return made


def refusal(azure: SimulatedAzure, pool: str, properties: dict[str, Any]) -> str:
    with pytest.raises(AzureError) as refused:
        azure.put(pool, {"properties": properties})
    return refused.value.message


def test_a_pool_is_given_back_with_what_it_was_not_told(azure: SimulatedAzure) -> None:
    azure.put(POOL, {"properties": {}})
    shown = azure.get(POOL)
    assert shown["location"] == "westeurope"
    assert shown["properties"] == {"count": 1, "os": "Linux", "tier": "S2", "provisioningState": "Succeeded"}


@pytest.mark.parametrize(
    ("properties", "message"),
    [
        ({"os": "Windows"}, "The os 'Windows' of an agent pool is not supported. It must be Linux."),
        ({"tier": "S9"}, "must be one of S1, S2, S3, I6"),
        ({"count": -1}, "must be a whole number from 0 on"),
        ({"count": 0.5}, "must be a whole number from 0 on"),
        ({"virtualNetworkSubnetResourceId": f"{NETWORK}/subnets/other"}, "was not found"),
    ],
)
def test_a_pool_that_azure_does_not_have_is_refused(
    azure: SimulatedAzure, properties: dict[str, Any], message: str
) -> None:
    assert message in refusal(azure, POOL, properties)
    assert azure.find(POOL) is None


@pytest.mark.parametrize("name", ["ab", "a" * 21, "a_b"])
def test_a_pool_s_name_has_3_to_20_letters_digits_and_hyphens(azure: SimulatedAzure, name: str) -> None:
    assert "It takes 3 to 20 letters, digits and -" in refusal(azure, f"{REGISTRY}/agentPools/{name}", {})


@pytest.mark.parametrize("sku", ["Basic", "Standard"])
def test_only_a_premium_registry_has_pools(azure: SimulatedAzure, sku: str) -> None:
    azure.put(REGISTRY, {"sku": {"name": sku}})
    assert f"'agentPools' is not supported for the SKU {sku}" in refusal(azure, POOL, {})


def test_a_live_pool_changes_its_count_and_nothing_else(azure: SimulatedAzure) -> None:
    azure.put(POOL, {"properties": {"tier": "S1"}})
    azure.put(POOL, {"properties": {"tier": "S1", "count": 3}})
    assert azure.get(POOL)["properties"]["count"] == 3
    assert "'tier' of agent pool 'tasks' cannot be changed" in refusal(azure, POOL, {"tier": "S3"})
    subnet = {"tier": "S1", "virtualNetworkSubnetResourceId": f"{NETWORK}/subnets/tasks"}
    assert "'virtualNetworkSubnetResourceId' of agent pool 'tasks' cannot be changed" in refusal(azure, POOL, subnet)


def test_a_pool_goes_with_its_registry(azure: SimulatedAzure) -> None:
    azure.put(POOL, {"properties": {}})
    azure.delete(REGISTRY)
    assert azure.find(POOL) is None
