"""An identity that may pull from a registry, and do nothing else."""

from collections.abc import Mapping
from typing import Any, NotRequired, Optional, TypedDict, Unpack, cast, overload

import pulumi
from pulumi_azure_native import managedidentity

from .arguments import checked_arguments, component
from .names import IDENTITY
from .placement import checked_location, checked_resource_group_name, checked_tags
from .references import PullIdentityReference, RegistryReference, checked_registry
from .role_grant import grant_role
from .roles import LEAST_ROLE, Purpose


class PullIdentityArgs(TypedDict):
    """The arguments of a `PullIdentity`."""

    resource_group_name: pulumi.Input[str]
    """Name of the resource group that the identity is made in."""
    registry: RegistryReference
    """The registry it may pull from."""
    grant: NotRequired[bool]
    """Whether the role is assigned here. True by default. False where the deployer may not assign roles: `grant_command` says what to run."""
    location: NotRequired[pulumi.Input[str]]
    """Azure region, such as `westeurope`. That of the resource group by default."""
    tags: NotRequired[pulumi.Input[Mapping[str, pulumi.Input[str]]]]
    """Tags of the identity."""


class PullIdentity(pulumi.ComponentResource):
    """A user-assigned identity that may pull from one registry.

    Makes the identity, and assigns it AcrPull at the registry (Container Registry Repository Reader where the registry's role
    assignment mode is AbacRepositoryPermissions). It is granted nothing else. Any service that takes a user-assigned identity can use it.
    With `grant` False nothing is assigned: the log and `grant_command` have the command for whoever may, and what uses the identity
    before it was run fails with a sentence that has it too.

    Raises:
        ArgumentError: an argument is unknown, missing or not accepted.
    """

    identity_id: pulumi.Output[str]
    """Resource id of the identity; known once the role is assigned, or asked for, so whoever uses it comes after the grant."""
    identity_name: pulumi.Output[str]
    """Name of the identity."""
    client_id: pulumi.Output[str]
    """Client id (application id) of the identity's service principal."""
    principal_id: pulumi.Output[str]
    """Principal id (object id) of the identity's service principal."""
    role_name: pulumi.Output[str]
    """Name of the role that it needs, and has unless `grant` is False."""
    grant_command: pulumi.Output[Optional[str]]
    """With `grant` False, the Azure CLI command by which somebody else assigns the role; None otherwise."""

    @overload
    def __init__(self, name: str, args: PullIdentityArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None: ...
    @overload
    def __init__(
        self, name: str, *, opts: Optional[pulumi.ResourceOptions] = None, **fields: Unpack[PullIdentityArgs]
    ) -> None: ...
    def __init__(
        self,
        name: str,
        args: PullIdentityArgs = cast(PullIdentityArgs, None),
        opts: Optional[pulumi.ResourceOptions] = None,
        **fields: Any,
    ) -> None:
        where = component("PullIdentity", name)
        arguments = checked_arguments(where, PullIdentityArgs, args, fields)
        resource_group_name = checked_resource_group_name(where, arguments["resource_group_name"])
        location = checked_location(where, arguments.get("location"))
        tags = checked_tags(where, arguments.get("tags"))
        registry = checked_registry(where, arguments["registry"])
        role = LEAST_ROLE[Purpose.PULL, registry["role_assignment_mode"]]

        super().__init__("acr-patterns:index:PullIdentity", name, None, opts)
        identity = managedidentity.UserAssignedIdentity(
            IDENTITY.logical(name),
            resource_group_name=resource_group_name,
            location=location,
            tags=tags,
            opts=pulumi.ResourceOptions(parent=self),
        )
        here = arguments.get("grant", True)
        grant = grant_role(f"{name}-pull", where, role, identity.principal_id, registry["id"], parent=self, here=here)
        self.identity_id = grant.before(identity.id)
        self.identity_name = identity.name
        self.client_id = identity.client_id
        self.principal_id = identity.principal_id
        self.role_name = pulumi.Output.from_input(role.name)
        self.grant_command = grant.command
        self.register_outputs(
            {
                "identity_id": self.identity_id,
                "identity_name": self.identity_name,
                "client_id": self.client_id,
                "principal_id": self.principal_id,
                "role_name": self.role_name,
                "grant_command": self.grant_command,
            }
        )

    @property
    def reference(self) -> PullIdentityReference:
        """This identity as the argument of another component."""
        return {"id": self.identity_id, "client_id": self.client_id, "principal_id": self.principal_id}
