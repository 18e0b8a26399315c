"""Who may pull from and push to the registries of a simulated Azure, and by what."""

from typing import NamedTuple

from ..roles import LEAST_ROLE
from .simulated_azure import Resource, SimulatedAzure
from .simulated_azure.state import part


class Access(NamedTuple):
    """One way into a registry."""

    identity: str
    kind: str
    role: str
    registry: str


_ROLE_NAMES = {role.guid: role.name for role in LEAST_ROLE.values()}


def access_table(azure: SimulatedAzure) -> list[Access]:
    """Every identity with a role at a registry, and every admin user that is on."""
    identities = _identities(azure)
    rows: list[Access] = []
    for assignment in azure.of_type("Microsoft.Authorization/roleAssignments"):
        properties = assignment["properties"]
        guid: str = properties["roleDefinitionId"].rsplit("/", 1)[-1]
        name, kind = identities.get(properties["principalId"], (properties["principalId"], "unknown"))
        rows.append(Access(name, kind, _ROLE_NAMES.get(guid, guid), properties["scope"].rsplit("/", 1)[-1]))
    rows.extend(
        Access("admin user", "shared password", "everything", registry["name"])
        for registry in azure.of_type("Microsoft.ContainerRegistry/registries")
        if registry["properties"].get("adminUserEnabled")
    )
    return rows


def _identities(azure: SimulatedAzure) -> dict[str, tuple[str, str]]:
    """Principal id -> name and kind."""
    found: dict[str, tuple[str, str]] = {}
    for identity in azure.of_type("Microsoft.ManagedIdentity/userAssignedIdentities"):
        found[identity["properties"]["principalId"]] = (identity["name"], "user-assigned identity")
    for task in azure.of_type("Microsoft.ContainerRegistry/registries/tasks"):
        found[_principal(task)] = (task["name"], "system-assigned identity of the task")
    return found


def _principal(resource: Resource) -> str:
    return part(resource, "identity").get("principalId", "")
