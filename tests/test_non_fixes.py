"""Two things that do not help a container group that may not pull: a private endpoint, and dedicated data endpoints."""

import itertools
from typing import Any, cast

import pytest
from access_cases import Case
from access_networks import ZONE, endpoint, link, network, zone, zone_group
from access_resources import pull_chain
from acr_patterns import (
    ContainerArgs,
    ContainerGroup,
    NetworkAccess,
    PrivateNetwork,
    PullIdentity,
    Registry,
    RegistryPrivateEndpoint,
    RegistryReference,
    RegistrySku,
)
from acr_patterns.access.rules import role_missing
from acr_patterns.testing import AzureError, SimulatedAzure, Simulation, SimulationError, simulate
from combination_cases import error_of
from existing import DIGEST
from programs import CONTAINER
from pulumi_azure_native import resources

ENDPOINT = "Microsoft.Network/privateEndpoints"
REGISTRIES = "Microsoft.ContainerRegistry/registries"
WAYS = list(itertools.product((False, True), repeat=2))
"""Without and with a private endpoint, without and with dedicated data endpoints."""


def shop(*, by_endpoint: bool, by_data_endpoint: bool, may_pull: bool) -> Simulation:
    """A private registry, and a container group in a network of its own.

    Raises:
        SimulationError: it does not pull.
    """
    azure = SimulatedAzure()

    def program() -> None:
        group = resources.ResourceGroup("shop").name
        made = Registry(
            "shop",
            registry_name="contoso42",
            resource_group_name=group,
            sku=RegistrySku.PREMIUM,
            network={"access": NetworkAccess.PRIVATE},
            data_endpoint_enabled=by_data_endpoint,
        )
        around = PrivateNetwork("shop", resource_group_name=group)
        registry = not_said(made.reference)
        if by_endpoint:
            subnet = around.private_endpoint_subnet
            registry = RegistryPrivateEndpoint(
                "shop", registry=registry, resource_group_name=group, subnet=subnet
            ).registry
        puller = PullIdentity("api", resource_group_name=group, registry=registry, grant=may_pull)
        image = made.login_server.apply(lambda server: pushed(azure, server))
        ContainerGroup(
            "api",
            container_group_name="api",
            resource_group_name=group,
            registry=registry,
            pull_identity=puller.reference,
            subnet=around.container_group_subnet,
            containers=[cast(ContainerArgs, {**CONTAINER, "image": image})],
        )

    return simulate(program, azure=azure)


def not_said(registry: RegistryReference) -> RegistryReference:
    """The registry as somebody refers to it who does not know of its data endpoints: otherwise an endpoint without them is refused."""
    return cast(RegistryReference, {key: one for key, one in registry.items() if key != "data_endpoint_enabled"})


def pushed(azure: SimulatedAzure, server: str) -> str:
    azure.push_image(server, "shop/api", "v1", DIGEST)
    return f"{server}/shop/api@{DIGEST}"


def by_hand(*, by_endpoint: bool, by_data_endpoint: bool, may_pull: bool, **settings: Any) -> Case:
    case = pull_chain(dataEndpointEnabled=by_data_endpoint, **settings)
    parts = (network(), endpoint(), zone(ZONE), zone_group(), link()) if by_endpoint else ()
    return (case if may_pull else case.without("puller-pulls")).plus(*parts)


def test_a_group_without_a_role_fails_the_same_whatever_leads_to_the_registry() -> None:
    said: set[tuple[str, str]] = set()
    for by_endpoint, by_data_endpoint in WAYS:
        with pytest.raises(SimulationError) as refused:
            shop(by_endpoint=by_endpoint, by_data_endpoint=by_data_endpoint, may_pull=False)
        azure = refused.value.simulation.azure
        [registry] = azure.of_type(REGISTRIES)
        assert len(azure.of_type(ENDPOINT)) == by_endpoint
        assert registry["properties"]["dataEndpointEnabled"] is (by_endpoint or by_data_endpoint)
        error = refused.value.__cause__
        assert isinstance(error, AzureError)
        assert error.first_cause is not None
        said.add((str(error), error.first_cause.rule.id))
    [(message, rule)] = said
    assert 'Code="InaccessibleImage"' in message
    assert rule == role_missing.RULE.id


@pytest.mark.parametrize(("by_endpoint", "by_data_endpoint"), WAYS)
def test_a_group_with_the_role_pulls_whatever_leads_to_the_registry(by_endpoint: bool, by_data_endpoint: bool) -> None:
    simulation = shop(by_endpoint=by_endpoint, by_data_endpoint=by_data_endpoint, may_pull=True)
    [group] = simulation.azure.of_type("Microsoft.ContainerInstance/containerGroups")
    assert group["properties"]["instanceView"]["state"] == "Running"


@pytest.mark.parametrize("access", ["Enabled", "Disabled"])
def test_by_hand_it_is_the_same(access: str) -> None:
    errors = [
        error_of(by_hand(by_endpoint=one, by_data_endpoint=other, may_pull=False, publicNetworkAccess=access))
        for one, other in WAYS
    ]
    [(message, rule)] = {(str(error), error and error.first_cause and error.first_cause.rule.id) for error in errors}
    assert "InaccessibleImage" in message
    assert rule == role_missing.RULE.id
    for one, other in WAYS:
        case = by_hand(by_endpoint=one, by_data_endpoint=other, may_pull=True, publicNetworkAccess=access)
        assert error_of(case) is None
