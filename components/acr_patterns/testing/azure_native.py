"""What azure-native adds to what a program gives: names and locations, and which changes make it replace an object.

Source: https://www.pulumi.com/registry/packages/azure-native and pulumi-azure-native's resource auto-naming.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..arm_types import AutoName, api_version_of, arm_type, unversioned
from .input_shapes import ANYTHING, Shape
from .property_values import UNKNOWN
from .provider_configuration import ProviderConfiguration
from .simulated_azure import SimulatedAzure
from .simulated_azure.api_versions import known, shown, unknown
from .simulated_azure.resource_id import ResourceId
from .simulated_azure.state import Resource


def checked_inputs(
    token: str,
    inputs: Mapping[str, Any],
    before: Mapping[str, Any],
    new_name: Callable[[AutoName], str | None],
    location_in: Callable[[str], str | None],
) -> dict[str, Any]:
    """`inputs` with what azure-native fills in: the name that the object has or is to have, and a location.

    Args:
        token: type of the object.
        inputs: what the program gives.
        before: the inputs that the object has; none if it is new.
        new_name: gives the name of a new object that azure-native names in this way; None if it is to have none.
        location_in: gives the location for an object in the resource group of this name.
    """
    kind = arm_type(token)
    checked = dict(inputs)
    if checked.get(kind.named_by) is None:
        checked[kind.named_by] = before.get(kind.named_by) or new_name(kind.auto_name)
    if kind.has_location and checked.get("location") is None:
        location = before.get("location") or location_in(str(checked.get("resourceGroupName")))
        if location:
            checked["location"] = location
    return checked


def shown_outputs(token: str, resource: Resource) -> dict[str, Any]:
    """An object of Azure as azure-native shows it, in the API version of its type."""
    return arm_type(token).outputs(shown(resource, api_version_of(token)))


def shape_in_version(token: str, shape: Shape) -> Shape:
    """What a type takes as input in the API version of `token`, from what it takes in the SDK's."""
    type_, api_version = ResourceId.parse(arm_type(token).path).type, api_version_of(token)
    for path in unknown(type_, api_version):
        shape = _changed(shape, path[1:], there=False)
    for path in known(type_, api_version):
        shape = _changed(shape, path[1:], there=True)
    return shape


def _changed(shape: Shape, path: Sequence[str], *, there: bool) -> Shape:
    """A shape whose property at `path` is there, or is not."""
    name, *rest = path
    kinds: list[Mapping[str, Shape]] = []
    for one in shape.objects:
        own = {key: value for key, value in one.items() if key != name or rest or there}
        if rest:
            own[name] = _changed(own[name], rest, there=there)
        elif there:
            own.setdefault(name, ANYTHING)
        kinds.append(own)
    return replace(shape, objects=tuple(kinds))


def location_by_default(azure: SimulatedAzure, provider: ProviderConfiguration, group: str) -> str | None:
    """The provider's location, or else that of the resource group; not known as long as the group is not."""
    if provider.location or group == UNKNOWN:
        return provider.location or UNKNOWN
    kind = arm_type("azure-native:resources:ResourceGroup")
    found = azure.find(kind.resource_id({"resourceGroupName": group}, provider.subscription))
    return found["location"] if found else None


def replacing_changes(token: str) -> list[str]:
    """The properties whose change makes azure-native replace the object. For container groups it knows only those in the id."""
    immutable = {"azure-native:authorization:RoleAssignment": ["principalId", "roleDefinitionId", "principalType"]}
    return [
        *arm_type(token).in_path,
        *(["location"] if arm_type(token).has_location else []),
        *immutable.get(unversioned(token), []),
    ]
