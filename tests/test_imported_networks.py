"""What a private registry is made of, read again."""

import pytest
from acr_patterns import PrivateNetwork, Registry, RegistryPrivateEndpoint, RegistrySku
from acr_patterns.arm_types import arm_type
from acr_patterns.testing import Simulation, simulate
from acr_patterns.testing.invokes import invoke
from acr_patterns.testing.reading import imported_inputs
from acr_patterns.testing.sdk_shapes import shape_of
from acr_patterns.testing.simulated_azure import SUBSCRIPTION_ID
from pulumi_azure_native import operationalinsights, resources


def program() -> None:
    """A registry with its logs, and a private endpoint with a zone of its own."""
    group = resources.ResourceGroup("shop").name
    logs = operationalinsights.Workspace("logs", resource_group_name=group, sku={"name": "PerGB2018"})
    registry = Registry(
        "shop", resource_group_name=group, sku=RegistrySku.PREMIUM, log_analytics_workspace_id=logs.id
    ).reference
    subnet = PrivateNetwork("shop", resource_group_name=group).private_endpoint_subnet
    RegistryPrivateEndpoint("shop", registry=registry, resource_group_name=group, subnet=subnet)


@pytest.fixture(scope="module")
def deployed() -> Simulation:
    """All of it."""
    return simulate(program)


@pytest.mark.parametrize(
    "token",
    [
        "azure-native:monitor:DiagnosticSetting",
        "azure-native:network:PrivateDnsZoneGroup",
        "azure-native:network:PrivateEndpoint",
        "azure-native:operationalinsights:Workspace",
        "azure-native:privatedns:PrivateZone",
        "azure-native:privatedns:VirtualNetworkLink",
    ],
)
def test_every_part_of_a_private_registry_can_be_got_and_imported(deployed: Simulation, token: str) -> None:
    kind = arm_type(token)
    [made] = deployed.of_type(token)
    resource = deployed.azure.get(deployed.state[made.urn].id)
    module, name = token.split(":")[1:]
    function = f"azure-native:{module}:get{name}"
    got = invoke(deployed.azure, SUBSCRIPTION_ID, function, kind.path_inputs(resource["id"]))
    assert got == kind.outputs(resource)
    found = imported_inputs(token, shape_of(token), resource["id"], got)
    sent = {key: value for key, value in made.inputs.items() if value not in ({}, [])}
    assert sent.items() <= found.items()
