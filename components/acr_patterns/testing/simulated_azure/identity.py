"""User-assigned identities, and the system-assigned ones of other resources."""

from typing import TYPE_CHECKING, Any

from ...names import IDENTITY
from .errors import invalid_name
from .resource_group import location_of
from .resource_id import ResourceId
from .state import Resource, part

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


def with_own_principal(
    azure: "SimulatedAzure", where: ResourceId, identity: dict[str, Any] | None, existing: Resource | None
) -> dict[str, Any] | None:
    """The `identity` block of a resource with the principal of its system-assigned identity, if it asks for one; that lives as long as it does."""
    from .azure import TENANT_ID

    if not identity or "SystemAssigned" not in identity["type"]:
        return identity
    principal_id = part(existing, "identity").get("principalId") or azure.new_principal(where.text)[0]
    return {**identity, "principalId": principal_id, "tenantId": TENANT_ID}
