"""The inputs that azure-native finds for an object that it reads: at a refresh, an import, or a `get`.

Source: https://github.com/pulumi/pulumi-azure-native/blob/master/provider/pkg/provider/provider.go (Read) and
https://github.com/pulumi/pulumi-azure-native/tree/master/provider/pkg/convert (outputs to inputs).
"""

from collections.abc import Mapping
from typing import Any, cast

from ..arm_types import arm_type
from .input_shapes import ANYTHING, Shape


def imported_inputs(token: str, shape: Shape, resource_id: str, outputs: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs, of this shape, of an object that Pulumi did not know: names out of its id, and all that Azure gives back and takes.

    What Azure does not give back (a token, a secure value, a template) is not among them, nor is what is empty.

    Raises:
        ValueError: the id is not one of this type.
    """
    given = {**input_part(shape, outputs), **arm_type(token).path_inputs(resource_id)}
    return {key: value for key, value in ((key, _without_empty(value)) for key, value in given.items()) if _says(value)}


def refreshed_inputs(
    shape: Shape, inputs: Mapping[str, Any], outputs_before: Mapping[str, Any], outputs: Mapping[str, Any]
) -> dict[str, Any]:
    """The inputs that the state has, with what changed in Azure since then.

    Only what differs between both outputs is carried over: much in an answer is a default that nobody asked for.
    """
    return _carried_over(inputs, input_part(shape, outputs_before), input_part(shape, outputs))


def input_part(shape: Shape, outputs: Mapping[str, Any]) -> dict[str, Any]:
    """The part of an object's outputs that are inputs of its type."""
    return _projected(dict(outputs), shape)


def _projected(value: Any, shape: Shape) -> Any:
    """`value` without what the object that it may be, if it may be one, does not take."""
    if isinstance(value, dict):
        mapping = cast(dict[str, Any], value)
        if shape.objects:
            taken = max(shape.objects, key=lambda known: len(known.keys() & mapping.keys()))
            return {key: _projected(item, taken[key]) for key, item in mapping.items() if key in taken}
        if shape.is_list:
            return sorted(mapping)  # a set: Azure shows identities as the keys of an object
        return {key: _projected(item, shape.value or ANYTHING) for key, item in mapping.items()}
    if isinstance(value, list):
        return [_projected(item, shape.item or ANYTHING) for item in cast(list[Any], value)]
    return value


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
