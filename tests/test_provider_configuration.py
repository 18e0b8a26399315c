"""What a stand-in provider is configured with, and which package it is made of."""

import base64
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from acr_patterns.testing.engine import SimulatedEngine
from acr_patterns.testing.provider_configuration import CLIENT_ID, ProviderConfiguration, is_provider
from acr_patterns.testing.provider_operations import SimulatedAzureNative, plugin_version
from acr_patterns.testing.shared_azure import SharedAzure
from acr_patterns.testing.simulated_azure import SUBSCRIPTION_ID, TENANT_ID
from provider_calls import AbortedError, Context, struct
from pulumi.runtime.proto import provider_pb2

OF_A_PIPELINE = {
    "ARM_TENANT_ID": "tenant",
    "ARM_SUBSCRIPTION_ID": "subscription",
    "ARM_CLIENT_ID": "client",
    "ARM_USE_OIDC": "true",
    "ARM_OIDC_TOKEN": "t0ken",
}


def without(*names: str) -> dict[str, str]:
    return {name: value for name, value in OF_A_PIPELINE.items() if name not in names}


def test_without_a_word_it_is_the_simulation_s_own_account() -> None:
    assert ProviderConfiguration.read({}, {}) == ProviderConfiguration(SUBSCRIPTION_ID, None, TENANT_ID, CLIENT_ID)


def test_what_the_configuration_does_not_say_variables_say() -> None:
    read = ProviderConfiguration.read({"tenantId": "own", "location": "westeurope"}, OF_A_PIPELINE)
    assert read == ProviderConfiguration("subscription", "westeurope", "own", "client")


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        (without("ARM_SUBSCRIPTION_ID"), "A Subscription ID must be configured when authenticating with OIDC."),
        (without("ARM_TENANT_ID"), "A Tenant ID must be configured when authenticating with OIDC."),
        (without("ARM_CLIENT_ID"), "A Client ID must be configured when authenticating with OIDC."),
        (without("ARM_OIDC_TOKEN"), "A OIDC token or request URL and token must be configured"),
        (without("ARM_OIDC_TOKEN") | {"ARM_OIDC_REQUEST_URL": "https://x"}, "A OIDC token or request URL and token"),
    ],
)
def test_oidc_needs_whom_and_a_token(variables: Mapping[str, str], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        ProviderConfiguration.read({}, variables)


@pytest.mark.parametrize(
    "token",
    [
        {"ARM_OIDC_TOKEN_FILE_PATH": "/token"},
        {"ARM_OIDC_REQUEST_URL": "https://x", "ARM_OIDC_REQUEST_TOKEN": "t0ken"},
        {"ACTIONS_ID_TOKEN_REQUEST_URL": "https://x", "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "t0ken"},
    ],
)
def test_the_token_comes_from_a_file_or_is_asked_for(token: dict[str, str]) -> None:
    assert ProviderConfiguration.read({}, without("ARM_OIDC_TOKEN") | token).client == "client"


def test_the_door_reads_the_variables_of_its_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    provider = SimulatedAzureNative(SharedAzure(tmp_path / "azure.db"))
    for name, value in OF_A_PIPELINE.items():
        monkeypatch.setenv(name, value)
    provider.Configure(provider_pb2.ConfigureRequest(args=struct({"tenantId": "own"})), Context())
    asked = provider_pb2.InvokeRequest(tok="azure-native:authorization:getClientConfig")
    answer = dict(getattr(provider.Invoke(asked, Context()), "return"))
    assert (answer["tenantId"], answer["subscriptionId"], answer["clientId"]) == ("own", "subscription", "client")
    monkeypatch.delenv("ARM_OIDC_TOKEN")
    with pytest.raises(AbortedError, match="A OIDC token or request URL and token must be configured"):
        provider.Configure(provider_pb2.ConfigureRequest(), Context())


def test_the_user_s_own_variables_do_not_reach_a_simulation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*OF_A_PIPELINE, "ACTIONS_ID_TOKEN_REQUEST_TOKEN"):
        monkeypatch.setenv(name, "own")
    environment = SimulatedEngine(tmp_path, tmp_path).environment
    assert [name for name in environment if name.startswith(("ARM_", "ACTIONS_ID_TOKEN"))] == []


def parameterized(parameter: bytes) -> provider_pb2.ParameterizeResponse:
    value = provider_pb2.ParameterizeRequest.ParametersValue(value=parameter)
    request = provider_pb2.ParameterizeRequest(value=value)
    return SimulatedAzureNative(SharedAzure(Path("never-opened"))).Parameterize(request, Context())


def test_a_parameter_makes_a_package_of_one_version() -> None:
    said = json.dumps({"module": "containerregistry", "version": "v20251101"}).encode()
    answer = parameterized(base64.b64encode(said))
    assert (answer.name, answer.version) == ("azure-native_containerregistry_v20251101", plugin_version())


@pytest.mark.parametrize(
    "parameter", [b'{"module": "a", "version": "b"}', base64.b64encode(b'{"module": "a"}'), b"W10="]
)
def test_another_parameter_is_refused(parameter: bytes) -> None:
    with pytest.raises(AbortedError, match="failed to deserialize parameterize args"):
        parameterized(parameter)


def test_a_package_s_provider_is_a_provider() -> None:
    assert is_provider("pulumi:providers:azure-native")
    assert is_provider("pulumi:providers:azure-native_containerregistry_v20251101")
    assert not is_provider("pulumi:providers:azure-nativeish")
