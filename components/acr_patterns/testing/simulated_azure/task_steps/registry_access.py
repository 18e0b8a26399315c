"""What the logins of a task let its run pull and push, by the rules of `acr_patterns.access`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from ....access.asked_access import Access
from ....access.facts import Registry
from ....access.image_reference import DOCKER_HUB, ImageReference, read_image
from ....access.inventory import Inventory
from ....access.pull import Push
from ....access.rule import Pass
from ....access.task import Task
from ....access.verdicts import Verdict, first_cause, may
from ....roles import Purpose, RoleAssignmentMode
from ..facts import facts_about
from ..resource_id import ResourceId
from ..state import Resource, part

if TYPE_CHECKING:
    from ..azure import SimulatedAzure

_DENIED = "denied: requested access to the resource"
_UNAUTHORIZED = "unauthorized: authentication required, visit https://aka.ms/acr/authorization for more information."


@dataclass(frozen=True)
class Refusal:
    """Why a registry refuses a run."""

    said: str
    cause: Verdict | None = None
    """The rule that is broken, where one says it."""
    remedy: str | None = None
    """What a test gives the simulated Azure against it, as a call of a method of it."""


class TaskPull(Push):
    """What a run pulls from a registry: it logs in as it does for a push, and needs less."""

    @cached_property
    def access(self) -> Access | None:
        """What the task's identity asks of the registry."""
        asked = super().access
        return asked and replace(asked, purpose=Purpose.PULL)


class TaskDelete(Push):
    """What a run deletes from a registry: it logs in as it does for a push, and needs another right."""

    @cached_property
    def access(self) -> Access | None:
        """What the task's identity asks of the registry."""
        asked = super().access
        return asked and replace(asked, purpose=Purpose.DELETE)


class TaskList(Push):
    """What a run lists of a registry: the names of all repositories, which is another right again."""

    @cached_property
    def access(self) -> Access | None:
        """What the task's identity asks of the registry."""
        asked = super().access
        return asked and replace(asked, purpose=Purpose.LIST)


class RegistryAccess:
    """The logins of a task, when a run of it begins."""

    def __init__(self, azure: "SimulatedAzure", task: Resource) -> None:
        owner = ResourceId.parse(task["id"]).parent
        self._azure = azure
        self._task = task
        self._facts: dict[str, Inventory] = {}
        self._logins = {
            server.lower(): cast(Mapping[str, Any], login)
            for server, login in part(task, "properties", "credentials", "customRegistries").items()
        }
        self.own_server: str = azure.get(owner.text if owner else "")["properties"]["loginServer"]
        if self._by_source and not self._from_key_vault(self.own_server):
            self._logins.pop(self.own_server, None)
        by_default = (self.own_server,) if self._logs_in_by_default(task) else ()
        self.logins = tuple(dict.fromkeys([*by_default, *self._logins]))
        """The login servers that it logs in to."""

    @property
    def without_any(self) -> Refusal | None:
        """What a Docker build that pushes says if it has no login at all.

        Source: https://github.com/Azure/acr-builder/blob/main/cmd/acb/commands/build/validation.go
        """
        if self.logins:
            return None
        push = self._asked(Push, self.own_server, None)
        return Refusal("when specifying push, at least one credential is required", push and first_cause(push))

    def failed_login(self, server: str) -> Refusal | None:
        """Why the login to one of `logins` fails; None if it does not."""
        push = self._asked(Push, server, None)
        cause = push and first_cause(push)
        if cause is None or not isinstance(cause.subject, Push) or cause.rule.prevents.startswith(_DENIED):
            return None
        return Refusal(cause.rule.prevents, cause)

    def refused_push(self, image: ImageReference) -> Refusal | None:
        """Why this image may not be pushed; None if it may."""
        return self._refused(Push, image, f"{_DENIED} {image.repository} is denied")

    def refused_pull(self, image: ImageReference) -> Refusal | None:
        """Why this image may not be pulled; None if it may. Whether it is there is another question."""
        if self._azure.registry_at(image.server) is None and image.public:
            return None
        said = f'Head "https://{image.server}/v2/{image.repository}/manifests/{image.name}": {_UNAUTHORIZED}'
        return self._refused(TaskPull, image, said)

    def refused_delete(self, image: ImageReference) -> Refusal | None:
        """Why this image, or a tag of it, may not be deleted; None if it may."""
        return self._refused(TaskDelete, image, "Failure responding to request: StatusCode=401")

    def refused_list(self, server: str) -> Refusal | None:
        """Why the names of a registry's repositories may not be listed; None if they may."""
        said = "acr.BaseClient#GetRepositories: Failure responding to request: StatusCode=401"
        return self._refused(TaskList, read_image(f"{server}/catalog"), said)

    @property
    def _by_source(self) -> bool:
        """Whether the identity of the source registry is the one login to it, as in mode AbacRepositoryPermissions."""
        registry = self._azure.registry_at(self.own_server)
        return part(registry, "properties").get("roleAssignmentMode") == RoleAssignmentMode.ABAC

    def _logs_in_by_default(self, task: Resource) -> bool:
        source = part(task, "properties", "credentials", "sourceRegistry")
        return bool(source.get("identity")) if self._by_source else source.get("loginMode") != "None"

    def _refused(self, kind: type[Push], image: ImageReference, said: str) -> Refusal | None:
        server = image.server.lower()
        push = self._asked(kind, server, image.repository)
        if push is None:
            return None if self._from_key_vault(server) else Refusal(said)
        registry = push.registry
        if kind is TaskPull and isinstance(registry, Registry) and registry.anonymous_pull is True:
            return None
        cause = first_cause(push)
        if cause is None and (self._from_key_vault(server) or isinstance(may(push), Pass)):
            return None
        return Refusal(said, cause)

    def _asked(self, kind: type[Push], server: str, repository: str | None) -> Push | None:
        """What is asked of a registry, for one repository; None of one that the simulated Azure does not have."""
        registry = self._azure.registry_at(server)
        if registry is None:
            return None
        if server not in self._facts:
            self._facts[server] = facts_about(self._azure, self._task, {self.own_server, server})
        facts = self._facts[server]
        task = replace(facts.tasks[0], pushes=True, repository=repository)
        return kind(facts, task if server == self.own_server else _elsewhere(task, registry["name"]))

    def _from_key_vault(self, server: str) -> bool:
        """Whether it logs in with a user name and password of a key vault, which here are always right."""
        names = _names_of(server)
        found = next((login for name, login in self._logins.items() if name in names), None)
        return all(part(found, one).get("type", "").lower() == "vaultsecret" for one in ("userName", "password"))


def _elsewhere(task: Task, registry_name: str) -> Task:
    """A task as another registry than its own sees it: nothing but its login for that one logs it in."""
    return replace(task, registry_name=registry_name, source_login=None, logs_in=False)


def _names_of(server: str) -> tuple[str, ...]:
    """The names of a server; Docker Hub has several."""
    hub = (
        DOCKER_HUB,
        f"index.{DOCKER_HUB}",
        f"registry-1.{DOCKER_HUB}",
        f"registry.hub.{DOCKER_HUB}",
        "registry.hub.docker.com",
    )
    return hub if server in hub else (server,)
