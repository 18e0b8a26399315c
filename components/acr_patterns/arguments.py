"""The arguments a component was given, checked against the TypedDict that declares them.

Python does not check the keys of a TypedDict at run time, and Pulumi passes unknown keys on; so a misspelled argument would
silently be no argument at all.
"""

import difflib
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any, NotRequired, TypeVar, cast, get_args, get_origin, is_typeddict

from .errors import ArgumentError

Args = TypeVar("Args")
Choice = TypeVar("Choice", bound=Enum)

_KINDS: dict[object, tuple[type | tuple[type, ...], str]] = {
    str: (str, "plain text"),
    bool: (bool, "True or False"),
    int: ((int, float), "a number"),
    float: ((int, float), "a number"),
    list: (list, "a list"),
    dict: (Mapping, "an object"),
}
"""What a value of a declared kind may be; other languages send ints as floats. Inputs and enums are checked where they are used."""


def checked_arguments(where: str, contract: type[Args], args: Args | None, fields: Mapping[str, Any]) -> Args:
    """The arguments of a component, given as one object or as keywords; None, at any depth, is as good as not given.

    Raises:
        ArgumentError: both forms at once, an unknown argument (with the nearest valid one), a required one missing, or a value of
            another kind than the argument takes.
    """
    if args is not None and fields:
        raise ArgumentError(f"{where}: give the arguments either as one object or as keywords, not both")
    return cast(Args, _checked_object(where, contract, fields if args is None else args))


def choice(where: str, argument: str, allowed: type[Choice], value: object) -> Choice:
    """`value` as a member of `allowed`; plain strings are taken, as other languages send them.

    Raises:
        ArgumentError: it is not one of the allowed values, which the message lists.
    """
    try:
        return allowed(value)
    except ValueError:
        known = [str(member.value) for member in allowed]
        hint = _nearest(value, known) if isinstance(value, str) else ""
        raise ArgumentError(
            f"{where}: {argument} is {_shown(value)}, which is not one of {', '.join(known)}{hint}"
        ) from None


def whole_number(where: str, argument: str, value: object, least: int, most: int, unit: str) -> int:
    """`value` as an int within its limits; other languages send whole numbers as floats.

    Raises:
        ArgumentError: it is not a whole number, or outside the limits.
    """
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else None
    if number is None or not least <= number <= most or number != int(number):
        raise ArgumentError(f"{where}: {argument} is {_shown(value)}, but Azure takes {unit} from {least} to {most}")
    return int(number)


def _checked_object(where: str, contract: type, given: object) -> dict[str, Any]:
    if not isinstance(given, Mapping):
        raise ArgumentError(f"{where} takes an object with the fields of {contract.__name__}, not {_kind(given)}")
    hints = _hints(contract)
    for key in cast(Mapping[Any, Any], given):
        if not isinstance(key, str):
            raise ArgumentError(f"{where}: an argument's name is text, not {_kind(key)}{_known(hints)}")
        if key not in hints:
            raise ArgumentError(f"{where}: unknown argument {key!r}{_nearest(key, hints) or _known(hints)}")
    fields = {key: value for key, value in cast(Mapping[str, Any], given).items() if value is not None}
    required = cast(frozenset[str], contract.__required_keys__)  # type: ignore[attr-defined]
    missing = [key for key in hints if key in required and key not in fields]
    if missing:
        raise ArgumentError(f"{where}: required argument {', '.join(map(repr, missing))} missing{_known(hints)}")
    return {key: _checked_value(f"{where}: {key}", hints[key], value) for key, value in fields.items()}


def _checked_value(where: str, hint: Any, value: object) -> object:
    if is_typeddict(hint):
        return _checked_object(where, hint, value)
    kind, takes = _KINDS.get(get_origin(hint) or hint, (object, ""))
    if not isinstance(value, kind):
        raise ArgumentError(f"{where} takes {takes}, not {_kind(value)}")
    if kind is list:
        items = enumerate(cast(list[object], value), start=1)
        return [_checked_value(f"{where}, item {number}", get_args(hint)[0], item) for number, item in items]
    return value


def _hints(contract: type) -> dict[str, Any]:
    """The declared types, as they stand: `get_type_hints` would look for the names inside `pulumi.Input` in the contract's module."""
    declared: dict[str, Any] = contract.__annotations__
    return {key: get_args(hint)[0] if get_origin(hint) is NotRequired else hint for key, hint in declared.items()}


def _nearest(word: str, known: Iterable[str]) -> str:
    by_lowercase = {name.lower(): name for name in known}
    near = difflib.get_close_matches(word.lower(), by_lowercase, n=1)
    return f"; did you mean {by_lowercase[near[0]]!r}?" if near else ""


def _known(names: Iterable[str]) -> str:
    return f"; the arguments are {', '.join(names)}"


def _shown(value: object) -> str:
    return repr(value) if isinstance(value, str | int | float | bool) else _kind(value)


def _kind(value: object) -> str:
    """The type alone: what was given in the place of something else may hold a credential."""
    return f"a value of type {type(value).__name__}"
