"""Plain facts: registries, identities, role assignments, and what registries are known to hold."""

import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from ..roles import RoleAssignmentMode, known_role
from .described import Described
from .image_reference import registry_name_in
from .unknown import Flag, Text, Unknown, at, flag_at, list_at, map_at, same, text_at

_MODE_NOT_SHOWN = Unknown("not shown by the API version that the document was made with")
_NOT_ASKED = Unknown("no other document is known")
_ENABLED = {"enabled": True, "disabled": False}


@dataclass(frozen=True)
class Registry:
    """A registry."""

    described: Described = field(repr=False)
    id: Text
    name: str
    """For people; `described.name` is the one in Azure."""
    login_server: Text
    sku: Text
    """Basic, Standard or Premium."""
    mode: Text
    """A `RoleAssignmentMode`. An own resource of a program that does not say it has Azure's default, LegacyRegistryPermissions."""
    admin_user: Flag
    anonymous_pull: Flag
    public_network_access: Text
    """Enabled or Disabled."""
    default_action: Text
    """Allow or Deny: what the firewall does with addresses that it has no rule for."""
    bypass: Text
    """AzureServices or None: whether trusted services pass the firewall."""
    bypass_for_tasks: Flag
    """Whether a task's system-assigned identity passes it too."""
    replicated: bool | Unknown = _NOT_ASKED
    """Whether it is replicated to another region; `Inventory` says it."""

    @classmethod
    def of(cls, described: Described) -> "Registry":
        """The registry that is described."""
        properties = described.properties
        return cls(
            described,
            described.resource_id,
            described.title,
            text_at(properties, "loginServer"),
            text_at(properties, "sku", "name"),
            _mode(described),
            flag_at(properties, "adminUserEnabled"),
            flag_at(properties, "anonymousPullEnabled"),
            text_at(properties, "publicNetworkAccess"),
            text_at(properties, "networkRuleSet", "defaultAction"),
            text_at(properties, "networkRuleBypassOptions"),
            flag_at(properties, "networkRuleBypassAllowedForTasks"),
        )

    @property
    def named(self) -> str:
        """Its name as a word of a command."""
        return shlex.quote(self.name)

    @property
    def mode_command(self) -> str:
        """The command that shows the mode, which `az acr show` of an older azure-cli leaves out."""
        named = (
            f"--ids {shlex.quote(self.id)}"
            if isinstance(self.id, str)
            else f"--name {self.named} --resource-group GROUP"
        )
        kind = "" if isinstance(self.id, str) else " --resource-type Microsoft.ContainerRegistry/registries"
        return f"az resource show {named}{kind} --api-version 2025-11-01"

    @property
    def restricted(self) -> bool | None:
        """Whether its firewall refuses what comes from the internet; None if that is not known."""
        if same(self.public_network_access, "Disabled") or same(self.default_action, "Deny"):
            return True
        return (
            None
            if isinstance(self.public_network_access, Unknown) or isinstance(self.default_action, Unknown)
            else False
        )

    @property
    def lets_addresses(self) -> bool:
        """Whether its firewall has rules for addresses, which may be those that somebody comes from."""
        rules = list_at(self.described.properties, "networkRuleSet", "ipRules")
        return not same(self.public_network_access, "Disabled") and (isinstance(rules, Unknown) or bool(rules))

    def policy(self, name: str) -> Flag:
        """Whether a policy such as `retentionPolicy` is on; None where nothing is said of it."""
        status = text_at(self.described.properties, "policies", name, "status")
        return status if status is None or isinstance(status, Unknown) else _ENABLED.get(status.lower())

    def owns(self, login_server: Text) -> bool | None:
        """Whether `login_server` is this registry's; None if that is not known.

        While its own is unknown, the name decides that it is not.
        """
        if login_server is None or isinstance(login_server, Unknown):
            return None
        if isinstance(self.login_server, str):
            return self.login_server.lower() == login_server.lower()
        return None if registry_name_in(login_server) == self.described.name.lower() else False

    def is_admin_user(self, user: Text) -> bool | None:
        """Whether a user name is that of the admin user, which is the registry's name; None if that is not known.

        One that is known later, and comes from the registry alone, is.
        """
        if isinstance(user, Unknown):
            return True if not user.secret and user.sources == frozenset({self.described.address}) else None
        return user is not None and user.lower() == self.described.name.lower()


