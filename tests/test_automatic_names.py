"""What the provider door makes of `pulumi:autonaming`, as azure-native does."""

import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from acr_patterns.testing.provider_operations import CREATE_FIRST, SimulatedAzureNative
from acr_patterns.testing.shared_azure import SharedAzure
from google.protobuf import json_format
from programs import REGISTRY, ROLE_ASSIGNMENT, TASK
from provider_calls import Context, struct
from pulumi.runtime.proto import provider_pb2

OPTIONS = provider_pb2.CheckRequest.AutonamingOptions
PROPOSE, ENFORCE, DISABLE = OPTIONS.PROPOSE, OPTIONS.ENFORCE, OPTIONS.DISABLE

INPUTS: dict[str, dict[str, Any]] = {
    REGISTRY: {"resourceGroupName": "shop", "sku": {"name": "Basic"}, "location": "westeurope"},
    TASK: {"resourceGroupName": "shop", "registryName": "shop1", "location": "westeurope"},
    ROLE_ASSIGNMENT: {"scope": "/x", "principalId": "p", "roleDefinitionId": "r"},
}
NAMED_BY = {REGISTRY: "registryName", TASK: "taskName", ROLE_ASSIGNMENT: "roleAssignmentName"}


@pytest.fixture
def provider(tmp_path: Path) -> SimulatedAzureNative:
    return SimulatedAzureNative(SharedAzure(tmp_path / "azure.db"))


def check(
    provider: SimulatedAzureNative, token: str, mode: Any = None, olds: dict[str, Any] | None = None, **news: Any
) -> tuple[str | None, bool, list[str]]:
    """The name that comes out, whether it counts as random, and what is refused."""
    autonaming = None if mode is None else OPTIONS(mode=mode, proposed_name="contoso-api")
    request = provider_pb2.CheckRequest(
        type=token, name="api", news=struct({**INPUTS[token], **news}), olds=struct(olds or {}), autonaming=autonaming
    )
    answer = provider.Check(request, Context())
    inputs = json_format.MessageToDict(answer.inputs)
    return inputs.get(NAMED_BY[token]), CREATE_FIRST in inputs, [failure.reason for failure in answer.failures]


def is_guid(name: str | None) -> bool:
    return name == str(uuid.UUID(name))


def test_the_engine_is_told_that_patterns_are_understood(provider: SimulatedAzureNative) -> None:
    shaken = provider.Handshake(provider_pb2.ProviderHandshakeRequest(), Context())
    configured = provider.Configure(provider_pb2.ConfigureRequest(), Context())
    assert (shaken.supports_autonaming_configuration, configured.supports_autonaming_configuration) == (True, True)


def test_a_proposed_name_is_taken_by_everything_but_a_role_assignment(provider: SimulatedAzureNative) -> None:
    assert check(provider, REGISTRY, PROPOSE) == ("contoso-api", True, [])
    assert check(provider, TASK, PROPOSE)[:2] == ("contoso-api", True)
    name, random, _ = check(provider, ROLE_ASSIGNMENT, PROPOSE)
    assert is_guid(name)
    assert random


@pytest.mark.parametrize("token", sorted(INPUTS))
def test_an_enforced_name_is_taken_by_everything(provider: SimulatedAzureNative, token: str) -> None:
    assert check(provider, token, ENFORCE)[:2] == ("contoso-api", True)


@pytest.mark.parametrize("token", sorted(INPUTS))
def test_without_automatic_names_every_object_needs_one(provider: SimulatedAzureNative, token: str) -> None:
    name, _, failures = check(provider, token, DISABLE)
    assert name is None
    assert failures[0] == f"missing required property '{NAMED_BY[token]}'"


def test_without_a_pattern_names_are_azure_native_s_own(provider: SimulatedAzureNative) -> None:
    name, random, _ = check(provider, REGISTRY)
    assert re.fullmatch(r"api[0-9a-f]{8}", name or "")
    assert random
    assert check(provider, TASK)[:2] == ("api", False)
    assert is_guid(check(provider, ROLE_ASSIGNMENT)[0])


@pytest.mark.parametrize("mode", [None, PROPOSE, ENFORCE, DISABLE])
def test_a_live_object_keeps_its_name_and_one_that_the_program_gives_counts(
    provider: SimulatedAzureNative, mode: Any
) -> None:
    assert check(provider, REGISTRY, mode, {"registryName": "shop1", CREATE_FIRST: True})[:2] == ("shop1", True)
    assert check(provider, REGISTRY, mode, {"registryName": "shop1"})[:2] == ("shop1", False)
    assert check(provider, REGISTRY, mode, registryName="mine42") == ("mine42", False, [])
