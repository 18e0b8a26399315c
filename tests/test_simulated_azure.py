"""What the simulated Azure keeps, gives back and refuses."""

from typing import Any

import pytest
from acr_patterns.testing import AzureError, simulate
from acr_patterns.testing.simulated_azure import State
from deployed import Deployed
from programs import CONTAINER_GROUP, ROLE_ASSIGNMENT, shop


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


def test_deleting_the_resource_group_deletes_all_that_lies_in_it(shop_in_azure: Deployed) -> None:
    shop_in_azure.azure.delete(shop_in_azure.registry["id"].split("/providers/")[0])
    assert shop_in_azure.azure.state.resources == {}
    assert shop_in_azure.azure.state.manifests == {}


def test_a_container_without_resources_is_refused(shop_in_azure: Deployed) -> None:
    with pytest.raises(AzureError, match="The resource requests of container 'api' must be greater than 0"):
        shop_in_azure.pull_again(lambda properties: properties["containers"][0].pop("resources"))


def test_a_secure_parameter_of_a_deployment_is_never_given_back(shop_in_azure: Deployed) -> None:
    template: dict[str, Any] = {
        "parameters": {"key": {"type": "secureString"}, "size": {"type": "int"}},
        "resources": [],
    }
    parameters = {"key": {"value": "s3cr3t"}, "size": {"value": 3}}
    made = shop_in_azure.azure.put(
        f"{shop_in_azure.deployment['id']}2", {"properties": {"template": template, "parameters": parameters}}
    )
    assert made["properties"]["parameters"] == {"key": {}, "size": {"value": 3}}


def test_what_is_written_down_is_read_again(shop_in_azure: Deployed) -> None:
    state = shop_in_azure.azure.state
    assert State.from_json(state.to_json()) == state


def test_the_grants_of_the_shop_are_one_pull_and_one_push(shop_in_azure: Deployed) -> None:
    assert len(shop_in_azure.simulation.of_type(ROLE_ASSIGNMENT)) == 2
