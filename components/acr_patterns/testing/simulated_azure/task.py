"""ACR tasks."""

import copy
from typing import TYPE_CHECKING, Any

from ...names import TASK
from .errors import invalid_name, invalid_request
from .resource_group import location_of
from .resource_id import ResourceId
from .state import Resource, part

if TYPE_CHECKING:
    from .azure import SimulatedAzure

TYPE = "Microsoft.ContainerRegistry/registries/tasks"

SHORTEST, LONGEST = 300, 28_800


def put(azure: "SimulatedAzure", where: ResourceId, body: dict[str, Any], existing: Resource | None) -> Resource:
    """Make or change a task; a system-assigned identity keeps its principal as long as the task lives. Tokens are never given back."""
    if not TASK.pattern.match(where.name):
        raise invalid_name("task", where.name, TASK.rule)
    properties = copy.deepcopy(body["properties"])
    if not SHORTEST <= properties.get("timeout", 3600) <= LONGEST:
        raise invalid_request(f"The timeout of a task must be between {SHORTEST} and {LONGEST} seconds.")
    properties.get("step", {}).pop("contextAccessToken", None)
    return {
        **body,
        "location": location_of(azure, where, body),
        "identity": _with_principal(azure, where, body.get("identity"), existing),
        "properties": {**properties, "provisioningState": "Succeeded"},
    }


def _with_principal(
    azure: "SimulatedAzure", where: ResourceId, identity: dict[str, Any] | None, existing: Resource | None
) -> dict[str, Any] | None:
    if identity is None or "SystemAssigned" not in identity["type"]:
        return identity
    from .azure import TENANT_ID

    principal_id = part(existing, "identity").get("principalId") or azure.new_principal(where.text)[0]
    return {**identity, "principalId": principal_id, "tenantId": TENANT_ID}
