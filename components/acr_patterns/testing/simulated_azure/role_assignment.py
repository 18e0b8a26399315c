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
    https://github.com/Azure/azure-rest-api-specs/issues/10939; an inference for a built-in one). What is of a type that is not simulated,
    such as a key vault, is taken to be there.
    """
    from .azure import TENANT_ID

    if not _is_guid(where.name):
        raise invalid_request(
            f"The role assignment ID '{where.name}' is not valid. The role assignment ID must be a GUID."
        )
    if azure.find(where.scope) is None and azure.knows(where.scope):
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


def honoured(azure: "SimulatedAzure", resource: Resource) -> bool:
    """Whether Azure honours a role assignment by now; true for everything else."""
    return azure.state.effective_at.get(resource["id"].lower(), 0.0) <= azure.clock.now()


def _what(properties: dict[str, Any]) -> list[str]:
    return [str(properties[key]).lower() for key in _IDENTITY]


def _is_guid(name: str) -> bool:
    try:
        uuid.UUID(name)
    except ValueError:
        return False
    return True
