"""Diagnostic settings: which logs of an object go where.

Source: https://learn.microsoft.com/azure/azure-monitor/platform/diagnostic-settings and
https://learn.microsoft.com/azure/azure-monitor/reference/supported-logs/microsoft-containerregistry-registries-logs
"""

from typing import TYPE_CHECKING, Any

from . import log_analytics_workspace, registry
from .errors import not_found
from .network_errors import bad_request, sink_in_use
from .resource_id import ResourceId
from .state import Resource

if TYPE_CHECKING:
    from .azure import SimulatedAzure

TYPE = "Microsoft.Insights/diagnosticSettings"

_CATEGORIES = ("ContainerRegistryLoginEvents", "ContainerRegistryRepositoryEvents")
"""The logs that a registry has."""
_GROUPS = ("allLogs", "audit")
"""What a `categoryGroup` can be."""
_SINKS = ("workspaceId", "storageAccountId", "eventHubAuthorizationRuleId", "marketplacePartnerId")


def put(azure: "SimulatedAzure", where: ResourceId, body: dict[str, Any], existing: Resource | None) -> Resource:
    """Make or change a diagnostic setting; no two of one object send one category to one workspace."""
    target = azure.find(where.scope)
    if target is None and azure.knows(where.scope):
        raise not_found(where.scope)
    properties = body.get("properties", {})
    if not any(properties.get(sink) for sink in _SINKS):
        raise bad_request("At least one data sink needs to be specified.")
    workspace = properties.get("workspaceId")
    if workspace and (azure.find(workspace) or {}).get("type") != log_analytics_workspace.TYPE:
        raise not_found(workspace)
    if target is not None and target["type"] == registry.TYPE:
        _refuse_unknown_categories(properties)
    for other in azure.state.of_type(TYPE):
        if other["id"].lower() != where.key and ResourceId.parse(other["id"]).scope.lower() == where.scope.lower():
            _refuse_the_same_sink(properties, other)
    return {"properties": properties}


def _refuse_unknown_categories(properties: dict[str, Any]) -> None:
    for log in _logs(properties):
        category, group = log.get("category"), log.get("categoryGroup")
        if (category and category not in _CATEGORIES) or (group and group not in _GROUPS):
            raise bad_request(f"Category '{category or group}' is not supported.")


def _refuse_the_same_sink(properties: dict[str, Any], other: Resource) -> None:
    sink = str(properties.get("workspaceId") or "")
    if not sink or sink.lower() != str(other["properties"].get("workspaceId") or "").lower():
        return
    for category in sorted(_categories(properties) & _categories(other["properties"])):
        raise sink_in_use(sink, other["name"], category)


def _categories(properties: dict[str, Any]) -> set[str]:
    return {str(log.get("category") or log.get("categoryGroup")) for log in _logs(properties)}


def _logs(properties: dict[str, Any]) -> list[dict[str, Any]]:
    return properties.get("logs") or []
