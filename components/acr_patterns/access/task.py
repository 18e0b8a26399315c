"""ACR tasks: what builds images and pushes them."""

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .described import Described, Hidden
from .facts import has_system_identity, user_assigned
from .unknown import Flag, Text, Unknown, at, flag_at, list_at, map_at, text_at

OWN_IDENTITY = "[system]"
"""How a task's credential names the task's own, system-assigned identity."""
CALLER = "[caller]"
"""How it names whoever runs the task."""
PASSWORD = "password"  # noqa: S105 no password, but that there is one
"""What stands for a login with a user name and password."""

_URL = re.compile(r"[a-z][a-z0-9+.-]*://(?P<authority>[^/?#]*)(?:/(?P<first>[^/?#]*))?", re.IGNORECASE)
_SERVER = re.compile(r"(?P<name>[a-z0-9]+)[a-z0-9-]*(?:\.[a-z0-9-]+)+/", re.IGNORECASE)
"""The login server that an image name begins with. One that is a run variable is the own registry's."""
_SIGNED = re.compile(r"[?&]sig=", re.IGNORECASE)


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
    token_in_plain_text: Flag
    """Whether the access token of the context stands in plain text; None where there is none, or the document never shows one."""
    credential_in_url: Flag
    """Whether the URL of the context has a credential in it; None where there is no URL."""
    pushes: bool | None
    """Whether a step pushes an image to the registry that owns the task; None where its steps are in a file, which is not read."""
    repository: str | None
    """The one repository that it pushes to there; None where it is not one, or not known."""
    agent_pool: Text
    other_servers: tuple[str, ...] | Unknown
    """The servers of other registries that one build pushes to, in lower case; those that a file of steps pushes to are not read."""

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
        owner = _owner(described)
        in_file = _is_in_file(step)
        pushed = None if in_file else _pushed(step, owner)
        return cls(
            described,
            described.title,
            owner,
            has_system_identity(identity),
            unknown or attached,
            _logins(map_at(properties, "credentials", "customRegistries")),
            text_at(properties, "credentials", "sourceRegistry", "identity"),
            text_at(properties, "credentials", "sourceRegistry", "loginMode") != "None",
            _in_plain_text(at(step, "contextAccessToken")) if described.managed else None,
            _has_credential(text_at(step, "contextPath")),
            None if in_file else pushed is None or bool(pushed),
            next(iter(pushed)) if pushed is not None and len(pushed) == 1 else None,
            text_at(properties, "agentPoolName"),
            () if in_file else _other_servers(step, owner),
        )


def _owner(described: Described) -> Text:
    if isinstance(described.resource_id, str):
        return described.resource_id.rpartition("/tasks/")[0].rpartition("/")[2]
    return text_at(described.properties, "registryName")


def _logins(entries: Mapping[str, Any] | Unknown) -> dict[str, Text] | Unknown:
    if isinstance(entries, Unknown):
        return entries
    return {server.lower(): text_at(one, "identity") or PASSWORD for server, one in entries.items()}


def _in_plain_text(token: Any) -> Flag:
    """A text is; what is hidden is not; what comes later may be."""
    if isinstance(token, Unknown) and not token.secret:
        return token
    if isinstance(token, Hidden):
        return token.in_plain_text
    return None if token is None else not isinstance(token, Unknown)


def _has_credential(context: Text) -> Flag:
    """Whether a URL has a credential in it. The name of an organization of Azure DevOps, which its own clone URLs begin with, is none."""
    if context is None or isinstance(context, Unknown):
        return context
    url = _URL.match(context)
    user, at_sign, host = url["authority"].rpartition("@") if url else ("", "", "")
    own_organization = url is not None and host.lower() == "dev.azure.com" and user == url["first"]
    return (bool(at_sign) and not own_organization) or bool(_SIGNED.search(context))


def _is_in_file(step: Any) -> bool:
    """Whether the steps are those of a file, in a repository or encoded, rather than one build."""
    kind = text_at(step, "type")
    return isinstance(kind, str) and kind.lower() in ("filetask", "encodedtask")


def _other_servers(step: Any, owner: Text) -> tuple[str, ...] | Unknown:
    """The servers other than that of the registry `owner` that images go to."""
    names = list_at(step, "imageNames")
    if flag_at(step, "isPushEnabled") is False:
        return ()
    if isinstance(names, Unknown):
        return names
    found = [one for name in names if isinstance(name, str) and (one := _SERVER.match(name))]
    if found and not isinstance(owner, str):
        return owner or ()
    others = (one for one in found if one["name"].lower() != str(owner).lower())
    return tuple(dict.fromkeys(one[0].removesuffix("/").lower() for one in others))


def _pushed(step: Any, owner: Text) -> set[str] | None:
    """The repositories of the registry `owner` that images go to, which those without a server do; None where they are not known."""
    if flag_at(step, "isPushEnabled") is False:
        return set()
    names = list_at(step, "imageNames")
    if isinstance(names, Unknown):
        return None
    images = [(_SERVER.match(name), name) for name in names if isinstance(name, str)]
    found = {
        name.removeprefix(server[0] if server else "").partition(":")[0]
        for server, name in images
        if server is None or not isinstance(owner, str) or server["name"].lower() == owner.lower()
    }
    return found if len(images) == len(names) and not any("{{" in one for one in found) else None
