"""A private container registry."""

from collections.abc import Mapping
from typing import Any, NotRequired, Optional, TypedDict, Unpack, cast, overload

import pulumi
from pulumi_azure_native import containerregistry

from .api_versions.newer_api import make_registry, registry_id
from .arguments import checked_arguments, choice, component
from .authentication import RegistryAuthentication, check_authentication
from .environment import is_dev_stack
from .errors import ArgumentError
from .names import REGISTRY
from .networks.firewall import bypass_options, public_network_access, rule_set
from .networks.private_dns import private_dns_zone
from .networks.registry_network import NetworkAccess, RegistryNetworkArgs, check_network_sku, checked_network
from .placement import checked_location, checked_resource_group_name, checked_tags
from .references import RegistryReference
from .registries.logs import checked_workspace_id, log_to_workspace
from .registries.policies import check_export, checked_retention, policies
from .registries.sku import RegistrySku
from .roles import RoleAssignmentMode


class RegistryArgs(TypedDict):
    """The arguments of a `Registry`."""

    resource_group_name: pulumi.Input[str]
    """Name of the resource group that the registry is made in."""
    sku: NotRequired[RegistrySku]
    """Service tier: Basic, Standard or Premium. Standard by default."""
    registry_name: NotRequired[str]
    """Name of the registry, unique in all of Azure: 5 to 50 letters and digits. Made from the component's name by default."""
    authentication: NotRequired[RegistryAuthentication]
    """How images are pulled: ManagedIdentity by default; AdminUser in a dev stack only."""
    data_endpoint_enabled: NotRequired[bool]
    """Dedicated data endpoints, so that firewalls can name the registry's own layers. Needs Premium, where it is on by default."""
    network: NotRequired[RegistryNetworkArgs]
    """From where it answers. From everywhere by default."""
    role_assignment_mode: NotRequired[RoleAssignmentMode]
    """Which roles it honours: LegacyRegistryPermissions, what Azure takes where nothing is said, or AbacRepositoryPermissions, in which roles can be
    limited to repositories. Saying either makes the registry with a newer API version; a live one that is in the second is told the first once, before it
    is left out."""
    export_enabled: NotRequired[bool]
    """Whether images may be exported and copied to other registries. True by default; False needs Premium and network access Private."""
    untagged_retention_in_days: NotRequired[int]
    """Days after which an image without tags is deleted: 0 to 365. Never by default. Needs Premium."""
    log_analytics_workspace_id: NotRequired[pulumi.Input[str]]
    """Resource id of a Log Analytics workspace that logins, pushes, pulls and deletions are logged to. None by default."""
    location: NotRequired[pulumi.Input[str]]
    """Azure region, such as `westeurope`. That of the resource group by default."""
    tags: NotRequired[pulumi.Input[Mapping[str, pulumi.Input[str]]]]
    """Tags of the registry."""


