"""Property values as Pulumi sends them: secrets are wrapped, unknown values are a sentinel.

Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/rpc.go (the wire format).
"""

from collections.abc import Iterator
from typing import Any, cast

SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 the wire format's mark of a secret, not one
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


def revealed(value: Any) -> Any:
    """`value` with every secret in it unwrapped."""
    if isinstance(value, dict):
        mapping = cast(dict[str, Any], value)
        if mapping.get(SIGNATURE) == SECRET:
            return revealed(mapping["value"])
        return {key: revealed(item) for key, item in mapping.items()}
    if isinstance(value, list):
        return [revealed(item) for item in cast(list[Any], value)]
    return value


def secrets_in(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Path and value of every secret in `value`."""
    if isinstance(value, dict):
        mapping = cast(dict[str, Any], value)
        if mapping.get(SIGNATURE) == SECRET:
            yield path, revealed(mapping["value"])
            return
        for key, item in mapping.items():
            yield from secrets_in(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for index, item in enumerate(cast(list[Any], value)):
            yield from secrets_in(item, f"{path}[{index}]")


def has_unknown(value: Any) -> bool:
    """Whether anything in `value` is not known yet."""
    if isinstance(value, dict):
        return any(has_unknown(item) for item in cast(dict[str, Any], value).values())
    if isinstance(value, list):
        return any(has_unknown(item) for item in cast(list[Any], value))
    return value == UNKNOWN
