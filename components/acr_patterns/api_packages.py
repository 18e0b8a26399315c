"""The packages by which azure-native speaks API versions that it does not use by default.

A package is what `pulumi package add azure-native MODULE VERSION` would generate, registered with the SDK's own means. The engine runs a
provider of its own for it, and gives that none of the stack's `azure-native:*` configuration; so it is made here, with all of it.

Source: https://github.com/pulumi/pulumi-azure-native/blob/master/provider/pkg/provider/provider_parameterize.go (names and parameter) and
https://www.pulumi.com/docs/iac/concepts/resources/options/provider (explicit providers).
"""

import base64
import json
import re
from collections.abc import Awaitable
from dataclasses import dataclass, field
from importlib.metadata import version

import pulumi
import pulumi_azure_native
from pulumi.runtime import config, get_root_resource, register_package, settings

from .errors import ArgumentError

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

    def provider_for(self, component: pulumi.Resource) -> pulumi.ProviderResource:
        """The provider by which children of `component` are made: one for a program, or one for each azure-native provider.

        Raises:
            ArgumentError: the component has an azure-native provider whose settings cannot be read.
        """
        own = component.get_provider(self.token(""))
        if own is not None:
            return own
        global _providers
        monitor = settings.get_monitor()
        if _providers is None or _providers.monitor is not monitor:
            _providers = _Providers(monitor)
        return _providers.provider(self, component)


@dataclass
class _Providers:
    """The providers of one program, which is known by its connection to the engine."""

    monitor: object
    made: dict[tuple[ApiPackage, pulumi.ProviderResource | None], pulumi.ProviderResource] = field(
        default_factory=dict[tuple[ApiPackage, pulumi.ProviderResource | None], pulumi.ProviderResource]
    )

    def provider(self, package: ApiPackage, component: pulumi.Resource) -> pulumi.ProviderResource:
        base = component.get_provider(f"{BASE}:{package.module}:")
        if (package, base) not in self.made:
            self.made[package, base] = _made(package, component, base)
        return self.made[package, base]


_providers: _Providers | None = None
"""Those of the program that last made a component."""


def _made(
    package: ApiPackage, component: pulumi.Resource, base: pulumi.ProviderResource | None
) -> pulumi.ProviderResource:
    name = f"{package.module}-{package.version}"
    if base is not None:
        name = f"{name}-{base.pulumi_resource_name}"
    # A component that runs for a program in another language does not see that program's other components.
    parent = None if get_root_resource() else component
    return pulumi.ProviderResource(
        package.name,
        name,
        _configured() if base is None else _settings_of(base, package),
        pulumi.ResourceOptions(parent=parent),
        package_ref=package.reference(),
    )


def _configured() -> dict[str, pulumi.Input[str] | None]:
    """The stack's configuration of azure-native. What environment variables say, a provider reads by itself."""
    configured = pulumi.Config(BASE)
    found = dict[str, pulumi.Input[str] | None]()
    for key in SETTINGS:
        secret = key in _SECRET or config.is_config_secret(configured.full_key(key))
        found[key] = configured.get_secret(key) if secret else configured.get(key)
    return found


def _settings_of(base: pulumi.ProviderResource, package: ApiPackage) -> dict[str, pulumi.Input[str] | None]:
    """The settings of a provider that the program made.

    Raises:
        ArgumentError: they cannot be read.
    """
    if not isinstance(base, pulumi_azure_native.Provider):
        raise ArgumentError(
            f"the settings of provider {base.pulumi_resource_name} cannot be read here, and a resource of a newer API version would be made in another "
            f"subscription than its; give the component a provider of package {package.name} too (`pulumi package add {BASE} {package.module} {package.version}`)"
        )
    return {key: vars(base)[_python_name(key)] for key in SETTINGS}


def _python_name(key: str) -> str:
    return re.sub(r"[A-Z]", lambda found: f"_{found[0].lower()}", key)
