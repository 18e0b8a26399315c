"""Secrets of a key vault, which a task reads itself, with its own identity, when it runs.

Source: https://learn.microsoft.com/azure/container-registry/container-registry-tasks-authentication-key-vault and
https://learn.microsoft.com/azure/key-vault/general/rbac-guide (a role at one secret).
"""

import re
from collections.abc import Sequence
from typing import NotRequired, TypedDict

import pulumi

from ..arguments import checked_output
from ..errors import ArgumentError, shown

_VAULT_ID = re.compile(
    r"(?P<vault>/subscriptions/[^/\s]+/resourceGroups/[^/\s]+/providers/Microsoft\.KeyVault/vaults/(?P<name>[A-Za-z0-9-]{3,24}))\Z",
    re.IGNORECASE,
)
_SECRET_URL = re.compile(
    r"https://(?P<vault>[A-Za-z0-9-]{3,24})\.vault\.[a-z0-9.]+/secrets/(?P<secret>[A-Za-z0-9-]{1,127})(?:/[0-9a-f]{32})?\Z"
)


class KeyVaultSecretArgs(TypedDict):
    """A secret in a key vault that a task reads when it runs. Its value is never in the program, the state or the task."""

    url: pulumi.Input[str]
    """Its identifier: https://VAULT.vault.azure.net/secrets/NAME, or with /VERSION behind it. Without a version the current one is read."""
    vault_id: NotRequired[pulumi.Input[str]]
    """Resource id of the vault. Given, the task's identity is assigned Key Vault Secrets User for this one secret; left out, who owns
    the vault lets it read the secret."""


def check_secret_url(where: str, url: str) -> str:
    """`url`, if it is the identifier of a secret in a key vault.

    Raises:
        ArgumentError: it is not.
    """
    if not _SECRET_URL.match(url):
        raise ArgumentError(
            f"{where}: {shown(url)} is not the identifier of a secret in a key vault; it has the form https://VAULT.vault.azure.net/secrets/NAME "
            "(`az keyvault secret show --vault-name VAULT --name NAME --query id`), with or without a version"
        )
    return url


def secret_scope(where: str, secret: KeyVaultSecretArgs) -> pulumi.Output[str]:
    """The scope of a role for one secret of the vault with `vault_id`.

    Raises:
        ArgumentError: `vault_id` is not the id of a key vault, or of another than the URL names; for outputs, once they are known.
    """

    def scope(known: Sequence[str]) -> str:
        vault_id, url = known
        vault, named = _VAULT_ID.match(vault_id), _SECRET_URL.match(check_secret_url(where, url))
        if vault is None or named is None or vault["name"].lower() != named["vault"].lower():
            raise ArgumentError(
                f"{where}: vault_id {shown(vault_id)} is not the resource id of the key vault that {shown(url)} lies in; "
                "give both of one vault (`az keyvault show --name VAULT --query id`)"
            )
        return f"{vault['vault']}/secrets/{named['secret']}"

    return checked_output(pulumi.Output.all(secret.get("vault_id"), secret["url"]), scope)
