"""What azure-native takes as input, as its Python SDK says by the classes of its arguments.

To load these classes takes longer than all else that a stand-in provider does in its short life. So they are read once, and every
provider that an engine starts gets what was found, in a file.
"""

import importlib
import inspect
import pickle
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_origin

from ..arm_types import TYPES
from .input_shapes import Shape
from .launcher import replace_file


@cache
def shape_of(token: str) -> Shape:
    """What the arguments of a resource type may be, such as `RegistryArgs`."""
    _, module, name = token.split(":")
    return _shape(getattr(importlib.import_module(f"pulumi_azure_native.{module}"), f"{name}Args"))


def write_shapes(file: Path) -> None:
    """Write the shapes of all types down."""
    replace_file(file, pickle.dumps({token: shape_of(token) for token in TYPES}))


def read_shapes(file: Path) -> Mapping[str, Shape]:
    """Type token -> shape, as `write_shapes` wrote it."""
    return pickle.loads(file.read_bytes())  # noqa: S301 a file of our own, beside the program that reads it


def _shape(annotation: Any, around: tuple[Any, ...] = ()) -> Shape:
    """What an annotation allows; an object inside one of its own kind (`around`) may be anything, as that of a public IP address in one."""
    alternatives = _alternatives(annotation)
    sdk: Any = importlib.import_module("pulumi._types")
    classes = [kind for kind in dict.fromkeys(alternatives) if sdk.is_input_type(kind) and kind not in around]
    inside = (*around, *classes)
    lists = [kind for kind in alternatives if get_origin(kind) is Sequence]
    maps = [kind for kind in alternatives if get_origin(kind) is Mapping]
    return Shape(
        objects=tuple(
            {name: _shape(one, inside) for name, one in sdk.input_type_types(kind).items()} for kind in classes
        ),
        needed=tuple(_needed(sdk, kind) for kind in classes),
        is_list=bool(lists),
        item=_shape(get_args(lists[0])[-1], around) if lists else None,
        value=_shape(get_args(maps[0])[-1], around) if maps else None,
    )


def _needed(sdk: Any, kind: Any) -> tuple[str, ...]:
    names: dict[str, str] = sdk.input_type_py_to_pulumi_names(kind)
    parameters = inspect.signature(kind).parameters.values()
    return tuple(sorted(names[one.name] for one in parameters if one.default is inspect.Parameter.empty))


def _alternatives(annotation: Any) -> list[Any]:
    """An annotation and, if it is a union, its members, those of its members included."""
    if get_origin(annotation) in (Sequence, Mapping):
        return [annotation]
    return [annotation, *(found for member in get_args(annotation) for found in _alternatives(member))]
