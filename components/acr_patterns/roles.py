"""Which built-in role lets an identity pull or push: one table, keyed by purpose and role assignment mode.

Source: https://learn.microsoft.com/azure/container-registry/container-registry-rbac-built-in-roles-overview
and https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/containers (the ids).
"""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from .resource_ids import subscription_of


class RoleAssignmentMode(str, Enum):
    """How a registry reads role assignments; `properties.roleAssignmentMode` of the registry."""

    LEGACY = "LegacyRegistryPermissions"
    """RBAC Registry Permissions: AcrPull and AcrPush count. What a registry has unless it was chosen otherwise."""
    ABAC = "AbacRepositoryPermissions"
    """RBAC Registry + ABAC Repository Permissions: AcrPull and AcrPush are silently ignored, the Repository roles count."""


class Purpose(str, Enum):
    """What an identity is granted a role for."""

    PULL = "pull"
    PUSH = "push"
    DELETE = "delete"
    LIST = "list repositories"
    """To see the names of all repositories of a registry."""


@dataclass(frozen=True)
class Role:
    """A built-in Azure role: its name, and the GUID it has in every tenant."""

    name: str
    guid: str


ACR_PULL = Role("AcrPull", "7f951dda-4ed3-4680-a7ca-43fe172d538d")
ACR_PUSH = Role("AcrPush", "8311e382-0749-4cb8-b61a-304f252e45ec")
REPOSITORY_READER = Role("Container Registry Repository Reader", "b93aa761-3e63-49ed-ac28-beffa264f7ac")
REPOSITORY_WRITER = Role("Container Registry Repository Writer", "2a1e307c-b015-4ebd-883e-5b7698a07328")
REPOSITORY_CONTRIBUTOR = Role("Container Registry Repository Contributor", "2efddaa5-3f1f-4df3-97df-af3f13818f4c")
DATA_IMPORTER = Role("Container Registry Data Importer and Data Reader", "577a9874-89fd-4f24-9dbd-b5034d0ad23a")
OWNER = Role("Owner", "8e3af657-a8ff-443c-a75c-2fe8c4bcb635")
CONTRIBUTOR = Role("Contributor", "b24988ac-6180-42a0-ab88-20f7382dd24c")
RBAC_ADMINISTRATOR = Role("Role Based Access Control Administrator", "f58310d9-a9f6-439a-9e8d-f62e7b41a168")
USER_ACCESS_ADMINISTRATOR = Role("User Access Administrator", "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9")
READER = Role("Reader", "acdd72a7-3385-48ef-bd42-f606fba81ae7")
ACR_DELETE = Role("AcrDelete", "c2f4ef07-c644-48eb-af81-4b1b4947fb11")
ACR_IMAGE_SIGNER = Role("AcrImageSigner", "6cef56e8-d556-48e5-a04f-b8e64114680f")
CATALOG_LISTER = Role("Container Registry Repository Catalog Lister", "bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7")

KEY_VAULT_SECRETS_USER = Role("Key Vault Secrets User", "4633458b-17de-408a-b874-0445c86b69e6")
"""Reads secrets of a key vault, and gives nothing at a registry."""

CONDITION_VERSION = "2.0"
"""The version of the condition syntax that Azure takes for registries."""

LEAST_ROLE = {
    (Purpose.PULL, RoleAssignmentMode.LEGACY): ACR_PULL,
    (Purpose.PUSH, RoleAssignmentMode.LEGACY): ACR_PUSH,
    (Purpose.DELETE, RoleAssignmentMode.LEGACY): ACR_DELETE,
    (Purpose.LIST, RoleAssignmentMode.LEGACY): ACR_PULL,
    (Purpose.PULL, RoleAssignmentMode.ABAC): REPOSITORY_READER,
    (Purpose.PUSH, RoleAssignmentMode.ABAC): REPOSITORY_WRITER,
    (Purpose.DELETE, RoleAssignmentMode.ABAC): REPOSITORY_CONTRIBUTOR,
    (Purpose.LIST, RoleAssignmentMode.ABAC): CATALOG_LISTER,
}
"""What it takes and no more. AcrDelete alone deletes what it is told and reads nothing; the Repository roles list no repositories."""

