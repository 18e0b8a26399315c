"""Where documents show secrets in plain text: their values are never kept."""

from collections.abc import Mapping
from typing import Any, cast

from ..app_settings import USERNAME_SETTING
from ..described import Hidden
from ..unknown import Unknown

_SECRET = frozenset(
    {
        "contextaccesstoken",
        "encodedvaluescontent",
        "password",
        "passwords",
        "primarykey",
        "refreshtoken",
        "secondarykey",
        "securevalue",
        "storageaccountkey",
        "token",
        "workspacekey",
    }
)
_VALUES = frozenset(
    {"appsettings", "arguments", "connectionstrings", "env", "environmentvariables", "secrets", "values"}
)
"""Lists of names with values, any of which may be a secret; only the names are kept."""
_KINDS = ("Opaque", "Vaultsecret")
"""What kind of secret a task's password is."""
_WORDS = frozenset({"args", "command"})
"""Words of a command line, any of which may be a secret."""


_PLACES = _SECRET | _WORDS | _VALUES


def without_secrets(value: Any) -> Any:
    """A whole value, as deep as it is nested, with `Hidden` in place of what may be a secret."""
    if isinstance(value, (dict, Mapping)):
        found = cast(Mapping[str, Any], value)
        return {
            key: _place(key.lower(), one)
            if key.lower() in _PLACES
            else one
            if isinstance(one, str)
            else without_secrets(one)
            for key, one in found.items()
        }
    if isinstance(value, list):
        return [without_secrets(one) for one in cast(list[Any], value)]
    return value


def _place(name: str, value: Any) -> Any:
    if name in _VALUES and isinstance(value, list):
        return [_named_only(one) for one in cast(list[Any], value)]
    if name in _SECRET and isinstance(value, Mapping):
        return {key: _of_kind(key.lower(), one) for key, one in cast(Mapping[str, Any], value).items()}
    return _hidden(value)


def _of_kind(name: str, value: Any) -> Any:
    """A part of a task's password, which may be the address of one in a key vault."""
    return value if name == "type" and value in _KINDS else _hidden(value)


def _hidden(value: Any) -> Any:
    return value if value is None or isinstance(value, Hidden | Unknown) else Hidden(in_plain_text=True)


def _named_only(one: Any) -> Any:
    if not isinstance(one, Mapping):
        return _hidden(one)
    entry = cast(Mapping[str, Any], one)
    kept = ("name", "value") if entry.get("name") == USERNAME_SETTING else ("name",)
    return {key: value if _is_kept(key.lower(), value, kept) else _hidden(value) for key, value in entry.items()}


def _is_kept(name: str, value: Any, kept: tuple[str, ...]) -> bool:
    """Whether it is the name, or the mark of what a task calls a secret."""
    return isinstance(value, str) if name in kept else name == "issecret" and isinstance(value, bool)
