from typing import Any

import pulumi
import pytest
from acr_patterns import ArgumentError, DevStackOnlyError, Registry, RegistryReference
from acr_patterns.testing import SimulatedAzure, simulate
from programs import REGISTRY, shop
from pulumi_azure_native import resources

GROUP = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/shop"
SECURITY = {
    "adminUserEnabled": False,
    "anonymousPullEnabled": False,
    "publicNetworkAccess": "Enabled",
    "networkRuleBypassOptions": "AzureServices",
}


@pytest.mark.parametrize(
    ("sku", "more"),
    [
        ("Basic", {"dataEndpointEnabled": False, "zoneRedundancy": "Disabled"}),
        ("Standard", {"dataEndpointEnabled": False, "zoneRedundancy": "Disabled"}),
        ("Premium", {"dataEndpointEnabled": True, "zoneRedundancy": "Enabled"}),
    ],
)
def test_every_setting_that_decides_who_reaches_the_images_is_sent_explicitly(sku: str, more: dict[str, Any]) -> None:
    inputs = simulate(shop(registry={"sku": sku})).resource(REGISTRY).inputs
    assert inputs["sku"] == {"name": sku}
    assert {key: inputs[key] for key in (*SECURITY, *more)} == {**SECURITY, **more}


def test_policies_of_premium_are_sent_on_premium_only() -> None:
    def statuses(sku: str) -> dict[str, str]:
        policies = simulate(shop(registry={"sku": sku})).resource(REGISTRY).inputs["policies"]
        return {name: policy["status"] for name, policy in policies.items()}

    everywhere = {"azureADAuthenticationAsArmPolicy": "enabled", "softDeletePolicy": "disabled"}
    premium = {"exportPolicy": "enabled", "quarantinePolicy": "disabled", "retentionPolicy": "disabled"}
    assert statuses("Basic") == everywhere
    assert statuses("Premium") == {**everywhere, **premium, "trustPolicy": "disabled"}


def test_zone_redundancy_is_never_changed_on_a_live_registry() -> None:
    assert simulate(shop()).resource(REGISTRY).options["ignoreChanges"] == ["zoneRedundancy"]


@pytest.mark.parametrize(
    ("stack", "said", "protected"),
    [
        ("dev", None, False),
        ("dev", True, True),
        ("prod", None, True),
        ("staging", None, True),
        ("prod", False, False),
    ],
)
def test_outside_dev_a_registry_is_protected_unless_its_options_say_otherwise(
    stack: str, said: bool | None, protected: bool
) -> None:
    def program() -> None:
        Registry("shop", resource_group_name="shop", opts=pulumi.ResourceOptions(protect=said))

    azure = SimulatedAzure()
    azure.put(GROUP, {"location": "westeurope"})
    registry = simulate(program, stack=stack, azure=azure).resource(REGISTRY)
    assert registry.options.get("protect", False) is protected


def test_a_premium_setting_on_basic_is_refused_before_anything_is_made() -> None:
    azure = SimulatedAzure()
    with pytest.raises(ArgumentError, match="data_endpoint_enabled needs the Premium SKU, and sku is Basic"):
        simulate(shop(registry={"sku": "Basic", "data_endpoint_enabled": True}), azure=azure)
    assert not azure.of_type("Microsoft.ContainerRegistry/registries")


def test_dedicated_data_endpoints_can_be_turned_off() -> None:
    simulation = simulate(shop(registry={"sku": "Premium", "data_endpoint_enabled": False}))
    assert simulation.resource(REGISTRY).inputs["dataEndpointEnabled"] is False


@pytest.mark.parametrize("name", ["my-registry", "abcd", "a" * 51, "registry_1"])
def test_a_registry_name_that_azure_rejects_is_refused_with_the_rule(name: str) -> None:
    with pytest.raises(ArgumentError, match="5 to 50 letters and digits"):
        simulate(shop(registry={"registry_name": name}))


def test_a_registry_name_that_azure_takes_becomes_the_name() -> None:
    azure = simulate(shop(registry={"registry_name": "contoso42"})).azure
    assert [registry["name"] for registry in azure.of_type("Microsoft.ContainerRegistry/registries")] == ["contoso42"]


@pytest.mark.parametrize("stack", ["dev", "dev-alice"])
def test_the_admin_user_can_be_chosen_in_a_dev_stack(stack: str) -> None:
    simulation = simulate(shop(registry={"authentication": "AdminUser"}), stack=stack)
    assert simulation.resource(REGISTRY).inputs["adminUserEnabled"] is True


@pytest.mark.parametrize("stack", ["staging", "prod", "development", "prod-dev", "Dev"])
def test_the_admin_user_is_refused_in_any_other_stack(stack: str) -> None:
    azure = SimulatedAzure()
    with pytest.raises(DevStackOnlyError, match=f"this stack is '{stack}'"):
        simulate(shop(registry={"authentication": "AdminUser"}), stack=stack, azure=azure)
    assert not azure.of_type("Microsoft.ContainerRegistry/registries")


def test_an_unknown_argument_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(ArgumentError, match="unknown argument 'skuu'; did you mean 'sku'"):
        simulate(shop(registry={"skuu": "Basic"}))


def test_location_and_tags_reach_the_registry() -> None:
    inputs = simulate(shop(registry={"location": "norwayeast", "tags": {"team": "shop"}})).resource(REGISTRY).inputs
    assert (inputs["location"], inputs["tags"]) == ("norwayeast", {"team": "shop"})


@pytest.mark.parametrize(
    ("network", "said"),
    [
        ({}, {"access": "Public"}),
        *(
            ({"network": network}, network)
            for network in (
                {"access": "Private", "bypass_for_tasks": True},
                {"access": "AllowedIpRanges", "allowed_ip_ranges": ["203.0.113.7"]},
            )
        ),
    ],
)
def test_whoever_refers_to_it_is_told_from_where_it_answers(network: dict[str, Any], said: dict[str, Any]) -> None:
    told: list[RegistryReference] = []

    def program() -> None:
        name = resources.ResourceGroup("shop").name
        arguments: Any = {"resource_group_name": name, "sku": "Premium", **network}
        told.append(Registry("shop", arguments).reference)

    simulate(program)
    [reference] = told
    assert (reference["network"], reference["sku"]) == (said, "Premium")  # pyright: ignore[reportTypedDictNotRequiredAccess]
