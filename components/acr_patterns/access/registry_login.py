"""A task's logins to registries, beside the one by which it pushes to its own: to pull base images, to push elsewhere, to delete."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeGuard

from ..roles import Purpose, RoleAssignmentMode
from .asked_access import Access
from .described import Described
from .facts import Identity, Registry
from .inventory import Inventory
from .pull import Push
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
    purpose: Purpose
    """What it logs in for: to pull base images, unless it is known to do more."""

    @property
    def described(self) -> Described:
        """The task's resource."""
        return self.task.described

    @property
    def title(self) -> str:
        """What and which, for people."""
        return self.task.title

    @property
    def may_push_too(self) -> bool:
        """Whether it is to the task's own registry, and a step that is not read may push there, which the identity may not."""
        own = isinstance(self.registry, Registry) and _owns(self.registry, self.task)
        return own and self.purpose is Purpose.PULL and self.task.pushes is None

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
    """The logins of every task with an identity, once for each thing that it does there, but for a push to its own registry."""
    for task in inventory.tasks:
        if isinstance(task.logins, Unknown):
            yield from _later(inventory, task, task.logins)
            continue
        for server, login in task.logins.items():
            registry = inventory.registry_at(server)
            if _by_source(registry, task):
                continue
            for purpose in _purposes(inventory, task, server, registry) if login not in (PASSWORD, CALLER) else ():
                yield RegistryLogin(inventory, task, server, login, registry, purpose)
        own = inventory.registry_named(task.registry_name)
        if _by_source(own, task) and task.source_login not in (None, CALLER):
            server = own.login_server if isinstance(own.login_server, str) else own.name
            for purpose in _purposes(inventory, task, server, own):
                yield RegistryLogin(inventory, task, server, task.source_login, own, purpose)


def _purposes(inventory: Inventory, task: Task, server: str, registry: Registry | Unknown | None) -> Iterator[Purpose]:
    if not (isinstance(registry, Registry) and _owns(registry, task)):
        others = task.other_servers
        yield Purpose.PUSH if not isinstance(others, Unknown) and server in others else Purpose.PULL
        return
    if task.pushes is False or Push(inventory, task).only_pulls:
        yield Purpose.PULL
    if task.deletes:
        yield Purpose.DELETE
        if registry.mode == RoleAssignmentMode.ABAC:
            yield Purpose.LIST


def _by_source(registry: Registry | Unknown | None, task: Task) -> TypeGuard[Registry]:
    """Whether the task logs in to this registry as its source registry: in mode AbacRepositoryPermissions no entry among its custom registries does."""
    return isinstance(registry, Registry) and _owns(registry, task) and registry.mode == RoleAssignmentMode.ABAC


def _later(inventory: Inventory, task: Task, logins: Unknown) -> Iterator[RegistryLogin]:
    """Those whose login server is known once its registry is made, of registries other than the task's own."""
    for registry in inventory.registries:
        if registry.described.address in logins.sources and not _owns(registry, task):
            yield RegistryLogin(inventory, task, registry.name, logins, registry, Purpose.PULL)


def _owns(registry: Registry, task: Task) -> bool:
    name = task.registry_name
    if isinstance(name, Unknown):
        return registry.described.address in name.sources
    return name is not None and name.lower() == registry.described.name.lower()
