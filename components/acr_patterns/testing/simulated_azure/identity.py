"""User-assigned identities."""

from typing import TYPE_CHECKING, Any

from ...names import IDENTITY
from .errors import invalid_name
from .resource_group import location_of
from .resource_id import ResourceId
from .state import Resource

if TYPE_CHECKING:
    from .azure import SimulatedAzure

TYPE = "Microsoft.ManagedIdentity/userAssignedIdentities"


def put(azure: "SimulatedAzure", where: ResourceId, body: dict[str, Any], existing: Resource | None) -> Resource:
    """Make or change a user-assigned identity; it keeps its principal as long as it lives."""
    from .azure import TENANT_ID

    if not IDENTITY.pattern.match(where.name):
        raise invalid_name("user-assigned identity", where.name, IDENTITY.rule)
    if existing is not None:
        properties = existing["properties"]
    else:
        principal_id, client_id = azure.new_principal(where.text)
        properties = {"principalId": principal_id, "clientId": client_id, "tenantId": TENANT_ID}
    return {**body, "location": location_of(azure, where, body), "properties": properties}
