"""A container group that pulls with a managed identity."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, NotRequired, Optional, TypedDict, Unpack, cast, overload

import pulumi
from pulumi_azure_native import containerinstance, containerregistry

from .arguments import checked_arguments, choice
from .authentication import RegistryAuthentication, check_authentication
from .containers import ContainerArgs, check_containers, container_definition, ports_of
from .errors import ArgumentError
from .images import check_pinned, check_server
from .names import CONTAINER_GROUP, DNS_NAME_LABEL
from .references import PullIdentityReference, RegistryReference, check_registry
from .resource_ids import parse_registry_id
from .role_propagation import Grant, retrying_pull
from .roles import LEAST_ROLE, Purpose

REPLACED_WHEN_CHANGED = [
    "osType",
    "restartPolicy",
    "subnetIds",
    "ipAddress",
    "diagnostics",
    "zones",
    "identity",
    "containers[*].resources",
]
"""What Azure refuses to change on a live group (`InvalidContainerGroupUpdate`); azure-native does not know it (pulumi-azure-native#918).

Some are not arguments of the component: a stack's transform that sets them gets the replacement too."""


class RestartPolicy(str, Enum):
    """When Azure starts the containers of a group again."""

    ALWAYS = "Always"
    """Whenever one ends: for services."""
    ON_FAILURE = "OnFailure"
    """When one ends with an error: for jobs that may be repeated."""
    NEVER = "Never"
    """Never: for jobs that run once."""


class ContainerGroupArgs(TypedDict):
    """The arguments of a `ContainerGroup`."""

    resource_group_name: pulumi.Input[str]
    """Name of the resource group that the container group is made in."""
    registry: RegistryReference
    """The registry that all images of the group lie in."""
    containers: list[ContainerArgs]
    """The containers: 1 to 60, which share network and life cycle."""
    pull_identity: NotRequired[PullIdentityReference]
    """The identity that pulls. Required unless the registry's authentication is AdminUser; then there is none."""
    container_group_name: NotRequired[str]
    """Name of the group: 1 to 63 lowercase letters, digits and single hyphens. Made from the component's name by default."""
    restart_policy: NotRequired[RestartPolicy]
    """Always, OnFailure or Never. Always by default."""
    public_ip: NotRequired[bool]
    """Whether the ports are reachable from the internet. False by default."""
    dns_name_label: NotRequired[str]
    """First part of the public DNS name: 5 to 63 lowercase letters, digits and hyphens. None by default; needs `public_ip`."""
    location: NotRequired[pulumi.Input[str]]
    """Azure region, such as `westeurope`. That of the resource group by default."""
    tags: NotRequired[pulumi.Input[Mapping[str, pulumi.Input[str]]]]
    """Tags of the group."""


class ContainerGroup(pulumi.ComponentResource):
    """A Linux container group in Azure Container Instances that runs images of a private registry.

    Makes one container group. The pull identity is attached to the group and named in its registry credential: one without the other is
    what "Failed to pull image" is mostly about. The group is made only after the identity's role is assigned and the image is pushed.
    With a registry whose authentication is AdminUser, in a dev stack, the admin credential is used instead, as a secret.

    Raises:
        ArgumentError: an argument is unknown, missing or not accepted; for an image that is only known later, while deploying.
        DevStackOnlyError: the registry's authentication is AdminUser and the stack is not a dev stack.
    """

    container_group_id: pulumi.Output[str]
    """Resource id of the container group."""
    container_group_name: pulumi.Output[str]
    """Name of the container group."""
    ip_address: pulumi.Output[Optional[str]]
    """Public IP address, where there is one."""
    fqdn: pulumi.Output[Optional[str]]
    """Public DNS name, where a label was given."""

    @overload
    def __init__(self, name: str, args: ContainerGroupArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None: ...
    @overload
    def __init__(
        self, name: str, *, opts: Optional[pulumi.ResourceOptions] = None, **fields: Unpack[ContainerGroupArgs]
    ) -> None: ...
    def __init__(
        self,
        name: str,
        args: ContainerGroupArgs = cast(ContainerGroupArgs, None),
        opts: Optional[pulumi.ResourceOptions] = None,
        **fields: Any,
    ) -> None:
        where = f"ContainerGroup {name!r}"
        arguments = checked_arguments(where, ContainerGroupArgs, args, fields)
        registry, containers = arguments["registry"], arguments["containers"]
        check_registry(where, registry)
        identity = _pull_identity(where, registry, arguments.get("pull_identity"))
        check_containers(where, containers, pulumi.get_stack())
        ip_address = _ip_address(where, arguments)
        restart_policy = choice(
            where, "restart_policy", RestartPolicy, arguments.get("restart_policy", RestartPolicy.ALWAYS)
        )
        if "container_group_name" in arguments:
            CONTAINER_GROUP.check(where, "container_group_name", arguments["container_group_name"])

        super().__init__("acr-patterns:index:ContainerGroup", name, None, opts)
        group = containerinstance.ContainerGroup(
            CONTAINER_GROUP.logical(name),
            container_group_name=arguments.get("container_group_name"),
            resource_group_name=arguments["resource_group_name"],
            location=arguments.get("location"),
            tags=arguments.get("tags"),
            os_type=containerinstance.OperatingSystemTypes.LINUX,
            sku=containerinstance.ContainerGroupSku.STANDARD,
            restart_policy=restart_policy.value,
            containers=[
                container_definition(container, _image(where, container["image"], registry)) for container in containers
            ],
            ip_address=ip_address,
            identity=None if identity is None else _attached(identity),
            image_registry_credentials=[
                _admin_credential(registry, self) if identity is None else _identity_credential(registry, identity)
            ],
            opts=pulumi.ResourceOptions(
                parent=self,
                replace_on_changes=REPLACED_WHEN_CHANGED,
                delete_before_replace=True,
                hooks=None if identity is None else _retrying(where, registry, identity),
            ),
        )
        self.container_group_id = group.id
        self.container_group_name = group.name
        self.ip_address = group.ip_address.apply(lambda address: address.ip if address else None)
        self.fqdn = group.ip_address.apply(lambda address: address.fqdn if address else None)
        self.register_outputs(
            {
                "container_group_id": self.container_group_id,
                "container_group_name": self.container_group_name,
                "ip_address": self.ip_address,
                "fqdn": self.fqdn,
            }
        )


def check_dns_name_label(where: str, label: Optional[str], *, public_ip: bool) -> None:
    """Refuse a DNS name label that Azure would reject, or that has no address to name.

    Raises:
        ArgumentError: with the rule in words.
    """
    if label is None:
        return
    if not public_ip:
        raise ArgumentError(
            f"{where}: dns_name_label is {label!r}, but the group has no public IP address; set public_ip, or leave the label out"
        )
    DNS_NAME_LABEL.check(where, "dns_name_label", label)


def _pull_identity(
    where: str, registry: RegistryReference, identity: Optional[PullIdentityReference]
) -> Optional[PullIdentityReference]:
    """The identity that pulls; None where the admin user does, which a dev stack alone may choose."""
    given = registry.get("authentication", RegistryAuthentication.MANAGED_IDENTITY)
    authentication = choice(where, "registry authentication", RegistryAuthentication, given)
    check_authentication(where, authentication, pulumi.get_stack())
    if authentication is RegistryAuthentication.ADMIN_USER and identity is not None:
        raise ArgumentError(
            f"{where}: pull_identity is given, but the registry's authentication is AdminUser, and Azure takes one or the other; "
            "leave pull_identity out, or make the registry's authentication ManagedIdentity"
        )
    if authentication is RegistryAuthentication.MANAGED_IDENTITY and identity is None:
        raise ArgumentError(
            f"{where}: pull_identity is missing, and without one nothing may pull from the registry; "
            "make a PullIdentity for this service and give its reference"
        )
    return identity


def _image(where: str, image: pulumi.Input[str], registry: RegistryReference) -> pulumi.Output[str]:
    """The image, once it is known to be one that this group may and can pull."""
    stack = pulumi.get_stack()

    def check(known: Sequence[str]) -> str:
        reference, login_server = known
        check_server(where, check_pinned(where, reference, stack), login_server)
        return reference

    return pulumi.Output.all(image, registry["login_server"]).apply(check)


def _attached(identity: PullIdentityReference) -> containerinstance.ContainerGroupIdentityArgs:
    return containerinstance.ContainerGroupIdentityArgs(
        type=containerinstance.ResourceIdentityType.USER_ASSIGNED, user_assigned_identities=[identity["id"]]
    )


def _identity_credential(
    registry: RegistryReference, identity: PullIdentityReference
) -> containerinstance.ImageRegistryCredentialArgs:
    return containerinstance.ImageRegistryCredentialArgs(server=registry["login_server"], identity=identity["id"])


def _admin_credential(
    registry: RegistryReference, parent: pulumi.Resource
) -> containerinstance.ImageRegistryCredentialArgs:
    """The admin user's name and first password. The call's result is not secret by itself, so it is made secret here.

    It waits for the login server too: in a preview that is about to switch the admin user on, the id is known, the login server
    is not, and there are no credentials yet.
    """
    known = pulumi.Output.all(registry["id"], registry["login_server"])
    parts = known.apply(lambda values: parse_registry_id(values[0]))
    credentials = pulumi.Output.secret(
        containerregistry.list_registry_credentials_output(
            registry_name=parts.apply(lambda registry_id: registry_id.name),
            resource_group_name=parts.apply(lambda registry_id: registry_id.resource_group),
            opts=pulumi.InvokeOutputOptions(parent=parent),
        )
    )
    return containerinstance.ImageRegistryCredentialArgs(
        server=registry["login_server"],
        username=credentials.apply(lambda result: result.username),
        password=credentials.apply(lambda result: result.passwords[0].value if result.passwords else None),
    )


def _ip_address(where: str, arguments: ContainerGroupArgs) -> Optional[containerinstance.IpAddressArgs]:
    label, ports = arguments.get("dns_name_label"), ports_of(arguments["containers"])
    public_ip = arguments.get("public_ip", False)
    check_dns_name_label(where, label, public_ip=public_ip)
    if not public_ip:
        return None
    if not ports:
        raise ArgumentError(
            f"{where}: public_ip is set, but no container has ports; give the ports, or leave public_ip out"
        )
    return containerinstance.IpAddressArgs(
        type=containerinstance.ContainerGroupIpAddressType.PUBLIC,
        ports=[
            containerinstance.PortArgs(port=port, protocol=containerinstance.ContainerGroupNetworkProtocol.TCP)
            for port in ports
        ],
        dns_name_label=label,
        # With the provider's default, Unsecure, a stranger could take the label over once the group is gone.
        auto_generated_domain_name_label_scope=None
        if label is None
        else containerinstance.DnsNameLabelReusePolicy.TENANT_REUSE,
    )


def _retrying(where: str, registry: RegistryReference, identity: PullIdentityReference) -> pulumi.ResourceHookBinding:
    grant = Grant(LEAST_ROLE[Purpose.PULL, check_registry(where, registry)], identity["principal_id"], registry["id"])
    return pulumi.ResourceHookBinding(on_error=[retrying_pull(where, grant)])
