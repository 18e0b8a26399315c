"""Agent pools, and the SKU of a registry that they need."""

from collections.abc import Callable
from typing import Any, cast

import pytest
from acr_patterns import AgentPool, ArgumentError, Registry, RegistryReference, RegistrySku, existing_registry
from acr_patterns.agent_pool import AgentPoolArgs
from acr_patterns.arm_types import arm_type
from acr_patterns.names import AGENT_POOL as POOL_NAME
from acr_patterns.names import child_name
from acr_patterns.roles import RoleAssignmentMode
from acr_patterns.tasks.agent_pools import check_agent_pool_sku
from acr_patterns.testing import SimulatedAzure, Simulation, SimulationError, simulate
from acr_patterns.testing.invokes import invoke
from acr_patterns.testing.reading import imported_inputs
from acr_patterns.testing.sdk_shapes import shape_of
from acr_patterns.testing.simulated_azure import SUBSCRIPTION_ID
from programs import AGENT_POOL
from pulumi_azure_native import resources

GROUP = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/shop"
REGISTRY_ID = f"{GROUP}/providers/Microsoft.ContainerRegistry/registries/contoso42"
NETWORK = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/shop"
SUBNET = f"{NETWORK}/subnets/tasks"
POOLS = "Microsoft.ContainerRegistry/registries/agentPools"
COMPONENT = "acr-patterns:index:AgentPool"


def azure(sku: str = "Premium") -> SimulatedAzure:
    made = SimulatedAzure()
    made.put(GROUP, {"location": "westeurope"})
    made.put(REGISTRY_ID, {"sku": {"name": sku}})
    made.put(NETWORK, {"properties": {"subnets": [{"name": "tasks"}]}})
    return made


def pool(sku: RegistrySku | None = None, **arguments: Any) -> Callable[[], None]:
    """A pool of a registry that exists, whose SKU is known or not."""

    def program() -> None:
        mode = RoleAssignmentMode.LEGACY
        registry = existing_registry(REGISTRY_ID, "contoso42.azurecr.io", mode, sku)
        AgentPool("tasks", cast(AgentPoolArgs, {"registry": registry, **arguments}))

    return program


def made(**arguments: Any) -> Simulation:
    return simulate(pool(**arguments), azure=azure())


def test_a_pool_is_sent_as_azure_takes_it() -> None:
    elsewhere = azure()
    elsewhere.put(NETWORK, {"location": "northeurope", "properties": {"subnets": [{"name": "tasks"}]}})
    program = pool(tier="S3", count=2.0, subnet={"id": SUBNET}, location="northeurope", tags={"team": "shop"})
    simulation = simulate(program, azure=elsewhere)
    [sent] = simulation.azure.of_type(POOLS)
    assert sent["properties"] == {
        "count": 2,
        "os": "Linux",
        "tier": "S3",
        "virtualNetworkSubnetResourceId": SUBNET,
        "provisioningState": "Succeeded",
    }
    assert (sent["location"], sent["tags"]) == ("northeurope", {"team": "shop"})


def test_by_default_it_is_one_machine_of_tier_s2_in_no_subnet() -> None:
    inputs = made().resource(AGENT_POOL).inputs
    assert {key: inputs.get(key) for key in ("count", "os", "tier", "virtualNetworkSubnetResourceId")} == {
        "count": 1,
        "os": "Linux",
        "tier": "S2",
        "virtualNetworkSubnetResourceId": None,
    }


def test_its_name_and_id_leave_as_outputs_and_are_those_that_azure_has() -> None:
    simulation = made(count=0)
    [component] = [one for one in simulation.resources if one.type == COMPONENT]
    [sent] = simulation.azure.of_type(POOLS)
    assert sent["name"] == child_name(POOL_NAME, "tasks", component.urn)
    assert simulation.registered_outputs[component.urn] == {
        "agent_pool_name": sent["name"],
        "agent_pool_id": sent["id"],
    }


def test_what_a_live_pool_keeps_makes_another_and_its_name_is_never_changed() -> None:
    options = made().resource(AGENT_POOL).options
    assert options["replaceOnChanges"] == ["os", "tier", "virtualNetworkSubnetResourceId"]
    assert options["deleteBeforeReplace"] is True
    assert options["ignoreChanges"] == ["agentPoolName"]


