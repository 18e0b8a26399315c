"""What the API versions of a registry and of a task know, change and show."""

import inspect
from pathlib import Path
from typing import Any

import pytest
from acr_patterns.arm_types import api_version_of
from acr_patterns.testing import AzureError, SimulatedAzure
from acr_patterns.testing.azure_native import shape_in_version, shown_outputs
from acr_patterns.testing.provider_operations import SimulatedAzureNative
from acr_patterns.testing.sdk_shapes import shape_of
from acr_patterns.testing.shared_azure import SharedAzure
from acr_patterns.testing.simulated_azure import SUBSCRIPTION_ID
from provider_calls import Context, create, struct
from pulumi.runtime.proto import provider_pb2
from pulumi_azure_native import containerregistry

DEFAULT, STABLE = "2023-01-01-preview", "2025-11-01"
TASK_DEFAULT, TASK_NEWER = "2019-06-01-preview", "2025-03-01-preview"
GROUP = f"/subscriptions/{SUBSCRIPTION_ID}/resourceGroups/shop"
REGISTRY = f"{GROUP}/providers/Microsoft.ContainerRegistry/registries/shop1"
TASK = f"{REGISTRY}/tasks/build"
TYPE = "azure-native:containerregistry:Registry"
NEWER = "azure-native_containerregistry_v20251101:containerregistry:Registry"
NEWEST = {"roleAssignmentMode": "AbacRepositoryPermissions", "networkRuleBypassAllowedForTasks": True}
ON_DOCKER = {
    "platform": {"os": "Linux"},
    "step": {"type": "Docker", "dockerFilePath": "Dockerfile", "contextPath": "https://github.com/contoso/shop.git"},
}


@pytest.fixture
def azure() -> SimulatedAzure:
    made = SimulatedAzure()
    made.put(GROUP, {"location": "westeurope"})
    return made


def body(**properties: Any) -> dict[str, Any]:
    return {"location": "westeurope", "sku": {"name": "Basic"}, "properties": properties}


def properties(azure: SimulatedAzure, resource_id: str = REGISTRY) -> dict[str, Any]:
    return azure.get(resource_id)["properties"]


@pytest.mark.parametrize(
    ("token", "api_version"),
    [
        (TYPE, DEFAULT),
        ("azure-native:containerregistry:Task", TASK_DEFAULT),
        (NEWER, STABLE),
        ("azure-native:containerregistry/v20251101:Registry", STABLE),
        ("azure-native_containerregistry_v20250301preview:containerregistry:Task", TASK_NEWER),
        ("azure-native:resources:ResourceGroup", None),
        ("azure-native:resources/v20240301:ResourceGroup", None),
        ("aws:s3/bucket:Bucket", None),
    ],
)
def test_a_type_token_stands_for_an_api_version(token: str, api_version: str | None) -> None:
    assert api_version_of(token) == api_version


@pytest.mark.parametrize(("name", "newer"), [("Registry", STABLE), ("Task", TASK_NEWER)])
def test_the_sdk_says_which_version_is_the_default_and_that_the_newer_one_is_there(name: str, newer: str) -> None:
    said = inspect.getsource(getattr(containerregistry, name))
    assert f"Uses Azure REST API version {api_version_of(f'azure-native:containerregistry:{name}')}. " in said
    assert newer in said.partition("Other available API versions: ")[2].partition(". These")[0].split(", ")


def test_an_older_version_makes_a_registry_with_azure_s_defaults_whatever_the_body_says(azure: SimulatedAzure) -> None:
    azure.put(REGISTRY, body(**NEWEST), DEFAULT)
    said = properties(azure)
    assert (said["roleAssignmentMode"], said["networkRuleBypassAllowedForTasks"]) == (
        "LegacyRegistryPermissions",
        False,
    )


def test_an_older_version_leaves_as_it_is_what_it_does_not_know_and_does_not_show_it(azure: SimulatedAzure) -> None:
    azure.put(REGISTRY, body(**NEWEST), STABLE)
    azure.put(REGISTRY, body(adminUserEnabled=True), DEFAULT)
    said = properties(azure)
    assert {key: said[key] for key in NEWEST} == NEWEST
    assert said["adminUserEnabled"] is True
    assert not NEWEST.keys() & shown_outputs(TYPE, azure.get(REGISTRY)).keys()
    shown = shown_outputs(NEWER, azure.get(REGISTRY))
    assert {key: shown[key] for key in NEWEST} == NEWEST


def test_a_newer_version_changes_it(azure: SimulatedAzure) -> None:
    azure.put(REGISTRY, body(**NEWEST), STABLE)
    azure.put(REGISTRY, body(roleAssignmentMode="LegacyRegistryPermissions"), STABLE)
    said = properties(azure)
    assert (said["roleAssignmentMode"], said["networkRuleBypassAllowedForTasks"]) == (
        "LegacyRegistryPermissions",
        False,
    )


