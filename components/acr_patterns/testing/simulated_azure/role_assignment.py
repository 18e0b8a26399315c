"""Role assignments, and the time until Azure honours them."""

import uuid
from typing import TYPE_CHECKING, Any

from .errors import (
    invalid_request,
    not_found,
    principal_not_found,
    role_assignment_exists,
    role_assignment_immutable,
)
from .resource_id import ResourceId
from .state import Resource

if TYPE_CHECKING:
    from .azure import SimulatedAzure

TYPE = "Microsoft.Authorization/roleAssignments"

_IDENTITY = ("principalId", "roleDefinitionId", "scope")


def put(azure: "SimulatedAzure", where: ResourceId, body: dict[str, Any], existing: Resource | None) -> Resource:
    """Assign a role; it is honoured when the role delay has passed.

    The definition may be named by its id in any subscription; Azure shows the id that it has in that of the scope (seen for a custom role,
    https://github.com/Azure/azure-rest-api-specs/issues/10939; an inference for a built-in one).
    """
    from .azure import TENANT_ID

    if not _is_guid(where.name):
        raise invalid_request(
            f"The role assignment ID '{where.name}' is not valid. The role assignment ID must be a GUID."
        )
    if azure.find(where.scope) is None:
        raise not_found(where.scope)
    role_guid = body["properties"]["roleDefinitionId"].rsplit("/", 1)[-1]
    definition = f"/subscriptions/{where.subscription}/providers/Microsoft.Authorization/roleDefinitions/{role_guid}"
    properties = {**body["properties"], "roleDefinitionId": definition, "scope": where.scope}
    if existing is not None:
        if _what(existing["properties"]) != _what(properties):
            raise role_assignment_immutable()
        return {"properties": properties}
    if any(_what(other["properties"]) == _what(properties) for other in azure.state.of_type(TYPE)):
        raise role_assignment_exists()
    if properties.get("principalType", "User") != "ServicePrincipal":
        raise principal_not_found(properties["principalId"], TENANT_ID)
    azure.state.effective_at[where.key] = azure.clock.now() + azure.role_delay
    return {"properties": properties}


def effective_roles(azure: "SimulatedAzure", principal_id: str | None, resource_id: str) -> list[str]:
    """GUIDs of the roles that a principal holds, effective now, at a resource or above it."""
    return [
        assignment["properties"]["roleDefinitionId"].rsplit("/", 1)[-1].lower()
        for assignment in azure.state.of_type(TYPE)
        if principal_id is not None
        and assignment["properties"]["principalId"].lower() == principal_id.lower()
        and f"{resource_id.lower()}/".startswith(f"{assignment['properties']['scope'].lower()}/")
        and azure.state.effective_at[assignment["id"].lower()] <= azure.clock.now()
    ]


def _what(properties: dict[str, Any]) -> list[str]:
    return [str(properties[key]).lower() for key in _IDENTITY]


def _is_guid(name: str) -> bool:
    try:
        uuid.UUID(name)
    except ValueError:
        return False
    return True