def test_a_pool_can_be_got_and_imported() -> None:
    simulation = made(subnet={"id": SUBNET})
    kind = arm_type(AGENT_POOL)
    [sent] = simulation.azure.of_type(POOLS)
    names = kind.path_inputs(sent["id"])
    got = invoke(simulation.azure, SUBSCRIPTION_ID, "azure-native:containerregistry:getAgentPool", names)
    assert got == kind.outputs(sent)
    found = imported_inputs(AGENT_POOL, shape_of(AGENT_POOL), sent["id"], got)
    assert simulation.resource(AGENT_POOL).inputs.items() <= found.items()


@pytest.mark.parametrize(
    ("name", "expected"), [("tasks", "tasks-"), ("the-build-machines", "the-bu-"), ("a_b", "a-b-")]
)
def test_a_pool_s_name_fits_into_twenty_characters(name: str, expected: str) -> None:
    fitted = child_name(POOL_NAME, name, "urn:pulumi:dev::shop::x")
    assert fitted.startswith(expected)
    assert POOL_NAME.check("x", "name", fitted) == fitted


def test_a_registry_of_this_program_hands_its_sku_on() -> None:
    def program(sku: RegistrySku) -> Callable[[], None]:
        def run() -> None:
            group = resources.ResourceGroup("shop")
            registry = Registry("shop", resource_group_name=group.name, sku=sku)
            AgentPool("tasks", registry=registry.reference)

        return run

    assert simulate(program(RegistrySku.PREMIUM)).azure.of_type(POOLS)
    refused = SimulatedAzure()
    with pytest.raises(ArgumentError, match="agent pools need the Premium SKU, and that of the registry is Standard"):
        simulate(program(RegistrySku.STANDARD), azure=refused)
    assert not refused.of_type(POOLS)


@pytest.mark.parametrize("sku", [RegistrySku.BASIC, RegistrySku.STANDARD])
def test_a_pool_of_a_registry_that_is_known_not_to_be_premium_is_refused(sku: RegistrySku) -> None:
    with pytest.raises(ArgumentError, match=f"that of the registry is {sku.value}; choose sku Premium"):
        simulate(pool(sku), azure=azure(sku.value))


def test_where_the_sku_is_not_known_azure_decides() -> None:
    check_agent_pool_sku("x", cast(RegistryReference, {"id": REGISTRY_ID}))
    with pytest.raises(SimulationError, match="'agentPools' is not supported for the SKU Standard"):
        simulate(pool(), azure=azure("Standard"))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"tier": "S4"}, "tier is 'S4', which is not one of S1, S2, S3, I6"),
        ({"count": -1}, "count is -1, but the API's type takes a whole number of machines from 0"),
        ({"count": 1.5}, "count is 1.5"),
        ({"subnet": {"id": NETWORK}}, "subnet id .* but of a resource of type Microsoft.Network/virtualNetworks"),
        ({"subnet": {"id": "tasks"}}, "subnet id 'tasks' is not the resource id of a subnet"),
        ({"subnet": SUBNET}, "subnet takes an object with the fields of SubnetReference"),
        (
            {"subnet": {"id": SUBNET, "delegation": "Microsoft.ContainerInstance/containerGroups"}},
            "subnet is delegated to 'Microsoft.ContainerInstance/containerGroups', and the machines of an agent pool need one that is not",
        ),
        ({"tags": {"a<b": "x"}}, "cannot be the name of a tag"),
    ],
)
def test_what_azure_rejects_is_refused_with_a_sentence(arguments: dict[str, Any], sentence: str) -> None:
    there = azure()
    with pytest.raises(ArgumentError, match=sentence):
        simulate(pool(**arguments), azure=there)
    assert not there.of_type(POOLS)


def test_an_unknown_sku_is_refused() -> None:
    with pytest.raises(ArgumentError, match="registry sku is 'Gold', which is not one of Basic, Standard, Premium"):
        simulate(pool(cast(RegistrySku, "Gold")), azure=azure())
