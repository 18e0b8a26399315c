"""Who may pull from and push to the registries of a simulated Azure, and by what."""

from typing import NamedTuple

from ..access.described import TASK
from ..access.facts import Assignment, Identity
from .simulated_azure import SimulatedAzure
from .simulated_azure.facts import inventory_of


class Access(NamedTuple):
    """One way into a registry."""

    identity: str
    kind: str
    role: str
    registry: str


def access_table(azure: SimulatedAzure) -> list[Access]:
    """Every role that Azure honours by now, every admin user that is on, and every registry that asks nobody who pulls."""
    facts = inventory_of(azure)
    identities = {str(one.principal_id): one for one in facts.identities}
    rows = [_row(one, identities.get(str(one.principal_id))) for one in facts.assignments]
    for registry in facts.registries:
        if registry.admin_user is True:
            rows.append(Access("admin user", "shared password", "everything", registry.name))
        if registry.anonymous_pull is True:
            rows.append(Access("anybody", "no login", "pull", registry.name))
    return rows


def _row(assignment: Assignment, identity: Identity | None) -> Access:
    name, kind = (identity.name, _kind(identity)) if identity else (str(assignment.principal_id), "unknown")
    limited = ", with a condition" if assignment.condition else ""
    return Access(name, kind, f"{assignment.role_title}{limited}", str(assignment.scope).rsplit("/", 1)[-1])


def _kind(identity: Identity) -> str:
    if not identity.system_assigned:
        return "user-assigned identity"
    return f"system-assigned identity of the {'task' if identity.described.kind == TASK else 'container group'}"
