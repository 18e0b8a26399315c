"""What runs images: container groups, web and function apps, container apps and their jobs."""

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from .app_settings import USERNAME_SETTING
from .described import CONTAINER_APP, CONTAINER_APP_JOB, CONTAINER_GROUP, WEB_APP, WEB_APP_SLOT, Described, Hidden
from .facts import has_system_identity, user_assigned
from .image_reference import without_credential
from .unknown import Text, Unknown, at, flag_at, list_at, text_at

SYSTEM = "system"
"""How a credential here names the consumer's own, system-assigned identity."""


class ConsumerKind(str, Enum):
    """What a consumer is."""

    CONTAINER_GROUP = "container group"
    WEB_APP = "web app"
    FUNCTION_APP = "function app"
    CONTAINER_APP = "container app"
    CONTAINER_APP_JOB = "container app job"


COMMANDS: Mapping[ConsumerKind, str] = {
    ConsumerKind.CONTAINER_GROUP: "az container",
    ConsumerKind.WEB_APP: "az webapp",
    ConsumerKind.FUNCTION_APP: "az functionapp",
    ConsumerKind.CONTAINER_APP: "az containerapp",
    ConsumerKind.CONTAINER_APP_JOB: "az containerapp job",
}
"""The commands of the Azure CLI about each kind."""


