"""The arguments a component was given, checked against the TypedDict that declares them.

Python does not check the keys of a TypedDict at run time, and Pulumi passes unknown keys on; so a misspelled argument would
silently be no argument at all.
"""

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from inspect import isawaitable
from typing import Any, NotRequired, TypeVar, Union, cast, get_args, get_origin, is_typeddict

import pulumi
from pulumi.output import Unknown
from pulumi.runtime import settings

from .argument_messages import kind_of, names_of, of_items
from .environment import is_dev_stack
from .errors import AcrPatternsError, ArgumentError, hiding, shown

Args = TypeVar("Args")
Choice = TypeVar("Choice", bound=Enum)
Value = TypeVar("Value")
Result = TypeVar("Result")

_KINDS: dict[object, tuple[type | tuple[type, ...], str]] = {
    str: (str, "plain text"),
    bool: (bool, "True or False"),
    int: ((int, float), "a number"),
    float: ((int, float), "a number"),
    list: (list, "a list"),
    dict: (Mapping, "an object"),
    Mapping: (Mapping, "an object"),
}
"""What a value of a declared kind may be; other languages send ints as floats. Enums are checked where they are used."""


def component(kind: str, name: object) -> str:
    """How messages call a component: its kind and its name.

    Raises:
        ArgumentError: Pulumi takes no such name.
    """
    if not isinstance(name, str) or not name:
        given = "an empty one" if name == "" else kind_of(name)
        raise ArgumentError(f"{kind}: a component's name is text, not {given}; give it as the first argument")
    return f"{kind} {shown(sendable(kind, name))}"


def checked_arguments(where: str, contract: type[Args], args: Args | None, fields: Mapping[str, Any]) -> Args:
    """The arguments of a component, given as one object or as keywords; None, at any depth, is as good as not given.

    Raises:
        ArgumentError: both forms at once, an unknown argument (with the nearest valid one), a required one missing, or a value of
            another kind than the argument takes; for an output, once its value is known.
    """
    if args is not None and fields:
        raise ArgumentError(f"{where}: give the arguments either as one object or as keywords, not both")
    return cast(Args, _checked_object(where, contract, fields if args is None else args))


def when_known(value: pulumi.Input[Value], check: Callable[[Value], Value]) -> pulumi.Input[Value]:
    """What `check` makes of `value`: at once if it is plain, and as an output if it is one, once it is known.

    What `check` says of a secret does not show it.
    """
    if isinstance(value, pulumi.Output):
        return checked_output(cast(pulumi.Output[Value], value), check)
    if isawaitable(value) or isinstance(value, Unknown):
        return checked_output(pulumi.Output.from_input(cast(Value, value)), check)
    return check(cast(Value, value))


def checked_output(value: pulumi.Output[Value], check: Callable[[Value], Result]) -> pulumi.Output[Result]:
    """What `check` makes of `value`, once it is known; what it says of a secret does not show it."""

    def run(known: Value) -> Any:
        try:
            return check(known)
        except AcrPatternsError as refusal:
            return _refuse(refusal, lambda: _without(known, check), value)

    return value.apply(run)


def never_secret(where: str, stack: str, value: pulumi.Input[str], instead: str) -> pulumi.Input[str]:
    """`value`, which Azure shows in plain text; a secret only in a dev stack.

    Raises:
        ArgumentError: once it is known that it is a secret, with what to do `instead`.
    """
    if not isinstance(value, pulumi.Output) or is_dev_stack(stack):
        return value

    def check(known: Sequence[Any]) -> str:
        text, secret = known
        if secret:
            raise ArgumentError(f"{where} is a secret, and Azure shows it to whoever may read the resource; {instead}")
        return text

    return checked_output(pulumi.Output.all(value, pulumi.Output.from_input(value.is_secret())), check)


async def _refuse(refusal: AcrPatternsError, without: Callable[[], str], value: pulumi.Output[Any]) -> None:
    # A program that ends while the server for its hooks is starting takes the interpreter down with it, and the sentence too.
    await cast(Any, settings)._get_callbacks()  # noqa: SLF001
    if await value.is_secret():
        raise type(refusal)(without()) from None
    raise refusal


def _without(secret: Value, check: Callable[[Value], object]) -> str:
    """What `check` says of a secret, without any text that is part of it, or that it is part of."""
    with hiding(_texts(secret)):
        try:
            check(secret)
        except AcrPatternsError as refusal:
            return str(refusal)
    return "a secret value cannot be used here"


def _texts(value: object) -> list[str]:
    if isinstance(value, Mapping):
        value = [part for item in cast(Mapping[Any, Any], value).items() for part in item]
    if isinstance(value, list):
        return [text for part in cast(list[object], value) for text in _texts(part)]
    return [value] if isinstance(value, str) else []


