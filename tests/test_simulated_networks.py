"""Registries that are closed to the internet, and private endpoints."""

from collections.abc import Callable
from typing import Any

import pulumi
import pytest
from acr_patterns.arm_types import arm_type
from acr_patterns.testing import AzureError, SimulationError, simulate
from acr_patterns.testing.azure_native import shown_outputs
from acr_patterns.testing.invokes import invoke
from acr_patterns.testing.reading import imported_inputs
from acr_patterns.testing.sdk_shapes import shape_of
from acr_patterns.testing.simulated_azure import SUBSCRIPTION_ID
from deployed import Deployed
from programs import REGISTRY
from pulumi_azure_native import containerregistry, network, resources

NETWORK = "azure-native:network:VirtualNetwork"
ENDPOINT = "azure-native:network:PrivateEndpoint"
DELEGATION = {"name": "groups", "serviceName": "Microsoft.ContainerInstance/containerGroups"}


def endpoint(
    *,
    sku: str = "Premium",
    group_ids: tuple[str, ...] = ("registry",),
    delegations: tuple[Any, ...] = (),
    subnet: str = "endpoints",
    target: str | None = None,
    endpoints: bool = True,
) -> Callable[[], None]:
    """A registry with a private endpoint in the one subnet of a virtual network."""

    def program() -> None:
        group = resources.ResourceGroup("shop")
        registry = containerregistry.Registry("shop", resource_group_name=group.name, sku={"name": sku})
        made = network.VirtualNetwork(
            "shop",
            resource_group_name=group.name,
            address_space=network.AddressSpaceArgs(address_prefixes=["10.0.0.0/16"]),
            subnets=[{"name": "endpoints", "addressPrefix": "10.0.1.0/24", "delegations": [*delegations]}],  # pyright: ignore[reportArgumentType]
        )
        connection = network.PrivateLinkServiceConnectionArgs(
            name="shop",
            private_link_service_id=made.id if target else registry.id,
            group_ids=[*group_ids],
        )
        if endpoints:
            network.PrivateEndpoint(
                "shop",
                resource_group_name=group.name,
                subnet=network.SubnetArgs(id=pulumi.Output.concat(made.id, f"/subnets/{subnet}")),
                private_link_service_connections=[connection],
            )

    return program


def test_a_private_endpoint_turns_on_dedicated_data_endpoints_and_changes_nothing_else() -> None:
    simulation = simulate(endpoint())
    [registry] = simulation.azure.of_type("Microsoft.ContainerRegistry/registries")
    before = simulation.state[simulation.resource(REGISTRY).urn].outputs
    after = shown_outputs(REGISTRY, registry)
    assert {key: value for key, value in after.items() if before.get(key) != value} == {"dataEndpointEnabled": True}


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        (
            endpoint(delegations=(DELEGATION,)),
            r'PrivateEndpointCreationNotAllowedAsSubnetIsDelegated" Message="Private endpoint /.*/shop\w+ cannot be created as '
            r"subnet /.*/subnets/endpoints is delegated\.",
        ),
        (endpoint(sku="Standard"), "FeatureNotSupportedForSku"),
        (endpoint(group_ids=("registry_data",)), r"must be \['registry'\]"),
        (endpoint(subnet="nowhere"), r"ResourceNotFound.*/subnets/nowhere"),
        (endpoint(target="shop"), "ResourceNotFound"),
    ],
    ids=["delegated subnet", "Standard", "other group", "no subnet", "no registry"],
)
def test_a_private_endpoint_is_refused_with_the_reason(program: Callable[[], None], sentence: str) -> None:
    with pytest.raises(SimulationError, match=sentence):
        simulate(program)


def test_networks_are_shown_as_azure_native_shows_them() -> None:
    simulation = simulate(endpoint(delegations=(DELEGATION,), endpoints=False))
    [made] = simulation.azure.of_type("Microsoft.Network/virtualNetworks")
    [subnet] = made["properties"]["subnets"]
    assert subnet["properties"]["delegations"] == [
        {"name": "groups", "properties": {"serviceName": DELEGATION["serviceName"]}}
    ]
    shown = arm_type(NETWORK).outputs(made)["subnets"]
    assert shown == [
        {"id": subnet["id"], "name": "endpoints", "addressPrefix": "10.0.1.0/24", "delegations": [DELEGATION]}
    ]


def test_networks_and_endpoints_can_be_got_and_imported() -> None:
    simulation = simulate(endpoint())
    for token in (NETWORK, ENDPOINT):
        kind = arm_type(token)
        resource = simulation.azure.get(simulation.state[simulation.resource(token).urn].id)
        names = kind.path_inputs(resource["id"])
        got = invoke(simulation.azure, SUBSCRIPTION_ID, ":get".join(token.rsplit(":", 1)), names)
        assert got == kind.outputs(resource)
        found = imported_inputs(token, shape_of(token), resource["id"], got)
        sent = {key: value for key, value in simulation.resource(token).inputs.items() if key != "subnets"}
        assert sent.items() <= found.items()


@pytest.fixture(params=[{"publicNetworkAccess": "Disabled"}, {"networkRuleSet": {"defaultAction": "Deny"}}], ids=str)
def closed(request: pytest.FixtureRequest, shop_in_azure: Deployed) -> Deployed:
    """The shop, with a registry that is closed to the internet in one of two ways."""
    shop_in_azure.registry["properties"] |= request.param
    return shop_in_azure


def test_a_container_group_reaches_a_closed_registry_as_a_trusted_service_only(closed: Deployed) -> None:
    closed.pull_again()
    closed.registry["properties"]["networkRuleBypassOptions"] = "None"
    with pytest.raises(AzureError, match="InaccessibleImage"):
        closed.pull_again()


def test_a_task_reaches_a_closed_registry_only_if_it_is_told_to_let_tasks_in(closed: Deployed) -> None:
    with pytest.raises(AzureError, match="DeploymentFailed"):
        closed.build_again()
    assert "403 Forbidden" in str(closed.azure.runs[-1].error)
    closed.registry["properties"]["networkRuleBypassAllowedForTasks"] = True
    closed.build_again()
    closed.registry["properties"]["networkRuleBypassOptions"] = "None"
    with pytest.raises(AzureError, match="DeploymentFailed"):
        closed.build_again()


def test_a_task_without_an_identity_of_its_own_does_not_pass_the_firewall(closed: Deployed) -> None:
    closed.registry["properties"]["networkRuleBypassAllowedForTasks"] = True
    del closed.task["properties"]["credentials"]
    with pytest.raises(AzureError, match="DeploymentFailed"):
        closed.build_again()


@pytest.mark.parametrize(
    ("setting", "code"),
    [
        ({"publicNetworkAccess": "Disabled"}, "DisablingPublicNetworkAccessNotSupported"),
        ({"networkRuleSet": {"defaultAction": "Deny"}}, "NetworkRuleNotSupported"),
    ],
)
def test_only_a_premium_registry_can_be_closed(shop_in_azure: Deployed, setting: dict[str, Any], code: str) -> None:
    body = {"sku": {"name": "Standard"}, "properties": {**shop_in_azure.registry["properties"], **setting}}
    with pytest.raises(AzureError, match=code):
        shop_in_azure.azure.put(shop_in_azure.registry["id"], body)