class Registry(pulumi.ComponentResource):
    """A private Azure container registry without shared passwords.

    Makes one registry. The admin user and anonymous pull are off, always said explicitly, as is every other setting that decides
    who reaches the images. Nothing is granted here: `BuildTask` and `PullIdentity` each grant one role to one identity.
    Outside a dev stack the registry is protected: Pulumi refuses to delete or replace it, with all images in it, until
    `pulumi state unprotect` or `opts=pulumi.ResourceOptions(protect=False)` says otherwise.

    Raises:
        ArgumentError: an argument is unknown, missing or not accepted, or needs another SKU.
        DevStackOnlyError: `authentication` is AdminUser and the stack is not a dev stack.
    """

    registry_id: pulumi.Output[str]
    """Resource id of the registry."""
    registry_name: pulumi.Output[str]
    """Name of the registry."""
    login_server: pulumi.Output[str]
    """Host name that images of the registry begin with."""
    private_dns_zone: pulumi.Output[str]
    """Name of the private DNS zone that a private endpoint of the registry needs, such as `privatelink.azurecr.io`. `RegistryPrivateEndpoint` makes it."""

    @overload
    def __init__(self, name: str, args: RegistryArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None: ...
    @overload
    def __init__(
        self, name: str, *, opts: Optional[pulumi.ResourceOptions] = None, **fields: Unpack[RegistryArgs]
    ) -> None: ...
    def __init__(
        self,
        name: str,
        args: RegistryArgs = cast(RegistryArgs, None),
        opts: Optional[pulumi.ResourceOptions] = None,
        **fields: Any,
    ) -> None:
        where = component("Registry", name)
        arguments = checked_arguments(where, RegistryArgs, args, fields)
        self._sku = choice(where, "sku", RegistrySku, arguments.get("sku", RegistrySku.STANDARD))
        self._authentication = choice(
            where,
            "authentication",
            RegistryAuthentication,
            arguments.get("authentication", RegistryAuthentication.MANAGED_IDENTITY),
        )
        check_authentication(where, self._authentication, pulumi.get_stack())
        premium = self._sku is RegistrySku.PREMIUM
        self._data_endpoint = arguments.get("data_endpoint_enabled", premium)
        if self._data_endpoint and not premium:
            raise ArgumentError(
                f"{where}: data_endpoint_enabled needs the Premium SKU, and sku is {self._sku.value}; choose sku Premium or leave it out"
            )
        self._network = arguments.get("network")
        network = checked_network(where, self._network)
        check_network_sku(where, network, self._sku)
        export_enabled = arguments.get("export_enabled", True)
        check_export(where, network, self._sku, enabled=export_enabled)
        retention = checked_retention(where, arguments.get("untagged_retention_in_days"), self._sku)
        mode = arguments.get("role_assignment_mode")
        if mode is not None:
            mode = choice(where, "role_assignment_mode", RoleAssignmentMode, mode)
        self._mode = mode or RoleAssignmentMode.LEGACY
        resource_group_name = checked_resource_group_name(where, arguments["resource_group_name"])
        workspace_id = checked_workspace_id(where, arguments.get("log_analytics_workspace_id"))
        location = checked_location(where, arguments.get("location"))
        tags = checked_tags(where, arguments.get("tags"))
        if "registry_name" in arguments:
            REGISTRY.check(where, "registry_name", arguments["registry_name"])

        super().__init__("acr-patterns:index:Registry", name, None, opts)
        registry = make_registry(
            REGISTRY.logical(name),
            containerregistry.RegistryArgs(
                registry_name=arguments.get("registry_name"),
                resource_group_name=resource_group_name,
                location=location,
                tags=tags,
                sku=containerregistry.SkuArgs(name=self._sku.value),
                admin_user_enabled=self._authentication is RegistryAuthentication.ADMIN_USER,
                anonymous_pull_enabled=False,
                public_network_access=public_network_access(network),
                network_rule_bypass_options=bypass_options(network),
                network_rule_set=rule_set(network, self._sku),
                data_endpoint_enabled=self._data_endpoint,
                zone_redundancy=_zone_redundancy(premium),
                policies=policies(self._sku, export_enabled=export_enabled, untagged_retention_in_days=retention),
            ),
            pulumi.ResourceOptions(
                parent=self,
                protect=_protect(opts),
                # Azure made every registry zone redundant and the property inert, but once refused to change it on a live registry.
                ignore_changes=["zoneRedundancy"],
            ),
            role_assignment_mode=mode,
            bypass_for_tasks=network.tasks,
        )
        if workspace_id is not None:
            log_to_workspace(REGISTRY.logical(name), registry.id, workspace_id, pulumi.ResourceOptions(parent=self))
        self.registry_id = registry_id(registry, self, mode)
        self.registry_name = registry.name
        self.login_server = registry.login_server
        self.private_dns_zone = registry.login_server.apply(private_dns_zone)
        self.register_outputs(
            {
                "registry_id": self.registry_id,
                "registry_name": self.registry_name,
                "login_server": self.login_server,
                "private_dns_zone": self.private_dns_zone,
            }
        )

    @property
    def reference(self) -> RegistryReference:
        """This registry as the argument of another component."""
        return {
            "id": self.registry_id,
            "login_server": self.login_server,
            "role_assignment_mode": self._mode,
            "authentication": self._authentication,
            "sku": self._sku,
            "network": self._network or {"access": NetworkAccess.PUBLIC},
            "data_endpoint_enabled": self._data_endpoint,
        }


def _protect(opts: pulumi.ResourceOptions | None) -> bool | None:
    """True outside a dev stack; None, which is to say what the component's own options say, where they say something and in a dev stack."""
    said = opts is not None and opts.protect is not None
    return None if said or is_dev_stack(pulumi.get_stack()) else True


def _zone_redundancy(premium: bool) -> containerregistry.ZoneRedundancy:
    """Azure decides it by region whatever is sent; scanners still read the property, and only Premium ever took Enabled."""
    return containerregistry.ZoneRedundancy.ENABLED if premium else containerregistry.ZoneRedundancy.DISABLED
