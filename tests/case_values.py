"""What the resources of a case are described with, where that is more than a plain value."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, cast

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""What Pulumi writes in place of a text that is known only when deployed."""


@dataclass(frozen=True)
class Of:
    """What another resource of the case gives: its id, name, principalId, clientId, loginServer, username or password."""

    name: str
    property: str
    form: str = "{}"
    """What the value stands in, such as `{}/shop/api:v1`."""


@dataclass(frozen=True)
class Keyed:
    """An object with one key, which another resource gives."""

    key: Of
    value: Any


@dataclass(frozen=True)
class Secret:
    """A text that the program made secret."""

    text: str


Values = Callable[[Of], Any]


def resolved(value: Any, values: Values, secret: Callable[[Secret], Any] = lambda one: one.text) -> Any:
    """A value with all that other resources give filled in, and its secrets as a document shows them."""
    match value:
        case Of():
            found = values(value)
            return found if found in (UNKNOWN, None) else value.form.format(found)
        case Keyed():
            key = resolved(value.key, values)
            return UNKNOWN if key == UNKNOWN else {key: resolved(value.value, values, secret)}
        case Secret():
            return secret(value)
        case dict():
            given = cast(dict[str, Any], value)
            return {key: resolved(one, values, secret) for key, one in given.items()}
        case list():
            return [resolved(one, values, secret) for one in cast(list[Any], value)]
        case _:
            return value


def names_in(value: Any) -> Iterator[str]:
    """The resources that a value comes from."""
    match value:
        case Of():
            yield value.name
        case Keyed():
            yield from names_in([value.key, value.value])
        case dict():
            yield from names_in(list(cast(dict[str, Any], value).values()))
        case list():
            for one in cast(list[Any], value):
                yield from names_in(one)
        case _:
            pass
