"""Where the secrets of a task stand in plain text: in the program, or in a URL.

Azure shows none of them, so what the Azure CLI prints says nothing of how a program holds them.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .described import Hidden
from .task_text import TaskText
from .unknown import Flag, Text, Unknown, at, flag_at, list_at, map_at, text_at

_URL = re.compile(r"""://(?P<authority>[^/?#\s'"]*)(?:/(?P<first>[^/?#\s'"]*))?""")
_SIGNED = re.compile(r"[?&]sig=", re.IGNORECASE)
_SECRETS_IN_STEP = {"arguments": "build argument", "values": "value"}
_IN_VAULT = "vaultsecret"
"""The type of a secret that stands for one in a key vault: its value is an address."""


def secrets_in_plain_text(properties: Mapping[str, Any]) -> tuple[str, ...] | Unknown:
    """The secrets that a program gives a task in plain text, in words; unknown where none is known to be, and one may."""
    return _those(_secrets(properties))


def credentials_in_urls(properties: Mapping[str, Any], text: TaskText | None) -> tuple[str, ...] | Unknown:
    """What of a task has a credential in a URL, in words; unknown where nothing is known to have, and something may.

    Args:
        properties: of the task.
        text: what its encoded step says, where that can be read.
    """
    return _those((what, _has_credential(url)) for what, url in _urls(properties, text))


def _those(asked: Iterator[tuple[str, Flag]]) -> tuple[str, ...] | Unknown:
    answers = list(asked)
    found = tuple(dict.fromkeys(what for what, answer in answers if answer is True))
    return found or next((answer for _, answer in answers if isinstance(answer, Unknown)), ())


def _secrets(properties: Mapping[str, Any]) -> Iterator[tuple[str, Flag]]:
    yield "the access token", _in_plain_text(at(properties, "step", "contextAccessToken"))
    for what, trigger in _source_triggers(properties):
        for key in ("token", "refreshToken"):
            token = at(trigger, "sourceRepository", "sourceControlAuthProperties", key)
            yield f"the token of {what}", _in_plain_text(token)
    for key, what in _SECRETS_IN_STEP.items():
        for one in _items(list_at(properties, "step", key)):
            secret = flag_at(one, "isSecret")
            if secret:
                value = secret if isinstance(secret, Unknown) else at(one, "value")
                yield f"the secret {what} {_named(text_at(one, 'name'))}", _in_plain_text(value)
    entries = map_at(properties, "credentials", "customRegistries")
    if not isinstance(
        entries, Unknown
    ):  # mostly only the login server is, and that once the registry is there it is asked again
        for server, entry in entries.items():
            yield f"the password for {server}", _in_plain_text(_password(at(entry, "password")))


def _urls(properties: Mapping[str, Any], text: TaskText | None) -> Iterator[tuple[str, Text]]:
    yield "the context", text_at(properties, "step", "contextPath")
    for what, trigger in _source_triggers(properties):
        yield what, text_at(trigger, "sourceRepository", "repositoryUrl")
    for key, what in _SECRETS_IN_STEP.items():
        for one in _items(list_at(properties, "step", key)):
            value = at(one, "value")
            hidden = isinstance(value, Hidden) or (isinstance(value, Unknown) and value.secret)
            if not hidden and flag_at(one, "isSecret") is not True:
                yield f"the {what} {_named(text_at(one, 'name'))}", value if isinstance(value, (str, Unknown)) else None
    for url in text.urls if text else ():
        yield "a step", url


def _source_triggers(properties: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The source triggers, each with what it is called."""
    for one in _items(list_at(properties, "trigger", "sourceTriggers")):
        yield f"the trigger {_named(text_at(one, 'name'))}", one


def _items(listed: list[Any] | Unknown) -> list[Any]:
    """The items of a list; for one that is unknown something unknown, of which whatever is asked is."""
    return [listed] if isinstance(listed, Unknown) else listed


def _named(name: Text) -> str:
    return name if isinstance(name, str) else "whose name is not known"


def _password(given: Any) -> Any:
    """What stands for the password itself; None for one in a key vault."""
    kind = text_at(given, "type")
    if isinstance(kind, str) and kind.lower() == _IN_VAULT:
        return None
    return at(given, "value") if isinstance(given, Mapping) else given


def _in_plain_text(token: Any) -> Flag:
    """A text is; what is hidden is not; what comes later may be."""
    if isinstance(token, Unknown) and not token.secret:
        return token
    if isinstance(token, Hidden):
        return token.in_plain_text
    return None if token is None else not isinstance(token, Unknown)


def _has_credential(text: Text) -> Flag:
    """Whether a URL in a text has a credential in it."""
    if text is None or isinstance(text, Unknown):
        return text
    urls = list(_URL.finditer(text))
    return any(map(_names_user, urls)) or (bool(urls) and bool(_SIGNED.search(text)))


def _names_user(url: re.Match[str]) -> bool:
    """Whether somebody stands before the host. The name of an organization of Azure DevOps, which its own clone URLs begin with, is nobody."""
    user, at_sign, host = url["authority"].rpartition("@")
    return bool(at_sign) and not (host.lower() == "dev.azure.com" and user == url["first"])
