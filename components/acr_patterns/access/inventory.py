"""All facts of some documents, and how they refer to each other."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import replace
from typing import Any, TypeVar

from ..roles import KEY_VAULT_SECRETS_USER
from . import described as kinds
from .app_settings import with_settings_of_their_own
from .consumer import KINDS, SYSTEM, Consumer, Credential
from .described import Described
from .facts import Assignment, Identity, Listing, Registry, attached_identities
from .networks import KINDS as NETWORK_KINDS
from .networks import Networks
from .not_read import NotRead, not_read
from .replication import replicated, replications_by_registry
from .task import Task
from .unknown import Text, Unknown, same

Fact = TypeVar("Fact")
Answer = TypeVar("Answer")


class Inventory:
    """Facts, and what can be asked about several of them together.

    A reference that is unknown but comes from exactly one resource of the kind it must name is followed to that resource: enough to find
    what cannot work, never to say that something does.
    """

    def __init__(
        self,
        resources: Iterable[Described],
        listings: Iterable[Listing] = (),
        *,
        all_roles_known: bool = False,
        roles_known_of: Collection[str] = (),
        roles_from_lists: bool = False,
        all_networks_known: bool = False,
    ) -> None:
        """Take the facts from what is described.

        Args:
            resources: the resources of all documents.
            listings: what registries are known to hold.
            all_roles_known: whether an assignment that is not among the resources is not there at all. Otherwise that is so for the
                identities that a program of Pulumi makes, and of those named next.
            roles_known_of: principal ids, in lower case, of identities of which the same is so.
            roles_from_lists: whether the two come from lists of the Azure CLI, which may be filtered unseen.
            all_networks_known: whether what of networks is not among the resources is not there at all.
        """
        self.registries: list[Registry] = []
        self.identities: list[Identity] = []
        self.assignments: list[Assignment] = []
        self.tasks: list[Task] = []
        self.consumers: list[Consumer] = []
        self.not_read: list[NotRead] = []
        self._replications: list[Described] = []
        self._of_networks: list[Described] = []
        self.listings = list(listings)
        self.all_roles_known = all_roles_known
        self.roles_known_of = frozenset(roles_known_of)
        self.roles_from_lists = roles_from_lists
        self._answers: dict[Hashable, Any] = {}
        for one in with_settings_of_their_own(resources):
            self._take(one)
        self._index()
        self.networks = Networks(self._of_networks, all_known=all_networks_known)

    def once(self, question: Hashable, ask: Callable[[], Answer]) -> Answer:
        """The answer to a question about these facts, which do not change: found once, however many consumers ask it.

        Args:
            question: what tells it from all others.
            ask: how the answer is found.
        """
        if question not in self._answers:
            self._answers[question] = ask()
        return self._answers[question]

    def _take(self, one: Described) -> None:
        unread = not_read(one)
        if unread is not None:
            self.not_read.append(unread)
        match one.kind:
            case kinds.REGISTRY:
                self.registries.append(Registry.of(one))
            case kinds.IDENTITY:
                self.identities.append(Identity.of(one))
            case kinds.ROLE_ASSIGNMENT:
                assignment = Assignment.of(one)
                # Whatever the scope of that role, it says nothing of a registry.
                if assignment.role_guid != KEY_VAULT_SECRETS_USER.guid:
                    self.assignments.append(assignment)
            case kinds.TASK:
                self.tasks.append(Task.of(one))
                self.identities.extend(attached_identities(one))
            case kinds.REPLICATION:
                self._replications.append(one)
            case kind if kind in NETWORK_KINDS:
                self._of_networks.append(one)
            case kind if kind in KINDS:
                consumer = Consumer.of(one)
                if consumer is not None:
                    self.consumers.append(consumer)
                    self.identities.extend(attached_identities(one))
            case _:
                pass

    def _index(self) -> None:
        replications = replications_by_registry(self._replications)
        self.registries = [replace(one, replicated=replicated(one, replications)) for one in self.registries]
        self._registries_by_address = {one.described.address: one for one in self.registries}
        self._registries_by_name = {one.described.name.lower(): one for one in self.registries}
        self._registries_by_server = {
            one.login_server.lower(): one for one in self.registries if isinstance(one.login_server, str)
        }
        self._registries_to_be = [one for one in self.registries if not isinstance(one.login_server, str)]
        self._listings_by_server: defaultdict[str | None, list[Listing]] = defaultdict(list)
        for one in self.listings:
            self._listings_by_server[one.login_server.lower() if one.login_server else None].append(one)
        self._own_by_address = {one.described.address: one for one in self.identities if one.system_assigned}
        users = [one for one in self.identities if not one.system_assigned]
        self._identities_by_address = {
            one.described.address: one for one in users if one.described.kind == kinds.IDENTITY
        }
        users.sort(
            key=lambda one: one.described.kind == kinds.IDENTITY
        )  # what describes it itself wins over what shows it attached
        self._identities_by_client = {one.client_id.lower(): one for one in users if isinstance(one.client_id, str)}
        self._identities_by_id = {one.id.lower(): one for one in users if isinstance(one.id, str)}
        self._tasks_by_identity: defaultdict[str, list[Task]] = defaultdict(list)
        for task in self.tasks:
            attached = task.user_assigned
            for key in attached.sources if isinstance(attached, Unknown) else attached:
                self._tasks_by_identity[key].append(task)
        self._assignments_by_principal: defaultdict[str, list[Assignment]] = defaultdict(list)
        self._assignments_by_source: defaultdict[str, list[Assignment]] = defaultdict(list)
        self.assignments_of_nobody: list[Assignment] = []
        """Assignments of a principal that is unknown, and of which not even the resource is known that it comes from."""
        for one in self.assignments:
            if isinstance(one.principal_id, str):
                self._assignments_by_principal[one.principal_id.lower()].append(one)
            elif isinstance(one.principal_id, Unknown):
                for source in one.principal_id.sources:
                    self._assignments_by_source[source].append(one)
                if not one.principal_id.sources:
                    self.assignments_of_nobody.append(one)
        self.assignments_to_groups = [one for one in self.assignments if same(one.principal_type, "Group")]
        self._assignments_by_scope: defaultdict[str, list[Assignment]] = defaultdict(list)
        for one in self.assignments:
            if isinstance(one.scope, str):
                self._assignments_by_scope[one.scope.lower()].append(one)
            elif isinstance(one.scope, Unknown):
                for source in one.scope.sources:
                    self._assignments_by_scope[source].append(one)

    def registry_at(self, server: Text) -> Registry | Unknown | None:
        """The registry with this login server; None if none of the documents describes it."""
        if isinstance(server, Unknown):
            return _only(self._registries_by_address, server)
        found = self._registries_by_server.get((server or "").lower())
        return found or next((one for one in self._registries_to_be if one.owns(server) is None), None)

    def registry_named(self, name: Text) -> Registry | Unknown | None:
        """The registry of this name."""
        return (
            _only(self._registries_by_address, name)
            if isinstance(name, Unknown)
            else self._registries_by_name.get((name or "").lower())
        )

    def are_registries(self, addresses: Collection[str]) -> bool:
        """Whether each of these is the address of a registry."""
        return all(one in self._registries_by_address for one in addresses)

    def listings_of(self, registry: Registry) -> list[Listing]:
        """What the registry is known to hold; a listing that does not say of which registry it is belongs to the only one that there is."""
        server = registry.login_server.lower() if isinstance(registry.login_server, str) else None
        own = self._listings_by_server.get(server, []) if server else []
        return [*own, *self._listings_by_server.get(None, [])] if len(self.registries) == 1 else own

    def identity_of(self, credential: Credential, consumer: Consumer) -> Identity | Unknown | None:
        """The managed identity by which a consumer logs in; None if the documents do not describe it, or there is none."""
        named = credential.identity
        if isinstance(named, Unknown):
            return _only(self._identities_by_address, named)
        if named is None:
            return None
        if named.lower() == SYSTEM:
            return self._own_by_address.get(consumer.described.address)
        return self._identities_by_id.get(named.lower()) or self._identities_by_client.get(named.lower())

    def identity_with_client_id(self, client_id: str) -> Identity | None:
        """The user-assigned identity with this client id."""
        return self._identities_by_client.get(client_id.lower())

    def identity_with_id(self, resource_id: str) -> Identity | None:
        """The user-assigned identity with this resource id."""
        return self._identities_by_id.get(resource_id.lower())

    def tasks_with(self, identity: Identity) -> list[Task]:
        """The tasks that the user-assigned identity is attached to, or whose identities come from it."""
        by_id = self._tasks_by_identity.get(identity.id.lower(), []) if isinstance(identity.id, str) else []
        return [*by_id, *self._tasks_by_identity.get(identity.described.address, [])]

    def own_identity(self, owner: Described) -> Identity | None:
        """The system-assigned identity of a consumer or task."""
        return self._own_by_address.get(owner.address)

    def assignments_about(self, identity: Identity) -> list[Assignment]:
        """The assignments whose principal is the identity, or comes from the resource that it belongs to, or may be anybody's."""
        known = (
            self._assignments_by_principal.get(identity.principal_id.lower(), [])
            if isinstance(identity.principal_id, str)
            else []
        )
        return [*known, *self._assignments_by_source.get(identity.described.address, []), *self.assignments_of_nobody]

    def assignments_to(self, principal: Text) -> list[Assignment]:
        """The assignments whose principal has exactly this id."""
        return self._assignments_by_principal.get(principal.lower(), []) if isinstance(principal, str) else []

    def assignments_at(self, registry: Registry) -> list[Assignment]:
        """The assignments whose scope is the registry itself, or comes from it."""
        by_id = self._assignments_by_scope.get(registry.id.lower(), []) if isinstance(registry.id, str) else []
        return [*by_id, *self._assignments_by_scope.get(registry.described.address, [])]

    def knows_roles_of(self, identity: Identity) -> bool:
        """Whether an assignment to the identity would be in the documents, if there were one."""
        listed = isinstance(identity.principal_id, str) and identity.principal_id.lower() in self.roles_known_of
        return self.all_roles_known or listed or _is_made(identity)

    def roles_are_listed(self, identity: Identity) -> bool:
        """Whether only lists say that an identity has no other roles: what is concluded of that holds if they leave none out."""
        return self.roles_from_lists and self.knows_roles_of(identity) and not _is_made(identity)


def _is_made(identity: Identity) -> bool:
    """Whether a program makes it, and so shows all that it assigns to it."""
    made = identity.system_assigned or identity.described.kind == kinds.IDENTITY
    return made and identity.described.with_its_program


def _only(found: dict[str, Fact], unknown: Unknown) -> Fact | Unknown:
    """The one fact that an unknown reference comes from; the reference itself if that is not exactly one."""
    sources = [found[source] for source in unknown.sources if source in found]
    return sources[0] if len(sources) == 1 else unknown