def _mode(described: Described) -> Text:
    said = text_at(described.properties, "roleAssignmentMode")
    if isinstance(said, str):
        return next((mode.value for mode in RoleAssignmentMode if same(mode.value, said)), said)
    if said is not None:
        return said
    return RoleAssignmentMode.LEGACY.value if described.managed else _MODE_NOT_SHOWN


@dataclass(frozen=True)
class Identity:
    """A managed identity: user-assigned, or the system-assigned one of a consumer or task."""

    described: Described = field(repr=False)
    id: Text
    """Resource id; that of its owner for a system-assigned one."""
    name: str
    principal_id: Text
    client_id: Text
    system_assigned: bool = False

    @classmethod
    def of(cls, described: Described) -> "Identity":
        """The user-assigned identity that is described."""
        properties = described.properties
        principal, client = text_at(properties, "principalId"), text_at(properties, "clientId")
        later = Unknown(sources=frozenset({described.address}))
        return cls(described, described.resource_id, described.title, principal or later, client or later)


@dataclass(frozen=True)
class Assignment:
    """A role assignment."""

    described: Described = field(repr=False)
    principal_id: Text
    principal_type: Text
    role_guid: Text
    role_name: str | None
    """Name of the role, where the document has it."""
    scope: Text
    condition: Text

    @property
    def role_title(self) -> str:
        """Name of the role, or what there is in place of it."""
        guid = self.role_guid
        if not isinstance(guid, str):
            return self.role_name or "a role known only when deployed"
        known = known_role(guid)
        return known.name if known else self.role_name or f"role {guid}"

    @classmethod
    def of(cls, described: Described) -> "Assignment":
        """The role assignment that is described."""
        properties = described.properties
        definition = text_at(properties, "roleDefinitionId")
        name = text_at(properties, "roleDefinitionName")
        return cls(
            described,
            text_at(properties, "principalId"),
            text_at(properties, "principalType"),
            definition.rsplit("/", 1)[-1].lower() if isinstance(definition, str) else definition,
            name if isinstance(name, str) else None,
            text_at(properties, "scope"),
            text_at(properties, "condition"),
        )


@dataclass(frozen=True)
class Listing:
    """What a registry is known to hold."""

    login_server: str | None
    """None where the document does not say of which registry it is."""
    images: frozenset[tuple[str, str]] = frozenset()
    """Repository, and tag or digest, of images that are there."""
    repositories: frozenset[str] | None = None
    """All its repositories; None where others may be there too."""
    complete: frozenset[str] = frozenset()
    """The repositories of which all images are known."""


def attached_identities(described: Described) -> Iterator[Identity]:
    """The identities that a consumer or task shows with their principals: what is attached to it, and its own."""
    identity = at(described.properties, "identity")
    users = map_at(identity, "userAssignedIdentities")
    known: Mapping[str, Any] = {} if isinstance(users, Unknown) else users
    for identity_id, shown in known.items():
        if isinstance(shown, Mapping) and text_at(shown, "principalId"):
            yield Identity(
                described,
                identity_id,
                identity_id.rsplit("/", 1)[-1],
                text_at(shown, "principalId"),
                text_at(shown, "clientId"),
            )
    if has_system_identity(identity):
        principal = text_at(identity, "principalId") or Unknown(sources=frozenset({described.address}))
        yield Identity(described, described.resource_id, described.title, principal, None, system_assigned=True)


def has_system_identity(identity: Any) -> bool:
    """Whether an `identity` block asks for a system-assigned identity."""
    kind = text_at(identity, "type")
    return isinstance(kind, str) and "systemassigned" in kind.lower().replace(" ", "")


def user_assigned(identity: Any) -> tuple[frozenset[str] | Unknown, Unknown | None]:
    """Resource ids, in lower case, of the user-assigned identities in an `identity` block, and what stands for those that are unknown.

    azure-native takes some as a list, and answers with an object as Azure does. Where the type is not one with user-assigned identities, none
    is attached, whatever is listed.
    """
    kind = text_at(identity, "type")
    if isinstance(kind, Unknown):
        return kind, kind
    users = at(identity, "userAssignedIdentities") if "userassigned" in (kind or "").lower() else None
    if isinstance(users, Unknown):
        return users, users
    if isinstance(users, list):
        given = cast(list[Any], users)
        unknown = next((one for one in given if isinstance(one, Unknown)), None)
        return frozenset(one.lower() for one in given if isinstance(one, str)), unknown
    known: Iterable[str] = cast(Mapping[str, Any], users) if isinstance(users, Mapping) else ()
    return frozenset(one.lower() for one in known), None
