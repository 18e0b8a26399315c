"""A subscription in which a registry, an image and an identity exist already, and how they are referred to by hand."""

from typing import Any

from acr_patterns.roles import ACR_PULL, REPOSITORY_READER, Role, role_definition_id
from acr_patterns.testing import SimulatedAzure
from acr_patterns.testing.simulated_azure import SUBSCRIPTION_ID, State

GROUP_NAME = "shop"
GROUP = f"/subscriptions/{SUBSCRIPTION_ID}/resourceGroups/{GROUP_NAME}"
SERVER = "contoso42.azurecr.io"
ABAC_SERVER = "abac42.azurecr.io"
DIGEST = "sha256:" + "0123456789abcdef" * 4
TAG = "v1"

_REGISTRIES = f"{GROUP}/providers/Microsoft.ContainerRegistry/registries"
_IDENTITY = f"{GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/puller"
_GRANTS = {
    "contoso42": ("00000000-0000-4000-8000-00000000000a", ACR_PULL),
    "abac42": ("00000000-0000-4000-8000-00000000000b", REPOSITORY_READER),
}

REGISTRY = {
    "id": f"{_REGISTRIES}/contoso42",
    "login_server": SERVER,
    "role_assignment_mode": "LegacyRegistryPermissions",
}
ABAC_REGISTRY = {
    "id": f"{_REGISTRIES}/abac42",
    "login_server": ABAC_SERVER,
    "role_assignment_mode": "AbacRepositoryPermissions",
}


def subscription() -> SimulatedAzure:
    """A fresh copy of the subscription."""
    return SimulatedAzure(state=State.from_json(_STATE))


def _made() -> SimulatedAzure:
    azure = SimulatedAzure()
    azure.put(GROUP, {"location": "westeurope"})
    identity = azure.put(_IDENTITY, {"location": "westeurope"})
    for reference in (REGISTRY, ABAC_REGISTRY):
        mode = reference["role_assignment_mode"]
        body = {"sku": {"name": "Premium"}, "properties": {"adminUserEnabled": True, "roleAssignmentMode": mode}}
        registry = azure.put(reference["id"], body)
        azure.push_image(reference["login_server"], "shop/api", TAG, DIGEST)
        name, role = _GRANTS[registry["name"]]
        _grant(azure, name, role, registry["id"], identity["properties"]["principalId"])
    return azure


def _grant(azure: SimulatedAzure, name: str, role: Role, scope: str, principal_id: str) -> None:
    definition = role_definition_id(role, scope)
    properties = {"principalId": principal_id, "roleDefinitionId": definition, "principalType": "ServicePrincipal"}
    azure.put(
        f"{scope}/providers/Microsoft.Authorization/roleAssignments/{name}",
        {"properties": {**properties, "scope": scope}},
    )


_PREPARED = _made()
_STATE = _PREPARED.state.to_json()
_PROPERTIES: dict[str, Any] = _PREPARED.get(_IDENTITY)["properties"]

IDENTITY = {"id": _IDENTITY, "client_id": _PROPERTIES["clientId"], "principal_id": _PROPERTIES["principalId"]}
"""May pull from both registries."""
