"""The packages by which azure-native speaks API versions that it does not use by default.

A package is what `pulumi package add azure-native MODULE VERSION` would generate, registered with the SDK's own means. The engine runs a
provider of its own for it, and gives that none of the stack's `azure-native:*` configuration; so it is made here, with all of it.

Source: https://github.com/pulumi/pulumi-azure-native/blob/master/provider/pkg/provider/provider_parameterize.go (names and parameter) and
https://www.pulumi.com/docs/iac/concepts/resources/options/provider (explicit providers).
"""

import base64
import json
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any, cast

import pulumi
from pulumi.runtime import config, get_root_resource, invoke_output, register_package, settings

BASE = "azure-native"
"""The package that is made to speak another version."""

SETTINGS = (
    "auxiliaryTenantIds",
    "clientCertificatePassword",
    "clientCertificatePath",
    "clientId",
    "clientSecret",
    "disableInstanceDiscovery",
    "disablePulumiPartnerId",
    "environment",
    "location",
    "metadataHost",
    "msiEndpoint",
    "oidcRequestToken",
    "oidcRequestUrl",
    "oidcToken",
    "oidcTokenFilePath",
    "partnerId",
    "subscriptionId",
    "tenantId",
    "useDefaultAzureCredential",
    "useMsi",
    "useOidc",
)
"""What an azure-native provider is configured with: https://www.pulumi.com/registry/packages/azure-native/api-docs/provider."""

_SECRET = ("clientCertificatePassword", "clientId", "clientSecret")
"""The settings that azure-native's own provider makes secret."""


@dataclass(frozen=True)
class ApiPackage:
    """One API version of one module of azure-native."""

    module: str
    version: str
    """Such as `v20251101`."""

    @property
    def name(self) -> str:
        """Name of the package, as azure-native makes it."""
        return f"{BASE}_{self.module}_{self.version}"

    def token(self, type_name: str) -> str:
        """Type token of a resource in this version."""
        return f"{self.name}:{self.module}:{type_name}"

    def reference(self) -> Awaitable[str]:
        """What the engine knows the package by; registered once for a program."""
        parameter = json.dumps({"module": self.module, "version": self.version}, separators=(",", ":"))
        # azure-native takes the parameter in base64, and the SDK takes what it sends in base64 too.
        twice = base64.b64encode(base64.b64encode(parameter.encode())).decode()
        installed = version("pulumi_azure_native")
        return register_package(BASE, installed, "", self.name, installed, twice)

    def provider_for(self, owner: pulumi.Resource) -> pulumi.ProviderResource:
        """The provider by which children of the component `owner` are made: one for a program, or one for each azure-native provider."""
        own = owner.get_provider(self.token(""))
        if own is not None:
            return own
        global _providers
        monitor = settings.get_monitor()
        if _providers is None or _providers.monitor is not monitor:
            _providers = _Providers(monitor)
        return _providers.provider(self, owner)


@dataclass
class _Providers:
    """The providers of one program, which is known by its connection to the engine."""

    monitor: object
    made: dict[tuple[ApiPackage, pulumi.ProviderResource | None], pulumi.ProviderResource] = field(
        default_factory=dict[tuple[ApiPackage, pulumi.ProviderResource | None], pulumi.ProviderResource]
    )

    def provider(self, package: ApiPackage, owner: pulumi.Resource) -> pulumi.ProviderResource:
        base = owner.get_provider(f"{BASE}:{package.module}:")
        if (package, base) not in self.made:
            self.made[package, base] = _made(package, owner, base)
        return self.made[package, base]


_providers: _Providers | None = None
"""Those of the program that last made a component."""


def _made(package: ApiPackage, owner: pulumi.Resource, base: pulumi.ProviderResource | None) -> pulumi.ProviderResource:
    # A component that runs for a program in another language does not see that program's other components, and cannot share their provider.
    # Its own has its name: the URN of a child has the type of its parent, not the name.
    parent = None if get_root_resource() else owner
    names = [f"{package.module}-{package.version}", *[one.pulumi_resource_name for one in (parent, base) if one]]
    return pulumi.ProviderResource(
        package.name,
        "-".join(names),
        _configured() if base is None else _settings_of(base),
        # What protects the component's registry is not to keep its provider, which goes when nothing needs it any more.
        pulumi.ResourceOptions(parent=parent, protect=False),
        package_ref=package.reference(),
    )


def _configured() -> dict[str, pulumi.Input[str | None]]:
    """The stack's configuration of azure-native. What environment variables say, a provider reads by itself."""
    configured = pulumi.Config(BASE)
    found = dict[str, pulumi.Input[str | None]]()
    for key in SETTINGS:
        secret = key in _SECRET or config.is_config_secret(configured.full_key(key))
        found[key] = configured.get_secret(key) if secret else configured.get(key)
    return found


def _settings_of(base: pulumi.ProviderResource) -> dict[str, pulumi.Input[str | None]]:
    """The settings of a provider that the program made; its class in the SDK does not show them, the engine does."""
    found = invoke_output("pulumi:pulumi:getResource", {"urn": base.urn})

    def setting(key: str) -> pulumi.Output[str | None]:
        said: pulumi.Output[str | None] = found.apply(lambda known: cast(Mapping[str, Any], known["state"]).get(key))
        return said.apply(lambda value: pulumi.Output.secret(value) if value and key in _SECRET else value)

    return {key: setting(key) for key in SETTINGS}
