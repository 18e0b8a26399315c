"""What a program made secret is not in the error of a simulation."""

import traceback
from collections.abc import Callable

import pulumi
import pytest
from acr_patterns.access.rules import identity_not_attached
from acr_patterns.testing import SimulationError, simulate
from acr_patterns.testing.simulated_azure import AzureError
from acr_patterns.testing.simulation import told
from pulumi_azure_native import containerinstance, containerregistry, managedidentity, resources

HIDDEN = "hidden-shop"
IMAGE = f"contoso.azurecr.io/{HIDDEN}:v7"
Program = Callable[[], None]


def group(
    image: Callable[[], pulumi.Input[str]] = lambda: "contoso.azurecr.io/shop:v1",
    identity: str | None = None,
    note: str = "",
) -> Program:
    """A program whose container group pulls with an identity that has no role."""

    def program() -> None:
        rg = resources.ResourceGroup("rg", resource_group_name="rg")
        registry = containerregistry.Registry(
            "contoso",
            registry_name="contoso",
            resource_group_name=rg.name,
            sku=containerregistry.SkuArgs(name="Basic"),
            tags={"note": note},
        )
        puller = managedidentity.UserAssignedIdentity("puller", resource_name_="puller", resource_group_name=rg.name)
        requests = containerinstance.ResourceRequestsArgs(cpu=1, memory_in_gb=1)
        containerinstance.ContainerGroup(
            "api",
            container_group_name="api",
            resource_group_name=rg.name,
            os_type="Linux",
            identity=containerinstance.ContainerGroupIdentityArgs(
                type=containerinstance.ResourceIdentityType.USER_ASSIGNED, user_assigned_identities=[puller.id]
            ),
            image_registry_credentials=[
                containerinstance.ImageRegistryCredentialArgs(
                    server=registry.login_server,
                    identity=pulumi.Output.secret(identity) if identity else puller.id,
                )
            ],
            containers=[
                containerinstance.ContainerArgs(
                    name="api",
                    image=image(),
                    resources=containerinstance.ResourceRequirementsArgs(requests=requests),
                )
            ],
        )

    return program


def refused(program: Program) -> str:
    with pytest.raises(SimulationError) as raised:
        simulate(program)
    return "".join(traceback.format_exception(raised.value))


def test_a_secret_image_is_not_told() -> None:
    text = refused(group(lambda: pulumi.Output.secret(IMAGE)))
    assert HIDDEN not in text
    assert "The image '[secret]' in container group 'api' is not accessible" in text
    assert "[role-missing]" in text or "[image-missing]" in text


def test_the_identity_of_a_secret_credential_is_not_told() -> None:
    identity = f"/subscriptions/x/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{HIDDEN}"
    text = refused(group(identity=identity))
    assert HIDDEN not in text
    assert f"first cause: {identity_not_attached.RULE.catches} [identity-not-attached]" in text


def test_another_image_is_told() -> None:
    text = refused(group())
    assert "The image 'contoso.azurecr.io/shop:v1' in container group 'api'" in text
    assert "[secret]" not in text


def test_an_empty_secret_garbles_nothing() -> None:
    refusal = AzureError(400, "Bad", "no")
    assert told(refusal, {""}).startswith(str(refusal))


def test_a_secret_that_the_program_shows_in_plain_is_told() -> None:
    assert f"The image '{IMAGE}'" in refused(group(lambda: pulumi.Output.secret(IMAGE), note=IMAGE))
