"""What azure-native takes as input, as its Python SDK says by the classes of its arguments: which properties, and which of them it needs."""

import importlib
import inspect
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, cast, get_args, get_origin

_sdk_types: Any = importlib.import_module("pulumi._types")


def arguments_of(token: str) -> Any:
    """The class of the arguments of a resource type, such as `RegistryArgs`."""
    _, module, name = token.split(":")
    return getattr(importlib.import_module(f"pulumi_azure_native.{module}"), f"{name}Args")


def shapes_in(annotation: Any) -> list[Any]:
    """The argument classes that an annotation allows."""
    return list(dict.fromkeys(kind for kind in _alternatives(annotation) if _sdk_types.is_input_type(kind)))


def properties_of(shape: Any) -> dict[str, Any]:
    """Azure's name of every property of an arguments class, and its annotation."""
    return _sdk_types.input_type_types(shape)


def takes_a_list(annotation: Any) -> bool:
    """Whether an annotation allows a list."""
    return any(get_origin(kind) is Sequence for kind in _alternatives(annotation))


def item_of(annotation: Any, container: type) -> Any:
    """What a list (`Sequence`) or map (`Mapping`) in an annotation holds."""
    return next((get_args(kind)[-1] for kind in _alternatives(annotation) if get_origin(kind) is container), Any)


def missing_properties(token: str, inputs: Mapping[str, Any]) -> list[str]:
    """The paths of the properties that the inputs of a resource lack, such as `sku.name`; an unknown value lacks nothing."""
    return list(_missing(inputs, arguments_of(token), ""))


def _missing(value: Any, annotation: Any, path: str) -> Iterator[str]:
    shapes = shapes_in(annotation)
    if isinstance(value, Mapping) and len(shapes) == 1:
        mapping, properties = cast(Mapping[str, Any], value), properties_of(shapes[0])
        for name in _needed(shapes[0]):
            if mapping.get(name) is None:
                yield f"{path}{name}"
        for name in mapping.keys() & properties.keys():
            yield from _missing(mapping[name], properties[name], f"{path}{name}.")
    elif isinstance(value, list):
        for index, item in enumerate(cast(list[Any], value)):
            yield from _missing(item, item_of(annotation, Sequence), f"{path.removesuffix('.')}[{index}].")


@cache
def _needed(shape: Any) -> list[str]:
    names: dict[str, str] = _sdk_types.input_type_py_to_pulumi_names(shape)
    parameters = inspect.signature(shape).parameters.values()
    return sorted(names[one.name] for one in parameters if one.default is inspect.Parameter.empty)


def _alternatives(annotation: Any) -> list[Any]:
    """An annotation and, if it is a union, its members, those of its members included."""
    if get_origin(annotation) in (Sequence, Mapping):
        return [annotation]
    return [annotation, *(found for member in get_args(annotation) for found in _alternatives(member))]
