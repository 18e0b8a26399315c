"""The functions of azure-native, by both doors."""

from typing import Any

import pulumi
import pytest
from acr_patterns.arm_types import TYPES, arm_type
from acr_patterns.testing import AzureError, SimulatedAzure, SimulationError, simulate
from acr_patterns.testing.azure_native import shown_outputs
from acr_patterns.testing.invokes import invoke
from acr_patterns.testing.property_values import UNKNOWN
from acr_patterns.testing.simulated_azure import SUBSCRIPTION_ID, TENANT_ID
from deployed import Deployed
from programs import NOT_IN_THE_SHOP
from pulumi_azure_native import authorization, containerregistry, resources

GET_REGISTRY = "azure-native:containerregistry:getRegistry"


@pytest.mark.parametrize("token", sorted(token for token in TYPES if not token.startswith(NOT_IN_THE_SHOP)))
def test_every_type_can_be_got(shop_in_azure: Deployed, token: str) -> None:
    function = ":get".join(token.rsplit(":", 1))
    made = shop_in_azure.azure.state.resources.values()
    [resource, names, *_] = [
        part for one in made for part in (one, _names(token, one["id"])) if _names(token, one["id"])
    ]
    assert invoke(shop_in_azure.azure, SUBSCRIPTION_ID, function, names) == shown_outputs(token, resource)


def _names(token: str, resource_id: str) -> dict[str, str]:
    """The arguments of the function that gets an object; nothing for an object of another type."""
    try:
        return arm_type(token).path_inputs(resource_id)
    except ValueError:
        return {}


def test_what_is_not_there_is_refused_as_azure_native_writes_it() -> None:
    azure = SimulatedAzure()
    names = {"resourceGroupName": "shop", "registryName": "shop1"}

    def refused(subscription: str) -> str:
        with pytest.raises(AzureError, match=r"^request failed /subscriptions/.*/shop1: Status=404") as error:
            invoke(azure, subscription, GET_REGISTRY, names)
        return error.value.code

    assert refused("00000000-0000-4000-8000-00000000000f") == "SubscriptionNotFound"
    assert refused(SUBSCRIPTION_ID) == "ResourceGroupNotFound"
    azure.put(f"/subscriptions/{SUBSCRIPTION_ID}/resourceGroups/shop", {"location": "westeurope"})
    assert refused(SUBSCRIPTION_ID) == "ResourceNotFound"


@pytest.mark.parametrize(
    ("function", "arguments", "sentence"),
    [
        (GET_REGISTRY, {"resourceGroupName": "shop"}, "missing required property 'registryName'"),
        (GET_REGISTRY, {"registryName": [UNKNOWN]}, "getRegistry cannot be called yet: registryName will be known"),
        (
            "azure-native:storage:getBlob",
            {},
            r"does not know azure-native:storage:getBlob; it knows .*getClientConfig, ",
        ),
    ],
)
def test_a_call_that_cannot_be_answered_says_why(function: str, arguments: dict[str, Any], sentence: str) -> None:
    with pytest.raises((ValueError, NotImplementedError), match=sentence):
        invoke(SimulatedAzure(), SUBSCRIPTION_ID, function, arguments)


def test_a_program_under_mocks_asks_the_same_functions() -> None:
    def program() -> None:
        group = resources.ResourceGroup("shop")
        registry = containerregistry.Registry("shop", resource_group_name=group.name, sku={"name": "Basic"})
        found = containerregistry.get_registry_output(resource_group_name=group.name, registry_name=registry.name)
        client = authorization.get_client_config_output()
        pulumi.export("same", pulumi.Output.all(found.login_server, registry.login_server))
        pulumi.export("client", pulumi.Output.all(client.tenant_id, client.subscription_id))

    outputs = simulate(program).outputs
    assert outputs["same"][0] == outputs["same"][1]
    assert outputs["client"] == [TENANT_ID, SUBSCRIPTION_ID]


def test_a_refused_call_fails_the_program_under_mocks() -> None:
    def program() -> None:
        group = resources.ResourceGroup("shop")
        registry = containerregistry.Registry("shop", resource_group_name=group.name, sku={"name": "Basic"})
        listed = containerregistry.list_registry_credentials_output(
            resource_group_name=group.name, registry_name=registry.name
        )
        pulumi.export("user", listed.username)

    with pytest.raises(SimulationError, match=r"request failed .*UnAuthorizedForCredentialOperations"):
        simulate(program)
