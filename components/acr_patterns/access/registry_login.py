"""A task's logins to registries that it pulls base images from, or pushes to besides its own."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from ..roles import Purpose
from .asked_access import Access
from .described import Described
from .facts import Identity, Registry
from .inventory import Inventory
from .task import CALLER, OWN_IDENTITY, PASSWORD, Task
from .unknown import Text, Unknown


@dataclass(frozen=True)
class RegistryLogin:
    """A login of a task with an identity; the one by which it pushes to its own registry is a `Push`."""

    inventory: Inventory = field(repr=False)
    task: Task
    server: str
    """The login server, or what stands for it while it is unknown."""
    login: Text
    """What logs in: `OWN_IDENTITY` or a client id."""
    registry: Registry | Unknown | None
    """The registry; None if none of the documents describes it."""

    @property
    def described(self) -> Described:
        """The task's resource."""
        return self.task.described

    @property
    def title(self) -> str:
        """What and which, for people."""
        return self.task.title

    @property
    def purpose(self) -> Purpose:
        """What it logs in for: to push where a step is known to, and otherwise to pull base images."""
        others = self.task.images.other_servers
        return Purpose.PUSH if not isinstance(others, Unknown) and self.server in others else Purpose.PULL

    @cached_property
    def identity(self) -> Identity | None:
        """The identity that logs in; None if the documents do not describe it, or the task has none."""
        if self.login == OWN_IDENTITY:
            return self.inventory.own_identity(self.described)
        return self.inventory.identity_with_client_id(self.login) if isinstance(self.login, str) else None

    @cached_property
    def access(self) -> Access | None:
        """What the identity asks of the registry; None as long as not both are known."""
        if not isinstance(self.registry, Registry) or self.identity is None:
            return None
        return Access(
            self.inventory, self.described, self.title, self.purpose, self.registry, self.identity, repository=None
        )


def registry_logins(inventory: Inventory) -> Iterator[RegistryLogin]:
    """The logins of every task with an identity, but for those by which it pushes, or may, to its own registry."""
    for task in inventory.tasks:
        if isinstance(task.logins, Unknown):
            yield from _later(inventory, task, task.logins)
            continue
        for server, login in task.logins.items():
            registry = inventory.registry_at(server)
            own = isinstance(registry, Registry) and _owns(registry, task)
            if login not in (PASSWORD, CALLER) and not (own and task.pushes is not False):
                yield RegistryLogin(inventory, task, server, login, registry)


def _later(inventory: Inventory, task: Task, logins: Unknown) -> Iterator[RegistryLogin]:
    """Those whose login server is known once its registry is made, of registries other than the task's own."""
    for registry in inventory.registries:
        if registry.described.address in logins.sources and not _owns(registry, task):
            yield RegistryLogin(inventory, task, registry.name, logins, registry)


def _owns(registry: Registry, task: Task) -> bool:
    name = task.registry_name
    if isinstance(name, Unknown):
        return registry.described.address in name.sources
    return name is not None and name.lower() == registry.described.name.lower()
