"""Secrets of a key vault, which a task reads itself, with its own identity, when it runs."""

from typing import NotRequired, TypedDict

import pulumi


class KeyVaultSecretArgs(TypedDict):
    """A secret in a key vault that a task reads when it runs. Its value is never in the program, the state or the task."""

    url: pulumi.Input[str]
    """Its identifier: https://VAULT.vault.azure.net/secrets/NAME, or with /VERSION behind it. Without a version the current one is read."""
    vault_id: NotRequired[pulumi.Input[str]]
    """Resource id of the vault. Given, the task's identity is assigned Key Vault Secrets User for this one secret; left out, who owns
    the vault lets it read the secret."""
