"""The inputs that are found for an object that was read."""

from typing import Any

import pytest
from acr_patterns.arm_types import TYPES, arm_type
from acr_patterns.testing.reading import imported_inputs, input_part, refreshed_inputs
from acr_patterns.testing.sdk_shapes import shape_of
from deployed import Deployed
from programs import CONTAINER_GROUP, DEPLOYMENT, NOT_IN_THE_SHOP, REGISTRY, ROLE_ASSIGNMENT, TASK

READ_ONLY = {"id", "name", "type", "provisioningState", "loginServer", "creationDate", "instanceView"}


def found_in(shop: Deployed, token: str) -> list[dict[str, Any]]:
    """The inputs of every object of a type, as an import finds them."""
    kind = arm_type(token)
    made = [resource for resource in shop.azure.state.resources.values() if _made_as(token, resource["id"])]
    return [imported_inputs(token, shape_of(token), resource["id"], kind.outputs(resource)) for resource in made]


def _made_as(token: str, resource_id: str) -> bool:
    try:
        arm_type(token).path_inputs(resource_id)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("token", sorted(token for token in TYPES if not token.startswith(NOT_IN_THE_SHOP)))
def test_an_import_finds_every_name_and_nothing_that_is_read_only(shop_in_azure: Deployed, token: str) -> None:
    found = found_in(shop_in_azure, token)
    assert found
    for inputs in found:
        assert set(arm_type(token).in_path) <= inputs.keys()
        assert not READ_ONLY & inputs.keys()


def test_a_registry_is_found_as_it_was_described(shop_in_azure: Deployed) -> None:
    [found] = found_in(shop_in_azure, REGISTRY)
    names = {"registryName": shop_in_azure.registry["name"], "location": "westeurope"}
    assert found == {**shop_in_azure.simulation.resource(REGISTRY).inputs, **names}


def test_role_assignments_are_found_as_they_were_described(shop_in_azure: Deployed) -> None:
    described = [
        {**grant.inputs, "roleAssignmentName": found["roleAssignmentName"]}
        for grant in shop_in_azure.simulation.of_type(ROLE_ASSIGNMENT)
        for found in found_in(shop_in_azure, ROLE_ASSIGNMENT)
        if found["principalId"] == grant.inputs["principalId"]
    ]
    assert len(described) == 2
    assert all(inputs in found_in(shop_in_azure, ROLE_ASSIGNMENT) for inputs in described)


def test_a_template_is_not_given_back(shop_in_azure: Deployed) -> None:
    [found] = found_in(shop_in_azure, DEPLOYMENT)
    assert found["properties"].keys() == {"mode", "parameters"}


def test_the_principal_of_a_task_counts_as_an_input_as_the_sdk_has_it(shop_in_azure: Deployed) -> None:
    [found] = found_in(shop_in_azure, TASK)
    assert found["identity"].keys() == {"type", "principalId", "tenantId"}
    assert found["step"].keys() >= {"type", "dockerFilePath", "imageNames", "contextPath"}
    assert "contextAccessToken" not in found["step"]


def test_an_attached_identity_is_found_as_a_list(shop_in_azure: Deployed) -> None:
    [found] = found_in(shop_in_azure, CONTAINER_GROUP)
    assert found["identity"] == {"type": "UserAssigned", "userAssignedIdentities": [shop_in_azure.identity["id"]]}
    assert found["containers"][0].keys() == {"name", "image", "resources", "ports"}


def test_an_id_of_another_type_is_refused() -> None:
    with pytest.raises(
        ValueError, match=r"^'/subscriptions/1' is not an id of the form /subscriptions/.*\{registryName\}$"
    ):
        imported_inputs(REGISTRY, shape_of(REGISTRY), "/subscriptions/1", {})


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, {}),
        ({"adminUserEnabled": True}, {"adminUserEnabled": True}),
        ({"sku": {"name": "Basic", "tier": "Basic"}}, {"sku": {"name": "Basic"}}),
        ({"loginServer": "other.azurecr.io"}, {}),
        ({"tags": {"owner": "me"}}, {"tags": {"owner": "me"}}),
    ],
)
def test_a_refresh_carries_over_only_what_changed(change: dict[str, Any], expected: dict[str, Any]) -> None:
    inputs = {"registryName": "shop1", "sku": {"name": "Standard"}, "__createBeforeDelete": True}
    before = {"sku": {"name": "Standard", "tier": "Standard"}, "publicNetworkAccess": "Enabled", "loginServer": "shop1"}
    assert refreshed_inputs(shape_of(REGISTRY), inputs, before, {**before, **change}) == {**inputs, **expected}


def test_what_azure_no_longer_has_is_no_longer_an_input() -> None:
    assert refreshed_inputs(shape_of(REGISTRY), {"tags": {"a": "b"}, "location": "x"}, {"tags": {"a": "b"}}, {}) == {
        "location": "x"
    }


def test_a_secret_beside_a_change_is_kept() -> None:
    variables = [{"name": "PORT", "value": "80"}, {"name": "KEY", "secureValue": "k"}]
    shown = [{"name": "PORT", "value": "80"}, {"name": "KEY"}]
    before = {"containers": [{"name": "api", "image": "a:1", "environmentVariables": shown}]}
    after = {"containers": [{"name": "api", "image": "a:2", "environmentVariables": [*shown, {"name": "NEW"}]}]}
    inputs = {"containers": [{"name": "api", "image": "a:1", "environmentVariables": variables}]}
    assert refreshed_inputs(shape_of(CONTAINER_GROUP), inputs, before, after) == {
        "containers": [{"name": "api", "image": "a:2", "environmentVariables": [*variables, {"name": "NEW"}]}]
    }


def test_what_is_read_only_in_a_list_or_in_one_of_several_shapes_is_no_input() -> None:
    group = {"containers": [{"name": "api", "image": "a:1", "instanceView": {"restartCount": 2.0}}]}
    assert input_part(shape_of(CONTAINER_GROUP), group) == {"containers": [{"name": "api", "image": "a:1"}]}
    step = {"type": "FileTask", "taskFilePath": "acb.yaml", "contextPath": "c"}
    assert input_part(shape_of(TASK), {"step": {**step, "baseImageDependencies": []}}) == {"step": step}
