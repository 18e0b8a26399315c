"""What a component hands to another: small plain objects whose leaves may be outputs.

Whoever did not get a registry or an identity from this library writes the same object by hand.
"""

from collections.abc import Callable, Sequence
from typing import NotRequired, Optional, TypedDict

import pulumi

from .arguments import checked_output, choice, when_known
from .authentication import RegistryAuthentication
from .errors import ArgumentError
from .images import check_login_server, check_owner
from .networks.registry_network import RegistryNetworkArgs, checked_network
from .registries.sku import RegistrySku
from .resource_ids import check_guid, check_identity_id, parse_registry_id
from .roles import RoleAssignmentMode


class RegistryReference(TypedDict):
    """A registry that images are pushed to and pulled from: `Registry(...).reference`, or `existing_registry(...)`."""

    id: pulumi.Input[str]
    """Resource id: /subscriptions/…/resourceGroups/…/providers/Microsoft.ContainerRegistry/registries/…"""
    login_server: pulumi.Input[str]
    """Host name that images of the registry begin with. Always as Azure gives it, never put together from the name."""
    role_assignment_mode: RoleAssignmentMode
    """Which roles the registry honours (`az acr show --query roleAssignmentMode`). A role of the wrong kind is silently ignored."""
    authentication: NotRequired[RegistryAuthentication]
    """How images are pulled from it: ManagedIdentity by default."""
    sku: NotRequired[RegistrySku]
    """Its service tier, as agent pools need Premium. Left out, it is not known, and Azure refuses what the registry cannot have."""
    network: NotRequired[RegistryNetworkArgs]
    """From where it answers. Left out, it is not known, and what cannot reach it fails while deploying. It says what is: it changes nothing in Azure."""
    data_endpoint_enabled: NotRequired[bool]
    """Whether its layers come from host names of its own (dedicated data endpoints). Left out, it is not known."""


def existing_registry(
    id: pulumi.Input[str],  # noqa: A002 the field's name
    login_server: pulumi.Input[str],
    role_assignment_mode: Optional[RoleAssignmentMode] = None,
    sku: Optional[RegistrySku] = None,
    network: Optional[RegistryNetworkArgs] = None,
    authentication: Optional[RegistryAuthentication] = None,
    data_endpoint_enabled: Optional[bool] = None,
) -> RegistryReference:
    """A registry that exists already, as the argument of a component.

    It may lie in any resource group and subscription: both are taken from the id. Roles are assigned at it wherever it lies; a
    `BuildTask` makes its task beside the registry, and in another subscription needs that subscription's provider among its options.

    Args:
        id: Resource id: `az acr show --name NAME --query id`.
        login_server: Host name of its images: `az acr show --name NAME --query loginServer`. Never put together from the name.
        role_assignment_mode: LegacyRegistryPermissions or AbacRepositoryPermissions: `az acr show --name NAME --query roleAssignmentMode`.
            It cannot be left out: the API that azure-native uses by default does not show it, and a role of the wrong kind is ignored in silence.
        sku: Basic, Standard or Premium: `az acr show --name NAME --query sku.name`. Left out, it is not known.
        network: From where it answers. It says what is, and changes nothing in Azure. The properties are shown by `az resource show --ids ID
            --api-version 2025-11-01 --query properties`, all four; `az acr show` may leave out `networkRuleBypassAllowedForTasks`. `access` is
            Private where `publicNetworkAccess` is Disabled, or `networkRuleSet.defaultAction` is Deny without `ipRules`; AllowedIpRanges where it is
            Deny with `ipRules`; Public otherwise. `bypass_for_trusted_services` is False where `networkRuleBypassOptions` is None, and
            `bypass_for_tasks` is `networkRuleBypassAllowedForTasks`. Left out, it is not known, and what cannot reach it fails while deploying.
        authentication: How images are pulled from it: ManagedIdentity by default; AdminUser in a dev stack only, where the registry has one
            (`az acr show --name NAME --query adminUserEnabled`).
        data_endpoint_enabled: Whether it has dedicated data endpoints: `az acr show --name NAME --query dataEndpointEnabled`. Left out, it is not known.

    Raises:
        ArgumentError: id or login server are not those of a registry, or of two, the mode is missing or unknown, SKU or authentication is unknown, or
            the network is none that a registry can have; for an output, once its value is known.
    """
    where = "existing_registry"
    if role_assignment_mode is None:
        raise ArgumentError(
            f"{where}: role_assignment_mode is missing, and a registry silently ignores roles of the wrong kind; give "
            f"{' or '.join(mode.value for mode in RoleAssignmentMode)}, as `az acr show --name NAME --query roleAssignmentMode` shows it"
        )
    reference: RegistryReference = {
        "id": id,
        "login_server": login_server,
        "role_assignment_mode": role_assignment_mode,
    }
    if sku is not None:
        reference["sku"] = sku
    if network is not None:
        reference["network"] = network
    if authentication is not None:
        reference["authentication"] = authentication
    if data_endpoint_enabled is not None:
        reference["data_endpoint_enabled"] = data_endpoint_enabled
    return checked_registry(where, reference)


