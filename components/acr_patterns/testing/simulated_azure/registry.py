"""Container registries."""

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ...names import REGISTRY
from .errors import admin_user_disabled, invalid_name, premium_only, registry_name_taken
from .resource_group import location_of
from .resource_id import ResourceId
from .state import Resource, part

if TYPE_CHECKING:
    from .azure import SimulatedAzure

TYPE = "Microsoft.ContainerRegistry/registries"

_PREMIUM_POLICIES = ("exportPolicy", "quarantinePolicy", "retentionPolicy", "trustPolicy")


def put(azure: "SimulatedAzure", where: ResourceId, body: dict[str, Any], existing: Resource | None) -> Resource:
    """Make or change a registry; its name is unique in all of Azure and becomes its login server."""
    if not REGISTRY.pattern.match(where.name):
        raise invalid_name("registry", where.name, REGISTRY.rule)
    login_server = f"{where.name.lower()}.azurecr.io"
    if existing is None and azure.registry_at(login_server):
        raise registry_name_taken(where.name)
    properties = body.get("properties", {})
    _refuse_premium_settings(body["sku"]["name"], properties)
    return {
        **body,
        "location": location_of(azure, where, body),
        "sku": {"name": body["sku"]["name"], "tier": body["sku"]["name"]},
        "properties": {
            "roleAssignmentMode": "LegacyRegistryPermissions",
            **properties,
            "loginServer": login_server,
            "creationDate": part(existing, "properties").get("creationDate")
            or datetime.fromtimestamp(azure.clock.now(), UTC).isoformat(),
            "provisioningState": "Succeeded",
        },
    }


def list_credentials(resource: Resource) -> dict[str, Any]:
    """Admin user and passwords."""
    if not resource["properties"].get("adminUserEnabled"):
        raise admin_user_disabled(resource["id"])
    return {
        "username": resource["name"],
        "passwords": [{"name": name, "value": _password(resource, name)} for name in ("password", "password2")],
    }


def is_admin(resource: Resource, username: str | None, password: str | None) -> bool:
    """Whether user name and password log in to the registry."""
    if not resource["properties"].get("adminUserEnabled"):
        return False
    accepted = {credential["value"] for credential in list_credentials(resource)["passwords"]}
    return username == resource["name"] and password in accepted


def forget_images(azure: "SimulatedAzure", where: ResourceId) -> None:
    """Delete the images of every registry that lies at or below `where`."""
    for resource in azure.state.of_type(TYPE):
        if f"{resource['id'].lower()}/".startswith(f"{where.key}/"):
            azure.state.manifests.pop(resource["properties"]["loginServer"], None)


def _refuse_premium_settings(sku: str, properties: dict[str, Any]) -> None:
    if sku == "Premium":
        return
    if properties.get("dataEndpointEnabled"):
        raise premium_only("dataEndpointEnabled", sku)
    if properties.get("publicNetworkAccess") == "Disabled":
        raise premium_only("publicNetworkAccess", sku)
    for policy in _PREMIUM_POLICIES:
        if policy in properties.get("policies", {}):
            raise premium_only(policy, sku)


def _password(resource: Resource, name: str) -> str:
    return hashlib.sha256(f"{resource['id']}/{name}".encode()).hexdigest()[:40]
