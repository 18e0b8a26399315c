"""What a component hands to another: small plain objects whose leaves may be outputs.

Whoever did not get a registry or an identity from this library writes the same object by hand.
"""

from typing import NotRequired, TypedDict

import pulumi

from .arguments import choice
from .authentication import RegistryAuthentication
from .errors import ArgumentError
from .resource_ids import parse_registry_id
from .roles import RoleAssignmentMode


class RegistryReference(TypedDict):
    """A registry that images are pushed to and pulled from: `Registry(...).reference`, or one that exists already."""

    id: pulumi.Input[str]
    """Resource id: /subscriptions/…/resourceGroups/…/providers/Microsoft.ContainerRegistry/registries/…"""
    login_server: pulumi.Input[str]
    """Host name that images of the registry begin with. Always as Azure gives it, never put together from the name."""
    role_assignment_mode: RoleAssignmentMode
    """Which roles the registry honours (`az acr show --query roleAssignmentMode`). A role of the wrong kind is silently ignored."""
    authentication: NotRequired[RegistryAuthentication]
    """How images are pulled from it: ManagedIdentity by default."""


def check_registry(where: str, registry: RegistryReference) -> RoleAssignmentMode:
    """Refuse a reference that names no registry, as far as it is known already, and give its role assignment mode.

    Raises:
        ArgumentError: the id is not that of a registry, or the mode is unknown.
    """
    if not isinstance(registry["id"], pulumi.Output):
        try:
            parse_registry_id(registry["id"])
        except ArgumentError as error:
            raise ArgumentError(f"{where}: registry id {error}") from None
    return choice(where, "registry role_assignment_mode", RoleAssignmentMode, registry["role_assignment_mode"])


class PullIdentityReference(TypedDict):
    """An identity that may pull from a registry: `PullIdentity(...).reference`, or one that exists already."""

    id: pulumi.Input[str]
    """Resource id of the user-assigned identity."""
    client_id: pulumi.Input[str]
    """Client id (application id) of its service principal."""
    principal_id: pulumi.Input[str]
    """Principal id (object id) of its service principal: what roles are assigned to."""
