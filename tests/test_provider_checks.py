"""What the provider door fills in, and how it takes values that are not known yet."""

from pathlib import Path
from typing import Any

import pytest
from acr_patterns.testing.property_values import UNKNOWN
from acr_patterns.testing.provider_operations import SimulatedAzureNative
from acr_patterns.testing.shared_azure import SharedAzure
from google.protobuf import json_format
from programs import CONTAINER_GROUP, REGISTRY, RESOURCE_GROUP, ROLE_ASSIGNMENT, TASK
from provider_calls import Context, check, create, struct
from pulumi.runtime.proto import provider_pb2

UNKNOWN_EVERYWHERE: dict[str, dict[str, Any]] = {
    RESOURCE_GROUP: {"resourceGroupName": UNKNOWN, "tags": {"owner": UNKNOWN}},
    REGISTRY: {"resourceGroupName": UNKNOWN, "registryName": UNKNOWN, "sku": UNKNOWN, "tags": UNKNOWN},
    TASK: {"resourceGroupName": "shop", "registryName": UNKNOWN, "step": {"imageNames": ["a", UNKNOWN]}},
    ROLE_ASSIGNMENT: {"scope": UNKNOWN, "principalId": UNKNOWN, "roleDefinitionId": f"/roles/{UNKNOWN}"},
    CONTAINER_GROUP: {
        "resourceGroupName": UNKNOWN,
        "identity": {"userAssignedIdentities": [UNKNOWN]},
        "containers": [{"name": UNKNOWN, "environmentVariables": [{"name": "A", "value": UNKNOWN}]}],
    },
}


@pytest.fixture
def provider(tmp_path: Path) -> SimulatedAzureNative:
    """A provider that has no location of its own."""
    return SimulatedAzureNative(SharedAzure(tmp_path / "azure.db"))


def diff(token: str, before: dict[str, Any], after: dict[str, Any], provider: SimulatedAzureNative) -> Any:
    return provider.Diff(provider_pb2.DiffRequest(type=token, old_inputs=struct(before), news=struct(after)), Context())


@pytest.mark.parametrize("token", sorted(UNKNOWN_EVERYWHERE))
def test_what_is_unknown_stays_so_through_check_and_preview(provider: SimulatedAzureNative, token: str) -> None:
    given = UNKNOWN_EVERYWHERE[token]
    checked = check(provider, token, "shop", {}, **given)
    assert {key: checked[key] for key in given} == given
    made = provider.Create(provider_pb2.CreateRequest(type=token, properties=struct(checked), preview=True), Context())
    assert (made.id, dict(made.properties)) == ("", {})
    olds = struct({"name": "shop", "location": "westeurope", "loginServer": "shop1.azurecr.io"})
    update = provider_pb2.UpdateRequest(type=token, olds=olds, news=struct(checked), preview=True)
    assert dict(provider.Update(update, Context()).properties) == {"name": "shop", "location": "westeurope"}


def test_an_unknown_value_in_a_list_is_a_change_at_its_place(provider: SimulatedAzureNative) -> None:
    before = {"containers": [{"image": "a:1", "environmentVariables": [{"name": "A", "value": "1"}]}]}
    after = {"containers": [{"image": "a:1", "environmentVariables": [{"name": "A", "value": UNKNOWN}]}]}
    answer = diff(CONTAINER_GROUP, before, after, provider)
    assert list(answer.detailedDiff) == ["containers[0].environmentVariables[0].value"]
    assert not answer.replaces


def test_an_unknown_name_is_another_object(provider: SimulatedAzureNative) -> None:
    answer = diff(REGISTRY, {"registryName": "shop1"}, {"registryName": UNKNOWN}, provider)
    assert list(answer.replaces) == ["registryName"]


@pytest.mark.parametrize(
    ("token", "inputs", "reason"),
    [
        (RESOURCE_GROUP, {}, "missing required property 'location'. Either set it explicitly or configure it with"),
        (REGISTRY, {"location": "westeurope"}, "missing required property 'resourceGroupName'"),
        (ROLE_ASSIGNMENT, {"principalId": "p", "roleDefinitionId": "r"}, "missing required property 'scope'"),
        (REGISTRY, {"resourceGroupName": "shop", "sku": {"tier": "Basic"}}, "missing required property 'sku.name'"),
        (
            CONTAINER_GROUP,
            {"resourceGroupName": "shop", "containers": [{"name": "a"}, {"image": "b"}]},
            "missing required property 'containers[1].name'",
        ),
    ],
)
def test_a_missing_property_is_named(
    provider: SimulatedAzureNative, token: str, inputs: dict[str, Any], reason: str
) -> None:
    request = provider_pb2.CheckRequest(type=token, name="shop", news=struct(inputs))
    [failure, *_] = provider.Check(request, Context()).failures
    assert failure.reason.startswith(reason)


def test_an_object_is_made_where_its_group_is_unless_it_is_somewhere_already(provider: SimulatedAzureNative) -> None:
    create(provider, RESOURCE_GROUP, resourceGroupName="shop", location="westeurope")
    assert check(provider, REGISTRY, "shop", {}, resourceGroupName="shop")["location"] == "westeurope"
    assert check(provider, REGISTRY, "shop", {}, resourceGroupName=UNKNOWN)["location"] == UNKNOWN
    before = {"location": "northeurope"}
    assert check(provider, REGISTRY, "shop", before, resourceGroupName="shop")["location"] == "northeurope"


def test_a_name_that_was_not_random_does_not_become_so(provider: SimulatedAzureNative) -> None:
    imported = {"resourceGroupName": "shop", "location": "westeurope"}
    assert check(provider, RESOURCE_GROUP, "shop", imported) == imported


def test_what_is_read_again_gives_the_inputs_back(provider: SimulatedAzureNative) -> None:
    inputs = check(provider, RESOURCE_GROUP, "shop", {}, location="westeurope", tags={"owner": "me"})
    made = create(provider, RESOURCE_GROUP, **inputs)
    request = provider_pb2.ReadRequest(
        id=made.id, type=RESOURCE_GROUP, properties=made.properties, inputs=struct(inputs)
    )
    answer = provider.Read(request, Context())
    assert json_format.MessageToDict(answer.inputs) == inputs
    assert answer.properties == made.properties
