"""Take one thing away, and Azure's own error comes back."""

from collections.abc import Callable
from typing import Any

import pytest
from acr_patterns.testing import AzureError, ManualClock, SimulatedAzure, simulate
from acr_patterns.testing.azure_native import arm_type
from acr_patterns.testing.simulated_azure import State
from programs import CONTAINER_GROUP, DEPLOYMENT, ROLE_ASSIGNMENT, TASK, shop


class Deployed:
    """A whole shop, and what it was made from, so that one part can be taken away and another made again."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.azure = SimulatedAzure(clock=self.clock)
        self.simulation = simulate(shop(), azure=self.azure)
        [self.registry] = self.azure.of_type("Microsoft.ContainerRegistry/registries")
        [self.group] = self.azure.of_type("Microsoft.ContainerInstance/containerGroups")
        [self.identity] = self.azure.of_type("Microsoft.ManagedIdentity/userAssignedIdentities")
        [self.task] = self.azure.of_type("Microsoft.ContainerRegistry/registries/tasks")
        [self.deployment] = self.azure.of_type("Microsoft.Resources/deployments")

    def body(self, token: str) -> dict[str, Any]:
        return arm_type(token).body(self.simulation.resource(token).inputs)

    def grant(self, principal_id: str) -> dict[str, Any]:
        grants = self.azure.of_type("Microsoft.Authorization/roleAssignments")
        [found] = [grant for grant in grants if grant["properties"]["principalId"] == principal_id]
        return found

    def pull_again(self, change: Callable[[dict[str, Any]], None] = lambda body: None) -> None:
        """Make the container group anew, so that it pulls."""
        self.azure.delete(self.group["id"])
        body = self.body(CONTAINER_GROUP)
        change(body["properties"])
        self.azure.put(self.group["id"], body)

    def build_again(self) -> None:
        """Deploy the run anew, a second later."""
        self.clock.advance(1)
        body = self.body(DEPLOYMENT)
        self.azure.put(self.deployment["id"], body)

    def reassign(self, principal_id: str, role_guid: str) -> None:
        """Put another role in the place of the one that a principal has."""
        grant = self.grant(principal_id)
        self.azure.delete(grant["id"])
        definition = grant["properties"]["roleDefinitionId"].rsplit("/", 1)[0] + "/" + role_guid
        self.azure.put(grant["id"], {"properties": {**grant["properties"], "roleDefinitionId": definition}})


@pytest.fixture
def shop_in_azure() -> Deployed:
    return Deployed()


def test_with_nothing_taken_away_the_group_pulls_and_the_task_pushes(shop_in_azure: Deployed) -> None:
    shop_in_azure.pull_again()
    shop_in_azure.build_again()
    assert [run.status for run in shop_in_azure.azure.runs] == ["Succeeded", "Succeeded"]


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
        ("Contributor", "b24988ac-6180-42a0-ab88-20f7382dd24c"),
        ("Container Registry Repository Reader", "b93aa761-3e63-49ed-ac28-beffa264f7ac"),
    ],
)
def test_with_another_role_the_image_is_inaccessible(shop_in_azure: Deployed, role: str, guid: str) -> None:
    shop_in_azure.reassign(shop_in_azure.identity["properties"]["principalId"], guid)
    with pytest.raises(AzureError, match="InaccessibleImage"):
        shop_in_azure.pull_again()


def test_with_acr_push_instead_of_acr_pull_the_image_is_accessible(shop_in_azure: Deployed) -> None:
    shop_in_azure.reassign(shop_in_azure.identity["properties"]["principalId"], "8311e382-0749-4cb8-b61a-304f252e45ec")
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


def test_without_acr_push_the_build_fails_and_pushes_nothing(shop_in_azure: Deployed) -> None:
    azure = shop_in_azure.azure
    azure.delete(shop_in_azure.grant(shop_in_azure.task["identity"]["principalId"])["id"])
    with pytest.raises(AzureError) as failed:
        shop_in_azure.build_again()
    assert (failed.value.code, failed.value.accepted) == ("DeploymentFailed", True)
    assert azure.runs[-1].status == "Failed"
    assert "denied: requested access to the resource" in azure.runs[-1].log[-1]
    assert not azure.runs[-1].images


def test_with_acr_pull_instead_of_acr_push_the_build_fails(shop_in_azure: Deployed) -> None:
    shop_in_azure.reassign(shop_in_azure.task["identity"]["principalId"], "7f951dda-4ed3-4680-a7ca-43fe172d538d")
    with pytest.raises(AzureError, match="DeploymentFailed"):
        shop_in_azure.build_again()


def test_with_system_instead_of_system_in_brackets_the_build_fails_at_its_login(shop_in_azure: Deployed) -> None:
    body = shop_in_azure.body(TASK)
    [credential] = body["properties"]["credentials"]["customRegistries"].values()
    credential["identity"] = "system"
    shop_in_azure.azure.put(shop_in_azure.task["id"], body)
    with pytest.raises(AzureError, match="DeploymentFailed"):
        shop_in_azure.build_again()
    assert "failed to login, ran out of retries" in shop_in_azure.azure.runs[-1].log[-1]


def test_a_run_that_was_asked_for_before_is_not_run_again(shop_in_azure: Deployed) -> None:
    shop_in_azure.azure.put(shop_in_azure.deployment["id"], shop_in_azure.body(DEPLOYMENT))
    assert len(shop_in_azure.azure.runs) == 1


def test_a_token_and_a_secure_value_are_never_given_back() -> None:
    container = {"secret_environment": {"PASSWORD": "s3cr3t"}}
    source = {"url": "https://github.com/contoso/shop.git", "branch": "main", "access_token": "t0ken"}
    simulation = simulate(shop(container=container, task={"source": source}))
    assert "s3cr3t" not in simulation.azure.state.to_json()
    assert "t0ken" not in simulation.azure.state.to_json()


@pytest.mark.parametrize(
    ("property_name", "value"), [("restartPolicy", "Never"), ("osType", "Windows"), ("containers", None)]
)
def test_what_a_live_group_keeps_cannot_be_changed(
    shop_in_azure: Deployed, property_name: str, value: str | None
) -> None:
    body = shop_in_azure.body(CONTAINER_GROUP)
    if value is None:
        body["properties"]["containers"][0]["resources"]["requests"]["cpu"] = 2
    else:
        body["properties"][property_name] = value
    with pytest.raises(AzureError) as refused:
        shop_in_azure.azure.put(shop_in_azure.group["id"], body)
    assert refused.value.code == "InvalidContainerGroupUpdate"


def test_a_role_assignment_needs_a_principal_type_and_keeps_what_it_assigns(shop_in_azure: Deployed) -> None:
    azure = shop_in_azure.azure
    grant = shop_in_azure.grant(shop_in_azure.identity["properties"]["principalId"])
    other = {**grant["properties"], "principalId": "00000000-0000-0000-0000-000000000009"}
    scope = grant["properties"]["scope"]
    name = f"{scope}/providers/Microsoft.Authorization/roleAssignments/00000000-0000-0000-0000-00000000000a"

    def code(resource_id: str, properties: dict[str, Any]) -> str:
        with pytest.raises(AzureError) as refused:
            azure.put(resource_id, {"properties": properties})
        return refused.value.code

    assert code(grant["id"], other) == "RoleAssignmentUpdateNotPermitted"
    assert code(name, grant["properties"]) == "RoleAssignmentExists"
    assert code(name, {**other, "principalType": "User"}) == "PrincipalNotFound"


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("Microsoft.ContainerRegistry/registries/my-registry", {"sku": {"name": "Basic"}}, "InvalidResourceName"),
        ("Microsoft.ContainerInstance/containerGroups/My--Group", {"properties": {}}, "InvalidResourceName"),
        (
            "Microsoft.ContainerInstance/containerGroups/empty",
            {"properties": {"containers": []}},
            "InvalidRequestContent",
        ),
        ("Microsoft.ContainerRegistry/registries/none/tasks/build", {"properties": {}}, "ParentResourceNotFound"),
        (
            "Microsoft.ContainerRegistry/registries/cheap",
            {"sku": {"name": "Basic"}, "properties": {"dataEndpointEnabled": True}},
            "FeatureNotSupportedForSku",
        ),
    ],
)
def test_bad_names_and_bodies_are_refused(shop_in_azure: Deployed, path: str, body: dict[str, Any], code: str) -> None:
    group = shop_in_azure.registry["id"].split("/providers/")[0]
    with pytest.raises(AzureError) as refused:
        shop_in_azure.azure.put(f"{group}/providers/{path}", body)
    assert refused.value.code == code


def test_a_registry_name_is_taken_once_in_all_of_azure(shop_in_azure: Deployed) -> None:
    azure, name = shop_in_azure.azure, shop_in_azure.registry["name"]
    other = shop_in_azure.registry["id"].split("/resourceGroups/")[0] + "/resourceGroups/other"
    azure.put(other, {"location": "westeurope"})
    with pytest.raises(AzureError, match="AlreadyInUse"):
        azure.put(
            f"{other}/providers/Microsoft.ContainerRegistry/registries/{name.upper()}", {"sku": {"name": "Basic"}}
        )


def test_an_identity_that_is_made_again_is_another_principal(shop_in_azure: Deployed) -> None:
    azure = shop_in_azure.azure
    azure.delete(shop_in_azure.identity["id"])
    again = azure.put(shop_in_azure.identity["id"], {})
    assert again["properties"]["principalId"] != shop_in_azure.identity["properties"]["principalId"]
    with pytest.raises(AzureError, match="InaccessibleImage"):
        shop_in_azure.pull_again()


def test_deleting_the_resource_group_deletes_all_that_lies_in_it(shop_in_azure: Deployed) -> None:
    shop_in_azure.azure.delete(shop_in_azure.registry["id"].split("/providers/")[0])
    assert shop_in_azure.azure.state.resources == {}
    assert shop_in_azure.azure.state.manifests == {}


def test_what_is_written_down_is_read_again(shop_in_azure: Deployed) -> None:
    state = shop_in_azure.azure.state
    assert State.from_json(state.to_json()) == state


def test_the_grants_of_the_shop_are_one_pull_and_one_push(shop_in_azure: Deployed) -> None:
    assert len(shop_in_azure.simulation.of_type(ROLE_ASSIGNMENT)) == 2
