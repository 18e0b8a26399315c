"""ACR tasks: what builds images and pushes them."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .described import Described
from .facts import has_system_identity, user_assigned
from .task_images import pushed_images, text_of
from .task_secrets import credentials_in_urls, secrets_in_plain_text
from .unknown import Text, Unknown, at, map_at, text_at

OWN_IDENTITY = "[system]"
"""How a task's credential names the task's own, system-assigned identity."""
CALLER = "[caller]"
"""How it names whoever runs the task."""
PASSWORD = "password"  # noqa: S105 no password, but that there is one
"""What stands for a login with a user name and password."""


@dataclass(frozen=True)
class Task:
    """A task."""

    described: Described = field(repr=False)
    name: str
    registry_name: Text
    """Name of the registry that owns it; registries' names are unique in a cloud."""
    system_identity: bool
    user_assigned: frozenset[str] | Unknown
    """Resource ids, in lower case, of its user-assigned identities; unknown where one of them is."""
    logins: dict[str, Text] | Unknown
    """Login server, in lower case, -> what logs in there: `OWN_IDENTITY`, a client id, or `PASSWORD`."""
    source_login: Text
    """What logs in to the registry that owns the task, where a newer API version says it: `OWN_IDENTITY`, a client id, or `CALLER`."""
    logs_in: bool
    """Whether it logs in to the registry that owns it where `logins` does not say how."""
    secrets_in_plain_text: tuple[str, ...] | Unknown
    """Its secrets that stand in plain text in the program, in words; none where no program makes it."""
    credentials_in_urls: tuple[str, ...] | Unknown
    """What of it has a credential in a URL, in words."""
    pushes: bool | None
    """Whether a step pushes an image to the registry that owns the task; None where that is not known, as of steps in a file."""
    repository: str | None
    """The one repository that its steps push to there; None where it is not one, or not known."""
    other_servers: tuple[str, ...] | Unknown
    """The servers of other registries that steps push to, in lower case; those that a file or a command pushes to are not read."""
    deletes: bool
    """Whether a step is known to delete tags and manifests of the registry that owns it (`acr purge`)."""
    agent_pool: Text

    @property
    def title(self) -> str:
        """What and which, for people."""
        return f"task {self.name}"

    @property
    def show_command(self) -> str:
        """The command that shows it."""
        return f"az acr task show {self.where}"

    @property
    def where(self) -> str:
        """The options of the Azure CLI that name it."""
        registry = self.registry_name if isinstance(self.registry_name, str) else "REGISTRY"
        return f"--registry {shlex.quote(registry)} --name {shlex.quote(self.name)}"

    @classmethod
    def of(cls, described: Described) -> "Task":
        """The task that is described."""
        properties = described.properties
        identity, step = at(properties, "identity"), at(properties, "step")
        attached, unknown = user_assigned(identity)
        owner, text = _owner(described), text_of(step)
        pushed = pushed_images(step, text, owner)
        return cls(
            described,
            described.title,
            owner,
            has_system_identity(identity),
            unknown or attached,
            _logins(map_at(properties, "credentials", "customRegistries")),
            text_at(properties, "credentials", "sourceRegistry", "identity"),
            text_at(properties, "credentials", "sourceRegistry", "loginMode") != "None",
            secrets_in_plain_text(properties) if described.managed else (),
            credentials_in_urls(properties, text),
            pushed.pushes,
            pushed.repository,
            pushed.other_servers,
            text is not None and text.deletes,
            text_at(properties, "agentPoolName"),
        )


def _owner(described: Described) -> Text:
    if isinstance(described.resource_id, str):
        return described.resource_id.rpartition("/tasks/")[0].rpartition("/")[2]
    return text_at(described.properties, "registryName")


def _logins(entries: Mapping[str, Any] | Unknown) -> dict[str, Text] | Unknown:
    if isinstance(entries, Unknown):
        return entries
    return {server.lower(): _login(one) for server, one in entries.items()}


def _login(entry: Any) -> Text:
    """What logs in: with a user name, which an identity may have to read from a key vault, no identity does."""
    return PASSWORD if at(entry, "userName") is not None else text_at(entry, "identity") or PASSWORD
