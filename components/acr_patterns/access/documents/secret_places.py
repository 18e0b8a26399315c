"""Where documents show secrets in plain text: their values are never kept."""

from collections.abc import Mapping
from typing import Any, cast

from ..described import Hidden
from ..unknown import Unknown

_SECRET = frozenset(
    {
        "contextaccesstoken",
        "password",
        "passwords",
        "primarykey",
        "secondarykey",
        "securevalue",
        "storageaccountkey",
        "workspacekey",
    }
)
_VALUES = frozenset(
    {"appsettings", "arguments", "connectionstrings", "env", "environmentvariables", "secrets", "values"}
)
"""Lists of names with values, any of which may be a secret; only the names are kept."""
_WORDS = frozenset({"args", "command"})
"""Words of a command line, any of which may be a secret."""


def without_secret(key: str, value: Any) -> Any:
    """The value of a property, with `Hidden` in place of what may be a secret.

    Args:
        key: name of the property, in any case.
        value: what it holds, nested as deep as it is.
    """
    name = key.lower()
    if name in _SECRET or name in _WORDS:
        return _hidden(value)
    if name in _VALUES:
        return [_named_only(one) for one in cast(list[Any], value)] if isinstance(value, list) else _hidden(value)
    return value


def without_secrets(value: Any) -> Any:
    """A whole value, as deep as it is nested, with `Hidden` in place of what may be a secret."""
    if isinstance(value, Mapping):
        found = cast(Mapping[str, Any], value)
        return {key: without_secret(key, without_secrets(one)) for key, one in found.items()}
    if isinstance(value, list):
        return [without_secrets(one) for one in cast(list[Any], value)]
    return value


def _hidden(value: Any) -> Any:
    return value if value is None or isinstance(value, Hidden | Unknown) else Hidden(in_plain_text=True)


def _named_only(one: Any) -> Any:
    if not isinstance(one, Mapping):
        return _hidden(one)
    entry = cast(Mapping[str, Any], one)
    return {key: value if key.lower() == "name" else _hidden(value) for key, value in entry.items()}
