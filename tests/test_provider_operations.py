from pathlib import Path
from typing import Any, cast

import pytest
from acr_patterns.testing import shared_azure
from acr_patterns.testing.provider_operations import SimulatedAzureNative
from acr_patterns.testing.shared_azure import SharedAzure
from provider_calls import AbortedError, Context, check, create, struct
from pulumi.runtime.proto import provider_pb2, status_pb2

GROUP, REGISTRY = "azure-native:resources:ResourceGroup", "azure-native:containerregistry:Registry"
DEPLOYMENT, ROLE = "azure-native:resources:Deployment", "azure-native:authorization:RoleAssignment"


@pytest.fixture
def azure(tmp_path: Path) -> SharedAzure:
    return SharedAzure(tmp_path / "azure.json")


@pytest.fixture
def provider(azure: SharedAzure) -> SimulatedAzureNative:
    made = SimulatedAzureNative(azure)
    made.Configure(provider_pb2.ConfigureRequest(args=struct({"location": "westeurope"})), Context())
    return made


def test_a_name_is_filled_in_once_and_then_kept(provider: SimulatedAzureNative) -> None:
    first = check(provider, GROUP, "shop", {})
    assert first["resourceGroupName"].startswith("shop")
    assert first["location"] == "westeurope"
    assert check(provider, GROUP, "shop", first) == first


def test_a_type_that_is_not_simulated_is_named(provider: SimulatedAzureNative) -> None:
    with pytest.raises(AbortedError, match="SimulatedAzure does not know azure-native:storage:Blob, so"):
        check(provider, "azure-native:storage:Blob", "b", {})


def test_an_id_that_exists_is_refused_as_azure_native_does(provider: SimulatedAzureNative) -> None:
    made = create(provider, GROUP, resourceGroupName="shop", location="westeurope")
    with pytest.raises(AbortedError) as refused:
        create(provider, GROUP, resourceGroupName="shop", location="westeurope")
    assert str(refused.value) == f"cannot create already existing resource '{made.id}'"


def test_azure_s_refusal_reads_as_azure_native_writes_it(provider: SimulatedAzureNative) -> None:
    with pytest.raises(AbortedError, match=r'^Status=404 Code="ResourceGroupNotFound" Message="Resource group'):
        create(provider, REGISTRY, resourceGroupName="none", registryName="shop1", sku={"name": "Basic"})


def test_a_preview_makes_nothing_and_knows_nothing(provider: SimulatedAzureNative, azure: SharedAzure) -> None:
    request = provider_pb2.CreateRequest(type=GROUP, properties=struct({"resourceGroupName": "shop"}), preview=True)
    answer = provider.Create(request, Context())
    assert (answer.id, dict(answer.properties)) == ("", {})
    with azure.opened() as subscription:
        assert subscription.state.resources == {}


def test_a_preview_of_an_update_knows_name_and_location_alone(provider: SimulatedAzureNative) -> None:
    olds = struct({"name": "shop", "location": "westeurope", "tags": {}, "provisioningState": "Succeeded"})
    answer = provider.Update(provider_pb2.UpdateRequest(type=GROUP, olds=olds, preview=True), Context())
    assert dict(answer.properties) == {"name": "shop", "location": "westeurope"}


def test_a_deployment_that_fails_is_kept_with_its_error(provider: SimulatedAzureNative) -> None:
    create(provider, GROUP, resourceGroupName="shop", location="westeurope")
    registry = {
        "type": "Microsoft.ContainerRegistry/registries",
        "name": "bad name",
        "sku": {"name": "Basic"},
        "properties": {},
    }
    context = Context()
    with pytest.raises(AbortedError, match='Code="DeploymentFailed"'):
        create(
            provider,
            DEPLOYMENT,
            context,
            resourceGroupName="shop",
            deploymentName="run",
            properties={"mode": "Incremental", "template": {"resources": [registry]}},
        )
    status = status_pb2.Status.FromString(context.metadata["grpc-status-details-bin"])
    kept = provider_pb2.ErrorResourceInitFailed()
    assert status.details[0].Unpack(cast(Any, kept))
    assert kept.id.endswith("/deployments/run")
    assert kept.inputs["deploymentName"] == "run"
    assert len(kept.reasons) == 1


def test_azure_decides_as_a_request_arrives_and_takes_its_time_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    azure = SharedAzure(tmp_path / "azure.db", latencies={"Microsoft.Resources/resourceGroups": 6.0}, clock_scale=2.0)
    passed: list[tuple[float, int]] = []

    def sleep(seconds: float) -> None:
        with azure.opened() as subscription:
            passed.append((seconds, len(subscription.state.resources)))

    monkeypatch.setattr(shared_azure.time, "sleep", sleep)
    provider = SimulatedAzureNative(azure)
    made = create(provider, GROUP, resourceGroupName="shop", location="westeurope")
    assert passed == [(3.0, 1)]
    news = struct({"resourceGroupName": "shop", "location": "westeurope", "tags": {"team": "a"}})
    provider.Update(provider_pb2.UpdateRequest(type=GROUP, id=made.id, news=news), Context())
    assert passed == [(3.0, 1)] * 2
    with pytest.raises(AbortedError):
        create(provider, GROUP, resourceGroupName="shop", location="westeurope")
    assert passed == [(3.0, 1)] * 2


def test_what_was_deleted_reads_as_gone(provider: SimulatedAzureNative) -> None:
    made = create(provider, GROUP, resourceGroupName="shop", location="westeurope")
    read = provider_pb2.ReadRequest(id=made.id, type=GROUP)
    assert provider.Read(read, Context()).id == made.id
    provider.Delete(provider_pb2.DeleteRequest(id=made.id, type=GROUP), Context())
    assert provider.Read(read, Context()).id == ""


@pytest.mark.parametrize(("name_given", "delete_first"), [(True, True), (False, False)])
def test_a_random_name_lets_old_and_new_stand_side_by_side(
    provider: SimulatedAzureNative, name_given: bool, delete_first: bool
) -> None:
    named = {"resourceGroupName": "shop"} if name_given else {}
    before = check(provider, GROUP, "shop", {}, **named)
    request = provider_pb2.DiffRequest(
        type=GROUP, old_inputs=struct(before), news=struct({**before, "location": "northeurope"})
    )
    answer = provider.Diff(request, Context())
    assert list(answer.replaces) == ["location"]
    assert answer.deleteBeforeReplace == delete_first
