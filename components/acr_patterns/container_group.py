"""A container group that pulls with a managed identity."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, NotRequired, Optional, TypedDict, Unpack, cast, overload

import pulumi
from pulumi_azure_native import containerinstance

from .arguments import checked_arguments, checked_output, choice, component, when_known
from .container_groups.containers import ContainerArgs, check_containers, container_definition, ports_of
from .container_groups.private_address import check_nothing_public, private_address
from .container_groups.public_address import given_by_azure, public_address
from .container_groups.registry_credential import admin_credential, attached, chosen_identity, identity_credential
from .images import check_pinned, check_server
from .names import CONTAINER_GROUP
from .networks.reachability import Consumer, check_reachable
from .networks.subnets import (
    SubnetReference,
    check_identity_in_subnet,
    check_subnet_of_container_group,
    checked_subnet,
    location_beside,
)
from .placement import checked_resource_group_name, checked_tags
from .references import PullIdentityReference, RegistryReference, checked_registry
from .repository_conditions import check_among
from .resource_hooks import Reactions, hooks_for
from .resource_ids import parse_registry_id
from .role_propagation import Grant, retrying_pull
from .roles import LEAST_ROLE, Purpose

TYPE = "azure-native:containerinstance:ContainerGroup"
"""The type token of a container group."""

REPLACED_WHEN_CHANGED = [
    "osType",
    "restartPolicy",
    "subnetIds",
    "ipAddress",
    "diagnostics",
    "zones",
    "identity.userAssignedIdentities[*]",
    "containers[*].name",
    "containers[*].resources",
]
"""What Azure refuses to change on a live group (`InvalidContainerGroupUpdate`); azure-native does not know it (pulumi-azure-native#918).

An identity that comes is an update: https://learn.microsoft.com/azure/container-instances/container-instances-managed-identity. For one that
goes or is exchanged azure-native sends PATCH, and a PATCH of a container group changes nothing but its tags.
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
    subnet: NotRequired[SubnetReference]
    """The subnet that the group lies in, such as `PrivateNetwork(…).container_group_subnet`: delegated to container groups, with a NAT
    gateway or another way out, and in the subscription of the group. None by default."""
    public_ip: NotRequired[bool]
    """Whether the ports are reachable from the internet. False by default; not with `subnet`."""
    dns_name_label: NotRequired[str]
    """First part of the public DNS name: 5 to 63 lowercase letters, digits and hyphens. None by default; needs `public_ip`."""
    location: NotRequired[pulumi.Input[str]]
    """Azure region, such as `westeurope`. That of the subnet by default, as far as its reference has it, or else that of the resource group."""
    tags: NotRequired[pulumi.Input[Mapping[str, pulumi.Input[str]]]]
    """Tags of the group."""


class ContainerGroup(pulumi.ComponentResource):
    """A Linux container group in Azure Container Instances that runs images of a private registry.

    Makes one container group. The pull identity is attached to the group and named in its registry credential: one without the other is
    what "Failed to pull image" is mostly about. The group is made only after the identity's role is assigned and the image is pushed.
    In a subnet its ports are reachable from the virtual network, and it leaves by the subnet's way out. Its images are pulled from addresses of
    Azure's own even then, so the subnet changes nothing about what it may pull.
    With a registry whose authentication is AdminUser, in a dev stack, the admin credential is used instead, as a secret.

    Raises:
        ArgumentError: an argument is unknown, missing or not accepted, or the group would not reach the registry; for an image or a login server
            that is only known later, while deploying.
        DevStackOnlyError: the registry's authentication is AdminUser and the stack is not a dev stack.
    """

    container_group_id: pulumi.Output[str]
    """Resource id of the container group."""
    container_group_name: pulumi.Output[str]
    """Name of the container group."""
    ip_address: pulumi.Output[Optional[str]]
    """Public IP address, or the private one of a group in a subnet, where there is one."""
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
        where = component("ContainerGroup", name)
        arguments = checked_arguments(where, ContainerGroupArgs, args, fields)
        resource_group_name = checked_resource_group_name(where, arguments["resource_group_name"])
        location = location_beside(where, arguments.get("location"), arguments.get("subnet"))
        tags = checked_tags(where, arguments.get("tags"))
        registry, containers = checked_registry(where, arguments["registry"]), arguments["containers"]
        identity = chosen_identity(where, registry, arguments.get("pull_identity"))
        check_containers(where, containers, pulumi.get_stack())
        subnet = arguments.get("subnet")
        if subnet is not None:
            subnet = checked_subnet(where, "subnet", subnet)
            check_subnet_of_container_group(where, subnet)
            registry = _usable_in_a_subnet(where, registry, identity)
        check_reachable(where, registry, consumer=_consumer(subnet, identity))
        address = _address(where, arguments)
        restart_policy = choice(
            where, "restart_policy", RestartPolicy, arguments.get("restart_policy", RestartPolicy.ALWAYS)
        )
        if "container_group_name" in arguments:
            CONTAINER_GROUP.check(where, "container_group_name", arguments["container_group_name"])

        super().__init__("acr-patterns:index:ContainerGroup", name, None, opts)
        group_name = CONTAINER_GROUP.logical(name)
        group = containerinstance.ContainerGroup(
            group_name,
            container_group_name=arguments.get("container_group_name"),
            resource_group_name=resource_group_name,
            location=location,
            tags=tags,
            os_type=containerinstance.OperatingSystemTypes.LINUX,
            sku=containerinstance.ContainerGroupSku.STANDARD,
            restart_policy=restart_policy.value,
            containers=[
                container_definition(
                    where, pulumi.get_stack(), container, _image(where, container["image"], registry, identity)
                )
                for container in containers
            ],
            ip_address=address,
            subnet_ids=None if subnet is None else [containerinstance.ContainerGroupSubnetIdArgs(id=subnet["id"])],
            identity=None if identity is None else attached(identity),
            image_registry_credentials=[
                admin_credential(registry, self) if identity is None else identity_credential(registry, identity)
            ],
            opts=pulumi.ResourceOptions(
                parent=self,
                replace_on_changes=[*REPLACED_WHEN_CHANGED, *(["identity"] if identity is None else [])],
                delete_before_replace=True,
                # A path in the list above cannot say that a container came or went.
                replacement_trigger=sorted(container["name"] for container in containers),
                ignore_changes=[] if address is None else given_by_azure(address),
                hooks=identity and hooks_for(self, TYPE, group_name, _retrying(where, registry, identity)),
            ),
        )
        self.container_group_id = group.id
        self.container_group_name = group.name
        # An output of the group that Azure never fills would be unknown in every preview.
        none = pulumi.Output.from_input(cast(Optional[str], None))
        self.ip_address = group.ip_address.apply(lambda known: known.ip if known else None) if address else none
        has_name = address is not None and address.dns_name_label is not None
        self.fqdn = group.ip_address.apply(lambda known: known.fqdn if known else None) if has_name else none
        self.register_outputs(
            {
                "container_group_id": self.container_group_id,
                "container_group_name": self.container_group_name,
                "ip_address": self.ip_address,
                "fqdn": self.fqdn,
            }
        )


def _usable_in_a_subnet(
    where: str, registry: RegistryReference, identity: Optional[PullIdentityReference]
) -> RegistryReference:
    """The registry, unless its cloud has no identities for container groups in subnets; an output is checked once it is known."""
    if identity is None:
        return registry
    login_server = when_known(registry["login_server"], lambda known: check_identity_in_subnet(where, known))
    return {**registry, "login_server": login_server}


def _consumer(subnet: Optional[SubnetReference], identity: Optional[PullIdentityReference]) -> Consumer:
    if identity is None:
        return Consumer.CONTAINER_GROUP_BY_USER_NAME
    return Consumer.CONTAINER_GROUP if subnet is None else Consumer.CONTAINER_GROUP_IN_SUBNET


def _address(where: str, arguments: ContainerGroupArgs) -> Optional[containerinstance.IpAddressArgs]:
    """The address of the group, public or private; None if nobody reaches it."""
    ports, label = ports_of(arguments["containers"]), arguments.get("dns_name_label")
    public_ip = arguments.get("public_ip", False)
    if "subnet" not in arguments:
        return public_address(where, ports, label, public_ip=public_ip)
    check_nothing_public(where, label, public_ip=public_ip)
    return private_address(ports)


def _image(
    where: str, image: pulumi.Input[str], registry: RegistryReference, identity: PullIdentityReference | None
) -> pulumi.Output[str]:
    """The image, once it is known to be one that this group may and can pull."""
    stack = pulumi.get_stack()
    repositories = [] if identity is None else identity.get("role_repositories", [])

    def check(known: Sequence[Any]) -> str:
        reference, login_server, registry_id = known
        pinned = check_pinned(where, reference, stack)
        check_server(where, pinned, login_server, parse_registry_id(registry_id))
        check_among(where, "pulls from", pinned.repository, repositories)
        return reference

    return checked_output(pulumi.Output.all(image, registry["login_server"], registry["id"]), check)


def _retrying(where: str, registry: RegistryReference, identity: PullIdentityReference) -> Reactions:
    grant = Grant(LEAST_ROLE[Purpose.PULL, registry["role_assignment_mode"]], identity["principal_id"], registry["id"])
    return Reactions(on_error=retrying_pull(where, grant))
