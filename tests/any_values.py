"""Values of every kind, and small changes that make arguments wrong: what random tests draw from."""

import copy
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

import pulumi
from acr_patterns import RegistrySku, RestartPolicy
from acr_patterns.names import RESOURCE_GROUP
from hypothesis import strategies as st

CANARY = "HUNTER2"
"""Stands in every secret that is drawn, and in nothing else."""


@dataclass(frozen=True)
class Later:
    """An output; it can be made only inside a program."""

    value: Any


@dataclass(frozen=True)
class Secret:
    """A secret output."""

    value: Any


@dataclass(frozen=True)
class OutputOf:
    """An attribute of a component that the program made before."""

    made: str
    attribute: str


def in_program(value: Any, made: Mapping[str, Any]) -> Any:
    """`value` with outputs in the place of what stands for them."""
    match value:
        case Later(inner):
            return pulumi.Output.from_input("").apply(lambda _: in_program(inner, made))
        case Secret(inner):
            return pulumi.Output.secret("").apply(lambda _: in_program(inner, made))
        case OutputOf(name, attribute):
            return getattr(made[name], attribute)
        case dict():
            return {key: in_program(item, made) for key, item in cast(dict[Any, Any], value).items()}
        case list():
            return [in_program(item, made) for item in cast(list[Any], value)]
        case _:
            return value


def texts(*valid: str) -> st.SearchStrategy[Any]:
    """One of `valid`, plain or as an output; outputs of secrets have the canary where the text may be any."""
    plain = st.sampled_from(valid)
    return plain | plain.map(Later) | plain.map(Secret)


ANY_TEXT = texts(
    "", "a", "80", "two words", "zwölf Boxkämpfer 🥊", "line\nline\ttab\x1b", "[x]", "${x}", "{{.Run.ID}}"
) | st.just(Secret(CANARY))
"""What any text argument without a rule takes."""

_WRONG_TEXT = st.sampled_from(
    ["", " ", "\x00", "\n", "\ud800", "a/../b", "-", "latest", "é" * 70, "x" * 100_000]
) | st.text(st.characters(), max_size=12)
_WRONG_NUMBER = (
    st.integers(-(2**70), 2**70)
    | st.floats()
    | st.sampled_from([0, -1, 65_536, math.nan, math.inf, -math.inf, 10**400, 10**4200])
)
_WRONG_LEAF = (
    st.none()
    | st.booleans()
    | _WRONG_NUMBER
    | _WRONG_TEXT
    | st.binary(max_size=3)
    | st.sampled_from([RegistrySku.PREMIUM, RestartPolicy.NEVER, RegistrySku, (), object, {1}])
)
_WRONG_PLAIN = st.recursive(
    _WRONG_LEAF,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3) | st.integers(), inner, max_size=2),
    max_leaves=3,
)
ANYTHING = _WRONG_PLAIN | _WRONG_PLAIN.map(Later) | _WRONG_PLAIN.map(Secret)
"""A value that is likely to be wrong wherever it stands. By chance it may be right."""


CHANGES = st.sampled_from([0, 1, 1, 1, 2, 2])
"""How many changes are made to valid arguments; many of one change are still valid."""


@st.composite
def changed(draw: st.DrawFn, valid: st.SearchStrategy[Any]) -> Any:
    """What is valid, with none, one or two changes anywhere in it."""
    [tree] = with_changes(draw, draw(valid))
    return tree


def with_changes(draw: st.DrawFn, *valid: Any) -> list[Any]:
    """What is valid, with none, one or two changes anywhere in it."""
    trees = list(copy.deepcopy(valid))
    for _ in range(draw(CHANGES)):
        places = [place for tree in trees for place in _places(tree)]
        _change(draw, *draw(st.sampled_from(places)))
    return trees


def _places(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Every object or list in `tree` with every key or index in it."""
    if isinstance(tree, dict):
        items = cast(dict[Any, Any], tree).items()
    elif isinstance(tree, list):
        items = enumerate(cast(list[Any], tree))
    else:
        return
    for key, item in items:
        yield tree, key
        yield from _places(item)


def _change(draw: st.DrawFn, parent: Any, key: Any) -> None:
    kinds = ["another value", "another value", "output", "secret"]
    how = draw(st.sampled_from(kinds if isinstance(key, int) else [*kinds, "missing", "misspelled", "unknown"]))
    match how:
        case "another value":
            parent[key] = draw(ANYTHING.filter(_names_no_other_group) if key == "resource_group_name" else ANYTHING)
        case "output":
            parent[key] = Later(parent[key])
        case "secret":
            parent[key] = Secret(parent[key])
        case "missing":
            del parent[key]
        case "misspelled":
            parent[f"{key}x"] = parent.pop(key)
        case _:
            parent[draw(st.text(max_size=5) | st.integers())] = draw(ANYTHING)


def _names_no_other_group(value: Any) -> bool:
    """Whether `value` is no name of a resource group: only Azure knows that there is none of that name."""
    inner = value.value if isinstance(value, Later | Secret) else value
    return not isinstance(inner, str) or not RESOURCE_GROUP.pattern.match(inner)
