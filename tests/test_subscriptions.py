"""Several subscriptions of one tenant, under mocks."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pulumi
import pytest
from acr_patterns import BuildTask, ContainerGroup, PullIdentity, Registry, RegistryReference
from acr_patterns.roles import ACR_PULL
from acr_patterns.testing import AzureError, SimulatedAzure, SimulationError, simulate
from acr_patterns.testing.shared_azure import SharedAzure
from acr_patterns.testing.simulated_azure import SUBSCRIPTION_ID
from existing import DIGEST, IDENTITY, REGISTRY, subscription
from programs import SOURCE
from pulumi_azure_native import Provider, authorization, containerregistry, managedidentity, resources

SHARED = "00000000-0000-4000-8000-0000000000aa"
"""The subscription of the registry."""
GROUPS = "Microsoft.Resources/resourceGroups"
ASSIGNMENTS = "Microsoft.Authorization/roleAssignments"


def two_subscriptions() -> SimulatedAzure:
    azure = SimulatedAzure()
    azure.add_subscription(SHARED)
    return azure


def subscriptions_of(azure: SimulatedAzure) -> dict[str, set[str]]:
    """Type -> the subscriptions that objects of it lie in."""
    found: dict[str, set[str]] = {}
    for one in azure.state.resources.values():
        found.setdefault(one["type"].rsplit("/", 1)[-1], set()).add(one["id"].split("/")[2])
    return found


def own_and_shared(build: Callable[[RegistryReference, Provider], pulumi.Output[str]]) -> None:
    """A registry in the shared subscription; identity and service in the provider's own."""
    shared = Provider("shared", subscription_id=SHARED, location="northeurope")
    platform = resources.ResourceGroup("platform", opts=pulumi.ResourceOptions(provider=shared))
    registry = Registry(
        "shop", resource_group_name=platform.name, opts=pulumi.ResourceOptions(provider=shared)
    ).reference
    image = build(registry, shared)
    group = resources.ResourceGroup("shop")
    puller = PullIdentity("api", resource_group_name=group.name, registry=registry)
    ContainerGroup(
        "api",
        resource_group_name=group.name,
        registry=registry,
        pull_identity=puller.reference,
        containers=[{"name": "api", "image": image, "cpu": 0.5, "memory_in_gb": 1.0}],
    )
    client = authorization.get_client_config_output(opts=pulumi.InvokeOutputOptions(provider=shared))
    pulumi.export("clients", [authorization.get_client_config_output().subscription_id, client.subscription_id])


def test_a_service_pulls_from_a_registry_of_another_subscription() -> None:
    def build(registry: RegistryReference, shared: Provider) -> pulumi.Output[str]:
        opts = pulumi.ResourceOptions(provider=shared)
        return BuildTask("api", registry=registry, repository="shop/api", source=SOURCE, opts=opts).image

    azure = two_subscriptions()
    simulation = simulate(lambda: own_and_shared(build), azure=azure)
    assert subscriptions_of(azure) == {
        "resourceGroups": {SUBSCRIPTION_ID, SHARED},
        "registries": {SHARED},
        "tasks": {SHARED},
        "taskRuns": {SHARED},
        "deployments": {SHARED},
        "roleAssignments": {SHARED},
        "userAssignedIdentities": {SUBSCRIPTION_ID},
        "containerGroups": {SUBSCRIPTION_ID},
    }
    assert {grant["properties"]["roleDefinitionId"].split("/")[2] for grant in azure.of_type(ASSIGNMENTS)} == {SHARED}
    assert {group["location"] for group in azure.of_type(GROUPS)} == {"westeurope", "northeurope"}
    assert simulation.outputs["clients"] == [SUBSCRIPTION_ID, SHARED]


def test_a_task_without_a_provider_for_the_registry_s_subscription_finds_no_resource_group() -> None:
    def build(registry: RegistryReference, shared: Provider) -> pulumi.Output[str]:
        return BuildTask("api", registry=registry, repository="shop/api", source=SOURCE).image

    with pytest.raises(SimulationError, match=r"containerregistry:Task 'api': Status=404 Code=\"ResourceGroupNotFound"):
        simulate(lambda: own_and_shared(build), azure=two_subscriptions())


def test_the_configured_subscription_is_that_of_the_default_provider() -> None:
    def program() -> None:
        group = resources.ResourceGroup("shop")
        managedidentity.UserAssignedIdentity("api", resource_group_name=group.name)
        pulumi.export("client", authorization.get_client_config_output().subscription_id)

    azure = SimulatedAzure()
    simulation = simulate(program, azure=azure, config={"azure-native:subscriptionId": SHARED})
    assert subscriptions_of(azure) == {"resourceGroups": {SHARED}, "userAssignedIdentities": {SHARED}}
    assert simulation.outputs["client"] == SHARED


