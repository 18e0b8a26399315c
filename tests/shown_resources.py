"""How the resources of a case are shown: ids, and the answers of Azure in azure-native's flat form."""

from collections.abc import Callable, Mapping
from typing import Any

from acr_patterns.arm_types import TYPES, ArmType
from acr_patterns.testing import SimulatedAzure
from acr_patterns.testing.simulated_azure import TENANT_ID, AzureError

_IN_GROUP = "/subscriptions/{{subscriptionId}}/resourceGroups/{{resourceGroupName}}/providers/{}/{{{}}}"
_ENVELOPE = frozenset({"location", "tags", "identity", "kind"})

KINDS: Mapping[str, ArmType] = {
    **{token.removeprefix("azure-native:"): kind for token, kind in TYPES.items()},
    "containerregistry:Replication": ArmType(
        "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ContainerRegistry/registries/{registryName}"
        "/replications/{replicationName}",
        "replicationName",
        _ENVELOPE,
    ),
    "web:WebApp": ArmType(_IN_GROUP.format("Microsoft.Web/sites", "name"), "name", _ENVELOPE),
    "web:WebAppApplicationSettings": ArmType(
        "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Web/sites/{name}/config/appsettings",
        "name",
    ),
    "app:ContainerApp": ArmType(
        _IN_GROUP.format("Microsoft.App/containerApps", "containerAppName"), "containerAppName", _ENVELOPE
    ),
    "app:Job": ArmType(_IN_GROUP.format("Microsoft.App/jobs", "jobName"), "jobName", _ENVELOPE),
}
"""The types that a case can have, by token without `azure-native:`."""


def outputs_of(
    token: str, resource_id: str, inputs: Mapping[str, Any], value: Callable[[str, str], str]
) -> dict[str, Any]:
    """A resource as azure-native shows it once it is made.

    Args:
        token: its type.
        resource_id: its id.
        inputs: what the program gave.
        value: what a resource of a name has as principalId, clientId or loginServer.
    """
    kind, name = KINDS[token], resource_id.rpartition("/")[2]
    shown: dict[str, Any] = {key: one for key, one in inputs.items() if key not in kind.in_path or key == "scope"}
    if token == "containerregistry:Registry":
        shown = {"loginServer": value(name, "loginServer"), "provisioningState": "Succeeded", **shown}
    if token == "managedidentity:UserAssignedIdentity":
        ids = {key: value(name, key) for key in ("principalId", "clientId")}
        shown = {**shown, **ids, "tenantId": TENANT_ID}
    if isinstance(shown.get("identity"), Mapping):
        shown["identity"] = _identity(shown["identity"], name, value)
    return {**shown, "id": resource_id, "name": name, "type": _arm_type(resource_id)}


def _identity(asked: Mapping[str, Any], owner: str, value: Callable[[str, str], str]) -> dict[str, Any]:
    shown = dict(asked)
    if "userAssignedIdentities" in asked:
        shown["userAssignedIdentities"] = {
            one: {key: value(one.rpartition("/")[2], key) for key in ("principalId", "clientId")}
            for one in asked["userAssignedIdentities"]
        }
    if "SystemAssigned" in asked.get("type", ""):
        shown |= {"principalId": value(owner, "principalId"), "tenantId": TENANT_ID}
    return shown


def _arm_type(resource_id: str) -> str:
    namespace, *rest = resource_id.rpartition("/providers/")[2].split("/")
    return "/".join([namespace, *rest[0::2]])


def answered(azure: SimulatedAzure, resource_id: str, key: str) -> str:
    """What SimulatedAzure answers about a resource: id, name, principalId, clientId, loginServer, or the admin user's username or password."""
    resource = azure.get(resource_id)
    if key in ("username", "password"):
        try:
            credentials = azure.list_credentials(resource_id)
        except AzureError:
            return f"{key} of an admin user that is off" if key == "password" else resource["name"]
        return credentials["username"] if key == "username" else credentials["passwords"][0]["value"]
    for place in (resource, resource.get("properties") or {}, resource.get("identity") or {}):
        if key in place:
            return place[key]
    raise KeyError(f"{resource_id} has no {key}")
