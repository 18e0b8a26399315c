"""What rules are asked of: one image of one consumer, and one task's push, each with all that its chain goes through."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from ..roles import Purpose, RoleAssignmentMode
from .asked_access import Access
from .consumer import SYSTEM, Consumer, ConsumerKind, Credential
from .described import Described
from .facts import Identity, Registry
from .image_reference import ImageReference, read_image
from .inventory import Inventory
from .task import OWN_IDENTITY, PASSWORD, Task
from .unknown import Text, Unknown


@dataclass(frozen=True)
class Pull:
    """One image of one consumer."""

    inventory: Inventory = field(repr=False)
    consumer: Consumer
    image: Text

    @property
    def described(self) -> Described:
        """The consumer's resource."""
        return self.consumer.described

    @property
    def title(self) -> str:
        """What and which, for people."""
        return self.consumer.title

    @cached_property
    def reference(self) -> ImageReference | None:
        """The image reference taken apart; None while it is unknown."""
        return read_image(self.image) if isinstance(self.image, str) else None

    @cached_property
    def registry(self) -> Registry | Unknown | None:
        """The registry that the image lies in; None for an image that lies in none of the documents'."""
        return self.inventory.registry_at(self.reference.server if self.reference else self.image)

    @property
    def private(self) -> bool | None:
        """Whether the image lies in an Azure container registry; None while that is unknown."""
        if isinstance(self.registry, Registry):
            return True
        return self.reference.on_azure if self.reference else None

    @property
    def asks_for_login(self) -> bool | None:
        """Whether whoever pulls it has to log in: not to another registry than Azure's here, nor to one that anybody may pull from."""
        anonymous = self.registry.anonymous_pull if isinstance(self.registry, Registry) else None
        if self.private is False or anonymous is True:
            return False
        return None if self.private is None or isinstance(anonymous, Unknown) else True

    @cached_property
    def credential(self) -> Credential | Unknown | None:
        """The credential for the image's server; None if the consumer has none."""
        if isinstance(self.consumer.credentials, Unknown):
            return None if self._asks_nobody else self.consumer.credentials
        unsure: Credential | None = None
        for one in self.consumer.credentials:
            matches = self._is_for(one.server)
            if matches:
                return one
            if matches is None:
                unsure = unsure or one
        return unsure

    @property
    def _asks_nobody(self) -> bool:
        return self.reference is not None and self.reference.surely_public

    def _is_for(self, server: Text) -> bool | None:
        if server is None:
            return True
        if isinstance(server, Unknown) or self.reference is None:
            of_azure = isinstance(server, Unknown) and isinstance(self.inventory.registry_at(server), Registry)
            return False if self._asks_nobody or (of_azure and self.private is False) else None
        return server.lower() == self.reference.server.lower()

    @property
    def as_admin_user(self) -> bool | None:
        """Whether it logs in as the registry's admin user; None if that is not known."""
        if isinstance(self.credential, Unknown):
            return None
        user = self.credential.username if self.credential else None
        if user is None:
            return False
        if isinstance(self.registry, Registry):
            return self.registry.is_admin_user(user)
        return (
            None
            if isinstance(user, Unknown) or self.reference is None
            else self.reference.registry_name == user.lower()
        )

    @cached_property
    def identity(self) -> Identity | Unknown | None:
        """The managed identity that pulls; None if none does, or the documents do not describe it."""
        if isinstance(self.credential, Unknown):
            return self.credential
        if self.credential is None:
            return None
        if self.consumer.kind is ConsumerKind.CONTAINER_GROUP and self.credential.identity == SYSTEM:
            return None
        return self.inventory.identity_of(self.credential, self.consumer)

    @cached_property
    def access(self) -> Access | None:
        """What the identity asks of the registry; None as long as not both are known."""
        if isinstance(self.registry, Registry) and isinstance(self.identity, Identity):
            repository = self.reference.repository if self.reference else None
            return Access(
                self.inventory, self.described, self.title, Purpose.PULL, self.registry, self.identity, repository
            )
        return None