def test_a_provider_without_a_location_makes_things_where_their_group_is() -> None:
    def program() -> None:
        opts = pulumi.ResourceOptions(provider=Provider("shared", subscription_id=SHARED))
        group = resources.ResourceGroup("shop", location="norwayeast", opts=opts)
        containerregistry.Registry("shop", resource_group_name=group.name, sku={"name": "Basic"}, opts=opts)

    azure = two_subscriptions()
    simulate(program, azure=azure)
    assert [one["location"] for one in azure.state.resources.values()] == ["norwayeast"] * 2


@pytest.mark.parametrize(
    ("subscription_id", "code"), [(SHARED, "LocationRequired"), (SHARED.replace("aa", "ab"), "SubscriptionNotFound")]
)
def test_a_group_without_location_or_subscription_is_refused(subscription_id: str, code: str) -> None:
    def program() -> None:
        provider = Provider("other", subscription_id=subscription_id)
        resources.ResourceGroup("shop", opts=pulumi.ResourceOptions(provider=provider))

    with pytest.raises(SimulationError, match=code):
        simulate(program, azure=two_subscriptions())


def test_a_subscription_that_nobody_made_is_not_found() -> None:
    azure = two_subscriptions()
    unknown = "/subscriptions/00000000-0000-4000-8000-0000000000bb/resourceGroups/shop"
    for ask in (lambda: azure.put(unknown, {"location": "westeurope"}), lambda: azure.get(unknown)):
        with pytest.raises(AzureError, match="The subscription '00000000-0000-4000-8000-0000000000bb' could not be"):
            ask()
    assert azure.subscriptions == [SUBSCRIPTION_ID, SHARED]


def test_a_subscription_is_made_once_however_its_id_is_spelled() -> None:
    azure = two_subscriptions()
    azure.add_subscription(SHARED.upper())
    azure.add_subscription(SUBSCRIPTION_ID)
    assert azure.subscriptions == [SUBSCRIPTION_ID, SHARED]


def test_whoever_shares_the_file_sees_the_subscription(tmp_path: Path) -> None:
    one, other = SharedAzure(tmp_path / "azure.db"), SharedAzure(tmp_path / "azure.db")
    with other.opened() as azure:
        assert azure.subscriptions == [SUBSCRIPTION_ID]
    with one.opened() as azure:
        azure.add_subscription(SHARED)
    with other.opened() as azure:
        assert azure.subscriptions == [SUBSCRIPTION_ID, SHARED]


def test_a_role_definition_of_any_subscription_is_shown_as_that_of_the_scope() -> None:
    azure = subscription()
    [grant] = [one for one in azure.of_type(ASSIGNMENTS) if one["properties"]["scope"] == REGISTRY["id"]]
    properties: dict[str, Any] = {
        **grant["properties"],
        "principalId": "00000000-0000-4000-8000-0000000000cc",
        "roleDefinitionId": f"/subscriptions/{SHARED}/providers/Microsoft.Authorization/roleDefinitions/{ACR_PULL.guid}",
    }
    name = "00000000-0000-4000-8000-0000000000dd"
    made = azure.put(f"{REGISTRY['id']}/providers/{ASSIGNMENTS}/{name}", {"properties": properties})
    assert made["properties"]["roleDefinitionId"] == grant["properties"]["roleDefinitionId"]
    again = {**properties, "principalId": IDENTITY["principal_id"]}
    with pytest.raises(AzureError, match="RoleAssignmentExists"):
        azure.put(f"{REGISTRY['id']}/providers/{ASSIGNMENTS}/{name.replace('dd', 'de')}", {"properties": again})


def test_an_identity_of_one_subscription_does_not_pull_with_the_grant_of_another_s() -> None:
    def program() -> None:
        opts = pulumi.ResourceOptions(provider=Provider("other", subscription_id=SHARED))
        group = resources.ResourceGroup("shop", resource_group_name="shop", location="westeurope", opts=opts)
        identity = managedidentity.UserAssignedIdentity(
            "puller", resource_name_="puller", resource_group_name=group.name, opts=opts
        )
        ContainerGroup(
            "api",
            resource_group_name=group.name,
            registry={**REGISTRY},  # pyright: ignore[reportArgumentType]
            pull_identity={
                "id": identity.id,
                "client_id": identity.client_id,
                "principal_id": identity.principal_id,
            },
            containers=[
                {"name": "api", "image": f"{REGISTRY['login_server']}/shop/api@{DIGEST}", "cpu": 1, "memory_in_gb": 1}
            ],
            opts=opts,
        )

    azure = subscription()
    azure.add_subscription(SHARED)
    with pytest.raises(SimulationError, match="InaccessibleImage"):
        simulate(program, azure=azure)