_READS = ("content/read", "metadata/read")
_WRITES = (*_READS, "content/write", "metadata/write")
REPOSITORY_ACTIONS: Mapping[Role, tuple[str, ...]] = {
    role: tuple(f"Microsoft.ContainerRegistry/registries/repositories/{one}" for one in actions)
    for role, actions in (
        (REPOSITORY_READER, _READS),
        (REPOSITORY_WRITER, _WRITES),
        (REPOSITORY_CONTRIBUTOR, (*_WRITES, "content/delete", "metadata/delete")),
    )
}
"""The roles that Azure limits to repositories by a condition -> all their data actions."""

_PUSHERS = {
    RoleAssignmentMode.LEGACY: {ACR_PUSH, CONTRIBUTOR, OWNER},
    RoleAssignmentMode.ABAC: {REPOSITORY_WRITER, REPOSITORY_CONTRIBUTOR},
}
_PULLERS = {
    RoleAssignmentMode.LEGACY: {ACR_PULL, READER, DATA_IMPORTER, *_PUSHERS[RoleAssignmentMode.LEGACY]},
    RoleAssignmentMode.ABAC: {REPOSITORY_READER, DATA_IMPORTER, *_PUSHERS[RoleAssignmentMode.ABAC]},
}
_DELETERS = {
    RoleAssignmentMode.LEGACY: {ACR_DELETE, CONTRIBUTOR, OWNER},
    RoleAssignmentMode.ABAC: {REPOSITORY_CONTRIBUTOR},
}
_LISTERS = {
    RoleAssignmentMode.LEGACY: _PULLERS[RoleAssignmentMode.LEGACY],
    RoleAssignmentMode.ABAC: {CATALOG_LISTER, DATA_IMPORTER},
}
_HOLDERS = {Purpose.PULL: _PULLERS, Purpose.PUSH: _PUSHERS, Purpose.DELETE: _DELETERS, Purpose.LIST: _LISTERS}

PRIVILEGED = frozenset({OWNER, CONTRIBUTOR, READER})
"""Roles for resources of every kind."""
_KNOWN = {
    role.guid: role
    for role in (
        *_PULLERS[RoleAssignmentMode.LEGACY],
        *_PULLERS[RoleAssignmentMode.ABAC],
        ACR_DELETE,
        ACR_IMAGE_SIGNER,
        CATALOG_LISTER,
        RBAC_ADMINISTRATOR,
        USER_ACCESS_ADMINISTRATOR,
    )
}


def known_role(role_guid: str) -> Role | None:
    """The built-in role of this GUID, if what it lets its holder do with images is known here."""
    return _KNOWN.get(role_guid.lower())


def role_definition_id(role: Role, scope: str) -> str:
    """The id by which `role` is assigned at `scope`: the definition as the scope's own subscription has it."""
    return f"/subscriptions/{subscription_of(scope)}/providers/Microsoft.Authorization/roleDefinitions/{role.guid}"


def assignment_command(role: Role, principal_id: str, scope: str, condition: str | None = None) -> str:
    """The command by which somebody assigns `role` at `scope` to a managed identity, under a condition where there is one.

    Source: https://learn.microsoft.com/cli/azure/role/assignment#az-role-assignment-create (principal type given, so that Microsoft Entra ID
    is not asked for a principal that was made a moment ago).
    """
    limited = f" --condition {shlex.quote(condition)} --condition-version {CONDITION_VERSION}" if condition else ""
    return (
        f"az role assignment create --assignee-object-id {shlex.quote(principal_id)} --assignee-principal-type ServicePrincipal "
        f"--role {shlex.quote(role.name)} --scope {shlex.quote(scope)}{limited}"
    )


def permits(role_guid: str, purpose: Purpose, mode: RoleAssignmentMode) -> bool:
    """Whether a registry in `mode` lets the holder of the built-in role with `role_guid` do `purpose`; who may push may pull.

    Who may delete by AcrDelete may do neither. Who may pull may list the repositories in mode LegacyRegistryPermissions only. Owner, Contributor and Reader reach the images of a registry in mode LegacyRegistryPermissions, and none in AbacRepositoryPermissions.

    Source: https://learn.microsoft.com/azure/container-registry/container-registry-rbac-built-in-roles-directory-reference
    """
    return role_guid.lower() in {role.guid for role in _HOLDERS[purpose][mode]}
