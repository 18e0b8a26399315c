"""How a task logs in to registries: its own, those of its base images, and those that want a user name.

Source: https://learn.microsoft.com/azure/container-registry/container-registry-tasks-cross-registry-authentication and
https://learn.microsoft.com/azure/container-registry/container-registry-tasks-authentication-key-vault
"""

from collections.abc import Collection, Mapping, Sequence
from typing import TypedDict

import pulumi
from pulumi_azure_native import containerregistry

from ..arguments import checked_output
from ..errors import ArgumentError, shown
from ..images import is_login_server
from ..references import RegistryReference
from ..roles import RoleAssignmentMode
from .key_vault import KeyVaultSecretArgs

TASK_IDENTITY = "[system]"
"""How a task's credential names the task's system-assigned identity. Not `system`, as some documentation has it: that logs in as nobody."""

_VAULT_SECRET = containerregistry.SecretObjectType.VAULTSECRET


class RegistryLoginArgs(TypedDict):
    """A user name and a password for a registry that does not know Azure's identities, such as docker.io. Both stay in a key vault."""

    user_name: KeyVaultSecretArgs
    """The secret that is the user name."""
    password: KeyVaultSecretArgs
    """The secret that is the password, or a token."""


def check_other_registries(
    where: str, registry: RegistryReference, base_registries: Mapping[str, RegistryReference | None]
) -> None:
    """Refuse the task's own registry among the others, as far as it can be seen before anything is deployed.

    Args:
        where: the component.
        registry: the registry that owns the task, as it was given: what is checked is not the same object any more.
        base_registries: the others by name, as they were given.

    Raises:
        ArgumentError: one of them is `registry`, or has its id.
    """
    own = registry["id"]
    for name, one in base_registries.items():
        other = one and one["id"]
        if other is own or (isinstance(other, str) and isinstance(own, str) and other.lower() == own.lower()):
            raise ArgumentError(
                f"{where}: base_registries {shown(name)} is the registry that the task is in, where its identity pulls anyway; leave it out"
            )


def logs_in_by_source(registry: RegistryReference) -> bool:
    """Whether a task logs in to the registry that owns it as its source registry, and not by an entry among its custom registries."""
    return registry["role_assignment_mode"] is RoleAssignmentMode.ABAC


def custom_registries(
    where: str,
    registry: RegistryReference,
    base_registries: Collection[RegistryReference],
    logins: Mapping[str, RegistryLoginArgs],
) -> pulumi.Output[Mapping[str, containerregistry.CustomRegistryCredentialsArgs]] | None:
    """The credentials of a task, by login server; None if there are none.

    Without the entry for its own registry the role of the task's identity is not used at all, even there. In mode AbacRepositoryPermissions there is no
    such entry: `TaskPlan.source_identity` says with what it logs in there.

    Args:
        where: the component.
        registry: the registry that owns the task.
        base_registries: further registries that know the task's identity.
        logins: login server -> what logs in there.

    Raises:
        ArgumentError: a login server is none, or there are two logins for one; for outputs, once they are known.
    """
    for server in logins:
        if not is_login_server(server):
            raise ArgumentError(
                f"{where}: registry_logins {shown(server)} is not the host name of a registry; give what stands before the first / of its images' "
                "full names, such as docker.io or ghcr.io, without https:// and without a path"
            )

    by_source = logs_in_by_source(registry)
    if by_source and not base_registries and not logins:
        return None

    def keyed(servers: Sequence[str]) -> Mapping[str, containerregistry.CustomRegistryCredentialsArgs]:
        found: dict[str, containerregistry.CustomRegistryCredentialsArgs] = {}
        own = [(server, containerregistry.CustomRegistryCredentialsArgs(identity=TASK_IDENTITY)) for server in servers]
        for server, credential in [*own, *((server, _from_the_vault(login)) for server, login in logins.items())]:
            if server.lower() in map(str.lower, found):
                raise ArgumentError(
                    f"{where}: two logins are for {shown(server)}, and a task has one for each registry; its own registry is not one of "
                    "base_registries, and one of base_registries needs none of registry_logins"
                )
            found[server] = credential
        if by_source:
            del found[servers[0]]
        return found

    return checked_output(
        pulumi.Output.all(registry["login_server"], *(one["login_server"] for one in base_registries)), keyed
    )


def _from_the_vault(login: RegistryLoginArgs) -> containerregistry.CustomRegistryCredentialsArgs:
    """The task's identity reads both from the vault."""
    return containerregistry.CustomRegistryCredentialsArgs(
        identity=TASK_IDENTITY,
        user_name=containerregistry.SecretObjectArgs(type=_VAULT_SECRET, value=login["user_name"]["url"]),
        password=containerregistry.SecretObjectArgs(type=_VAULT_SECRET, value=login["password"]["url"]),
    )
