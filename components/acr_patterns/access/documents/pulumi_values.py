"""Values as Pulumi's documents write them: what is secret or known only when deployed is marked.

What is secret as a whole, such as a list, may hold the secret in any of its texts: the SDK for Python makes it so for one secret deep
inside. Where a document decrypts it, yes or no and numbers are read, and of texts those that the same document shows in plain elsewhere.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from ..described import Hidden
from ..unknown import Unknown

NOT_YET_KNOWN = frozenset(
    {
        "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    }
)
"""What Pulumi writes in place of a text, yes or no, number, list or object that is known only when deployed."""

_SPECIAL = "4dabf18193072939515e22adb298388d"
_SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 the mark of a secret, not one
_OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
_MASKED = "[secret]"
_SECRET_NAMES = frozenset({"contextAccessToken", "password", "refreshToken", "secureValue", "token", "value"})
"""The properties whose text is a secret wherever something around them is one."""
_ENCRYPTED = "encrypted in the document; `pulumi stack export --show-secrets` shows it"
_COVERED = "secret in the document"
_PROPERTY = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")
"""The name of a property or setting of Azure. Other keys, such as ids and login servers, are values."""


def as_secret(value: Any) -> Mapping[str, Any]:
    """The value as something that is secret as a whole."""
    return {_SPECIAL: _SECRET, "value": value}


def has_secret(value: Any) -> bool:
    """Whether a value is secret, or something in it."""
    if isinstance(value, (dict, Mapping)):
        found = cast(Mapping[str, Any], value)
        return found.get(_SPECIAL) == _SECRET or any(map(has_secret, found.values()))
    if isinstance(value, list):
        return any(map(has_secret, cast(Sequence[Any], value)))
    return value == _MASKED


def outputs_with_secrets(one: Mapping[str, Any], outputs: Mapping[str, Any]) -> Mapping[str, Any]:
    """The outputs of a resource, with those secret that repeat a secret input, or that the program made secret."""
    inputs: Mapping[str, Any] = one.get("inputs") or {}
    secret = {*(one.get("additionalSecretOutputs") or ()), *(key for key, value in inputs.items() if has_secret(value))}
    return {key: as_secret(value) if key in secret else value for key, value in outputs.items()}


def shown_texts(resources: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Every text that some resources show in plain, in the form of a state's."""
    found: set[str] = set()
    for one in resources:
        found.update(texts_in(one.get("inputs") or {}), texts_in(outputs_with_secrets(one, one.get("outputs") or {})))
        found.update(text for text in (one.get("id"),) if isinstance(text, str))
    return frozenset(found)


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a value, ids and the like that are keys too, but for what is secret in it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, Mapping)):
        found = cast(Mapping[str, Any], value)
        if _SPECIAL not in found:
            yield from (key for key in found if not _PROPERTY.match(key))
            for one in found.values():
                yield from texts_in(one)
    elif isinstance(value, list):
        for one in cast(list[Any], value):
            yield from texts_in(one)


def plain(value: Any, sources: Sequence[str] = (), shown: Collection[str] = ()) -> Any:
    """A value without Pulumi's wrappings: `Unknown` for what is known only when deployed, and for a text that is secret.

    Args:
        value: as the document has it.
        sources: URNs of the resources that it comes from.
        shown: the texts that the document shows in plain.
    """
    if isinstance(value, str):
        if value in NOT_YET_KNOWN:
            return Unknown(sources=frozenset(sources))
        return Unknown("masked in the document", frozenset(sources), secret=True) if value == _MASKED else value
    if isinstance(value, (dict, Mapping)):
        found = cast(Mapping[str, Any], value)
        if _SPECIAL in found:
            return _special(found, sources, shown)
        return {key: plain(one, sources, shown) for key, one in found.items()}
    if isinstance(value, list):
        return [plain(one, sources, shown) for one in cast(list[Any], value)]
    return value


def _special(found: Mapping[str, Any], sources: Sequence[str], shown: Collection[str]) -> Any:
    if found[_SPECIAL] == _OUTPUT:
        return plain(found["value"], sources, shown) if "value" in found else Unknown(sources=frozenset(sources))
    if found[_SPECIAL] != _SECRET:
        return Hidden()
    if "plaintext" in found:
        return _covered(_parsed(found["plaintext"]), sources, shown)
    if "value" in found:
        return _covered(found["value"], sources, shown)
    return Unknown(_ENCRYPTED, frozenset(sources), secret=True)


def _parsed(plaintext: Any) -> Any:
    """The value of a secret that the document shows; a text that is no JSON is kept as little as any other."""
    try:
        return json.loads(plaintext)
    except (TypeError, ValueError):
        return ""


def _covered(value: Any, sources: Sequence[str], shown: Collection[str], name: str = "") -> Any:
    """What is secret as a whole, without each text in it that may be the secret."""
    if isinstance(value, str):
        if name in _SECRET_NAMES:
            return Hidden()
        known = value in shown or value in NOT_YET_KNOWN
        return plain(value, sources) if known else Unknown(_COVERED, frozenset(sources), secret=True)
    if isinstance(value, list):
        return [_covered(one, sources, shown) for one in cast(list[Any], value)]
    if not isinstance(value, (dict, Mapping)):
        return value
    found = cast(Mapping[str, Any], value)
    if _SPECIAL in found:
        return _special(found, sources, shown)
    if not all(_PROPERTY.match(key) or key in shown for key in found):
        return Unknown(_COVERED, frozenset(sources), secret=True)
    return {key: _covered(one, sources, shown, key) for key, one in found.items()}
