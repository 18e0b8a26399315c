"""Values that a document does not tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast


@dataclass(frozen=True)
class Unknown:
    """A value that there is, or will be, and that is not known here."""

    why: str = "known only when deployed"
    """Why it is not known, as it ends a sentence."""
    sources: frozenset[str] = frozenset()
    """Addresses of the resources that it will come from, where that is known."""
    secret: bool = False
    """Whether it is kept from readers, rather than not known yet."""


Text = str | Unknown | None
"""A text; None where there is none."""
Flag = bool | Unknown | None
"""A yes or no; None where neither was said."""


def at(value: Any, *path: str) -> Any:
    """The value at `path` in nested properties: None where there is none, `Unknown` where what it would lie in is unknown.

    Names are found in any case, as some answers of Azure differ in it.
    """
    for key in path:
        if isinstance(value, Unknown):
            return value
        if not isinstance(value, (dict, Mapping)):  # most are dictionaries, of which that is quick to tell
            return None
        properties = cast(Mapping[str, Any], value)
        if key not in properties:
            key = next((name for name in properties if name.lower() == key.lower()), key)
        value = properties.get(key)
    return value


def text_at(value: Any, *path: str) -> Text:
    """A text at `path`; None for anything else."""
    found = at(value, *path)
    return found if isinstance(found, (str, Unknown)) else None


def flag_at(value: Any, *path: str) -> Flag:
    """A yes or no at `path`; None for anything else."""
    found = at(value, *path)
    return found if isinstance(found, (bool, Unknown)) else None


def list_at(value: Any, *path: str) -> list[Any] | Unknown:
    """A list at `path`; an empty one where there is none."""
    found = at(value, *path)
    if isinstance(found, Unknown):
        return found
    return list(cast(Sequence[Any], found)) if isinstance(found, (list, tuple)) else []


def map_at(value: Any, *path: str) -> Mapping[str, Any] | Unknown:
    """An object at `path`; an empty one where there is none."""
    found = at(value, *path)
    if isinstance(found, Unknown):
        return found
    return cast(Mapping[str, Any], found) if isinstance(found, Mapping) else {}


def same(one: Text, other: Text) -> bool | None:
    """Whether two texts are the same but for case; None where one of them is unknown."""
    if isinstance(one, Unknown) or isinstance(other, Unknown):
        return None
    return one is not None and other is not None and one.lower() == other.lower()
