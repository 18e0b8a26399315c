"""Resources described by hand, where no document of a case has what a test needs."""

from typing import Any

from acr_patterns.access.described import CONTAINER_GROUP, IDENTITY, REGISTRY, ROLE_ASSIGNMENT, Described
from acr_patterns.access.unknown import Unknown
from acr_patterns.roles import ACR_PULL

GROUP = "/subscriptions/1/resourceGroups/shop-rg"
REGISTRY_ID = f"{GROUP}/providers/Microsoft.ContainerRegistry/registries/contoso"
IDENTITY_ID = f"{GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/puller"
LEGACY = {"roleAssignmentMode": "LegacyRegistryPermissions"}
LATER = Unknown()


def of(*names: str) -> Unknown:
    """What is known later, and comes from resources of these names."""
    return Unknown(sources=frozenset(names))


def registry(name: str = "contoso", **properties: Any) -> Described:
    resource_id = f"{GROUP}/providers/Microsoft.ContainerRegistry/registries/{name}"
    given = {"loginServer": f"{name}.azurecr.io", "anonymousPullEnabled": False, **LEGACY, **properties}
    return Described(REGISTRY, name, name, resource_id, given)


def identity(name: str = "puller", *, managed: bool = False) -> Described:
    resource_id = IDENTITY_ID.replace("puller", name)
    ids = {"principalId": f"principal of {name}", "clientId": f"client of {name}"}
    return Described(IDENTITY, name, name, resource_id, ids, managed=managed)


def assignment(**properties: Any) -> Described:
    """AcrPull of the puller at the registry, or something else."""
    given = {"principalId": "principal of puller", "roleDefinitionId": f"/x/{ACR_PULL.guid}", "scope": REGISTRY_ID}
    return Described(ROLE_ASSIGNMENT, "pulls", "pulls", f"{REGISTRY_ID}/pulls", {**given, **properties})


def group(**properties: Any) -> Described:
    """A container group that pulls as the puller."""
    given: dict[str, Any] = {
        "identity": {"type": "UserAssigned", "userAssignedIdentities": {IDENTITY_ID: {}}},
        "imageRegistryCredentials": [{"server": "contoso.azurecr.io", "identity": IDENTITY_ID}],
        "containers": [{"name": "api", "image": "contoso.azurecr.io/shop/api:v1"}],
    }
    return Described(CONTAINER_GROUP, "api", "api", f"{GROUP}/api", {**given, **properties})