@dataclass(frozen=True)
class Push:
    """A task's push to the registry that owns it."""

    inventory: Inventory = field(repr=False)
    task: Task

    @property
    def described(self) -> Described:
        """The task's resource."""
        return self.task.described

    @property
    def title(self) -> str:
        """What and which, for people."""
        return self.task.title

    @cached_property
    def registry(self) -> Registry | Unknown | None:
        """The registry that owns the task; None if none of the documents describes it."""
        return self.inventory.registry_named(self.task.registry_name)

    @cached_property
    def login(self) -> Text:
        """What the task says it logs in to its own registry with: an identity, or `PASSWORD`; None if it says nothing of that registry."""
        logins, registry = self.task.logins, self.registry
        if isinstance(registry, Registry) and registry.mode == RoleAssignmentMode.ABAC:
            return PASSWORD if self._own_entry == PASSWORD else self._source_login
        if isinstance(logins, Unknown):
            return logins
        if not isinstance(registry, Registry):
            return Unknown("of a registry that no document describes") if logins else self.task.source_login
        return self._own_entry or self.task.source_login

    @property
    def _source_login(self) -> Text:
        """The identity of the source registry; without one, what is not known yet may be a password."""
        later = self.task.logins if isinstance(self.task.logins, Unknown) else None
        return self.task.source_login or later

    @cached_property
    def _own_entry(self) -> Text:
        """What the task's entry for its own registry among its custom registries logs in with; None where there is none.

        In mode AbacRepositoryPermissions an entry with an identity is no login: the identity of the source registry is.
        """
        logins, registry = self.task.logins, self.registry
        if isinstance(logins, Unknown) or not isinstance(registry, Registry):
            return None
        return next((one for server, one in logins.items() if registry.owns(server) is not False), None)

    @property
    def overlooked_entry(self) -> bool:
        """Whether the task has an entry for its own registry, and no login all the same."""
        return self.login is None and self._own_entry is not None

    @cached_property
    def identity(self) -> Identity | None:
        """The identity that pushes; None if Azure's default login does, or the documents do not describe it.

        Entries that are unknown, but come from registries alone, this one among them, have one for it, and mean the task's own identity.
        """
        login, registry = self.login, self.registry
        if login is None or not isinstance(registry, Registry):
            return None
        if isinstance(login, Unknown):
            entry_of_own = registry.described.address in login.sources and self.inventory.are_registries(login.sources)
            return self.inventory.own_identity(self.described) if entry_of_own else None
        if login == OWN_IDENTITY:
            return self.inventory.own_identity(self.described)
        return self.inventory.identity_with_client_id(login)

    @cached_property
    def access(self) -> Access | None:
        """What the task's identity asks of the registry; None as long as not both are known, and where no identity logs in."""
        if isinstance(self.registry, Registry) and self.identity:
            return Access(
                self.inventory,
                self.described,
                self.title,
                Purpose.PUSH,
                self.registry,
                self.identity,
                self.task.repository,
            )
        return None

    @property
    def only_pulls(self) -> bool:
        """Whether the identity may pull and not push, and nothing that is read of the task says that it pushes."""
        access = self.access
        if self.task.pushes is not None or access is None or access.granted.sufficient is not False:
            return False
        return replace(access, purpose=Purpose.PULL).granted.sufficient is not False


def pulls(inventory: Inventory) -> Iterator[Pull]:
    """Every image of every consumer, once each."""
    for consumer in inventory.consumers:
        images = (consumer.images,) if isinstance(consumer.images, Unknown) else dict.fromkeys(consumer.images)
        for image in images:
            yield Pull(inventory, consumer, image)


def pushes(inventory: Inventory) -> Iterator[Push]:
    """The push of every task that pushes, or may: not of one of which nobody says it, and whose identity may only pull."""
    for task in inventory.tasks:
        push = Push(inventory, task)
        if task.pushes is not False and not push.only_pulls:
            yield push