def test_soft_delete_is_only_in_previews(azure: SimulatedAzure) -> None:
    on = {"softDeletePolicy": {"status": "enabled"}}
    azure.put(REGISTRY, body(policies=on), DEFAULT)
    azure.put(REGISTRY, body(policies={"exportPolicy": {"status": "enabled"}}) | {"sku": {"name": "Premium"}}, STABLE)
    assert properties(azure)["policies"] == {**on, "exportPolicy": {"status": "enabled"}}
    assert "softDeletePolicy" not in shown_outputs(NEWER, azure.get(REGISTRY))["policies"]
    assert "softDeletePolicy" in shown_outputs(TYPE, azure.get(REGISTRY))["policies"]


def test_only_a_newer_version_has_the_login_of_a_task_at_its_own_registry(azure: SimulatedAzure) -> None:
    azure.put(REGISTRY, body(), DEFAULT)
    login = {"sourceRegistry": {"identity": "[system]"}}
    task = {"location": "westeurope", "properties": {**ON_DOCKER, "credentials": login}}
    azure.put(TASK, task, TASK_DEFAULT)
    assert properties(azure, TASK)["credentials"] == {"sourceRegistry": {}}
    azure.put(TASK, task, TASK_NEWER)
    assert properties(azure, TASK)["credentials"] == login
    azure.put(TASK, {"location": "westeurope", "properties": ON_DOCKER}, TASK_DEFAULT)
    assert properties(azure, TASK)["credentials"] == login, "left as it is"


def test_a_version_that_is_not_there_is_refused_in_azure_s_words(azure: SimulatedAzure) -> None:
    with pytest.raises(AzureError) as refused:
        azure.put(REGISTRY, body(), "2024-01-01-preview")
    assert (refused.value.status, refused.value.code) == (400, "NoRegisteredProviderFound")
    assert refused.value.message == (
        "No registered resource provider found for location 'westeurope' and API version '2024-01-01-preview' for type 'registries'. "
        "The supported api-versions are '2023-01-01-preview, 2025-11-01'."
    )


def test_the_provider_door_speaks_the_version_of_the_type(tmp_path: Path) -> None:
    shared = SharedAzure(tmp_path / "azure.db")
    provider = SimulatedAzureNative(shared)
    provider.Configure(provider_pb2.ConfigureRequest(args=struct({"location": "westeurope"})), Context())
    create(provider, "azure-native:resources:ResourceGroup", resourceGroupName="shop", location="westeurope")
    names = {"resourceGroupName": "shop", "registryName": "shop1", "location": "westeurope", "sku": {"name": "Basic"}}
    made = create(provider, NEWER, None, **names, **NEWEST)
    assert made.properties["roleAssignmentMode"] == "AbacRepositoryPermissions"
    updated = provider.Update(
        provider_pb2.UpdateRequest(type=TYPE, id=made.id, news=struct({**names, "adminUserEnabled": True})), Context()
    )
    assert "roleAssignmentMode" not in updated.properties
    read = provider.Read(provider_pb2.ReadRequest(id=made.id, type=NEWER), Context())
    assert read.properties["roleAssignmentMode"] == "AbacRepositoryPermissions"
    assert (
        "roleAssignmentMode" not in provider.Read(provider_pb2.ReadRequest(id=made.id, type=TYPE), Context()).properties
    )


def test_a_refresh_and_an_import_see_what_the_version_has(tmp_path: Path) -> None:
    shared = SharedAzure(tmp_path / "azure.db")
    provider = SimulatedAzureNative(shared)
    with shared.opened() as azure:
        azure.put(GROUP, {"location": "westeurope"})
        azure.put(REGISTRY, body())
    [imported, older] = [
        provider.Read(provider_pb2.ReadRequest(id=REGISTRY, type=token), Context()) for token in (NEWER, TYPE)
    ]
    assert imported.inputs["roleAssignmentMode"] == "LegacyRegistryPermissions"
    assert not NEWEST.keys() & dict(older.inputs).keys()
    with shared.opened() as azure:
        azure.put(REGISTRY, body(**NEWEST))
    before = provider_pb2.ReadRequest(id=REGISTRY, type=NEWER, inputs=imported.inputs, properties=imported.properties)
    refreshed = dict(provider.Read(before, Context()).inputs)
    assert {key: refreshed[key] for key in NEWEST} == NEWEST


def test_the_inputs_of_a_task_have_its_login_in_the_version_that_has_it() -> None:
    def login(token: str) -> Any:
        shape = shape_in_version(token, shape_of("azure-native:containerregistry:Task"))
        return shape.objects[0]["credentials"].objects[0]["sourceRegistry"].objects[0]

    assert set(login("azure-native:containerregistry:Task")) == {"loginMode"}
    assert set(login("azure-native_containerregistry_v20250301preview:containerregistry:Task")) == {
        "loginMode",
        "identity",
    }
    policies = shape_in_version(NEWER, shape_of(TYPE)).objects[0]["policies"].objects[0]
    assert "softDeletePolicy" not in policies
    assert "softDeletePolicy" in shape_of(TYPE).objects[0]["policies"].objects[0]
