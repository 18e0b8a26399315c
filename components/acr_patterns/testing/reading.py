"""The inputs that azure-native finds for an object that it reads: at a refresh, an import, or a `get`.

What an input is, the azure-native SDK says itself, by the classes of its arguments; the rest of an object is read-only.

Source: https://github.com/pulumi/pulumi-azure-native/blob/master/provider/pkg/provider/provider.go (Read) and
https://github.com/pulumi/pulumi-azure-native/tree/master/provider/pkg/convert (outputs to inputs).
"""

import importlib
from collections.abc import Mapping, Sequence
from typing import Any, cast, get_args, get_origin

from .azure_native import arm_type

_sdk_types: Any = importlib.import_module("pulumi._types")


def imported_inputs(token: str, resource_id: str, outputs: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs of an object that Pulumi did not know: names out of its id, and all that Azure gives back and takes.

    What Azure does not give back (a token, a secure value, a template) is not among them, nor is what is empty.

    Raises:
        ValueError: the id is not one of this type.
    """
    given = {**input_part(token, outputs), **arm_type(token).path_inputs(resource_id)}
    return {key: value for key, value in ((key, _without_empty(value)) for key, value in given.items()) if _says(value)}


def refreshed_inputs(
    token: str, inputs: Mapping[str, Any], outputs_before: Mapping[str, Any], outputs: Mapping[str, Any]
) -> dict[str, Any]:
    """The inputs that the state has, with what changed in Azure since then.

    Only what differs between both outputs is carried over: much in an answer is a default that nobody asked for.
    """
    return _carried_over(inputs, input_part(token, outputs_before), input_part(token, outputs))


def input_part(token: str, outputs: Mapping[str, Any]) -> dict[str, Any]:
    """The part of an object's outputs that are inputs of its type."""
    _, module, name = token.split(":")
    return _projected(dict(outputs), getattr(importlib.import_module(f"pulumi_azure_native.{module}"), f"{name}Args"))


def _projected(value: Any, annotation: Any) -> Any:
    """`value` without what the arguments class in `annotation`, if there is one, does not take."""
    alternatives = [annotation, *_nested(annotation)]
    if isinstance(value, dict):
        mapping = cast(dict[str, Any], value)
        shapes = [_sdk_types.input_type_types(kind) for kind in alternatives if _sdk_types.is_input_type(kind)]
        if shapes:
            shape: dict[str, Any] = max(shapes, key=lambda known: len(known.keys() & mapping.keys()))
            return {key: _projected(item, shape[key]) for key, item in mapping.items() if key in shape}
        if any(get_origin(kind) is Sequence for kind in alternatives):
            return sorted(mapping)  # a set: Azure shows identities as the keys of an object
        return {key: _projected(item, _item(alternatives, Mapping)) for key, item in mapping.items()}
    if isinstance(value, list):
        return [_projected(item, _item(alternatives, Sequence)) for item in cast(list[Any], value)]
    return value


def _nested(annotation: Any) -> list[Any]:
    """The members of a union, those of its members included; nothing for what is no union."""
    if get_origin(annotation) in (Sequence, Mapping):
        return []
    return [found for member in get_args(annotation) for found in (member, *_nested(member))]


def _item(alternatives: list[Any], container: type) -> Any:
    """What a list or map among `alternatives` holds."""
    return next((get_args(kind)[-1] for kind in alternatives if get_origin(kind) is container), Any)


def _carried_over(inputs: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(inputs)
    for key in before.keys() | after.keys():
        if key not in after:
            result.pop(key, None)
        elif key not in before or before[key] != after[key]:
            result[key] = _changed(inputs.get(key), before.get(key), after[key])
    return result


def _changed(given: Any, before: Any, after: Any) -> Any:
    """Objects are changed property by property, lists item by item; anything else is what Azure says it is."""
    if isinstance(given, dict) and isinstance(before, dict) and isinstance(after, dict):
        return _carried_over(cast(dict[str, Any], given), cast(dict[str, Any], before), cast(dict[str, Any], after))
    if isinstance(given, list) and isinstance(before, list) and isinstance(after, list):
        items, old, new = cast(list[Any], given), cast(list[Any], before), cast(list[Any], after)
        paired = [_changed(*values) for values in zip(items, old, new, strict=False)]
        return paired + new[len(paired) :]
    return after


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        items = {key: _without_empty(item) for key, item in cast(dict[str, Any], value).items()}
        return {key: item for key, item in items.items() if _says(item)}
    if isinstance(value, list):
        return [item for item in map(_without_empty, cast(list[Any], value)) if _says(item)]
    return value


def _says(value: Any) -> bool:
    """Whether a value is more than an empty collection; false and an empty text are values."""
    return value is not None and value not in ({}, [])
