"""Role assignments, and the time until Azure honours them."""

import re
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...repository_conditions import LONGEST_CONDITION
from ...roles import (
    CONDITION_VERSION,
    DATA_IMPORTER,
    OWNER,
    RBAC_ADMINISTRATOR,
    REPOSITORY_ACTIONS,
    USER_ACCESS_ADMINISTRATOR,
    known_role,
)
from .errors import (
    condition_not_supported,
    invalid_condition,
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

_WITH_CONDITION = {*REPOSITORY_ACTIONS, DATA_IMPORTER, OWNER, RBAC_ADMINISTRATOR, USER_ACCESS_ADMINISTRATOR}
"""Of the roles that are known, those with data actions on repositories, and those that assign roles: what a condition can be about."""
_TEXT = re.compile(r"'[^']*'")
_BETWEEN = re.compile(r"[()]|&&|\|\||!|\b(?:AND|OR|NOT)\b", re.IGNORECASE)
"""What joins the terms of a condition."""
_TERM = re.compile(r"\s*(Action|SubOperation)Matches\s*\{|.*@\w+\[", re.IGNORECASE | re.DOTALL)
"""How a term begins that asks for an action; or that an attribute is in it."""


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
    _check_condition(role_guid, properties)
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


def _check_condition(role_guid: str, properties: Mapping[str, Any]) -> None:
    """Refuse a condition that Azure does not take, as far as this can be seen without reading it: another form may be right too."""
    condition = properties.get("condition")
    if not condition:
        return
    role = known_role(role_guid)
    if role is not None and role not in _WITH_CONDITION:
        raise condition_not_supported(role_guid)
    version = properties.get("conditionVersion") or CONDITION_VERSION
    if version != CONDITION_VERSION or len(condition) > LONGEST_CONDITION or not _is_formed(condition):
        raise invalid_condition()


def _is_formed(condition: str) -> bool:
    """Whether every quote and every parenthesis has its other half, and all between them are terms: actions, and attributes compared."""
    depth = 0
    for sign in (bare := _TEXT.sub("", condition)):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth < 0:
            return False
    terms = [one for one in _BETWEEN.split(bare) if one.strip()]
    return depth == 0 and "'" not in bare and bool(terms) and all(map(_TERM.match, terms))


def _what(properties: dict[str, Any]) -> list[str]:
    return [str(properties[key]).lower() for key in _IDENTITY]


def _is_guid(name: str) -> bool:
    try:
        uuid.UUID(name)
    except ValueError:
        return False
    return True
