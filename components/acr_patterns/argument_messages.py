"""What sentences about arguments say of what was given, and of what could have been."""

from collections.abc import Callable, Iterable
from inspect import isawaitable
from typing import TypeVar, Union, get_args, get_origin

import pulumi

Contract = TypeVar("Contract", bound=type)

_FOUND_ELSEWHERE: dict[type, str] = {}


def leaving(elsewhere: str) -> Callable[[Contract], Contract]:
    """Of a TypedDict of arguments: say where that is found which Azure has and it has not, after its own names."""

    def of(contract: Contract) -> Contract:
        _FOUND_ELSEWHERE[contract] = elsewhere
        return contract

    return of


def names_of(contract: type, names: Iterable[str]) -> str:
    """What a sentence about a name that `contract` does not have ends with."""
    elsewhere = f"; {_FOUND_ELSEWHERE[contract]}" if contract in _FOUND_ELSEWHERE else ""
    return f"; the arguments are {', '.join(names)}{elsewhere}"


def kind_of(value: object) -> str:
    """What was given in the place of something else: the type alone, as the value may hold a credential."""
    kind = f"a value of type {type(value).__name__}"
    if not (isinstance(value, pulumi.Output) or isawaitable(value)):
        return kind
    return f"{kind}: it is used before anything is deployed, when no output is known; read it from `pulumi.Config` or an environment variable"


def of_items(hint: object, value: object) -> str:
    """What a sentence says where an output stands in the place of a list that may have outputs in it, `list[pulumi.Input[…]]`."""
    may = get_origin(hint) is list and get_origin(get_args(hint)[0]) is Union
    return ", whose items may be outputs" if may and isinstance(value, pulumi.Output) else ""
