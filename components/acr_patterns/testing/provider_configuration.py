"""What decides where an azure-native provider makes things.

Source: https://www.pulumi.com/registry/packages/azure-native/installation-configuration
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .simulated_azure import SUBSCRIPTION_ID

_PROVIDER = "pulumi:providers:azure-native"
"""The type token of an explicit provider."""


def is_provider(token: str) -> bool:
    """Whether a type token is that of an explicit provider, of azure-native or of a package that speaks another API version."""
    return token == _PROVIDER or token.startswith(f"{_PROVIDER}_")


@dataclass(frozen=True)
class ProviderConfiguration:
    """The part of a provider's configuration that the simulation knows."""

    subscription: str = SUBSCRIPTION_ID
    location: str | None = None

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> "ProviderConfiguration":
        """From `subscriptionId` and `location`, secrets revealed; without the former, the subscription that the simulation begins with."""
        return cls(values.get("subscriptionId") or SUBSCRIPTION_ID, values.get("location"))
