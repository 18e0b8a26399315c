"""An identity that may pull from a registry, and do nothing else."""

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, Optional, TypedDict, Unpack, cast, overload

import pulumi
from pulumi_azure_native import managedidentity

from .arguments import checked_arguments, component
from .errors import ArgumentError
from .names import IDENTITY
from .placement import checked_location, checked_resource_group_name, checked_tags
from .references import PullIdentityReference, RegistryReference, checked_registry
from .repository_conditions import checked_role_repositories, repository_condition
from .role_grant import all_grant_commands, grant_role
from .roles import LEAST_ROLE, Purpose, RoleAssignmentMode


class PullIdentityArgs(TypedDict):
    """The arguments of a `PullIdentity`."""

    resource_group_name: pulumi.Input[str]
    """Name of the resource group that the identity is made in."""
    registry: RegistryReference
    """The registry it may pull from."""
    role_repositories: NotRequired[list[str]]
    """The repositories that it may pull from, each by its whole name (`team-a/api`), and prefixes, which end in a slash (`team-a/`: all below it, and not
    `team-a` itself). All by default. Needs a registry in mode AbacRepositoryPermissions.
    Plain text, no outputs: what they leave out is refused before anything is made."""
    list_repositories: NotRequired[bool]
    """Whether it may also see the names of all repositories, which pulling does not need. False by default. For a registry in mode
    AbacRepositoryPermissions, and not with `role_repositories`: Azure limits no list. In LegacyRegistryPermissions AcrPull includes it."""
    grant: NotRequired[bool]
    """Whether the role is assigned here. True by default. False where the deployer may not assign roles: `grant_command` says what to run."""
    location: NotRequired[pulumi.Input[str]]
    """Azure region, such as `westeurope`. That of the resource group by default."""
    tags: NotRequired[pulumi.Input[Mapping[str, pulumi.Input[str]]]]
    """Tags of the identity."""


class PullIdentity(pulumi.ComponentResource):
    """A user-assigned identity that may pull from one registry.

    Makes the identity, and assigns it AcrPull at the registry (Container Registry Repository Reader where the registry's role
    assignment mode is AbacRepositoryPermissions, there limited to `role_repositories` where they are given). It is granted nothing else, unless
    `list_repositories` asks for Container Registry Repository Catalog Lister too. Any service that takes a user-assigned identity can use it.
    With `grant` False nothing is assigned: the log and `grant_command` have the command for whoever may, and what uses the identity
    before it was run fails with a sentence that has it too.

    Raises:
        ArgumentError: an argument is unknown, missing or not accepted.
    """

    identity_id: pulumi.Output[str]
    """Resource id of the identity; known once the role is assigned, or asked for, so whoever uses it comes after the grant. A preview knows it before."""
    identity_name: pulumi.Output[str]
    """Name of the identity."""
    client_id: pulumi.Output[str]
    """Client id (application id) of the identity's service principal."""
    principal_id: pulumi.Output[str]
    """Principal id (object id) of the identity's service principal."""
    role_name: pulumi.Output[str]
    """Name of the role that it pulls with, and has unless `grant` is False."""
    grant_command: pulumi.Output[Optional[str]]
    """With `grant` False, the Azure CLI command by which somebody else assigns the role, two joined by && with `list_repositories`; None otherwise."""

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
        mode = registry["role_assignment_mode"]
        role = LEAST_ROLE[Purpose.PULL, mode]
        self._role_repositories = checked_role_repositories(where, arguments, mode)
        lists = arguments.get("list_repositories", False)
        _check_list(where, mode, self._role_repositories, lists=lists)

        super().__init__("acr-patterns:index:PullIdentity", name, None, opts)
        identity = managedidentity.UserAssignedIdentity(
            IDENTITY.logical(name),
            resource_group_name=resource_group_name,
            location=location,
            tags=tags,
            opts=pulumi.ResourceOptions(parent=self),
        )
        here = arguments.get("grant", True)
        condition = repository_condition(role, self._role_repositories) if self._role_repositories else None
        wanted = [("pull", role, condition), *([("list", LEAST_ROLE[Purpose.LIST, mode], None)] if lists else [])]
        grants = [
            grant_role(
                f"{name}-{does}", where, one, identity.principal_id, registry["id"], self, here=here, condition=limit
            )
            for does, one, limit in wanted
        ]
        self.identity_id = identity.id
        for grant in grants:
            self.identity_id = grant.before(self.identity_id)
        self.identity_name = identity.name
        self.client_id = identity.client_id
        self.principal_id = identity.principal_id
        self.role_name = pulumi.Output.from_input(role.name)
        self.grant_command = all_grant_commands(grants)
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
        reference: PullIdentityReference = {
            "id": self.identity_id,
            "client_id": self.client_id,
            "principal_id": self.principal_id,
        }
        if self._role_repositories:
            reference["role_repositories"] = [*self._role_repositories]
        return reference


def _check_list(where: str, mode: RoleAssignmentMode, repositories: Sequence[str], *, lists: bool) -> None:
    """Refuse the right to list repositories where it would say nothing, or more than was meant."""
    if lists and mode is not RoleAssignmentMode.ABAC:
        raise ArgumentError(
            f"{where}: list_repositories is True, and the registry's role assignment mode is {mode.value}, where AcrPull lists repositories anyway; "
            "leave it out"
        )
    if lists and repositories:
        raise ArgumentError(
            f"{where}: role_repositories and list_repositories are given, and Azure takes no condition on {LEAST_ROLE[Purpose.LIST, mode].name}, so it would "
            "show the names of all repositories; leave list_repositories out, or make another PullIdentity that lists"
        )