def choice(where: str, argument: str, allowed: type[Choice], value: object) -> Choice:
    """`value` as a member of `allowed`; plain strings are taken, as other languages send them.

    Raises:
        ArgumentError: it is not one of the allowed values, which the message lists.
    """
    try:
        return allowed(value)
    except ValueError:
        known = [str(member.value) for member in allowed]
        hint = nearest(value, known) if isinstance(value, str) else ""
        raise ArgumentError(
            f"{where}: {argument} is {shown(value)}, which is not one of {', '.join(known)}{hint}"
        ) from None


def whole_number(
    where: str, argument: str, value: object, least: int, most: int, unit: str, *, taker: str = "Azure"
) -> int:
    """`value` as an int within the limits of `taker`; other languages send whole numbers as floats.

    Raises:
        ArgumentError: it is not a whole number, or outside the limits.
    """
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else None
    if number is None or not least <= number <= most or number != int(number):
        raise ArgumentError(f"{where}: {argument} is {shown(value)}, but {taker} takes {unit} from {least} to {most}")
    return int(number)


def checked_value(where: str, hint: Any, value: object) -> Any:
    """`value`, if it is of the declared type `hint`, such as `Mapping[str, pulumi.Input[str]]`.

    Raises:
        ArgumentError: it is not; for an output, once its value is known.
    """
    if get_origin(hint) is NotRequired:
        [hint] = get_args(hint)
        if get_origin(hint) is not Union:
            return None if value is None else checked_value(where, hint, value)
        return _checked_input(where, NotRequired[get_args(hint)[0]], value)
    if get_origin(hint) is Union:
        return _checked_input(where, get_args(hint)[0], value)
    if is_typeddict(hint):
        return _checked_object(where, hint, value)
    kind, takes = _KINDS.get(get_origin(hint) or hint, (object, ""))
    if not isinstance(value, kind):
        raise ArgumentError(f"{where} takes {takes}{of_items(hint, value)}, not {kind_of(value)}")
    if kind is str:
        return sendable(where, cast(str, value))
    if kind is list:
        items = enumerate(cast(list[object], value), start=1)
        return [checked_value(f"{where}, item {number}", get_args(hint)[0], item) for number, item in items]
    if kind is Mapping:
        return _checked_mapping(where, get_args(hint)[1], cast(Mapping[Any, Any], value))
    return value


def _checked_object(where: str, contract: type, given: object) -> dict[str, Any]:
    if not isinstance(given, Mapping):
        raise ArgumentError(f"{where} takes an object with the fields of {contract.__name__}, not {kind_of(given)}")
    hints = _hints(contract)
    for key in cast(Mapping[Any, Any], given):
        if not isinstance(key, str):
            raise ArgumentError(f"{where}: an argument's name is text, not {kind_of(key)}{names_of(contract, hints)}")
        if key not in hints:
            raise ArgumentError(
                f"{where}: unknown argument {shown(key)}{nearest(key, hints) or names_of(contract, hints)}"
            )
    fields = {key: value for key, value in cast(Mapping[str, Any], given).items() if value is not None}
    required = cast(frozenset[str], contract.__required_keys__)  # type: ignore[attr-defined]
    missing = [key for key in hints if key in required and key not in fields]
    if missing:
        raise ArgumentError(
            f"{where}: required argument {', '.join(map(repr, missing))} missing{names_of(contract, hints)}"
        )
    return {key: checked_value(f"{where}: {key}", hints[key], value) for key, value in fields.items()}


def _checked_input(where: str, hint: Any, value: object) -> Any:
    """What stands in `pulumi.Input[...]`; an output may hold None where the argument need not be given."""
    return when_known(value, lambda known: checked_value(where, hint, known))


def _checked_mapping(where: str, hint: Any, given: Mapping[Any, Any]) -> dict[str, Any]:
    for name in given:
        if not isinstance(name, str):
            raise ArgumentError(f"{where} takes names that are text, not {kind_of(name)}")
    return {
        sendable(where, name): checked_value(f"{where}: {shown(name)}", hint, value)
        for name, value in given.items()
        if value is not None
    }


def sendable(where: str, text: str) -> str:
    """`text` without the enum it may be a member of, if UTF-8 has it.

    Raises:
        ArgumentError: there is a surrogate in it, half of a character.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ArgumentError(
            f"{where} has half of a character in it (an unpaired surrogate), which cannot be sent; correct how the text is decoded"
        ) from None
    return str(text.value) if isinstance(text, Enum) else text


def _hints(contract: type) -> dict[str, Any]:
    """The declared types, as they stand: `get_type_hints` would look for the names inside `pulumi.Input` in the contract's module."""
    return contract.__annotations__


def nearest(word: str, known: Iterable[str]) -> str:
    """What a sentence about an unknown `word` ends with: the one of `known` that is most like it, if any is."""
    by_lowercase = {name.lower(): name for name in known}
    near = difflib.get_close_matches(word.lower(), by_lowercase, n=1)
    return f"; did you mean {by_lowercase[near[0]]!r}?" if near else ""
