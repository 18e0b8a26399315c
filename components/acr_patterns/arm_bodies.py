"""How objects of azure-native are named, and their ids and bodies in Azure Resource Manager.

Source: https://www.pulumi.com/registry/packages/azure-native (the properties), the ARM type definitions (the bodies) and
pulumi-azure-native's resource auto-naming.
"""

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, cast


class AutoName(Enum):
    """How azure-native names an object that was given no name."""

    RANDOM_SUFFIX = "the logical name and eight random hexadecimal digits"
    LOGICAL = "the logical name"
    GUID = "a random GUID"


SUBSCRIPTION = "subscriptionId"
"""The part of a path that is the provider's own and no property of the object."""

_WHOLE_IDS = ("scope", "resourceUri")
"""The parts of a path that are the id of another object."""


@dataclass(frozen=True)
class ArmType:
    """A resource type: where its objects lie, and which of its properties stand outside `properties` in the body."""

    path: str
    named_by: str
    envelope: frozenset[str] = frozenset({"location", "tags"})
    auto_name: AutoName = AutoName.RANDOM_SUFFIX
    has_location: bool = True
    nested: frozenset[str] = frozenset()
    """The lists whose items keep all but id and name in an object `properties` of their own, which azure-native shows flat."""
    renamed: Mapping[str, str] = field(default_factory=dict[str, str])
    """Property of an object inside, as azure-native calls it -> as Azure does."""

    @property
    def in_path(self) -> list[str]:
        """The properties that the id is made from: a change of one is another object."""
        return [name for name in re.findall(r"\{(\w+)\}", self.path) if name != SUBSCRIPTION]

    def resource_id(self, inputs: Mapping[str, Any], subscription: str) -> str:
        """The id of the object that `inputs` describe, made by a provider of this subscription.

        Raises:
            ValueError: a property that is part of it is missing.
        """
        for name in self.in_path:
            if inputs.get(name) is None:
                raise ValueError(f"missing required property '{name}'")
        return self.path.format(**{name: inputs[name] for name in self.in_path}, **{SUBSCRIPTION: subscription})

    def path_inputs(self, resource_id: str) -> dict[str, str]:
        """The properties that `resource_id`, of any subscription, was made from.

        Raises:
            ValueError: it is not the id of an object of this type.
        """
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(self.path))
        for name in _WHOLE_IDS:
            pattern = pattern.replace(f"(?P<{name}>[^/]+)", f"(?P<{name}>.+)")
        found = re.fullmatch(pattern, resource_id, re.IGNORECASE)
        if found is None:
            raise ValueError(f"{resource_id!r} is not an id of the form {self.path}")
        return {name: found[name] for name in self.in_path}

    def body(self, inputs: Mapping[str, Any]) -> dict[str, Any]:
        """The body by which the object is made."""
        body: dict[str, Any] = {"properties": {}}
        for key, value in copy.deepcopy(dict(inputs)).items():
            if key == "properties":
                body["properties"] = value
            elif key in self.envelope:
                body[key] = value
            elif key not in self.in_path or key == "scope":
                body["properties"][key] = self._as_sent(key, value)
        identity = body.get("identity")
        if identity and isinstance(identity.get("userAssignedIdentities"), list):
            identity["userAssignedIdentities"] = {one: {} for one in identity["userAssignedIdentities"]}
        return body

    def outputs(self, resource: Mapping[str, Any]) -> dict[str, Any]:
        """The object as azure-native shows it."""
        flat = {key: value for key, value in copy.deepcopy(resource).items() if key != "properties"}
        shown = copy.deepcopy(resource.get("properties", {}))
        properties = {key: self._as_shown(key, value) for key, value in shown.items()}
        return {**flat, "properties": properties} if self.keeps_properties else {**flat, **properties}

    def _as_sent(self, key: str, value: Any) -> Any:
        """A property as the body has it."""
        if key not in self.nested:
            return _with_names(value, self.renamed)
        return [_wrapped({name: self._as_sent(name, one) for name, one in item.items()}) for item in value]

    def _as_shown(self, key: str, value: Any) -> Any:
        """A property of the body as azure-native shows it."""
        if key not in self.nested:
            return _with_names(value, {own: shown for shown, own in self.renamed.items()})
        return [{name: self._as_shown(name, one) for name, one in _unwrapped(item).items()} for item in value]

    @property
    def keeps_properties(self) -> bool:
        """Whether azure-native leaves `properties` an object of its own."""
        return "properties" in self.envelope


def _with_names(value: Any, names: Mapping[str, str]) -> Any:
    """`value` with other names for the properties of the objects in it."""
    if isinstance(value, dict):
        return {names.get(key, key): _with_names(one, names) for key, one in cast(dict[str, Any], value).items()}
    return [_with_names(one, names) for one in cast(list[Any], value)] if isinstance(value, list) else value


def _wrapped(item: dict[str, Any]) -> dict[str, Any]:
    own = {key: item[key] for key in ("id", "name") if key in item}
    return {**own, "properties": {key: value for key, value in item.items() if key not in own}}


def _unwrapped(item: dict[str, Any]) -> dict[str, Any]:
    return {**{key: value for key, value in item.items() if key != "properties"}, **item.get("properties", {})}
