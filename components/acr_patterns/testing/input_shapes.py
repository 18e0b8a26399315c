"""What the types of azure-native take as input: which properties, and which of them are needed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast


@dataclass(frozen=True)
class Shape:
    """What a property, an item of a list, or a whole resource may be."""

    objects: tuple[Mapping[str, "Shape"], ...] = ()
    """The properties of each kind of object that it may be; none where it is no object, or one with any keys."""
    needed: tuple[tuple[str, ...], ...] = ()
    """The properties that each of these objects must have, in order."""
    is_list: bool = False
    """Whether it may be a list."""
    item: "Shape | None" = field(default=None)
    """What the items of that list may be; None for anything."""
    value: "Shape | None" = field(default=None)
    """What stands behind the keys of an object with any keys; None for anything."""


ANYTHING = Shape()


def missing_properties(shape: Shape, inputs: Mapping[str, Any]) -> list[str]:
    """The paths of the properties that inputs of this shape lack, such as `sku.name`; an unknown value lacks nothing."""
    return list(_missing(inputs, shape, ""))


def _missing(value: Any, shape: Shape, path: str) -> Iterator[str]:
    if isinstance(value, Mapping) and len(shape.objects) == 1:
        mapping, [properties], [needed] = cast(Mapping[str, Any], value), shape.objects, shape.needed
        for name in needed:
            if mapping.get(name) is None:
                yield f"{path}{name}"
        for name in mapping.keys() & properties.keys():
            yield from _missing(mapping[name], properties[name], f"{path}{name}.")
    elif isinstance(value, list):
        for index, item in enumerate(cast(list[Any], value)):
            yield from _missing(item, shape.item or ANYTHING, f"{path.removesuffix('.')}[{index}].")
