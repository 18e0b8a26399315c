"""ACR tasks."""

import copy
from typing import TYPE_CHECKING, Any

from ...names import TASK
from .errors import invalid_name, invalid_request
from .identity import with_own_principal
from .resource_group import location_of
from .resource_id import ResourceId
from .state import Resource

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
        "identity": with_own_principal(azure, where, body.get("identity"), existing),
        "properties": {**properties, "provisioningState": "Succeeded"},
    }
