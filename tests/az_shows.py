"""How the Azure CLI prints resources, from azure-native's flat form: nulls for what is not set, Azure's defaults, and its own additions.

Source: https://learn.microsoft.com/cli/azure (az acr show, container show, identity show, role assignment list, acr task show, webapp show,
containerapp show)
"""

from collections.abc import Mapping
from typing import Any

from acr_patterns.roles import LEAST_ROLE

_NOT_SET: Mapping[str, Mapping[str, Any]] = {
    "containerregistry:Registry": {
        "adminUserEnabled": False,
        "anonymousPullEnabled": False,
        "dataEndpointEnabled": False,
        "encryption": None,
        "identity": None,
        "networkRuleBypassAllowedForTasks": False,
        "networkRuleBypassOptions": "AzureServices",
        "networkRuleSet": None,
        "publicNetworkAccess": "Enabled",
        "roleAssignmentMode": "LegacyRegistryPermissions",
    },
    "containerregistry:Task": {"agentPoolName": None, "credentials": None, "identity": None},
    "containerinstance:ContainerGroup": {
        "identity": None,
        "imageRegistryCredentials": None,
        "initContainers": [],
        "subnetIds": None,
    },
    "web:WebApp": {"identity": None, "slotSwapStatus": None},
    "app:ContainerApp": {"identity": {"type": "None"}},
    "app:Job": {"identity": {"type": "None"}},
    "authorization:RoleAssignment": {"condition": None, "conditionVersion": None, "principalName": ""},
}
_SITE_NOT_SET = {
    "acrUseManagedIdentityCreds": False,
    "acrUserManagedIdentityID": None,
    "appSettings": None,
    "linuxFxVersion": "",
    "windowsFxVersion": None,
}
_NESTED = ("app:ContainerApp", "app:Job")
_ENVELOPE = ("id", "name", "type", "location", "tags", "identity", "kind", "resourceGroup")


def as_az_shows(token: str, outputs: Mapping[str, Any]) -> dict[str, Any]:
    """A resource of a type as its `az … show` prints it."""
    resource_id: str = outputs["id"]
    shown = {**_NOT_SET.get(token, {}), **outputs, "resourceGroup": resource_id.split("/")[4]}
    if token == "web:WebApp":
        shown["siteConfig"] = {**_SITE_NOT_SET, **(outputs.get("siteConfig") or {}), "appSettings": None}
    if token == "containerregistry:Task":
        shown["step"] = {**outputs["step"], "contextAccessToken": None}
    if token == "network:PrivateDnsZoneGroup":
        del shown["type"]
    if token == "authorization:RoleAssignment":
        shown["roleDefinitionName"] = _role_name(shown["roleDefinitionId"])
    if token in _NESTED:
        inner = {key: value for key, value in shown.items() if key not in _ENVELOPE}
        shown = {**{key: value for key, value in shown.items() if key in _ENVELOPE}, "properties": inner}
    return dict(sorted(shown.items()))


def _role_name(definition: str) -> str:
    guid = definition.rpartition("/")[2]
    return next((role.name for role in LEAST_ROLE.values() if role.guid == guid), "Contributor")
