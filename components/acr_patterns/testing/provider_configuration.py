"""What decides where, and as whom, an azure-native provider makes things.

Source: https://www.pulumi.com/registry/packages/azure-native/installation-configuration,
https://github.com/pulumi/pulumi-azure-native/blob/master/provider/pkg/provider/auth_azidentity.go (variables, what OIDC needs) and
https://github.com/pulumi/pulumi-azure-native/blob/master/provider/pkg/provider/provider_parameterize.go
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .simulated_azure import SUBSCRIPTION_ID, TENANT_ID

CLIENT_ID = "00000000-0000-4000-8000-000000000003"
"""The client id of whoever deploys with a provider that names none."""

_PROVIDER = "pulumi:providers:azure-native"
"""The type token of an explicit provider."""

_VARIABLES = {
    "subscriptionId": ("ARM_SUBSCRIPTION_ID",),
    "tenantId": ("ARM_TENANT_ID",),
    "clientId": ("ARM_CLIENT_ID",),
    "useOidc": ("ARM_USE_OIDC",),
    "oidcToken": ("ARM_OIDC_TOKEN",),
    "oidcTokenFilePath": ("ARM_OIDC_TOKEN_FILE_PATH",),
    "oidcRequestToken": ("ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"),
    "oidcRequestUrl": ("ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL"),
}
"""Setting -> the environment variables that say it where the configuration does not."""


def is_provider(token: str) -> bool:
    """Whether a type token is that of an explicit provider, of azure-native or of a package that speaks another API version."""
    return token == _PROVIDER or token.startswith(f"{_PROVIDER}_")


def parameterized_package(parameter: bytes) -> str:
    """The package that a parameter makes of azure-native.

    Raises:
        ValueError: it is not what azure-native takes, a JSON object in base64.
    """
    try:
        said: dict[str, str] = json.loads(base64.b64decode(parameter, validate=True))
        return f"azure-native_{said['module']}_{said['version']}"
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"failed to deserialize parameterize args: {error}") from error


@dataclass(frozen=True)
class ProviderConfiguration:
    """The part of a provider's configuration that the simulation knows."""

    subscription: str = SUBSCRIPTION_ID
    location: str | None = None
    tenant: str = TENANT_ID
    client: str = CLIENT_ID

    @property
    def account(self) -> dict[str, str]:
        """Whom the provider works as."""
        return {"tenant": self.tenant, "client": self.client}

    @classmethod
    def read(cls, values: Mapping[str, Any], variables: Mapping[str, str]) -> "ProviderConfiguration":
        """From a provider's own values, secrets revealed, and from environment variables; what neither says is that of the simulation.

        Raises:
            ValueError: OIDC is asked for without what it needs.
        """
        said = {key: values.get(key) or _said_by(names, variables) for key, names in _VARIABLES.items()}
        if said["useOidc"] == "true":
            _check_oidc(said)
        return cls(
            said["subscriptionId"] or SUBSCRIPTION_ID,
            values.get("location"),
            said["tenantId"] or TENANT_ID,
            said["clientId"] or CLIENT_ID,
        )


def _said_by(names: tuple[str, ...], variables: Mapping[str, str]) -> str | None:
    return next((variables[name] for name in names if variables.get(name)), None)


def _check_oidc(said: Mapping[str, str | None]) -> None:
    for key, what in (("subscriptionId", "Subscription ID"), ("tenantId", "Tenant ID"), ("clientId", "Client ID")):
        if not said[key]:
            raise ValueError(f"A {what} must be configured when authenticating with OIDC.")
    by_request = said["oidcRequestToken"] and said["oidcRequestUrl"]
    if not (said["oidcToken"] or said["oidcTokenFilePath"] or by_request):
        raise ValueError("A OIDC token or request URL and token must be configured when authenticating with OIDC.")
