"""Secrets of a key vault, which a task reads itself, with its own identity, when it runs.

Source: https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#object-identifiers (identifiers and the
hosts of each cloud) and https://learn.microsoft.com/azure/container-registry/container-registry-tasks-authentication-key-vault
"""

import re
from typing import NotRequired, TypedDict

import pulumi

from ..errors import ArgumentError

_SECRET_URL = re.compile(
    r"https://[a-z][a-z0-9-]{1,22}[a-z0-9]\.vault\.(?:azure\.net|azure\.cn|usgovcloudapi\.net|microsoftazure\.de)"
    r"/secrets/[a-z0-9-]{1,127}(?:/[a-f0-9]{32})?\Z",
    re.IGNORECASE,
)


class KeyVaultSecretArgs(TypedDict):
    """A secret in a key vault that a task reads when it runs. Its value is never in the program, the state or the task."""

    url: pulumi.Input[str]
    """Its identifier: https://VAULT.vault.azure.net/secrets/NAME, or with /VERSION behind it. Without a version the current one is read."""
    vault_id: NotRequired[pulumi.Input[str]]
    """Resource id of the vault. Given, the task's identity is assigned Key Vault Secrets User for this one secret; left out, who owns
    the vault lets it read the secret."""


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
