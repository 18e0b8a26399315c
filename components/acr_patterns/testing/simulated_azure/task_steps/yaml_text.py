"""YAML as the agent reads it: every scalar is a text first, and what it has to be second."""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

import yaml

from .step import TaskError

_CANNOT_READ = "failed to unmarshal task before running: yaml"
_FLAGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False, "": False}
Value = TypeVar("Value")


def read_mapping(text: str) -> Mapping[str, Any]:
    """The mapping that a text is.

    Raises:
        TaskError: it is none.
    """
    try:
        found: Any = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 it makes nothing but texts, lists and mappings
    except yaml.YAMLError as error:
        raise TaskError(f"{_CANNOT_READ}: {str(error).splitlines()[0]}") from error
    if not found:
        return {}
    if not isinstance(found, Mapping):
        raise TaskError(f"{_CANNOT_READ}: the text is not a mapping")
    return cast(Mapping[str, Any], found)


def text_at(at: Mapping[str, Any], key: str) -> str:
    """The text of a key; an empty one where there is none."""
    return _typed(key, at.get(key, ""), _as_text, "a string")


def whole_at(at: Mapping[str, Any], key: str) -> int:
    """The whole number of a key; 0 where there is none."""
    return _typed(key, at.get(key) or "0", _as_whole, "an int")


def flag_at(at: Mapping[str, Any], key: str) -> bool:
    """The flag of a key; false where there is none."""
    return _typed(key, at.get(key, ""), lambda one: _FLAGS.get(str(one).lower()), "a bool")


def texts_at(at: Mapping[str, Any], key: str) -> list[str]:
    """The texts of a key; none where there is none."""
    return _list(at, key, _as_text)


def mappings_at(at: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """The mappings of a key; none where there is none."""
    return _list(at, key, lambda one: cast(Mapping[str, Any], one) if isinstance(one, Mapping) else None)


def _list(at: Mapping[str, Any], key: str, read: Callable[[Any], Value | None]) -> list[Value]:
    given: Any = at.get(key) or []
    if not isinstance(given, list):
        raise TaskError(f"{_CANNOT_READ}: cannot unmarshal {key} into a list")
    return [_typed(key, one, read, "a list of such") for one in cast(list[Any], given)]


def _typed(key: str, value: Any, read: Callable[[Any], Value | None], kind: str) -> Value:
    found = read(value)
    if found is None:
        raise TaskError(f"{_CANNOT_READ}: cannot unmarshal {key} into {kind}")
    return found


def _as_text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _as_whole(value: Any) -> int | None:
    return int(value) if re.match(r"-?[0-9]+\Z", str(value)) else None
