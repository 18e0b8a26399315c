"""Take one thing away that a pull needs, and Azure's own error comes back."""

import contextlib
from typing import Any

import pytest
from access_conditions import only
from acr_patterns.arm_types import arm_type
from acr_patterns.roles import REPOSITORY_READER
from acr_patterns.testing import AzureError, simulate
from deployed import Deployed
from programs import CONTAINER_GROUP, shop


def test_without_the_acr_pull_grant_the_image_is_inaccessible(shop_in_azure: Deployed) -> None:
    grant = shop_in_azure.grant(shop_in_azure.identity["properties"]["principalId"])
    shop_in_azure.azure.delete(grant["id"])
    with pytest.raises(AzureError) as refused:
        shop_in_azure.pull_again()
    image = shop_in_azure.simulation.resource(CONTAINER_GROUP).inputs["containers"][0]["image"]
    assert (refused.value.status, refused.value.code) == (400, "InaccessibleImage")
    assert refused.value.message == (
        f"The image '{image}' in container group '{shop_in_azure.group['name']}' is not accessible. "
        "Please check the image and registry credential."
    )


@pytest.mark.parametrize(
    ("role", "guid"),
    [
        ("AcrDelete", "c2f4ef07-c644-48eb-af81-4b1b4947fb11"),
        ("Container Registry Tasks Contributor", "fb382eab-e894-4461-af04-94435c366c3f"),
        ("Container Registry Repository Reader", "b93aa761-3e63-49ed-ac28-beffa264f7ac"),
    ],
)
def test_with_another_role_the_image_is_inaccessible(shop_in_azure: Deployed, role: str, guid: str) -> None:
    shop_in_azure.reassign(shop_in_azure.identity["properties"]["principalId"], guid)
    with pytest.raises(AzureError, match="InaccessibleImage"):
        shop_in_azure.pull_again()


@pytest.mark.parametrize(
    ("role", "guid"),
    [
        ("AcrPush", "8311e382-0749-4cb8-b61a-304f252e45ec"),
        ("Contributor", "b24988ac-6180-42a0-ab88-20f7382dd24c"),
    ],
)
def test_with_a_wider_role_the_image_is_accessible(shop_in_azure: Deployed, role: str, guid: str) -> None:
    shop_in_azure.reassign(shop_in_azure.identity["properties"]["principalId"], guid)
    shop_in_azure.pull_again()


def test_in_a_registry_with_repository_permissions_acr_pull_is_ignored(shop_in_azure: Deployed) -> None:
    shop_in_azure.registry["properties"]["roleAssignmentMode"] = "AbacRepositoryPermissions"
    with pytest.raises(AzureError, match="InaccessibleImage"):
        shop_in_azure.pull_again()


def test_without_the_image_it_is_inaccessible(shop_in_azure: Deployed) -> None:
    shop_in_azure.azure.delete_images(shop_in_azure.registry["properties"]["loginServer"], "shop/api")
    with pytest.raises(AzureError, match="InaccessibleImage"):
        shop_in_azure.pull_again()


def test_with_an_image_on_another_server_it_is_inaccessible(shop_in_azure: Deployed) -> None:
    def move(properties: dict[str, Any]) -> None:
        properties["containers"][0]["image"] = "elsewhere.azurecr.io/shop/api:v1"

    with pytest.raises(AzureError, match="InaccessibleImage"):
        shop_in_azure.pull_again(move)


def test_without_any_credential_the_image_is_inaccessible(shop_in_azure: Deployed) -> None:
    with pytest.raises(AzureError, match="InaccessibleImage"):
        shop_in_azure.pull_again(lambda properties: properties.pop("imageRegistryCredentials"))


def test_with_an_identity_that_is_not_attached_the_credential_is_refused(shop_in_azure: Deployed) -> None:
    body = shop_in_azure.body(CONTAINER_GROUP)
    shop_in_azure.azure.delete(shop_in_azure.group["id"])
    del body["identity"]
    with pytest.raises(AzureError) as refused:
        shop_in_azure.azure.put(shop_in_azure.group["id"], body)
    assert refused.value.code == "InvalidImageRegistryIdentity"


def test_with_user_name_and_identity_the_credential_is_ambiguous(shop_in_azure: Deployed) -> None:
    def both(properties: dict[str, Any]) -> None:
        properties["imageRegistryCredentials"][0].update(username="someone", password="x")

    with pytest.raises(AzureError) as refused:
        shop_in_azure.pull_again(both)
    assert refused.value.code == "AmbiguousImageResitryCredentialType"


