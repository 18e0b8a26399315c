"""ACR tasks."""

import copy
from typing import TYPE_CHECKING, Any

from ...names import TASK
from .errors import invalid_name
from .identity import with_own_principal
from .resource_group import location_of
from .resource_id import ResourceId
from .state import Resource
from .task_body import check_task, without_secrets

if TYPE_CHECKING:
    from .azure import SimulatedAzure

TYPE = "Microsoft.ContainerRegistry/registries/tasks"


def put(azure: "SimulatedAzure", where: ResourceId, body: dict[str, Any], existing: Resource | None) -> Resource:
    """Make or change a task; a system-assigned identity keeps its principal as long as the task lives. Secrets are never given back."""
    if not TASK.pattern.match(where.name):
        raise invalid_name("task", where.name, TASK.rule)
    properties = copy.deepcopy(body["properties"])
    check_task(azure, where, properties)
    return {
        **body,
        "location": location_of(azure, where, body),
        "identity": with_own_principal(azure, where, body.get("identity"), existing),
        "properties": {**without_secrets(properties), "provisioningState": "Succeeded"},
    }
