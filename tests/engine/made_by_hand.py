"""An environment that was made by hand: objects as Azure gives them back.

The bodies have the form of https://learn.microsoft.com/rest/api/container-registry, /rest/api/container-instances and /rest/api/authorization.
"""

from typing import Any

from acr_patterns.roles import ACR_PULL, Role, role_definition_id
from acr_patterns.testing import SimulatedAzure
from acr_patterns.testing.simulated_azure import SUBSCRIPTION_ID

GROUP = f"/subscriptions/{SUBSCRIPTION_ID}/resourceGroups/shop-rg"
REGISTRY = f"{GROUP}/providers/Microsoft.ContainerRegistry/registries/contososhop"
TASK = f"{REGISTRY}/tasks/build-api"
IDENTITY = f"{GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/shop-pull"
SERVICE = f"{GROUP}/providers/Microsoft.ContainerInstance/containerGroups/shop-api"
SERVER = "contososhop.azurecr.io"
DIGEST = "sha256:" + "0123456789abcdef" * 4
PULL = f"{REGISTRY}/providers/Microsoft.Authorization/roleAssignments/3f1c8a52-6d0b-4c0e-9a7e-5b6f0d2e4c11"
WIDER = f"{GROUP}/providers/Microsoft.Authorization/roleAssignments/3f1c8a52-6d0b-4c0e-9a7e-5b6f0d2e4c12"

_ANSWERED: dict[str, Any] = {
    "anonymousPullEnabled": False,
    "dataEndpointEnabled": False,
    "encryption": {"status": "disabled"},
    "networkRuleBypassOptions": "AzureServices",
    "policies": {
        "azureADAuthenticationAsArmPolicy": {"status": "enabled"},
        "exportPolicy": {"status": "enabled"},
        "quarantinePolicy": {"status": "disabled"},
        "retentionPolicy": {"days": 7, "status": "disabled"},
        "softDeletePolicy": {"retentionDays": 7, "status": "disabled"},
        "trustPolicy": {"status": "disabled", "type": "Notary"},
    },
    "privateEndpointConnections": [],
    "publicNetworkAccess": "Enabled",
    "zoneRedundancy": "Disabled",
}
"""What Azure says of a registry that nobody asked for."""

_TASK: dict[str, Any] = {
    "status": "Enabled",
    "isSystemTask": False,
    "platform": {"os": "linux", "architecture": "amd64"},
    "agentConfiguration": {"cpu": 2},
    "timeout": 3600,
    "step": {
        "type": "Docker",
        "contextPath": "https://github.com/contoso/shop.git#main",
        "dockerFilePath": "Dockerfile",
        "imageNames": ["shop/api:{{.Run.ID}}"],
        "isPushEnabled": True,
        "noCache": False,
        "arguments": [],
    },
    "trigger": {
        "baseImageTrigger": {"baseImageTriggerType": "Runtime", "name": "defaultBaseimageTriggerName"},
        "sourceTriggers": [],
    },
}


def make(azure: SimulatedAzure, *, password: bool = False, **service: Any) -> None:
    """A registry with its admin user on, a task, and a service that runs one of its images.

    Args:
        azure: where they are made.
        password: whether the service pulls with the admin user's password and there is no pull identity.
        service: more properties of the container group.
    """
    azure.put(GROUP, {"location": "westeurope"})
    azure.put(REGISTRY, {"location": "westeurope", "sku": {"name": "Basic"}, "properties": {"adminUserEnabled": True}})
    azure.get(REGISTRY)["properties"] |= _ANSWERED
    azure.put(TASK, {"location": "westeurope", "identity": {"type": "SystemAssigned"}, "properties": _TASK})
    azure.push_image(SERVER, "shop/api", "v1", DIGEST)
    if password:
        admin = azure.list_credentials(REGISTRY)
        credential = {"server": SERVER, "username": admin["username"], "password": admin["passwords"][0]["value"]}
        _run_service(azure, credential, service)
    else:
        identity = azure.put(IDENTITY, {"location": "westeurope"})
        assign(azure, PULL, ACR_PULL, identity["properties"]["principalId"])
        _run_service(azure, {"server": SERVER, "identity": IDENTITY}, service, {IDENTITY: {}})


def assign(azure: SimulatedAzure, assignment: str, role: Role, principal_id: str) -> None:
    """Assign a role to a managed identity; it is honoured at once."""
    definition = role_definition_id(role, REGISTRY)
    properties = {"principalId": principal_id, "roleDefinitionId": definition, "principalType": "ServicePrincipal"}
    azure.put(assignment, {"properties": properties})
    azure.state.effective_at[assignment.lower()] = azure.clock.now()


def _run_service(
    azure: SimulatedAzure, credential: dict[str, str], more: dict[str, Any], attached: dict[str, Any] | None = None
) -> None:
    container = {
        "name": "api",
        "image": f"{SERVER}/shop/api:v1",
        "ports": [{"port": 80, "protocol": "TCP"}],
        "environmentVariables": [],
        "resources": {"requests": {"cpu": 1.0, "memoryInGB": 1.5}},
    }
    body: dict[str, Any] = {
        "location": "westeurope",
        "properties": {
            "osType": "Linux",
            "sku": "Standard",
            "restartPolicy": "Always",
            "containers": [container],
            "initContainers": [],
            "ipAddress": {"type": "Public", "ports": [{"port": 80, "protocol": "TCP"}]},
            "imageRegistryCredentials": [credential],
            **more,
        },
    }
    if attached:
        body["identity"] = {"type": "UserAssigned", "userAssignedIdentities": attached}
    azure.put(SERVICE, body)