def test_with_a_wrong_password_the_image_is_inaccessible() -> None:
    simulation = simulate(shop(registry={"authentication": "AdminUser"}))
    [group] = simulation.azure.of_type("Microsoft.ContainerInstance/containerGroups")
    body = arm_type(CONTAINER_GROUP).body(simulation.resource(CONTAINER_GROUP).inputs)
    simulation.azure.put(group["id"], body)
    body["properties"]["imageRegistryCredentials"][0]["password"] = "guessed"
    with pytest.raises(AzureError, match="InaccessibleImage"):
        simulation.azure.put(group["id"], body)


def test_a_role_is_honoured_only_after_its_delay(shop_in_azure: Deployed) -> None:
    azure = shop_in_azure.azure
    azure.role_delay = 300
    shop_in_azure.reassign(shop_in_azure.identity["properties"]["principalId"], "7f951dda-4ed3-4680-a7ca-43fe172d538d")
    shop_in_azure.clock.advance(299)
    with pytest.raises(AzureError, match="InaccessibleImage"):
        shop_in_azure.pull_again()
    shop_in_azure.clock.advance(1)
    shop_in_azure.pull_again()


def test_an_identity_that_is_made_again_is_another_principal(shop_in_azure: Deployed) -> None:
    azure = shop_in_azure.azure
    azure.delete(shop_in_azure.identity["id"])
    again = azure.put(shop_in_azure.identity["id"], {})
    assert again["properties"]["principalId"] != shop_in_azure.identity["properties"]["principalId"]
    with pytest.raises(AzureError, match="InaccessibleImage"):
        shop_in_azure.pull_again()


@pytest.mark.parametrize(("repository", "pulls"), [("shop/api", True), ("shop/web", False)])
def test_a_condition_on_the_role_decides_by_the_repository(
    shop_in_azure: Deployed, repository: str, pulls: bool
) -> None:
    principal = shop_in_azure.identity["properties"]["principalId"]
    shop_in_azure.registry["properties"]["roleAssignmentMode"] = "AbacRepositoryPermissions"
    shop_in_azure.reassign(principal, REPOSITORY_READER.guid)
    shop_in_azure.grant(principal)["properties"] |= {"condition": only(repository), "conditionVersion": "2.0"}
    with contextlib.nullcontext() if pulls else pytest.raises(AzureError, match="InaccessibleImage"):
        shop_in_azure.pull_again()


def test_a_condition_of_a_form_that_is_not_documented_is_refused(shop_in_azure: Deployed) -> None:
    principal = shop_in_azure.identity["properties"]["principalId"]
    shop_in_azure.registry["properties"]["roleAssignmentMode"] = "AbacRepositoryPermissions"
    shop_in_azure.reassign(principal, REPOSITORY_READER.guid)
    shop_in_azure.grant(principal)["properties"] |= {"condition": "@Resource[x] StringEquals 'y'"}
    with pytest.raises(AzureError, match="InaccessibleImage"):
        shop_in_azure.pull_again()


def test_from_a_registry_with_anonymous_pull_anybody_pulls(shop_in_azure: Deployed) -> None:
    shop_in_azure.registry["properties"]["anonymousPullEnabled"] = True
    shop_in_azure.azure.delete(shop_in_azure.group["id"])
    body = shop_in_azure.body(CONTAINER_GROUP)
    del body["identity"], body["properties"]["imageRegistryCredentials"]
    shop_in_azure.azure.put(shop_in_azure.group["id"], body)


def test_a_credential_that_no_image_needs_is_read_all_the_same(shop_in_azure: Deployed) -> None:
    def public(properties: dict[str, Any]) -> None:
        properties["containers"][0]["image"] = "mcr.microsoft.com/azuredocs/aci-helloworld"
        properties["imageRegistryCredentials"][0]["identity"] += "2"

    with pytest.raises(AzureError, match="InvalidImageRegistryIdentity"):
        shop_in_azure.pull_again(public)


def test_the_system_assigned_identity_is_refused_where_it_is_named(shop_in_azure: Deployed) -> None:
    shop_in_azure.azure.delete(shop_in_azure.group["id"])
    body = shop_in_azure.body(CONTAINER_GROUP)
    body["identity"] = {"type": "SystemAssigned"}
    body["properties"]["imageRegistryCredentials"][0]["identity"] = "system"
    with pytest.raises(AzureError, match="InvalidImageRegistryIdentity"):
        shop_in_azure.azure.put(shop_in_azure.group["id"], body)


def test_a_group_keeps_the_principal_of_its_system_assigned_identity(shop_in_azure: Deployed) -> None:
    body = shop_in_azure.body(CONTAINER_GROUP)
    body["identity"] = {**body["identity"], "type": "SystemAssigned, UserAssigned"}
    made = shop_in_azure.azure.put(shop_in_azure.group["id"], body)
    assert made["identity"]["principalId"] != shop_in_azure.identity["properties"]["principalId"]
    assert shop_in_azure.azure.put(shop_in_azure.group["id"], body)["identity"] == made["identity"]