def checked_registry(where: str, registry: RegistryReference) -> RegistryReference:
    """The reference, if it names a registry: outputs are checked once they are known.

    Raises:
        ArgumentError: the id is not that of a registry, the login server is no host name or another registry's, or mode,
            authentication or SKU are unknown, or the network is none that a registry can have.
    """
    authentication = registry.get("authentication", RegistryAuthentication.MANAGED_IDENTITY)
    registry_id = when_known(
        registry["id"], lambda known: checked_id(f"{where}: registry id", known, checked_registry_id)
    )
    login_server = when_known(registry["login_server"], lambda known: check_login_server(where, known))
    reference: RegistryReference = {
        "id": registry_id,
        "login_server": _of_one_registry(where, registry_id, login_server),
        "role_assignment_mode": choice(
            where, "registry role_assignment_mode", RoleAssignmentMode, registry["role_assignment_mode"]
        ),
        "authentication": choice(where, "registry authentication", RegistryAuthentication, authentication),
    }
    if (sku := registry.get("sku")) is not None:
        reference["sku"] = choice(where, "registry sku", RegistrySku, sku)
    if (network := registry.get("network")) is not None:
        checked_network(f"{where}: registry", network)
        reference["network"] = network
    if (data_endpoint := registry.get("data_endpoint_enabled")) is not None:
        reference["data_endpoint_enabled"] = data_endpoint
    return reference


class PullIdentityReference(TypedDict):
    """An identity that may pull from a registry: `PullIdentity(...).reference`, or one that exists already."""

    id: pulumi.Input[str]
    """Resource id of the user-assigned identity."""
    client_id: pulumi.Input[str]
    """Client id (application id) of its service principal."""
    principal_id: pulumi.Input[str]
    """Principal id (object id) of its service principal: what roles are assigned to."""
    role_repositories: NotRequired[list[str]]
    """The repositories and prefixes (`team-a/`) that its role is limited to. Left out, it is not known, and what it may not pull fails while deploying."""


class AgentPoolReference(TypedDict):
    """Machines of a registry's own: `AgentPool(...).reference`, or a pool that exists already."""

    name: pulumi.Input[str]
    """Name of the pool."""
    in_subnet: NotRequired[bool]
    """Whether its machines lie in a subnet of a virtual network. Left out, it is not known."""


def checked_identity(where: str, identity: PullIdentityReference) -> PullIdentityReference:
    """The reference, if it names a user-assigned identity: outputs are checked once they are known.

    Raises:
        ArgumentError: the id is not that of a user-assigned identity, or client or principal id are no GUIDs.
    """
    checked: PullIdentityReference = {
        "id": when_known(
            identity["id"], lambda known: checked_id(f"{where}: pull_identity id", known, check_identity_id)
        ),
        "client_id": when_known(
            identity["client_id"], lambda known: check_guid(where, "pull_identity client_id", known)
        ),
        "principal_id": when_known(
            identity["principal_id"], lambda known: check_guid(where, "pull_identity principal_id", known)
        ),
    }
    if "role_repositories" in identity:
        checked["role_repositories"] = identity["role_repositories"]
    return checked


def _of_one_registry(where: str, registry_id: pulumi.Input[str], login_server: pulumi.Input[str]) -> pulumi.Input[str]:
    """The login server, if it is that of the registry with this id."""

    def check(known: Sequence[str]) -> str:
        return check_owner(where, known[1], parse_registry_id(known[0]).name)

    if isinstance(registry_id, str) and isinstance(login_server, str):
        return check([registry_id, login_server])
    return checked_output(pulumi.Output.all(registry_id, login_server), check)


def checked_registry_id(given: str) -> str:
    """The id, if it is a registry's; ArgumentError otherwise."""
    return parse_registry_id(given).text


def checked_id(where: str, given: str, check: Callable[[str], str]) -> str:
    """What `check` makes of an id; what it refuses is said of `where`.

    Raises:
        ArgumentError: `check` refuses it.
    """
    try:
        return check(given)
    except ArgumentError as error:
        raise ArgumentError(f"{where} {error}") from None
