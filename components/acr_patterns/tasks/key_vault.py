"""Secrets of a key vault, which a task reads itself, with its own identity, when it runs.

Source: https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#object-identifiers (identifiers and the
hosts of each cloud), https://learn.microsoft.com/azure/container-registry/container-registry-tasks-authentication-key-vault and
https://learn.microsoft.com/azure/key-vault/general/rbac-guide (a role at one secret, and the permission model that this takes).
"""

import re
from collections.abc import Sequence
from typing import NotRequired, TypedDict

import pulumi

from ..arguments import checked_output, when_known
from ..errors import ArgumentError, shown

_VAULT_ID = re.compile(
    r"/subscriptions/[^/\s]+/resourceGroups/[^/\s]+/providers/Microsoft\.KeyVault/vaults/(?P<name>[a-z0-9-]{3,24})\Z",
    re.IGNORECASE,
)
_SECRET_URL = re.compile(
    r"https://(?P<vault>[a-z][a-z0-9-]{1,22}[a-z0-9])\.vault\.(?:azure\.net|azure\.cn|usgovcloudapi\.net|microsoftazure\.de)"
    r"/secrets/(?P<secret>[a-z0-9-]{1,127})(?:/[a-f0-9]{32})?\Z",
    re.IGNORECASE,
)


class KeyVaultSecretArgs(TypedDict):
    """A secret in a key vault that a task reads when it runs. Its value is never in the program, the state or the task."""

    url: pulumi.Input[str]
    """Its identifier: https://VAULT.vault.azure.net/secrets/NAME, or with /VERSION behind it. Without a version the current one is read."""
    vault_id: NotRequired[pulumi.Input[str]]
    """Resource id of the vault. Given, the task's identity is assigned Key Vault Secrets User for this one secret, which takes a vault with
    the permission model Azure RBAC: in one with access policies a role has no effect. Left out, who owns the vault lets it read the secret."""


def check_secret_url(where: str, url: str) -> str:
    """`url`, unless it is not the identifier of a key vault's secret. The message does not show it: it may be the secret itself.

    Raises:
        ArgumentError: with what it takes.
    """
    if not _SECRET_URL.match(url):
        raise ArgumentError(
            f"{where} is not the identifier of a secret in a key vault; it takes https://VAULT.vault.azure.net/secrets/NAME, "
            "with /VERSION (32 hexadecimal digits) behind it or without (`az keyvault secret show --vault-name VAULT --name NAME --query id`)"
        )
    return url


def checked_secret(where: str, secret: KeyVaultSecretArgs) -> KeyVaultSecretArgs:
    """The secret, if it is one of a key vault, and of the vault that is named; outputs are checked once they are known.

    Raises:
        ArgumentError: the URL is not that of a secret, or `vault_id` not that of its vault.
    """
    url = when_known(secret["url"], lambda known: check_secret_url(f"{where} url", known))
    if "vault_id" not in secret:
        return {"url": url}
    vault_id = secret["vault_id"]
    if isinstance(vault_id, str) and isinstance(url, str):
        _check_vault(where, vault_id, url)
        return {"url": url, "vault_id": vault_id}
    both = pulumi.Output.all(vault_id, url)
    return {"url": url, "vault_id": checked_output(both, lambda known: _check_vault(where, *known))}


def vault_and_name(url: str) -> tuple[str, str]:
    """Which secret of which vault a checked `url` names, in whatever version; neither tells capitals from small letters."""
    _, _, vault, _, name, *_ = url.lower().split("/")
    return vault, name


def secret_scope(secret: KeyVaultSecretArgs) -> pulumi.Output[str]:
    """The scope of a role for this one secret of its vault."""

    def scope(known: Sequence[str]) -> str:
        vault_id, url = known
        named = _SECRET_URL.match(url)
        return f"{vault_id}/secrets/{named['secret'] if named else ''}"

    return pulumi.Output.all(secret.get("vault_id"), secret["url"]).apply(scope)


def _check_vault(where: str, vault_id: str, url: str) -> str:
    vault, named = _VAULT_ID.match(vault_id), _SECRET_URL.match(url)
    if vault is None or named is None or vault["name"].lower() != named["vault"].lower():
        raise ArgumentError(
            f"{where} vault_id {shown(vault_id)} is not the resource id of the key vault that the secret's url names; "
            "give both of one vault (`az keyvault show --name VAULT --query id`)"
        )
    return vault_id
