"""What a component hands to another: small plain objects whose leaves may be outputs.

Whoever did not get a registry or an identity from this library writes the same object by hand.
"""

from collections.abc import Callable
from typing import NotRequired, TypedDict

import pulumi

from .arguments import choice, when_known
from .authentication import RegistryAuthentication
from .errors import ArgumentError
from .images import check_login_server
from .resource_ids import check_identity_id, parse_registry_id
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


def checked_registry(where: str, registry: RegistryReference) -> RegistryReference:
    """The reference, if it names a registry: outputs are checked once they are known.

    Raises:
        ArgumentError: the id is not that of a registry, the login server is no host name, or mode or authentication are unknown.
    """
    authentication = registry.get("authentication", RegistryAuthentication.MANAGED_IDENTITY)
    return {
        "id": when_known(registry["id"], lambda known: _id(where, "registry", known, _registry_id)),
        "login_server": when_known(registry["login_server"], lambda known: check_login_server(where, known)),
        "role_assignment_mode": choice(
            where, "registry role_assignment_mode", RoleAssignmentMode, registry["role_assignment_mode"]
        ),
        "authentication": choice(where, "registry authentication", RegistryAuthentication, authentication),
    }


class PullIdentityReference(TypedDict):
    """An identity that may pull from a registry: `PullIdentity(...).reference`, or one that exists already."""

    id: pulumi.Input[str]
    """Resource id of the user-assigned identity."""
    client_id: pulumi.Input[str]
    """Client id (application id) of its service principal."""
    principal_id: pulumi.Input[str]
    """Principal id (object id) of its service principal: what roles are assigned to."""


def checked_identity(where: str, identity: PullIdentityReference) -> PullIdentityReference:
    """The reference, if it names a user-assigned identity: outputs are checked once they are known.

    Raises:
        ArgumentError: the id is not that of a user-assigned identity.
    """
    known_id = when_known(identity["id"], lambda known: _id(where, "pull_identity", known, check_identity_id))
    return {**identity, "id": known_id}


def _registry_id(given: str) -> str:
    return parse_registry_id(given).text


def _id(where: str, argument: str, given: str, check: Callable[[str], str]) -> str:
    try:
        return check(given)
    except ArgumentError as error:
        raise ArgumentError(f"{where}: {argument} id {error}") from None