_PLACE = re.compile(
    r"/resourceGroups/(?P<group>[^/]+)/providers/[^/]+/[^/]+/(?P<name>[^/]+)(?:/slots/(?P<slot>[^/]+))?\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Credential:
    """How a consumer logs in to one server."""

    server: Text
    """Host name; None where the consumer has one login for whatever server its image is on, and empty where one is to be named and is not."""
    identity: Text
    """Resource id of an identity, `system`, or the client id of one where the service names it so; None where no identity logs in."""
    username: Text
    """A user name beside a password; never printed."""


@dataclass(frozen=True)
class Consumer:
    """Something that runs images."""

    described: Described = field(repr=False)
    kind: ConsumerKind
    name: str
    images: tuple[Text, ...] | Unknown
    system_identity: bool
    """Whether it has a system-assigned identity."""
    attached: frozenset[str] | Unknown
    """Resource ids, in lower case, of the user-assigned identities that it has."""
    attached_in_part: Unknown | None
    """Set where further identities are attached whose ids are unknown."""
    credentials: tuple[Credential, ...] | Unknown
    privileged: tuple[str, ...] | Unknown
    """Names of the containers that run privileged; unknown where none is known to, and one may."""

    @property
    def title(self) -> str:
        """What and which, for people."""
        return f"{self.kind.value} {self.name}"

    @property
    def show_command(self) -> str:
        """The command that shows it."""
        return f"{COMMANDS[self.kind]} show {self.where}"

    @property
    def where(self) -> str:
        """The options of the Azure CLI that name it."""
        resource_id = self.described.resource_id
        found = _PLACE.search(resource_id) if isinstance(resource_id, str) else None
        if found is None:
            return f"--name {shlex.quote(self.name)} --resource-group GROUP"
        slot = f" --slot {shlex.quote(found['slot'])}" if found["slot"] else ""
        return f"--name {shlex.quote(found['name'])} --resource-group {shlex.quote(found['group'])}{slot}"

    @property
    def credential_command(self) -> str:
        """The command that shows whether a user name and password log it in."""
        if self.kind in (ConsumerKind.WEB_APP, ConsumerKind.FUNCTION_APP):
            return f"az webapp config appsettings list {self.where}"
        return self.show_command

    @classmethod
    def of(cls, described: Described) -> "Consumer | None":
        """The consumer that is described; None for an app that runs code rather than an image."""
        read = _READERS[described.kind]
        return read(described)


def _container_group(described: Described) -> Consumer:
    properties = described.properties
    everything = _containers(properties)
    return Consumer(
        described,
        ConsumerKind.CONTAINER_GROUP,
        described.title,
        _images(everything),
        *_identities(described),
        _credentials(list_at(properties, "imageRegistryCredentials")),
        _privileged(everything),
    )


def _container_app(described: Described) -> Consumer:
    properties = described.properties
    return Consumer(
        described,
        ConsumerKind.CONTAINER_APP if described.kind == CONTAINER_APP else ConsumerKind.CONTAINER_APP_JOB,
        described.title,
        _images(_containers(at(properties, "template"))),
        *_identities(described),
        _credentials(list_at(properties, "configuration", "registries")),
        (),
    )


def _credentials(entries: list[Any] | Unknown) -> tuple[Credential, ...] | Unknown:
    if isinstance(entries, Unknown):
        return entries
    return tuple(
        Credential(
            without_credential(text_at(one, "server") or ""),
            text_at(one, "identity") or None,
            _user(one, "username") or None,
        )
        for one in entries
    )


def _web_app(described: Described) -> Consumer | None:
    """Azure names the identity by its client id here, and the image behind `DOCKER|`.

    Source: https://learn.microsoft.com/azure/app-service/configure-custom-container
    """
    site = at(described.properties, "siteConfig")
    kind = text_at(described.properties, "kind")
    image = _web_image(site)
    if image is None:
        return None
    managed = flag_at(site, "acrUseManagedIdentityCreds")
    settings = list_at(site, "appSettings")
    username = _setting(settings, USERNAME_SETTING)
    credentials: tuple[Credential, ...] | Unknown
    if isinstance(managed, Unknown):
        credentials = managed
    elif managed:
        credentials = (Credential(None, text_at(site, "acrUserManagedIdentityID") or SYSTEM, None),)
    elif username is None and not described.with_its_program and at(site, "appSettings") is None:
        credentials = Unknown("in the app settings, which no `az webapp show` prints")
    elif isinstance(settings, Unknown):
        credentials = settings
    else:
        credentials = (Credential(None, None, username),) if username else ()
    function = isinstance(kind, str) and "functionapp" in kind.lower()
    return Consumer(
        described,
        ConsumerKind.FUNCTION_APP if function else ConsumerKind.WEB_APP,
        described.title,
        (image,),
        *_identities(described),
        credentials,
        (),
    )


def _web_image(site: Any) -> Text:
    if isinstance(site, Unknown):
        return site
    for key in ("linuxFxVersion", "windowsFxVersion"):
        version = text_at(site, key)
        if isinstance(version, Unknown):
            return version
        if version and version.upper().startswith("DOCKER|"):
            return without_credential(version.partition("|")[2])
    return None


def _setting(settings: list[Any] | Unknown, name: str) -> Text:
    if isinstance(settings, Unknown):
        return None
    return next((_user(one, "value") for one in settings if text_at(one, "name") == name), None)


def _user(one: Any, key: str) -> Text:
    value = at(one, key)
    return Unknown("secret in the document", secret=True) if isinstance(value, Hidden) else text_at(one, key)


def _containers(properties: Any) -> list[Any] | Unknown:
    """All containers, with those that run before the others; those that are unknown stand for one that is."""
    containers, init = list_at(properties, "containers"), list_at(properties, "initContainers")
    if isinstance(containers, Unknown):
        return containers
    return [*containers, *([init] if isinstance(init, Unknown) else init)]


def _images(containers: list[Any] | Unknown) -> tuple[Text, ...] | Unknown:
    return (
        containers
        if isinstance(containers, Unknown)
        else tuple(without_credential(text_at(one, "image")) for one in containers)
    )


def _privileged(containers: list[Any] | Unknown) -> tuple[str, ...] | Unknown:
    if isinstance(containers, Unknown):
        return containers
    flags = [(text_at(one, "name"), flag_at(one, "securityContext", "privileged")) for one in containers]
    unknown = next((flag for _, flag in flags if isinstance(flag, Unknown)), None)
    names = [name if isinstance(name, str) else "one whose name is not known" for name, flag in flags if flag is True]
    return tuple(names) or unknown or ()


def _identities(described: Described) -> tuple[bool, frozenset[str] | Unknown, Unknown | None]:
    identity = at(described.properties, "identity")
    known, in_part = user_assigned(identity)
    return has_system_identity(identity), known, in_part


_READERS = {
    CONTAINER_GROUP: _container_group,
    CONTAINER_APP: _container_app,
    CONTAINER_APP_JOB: _container_app,
    WEB_APP: _web_app,
    WEB_APP_SLOT: _web_app,
}
KINDS = frozenset(_READERS)
"""The Azure types that run images."""
