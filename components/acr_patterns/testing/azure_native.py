"""Between azure-native's flat properties and Azure Resource Manager's ids and bodies, for the types that SimulatedAzure knows.

Source: https://www.pulumi.com/registry/packages/azure-native (the properties), the ARM type definitions (the bodies) and
pulumi-azure-native's resource auto-naming.
"""

import copy
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .automatic_names import AutoName
from .property_values import UNKNOWN
from .provider_configuration import ProviderConfiguration
from .simulated_azure import Resource, SimulatedAzure

_SUBSCRIPTION = "subscriptionId"
"""The part of a path that is the provider's own and no property of the object."""


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

    @property
    def in_path(self) -> list[str]:
        """The properties that the id is made from: a change of one is another object."""
        return [name for name in re.findall(r"\{(\w+)\}", self.path) if name != _SUBSCRIPTION]

    def resource_id(self, inputs: Mapping[str, Any], subscription: str) -> str:
        """The id of the object that `inputs` describe, made by a provider of this subscription.

        Raises:
            ValueError: a property that is part of it is missing.
        """
        for name in self.in_path:
            if inputs.get(name) is None:
                raise ValueError(f"missing required property '{name}'")
        return self.path.format(**{name: inputs[name] for name in self.in_path}, **{_SUBSCRIPTION: subscription})

    def path_inputs(self, resource_id: str) -> dict[str, str]:
        """The properties that `resource_id`, of any subscription, was made from.

        Raises:
            ValueError: it is not the id of an object of this type.
        """
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(self.path))
        pattern = pattern.replace("(?P<scope>[^/]+)", "(?P<scope>.+)")
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

    def outputs(self, resource: Resource) -> dict[str, Any]:
        """The object as azure-native shows it."""
        flat = {key: value for key, value in copy.deepcopy(resource).items() if key != "properties"}
        shown = copy.deepcopy(resource.get("properties", {}))
        properties = {key: self._as_shown(key, value) for key, value in shown.items()}
        return {**flat, "properties": properties} if self.keeps_properties else {**flat, **properties}

    def _as_sent(self, key: str, value: Any) -> Any:
        """A property as the body has it."""
        if key not in self.nested:
            return value
        return [_wrapped({name: self._as_sent(name, one) for name, one in item.items()}) for item in value]

    def _as_shown(self, key: str, value: Any) -> Any:
        """A property of the body as azure-native shows it."""
        if key not in self.nested:
            return value
        return [{name: self._as_shown(name, one) for name, one in _unwrapped(item).items()} for item in value]

    @property
    def keeps_properties(self) -> bool:
        """Whether azure-native leaves `properties` an object of its own."""
        return "properties" in self.envelope


def _wrapped(item: dict[str, Any]) -> dict[str, Any]:
    own = {key: item[key] for key in ("id", "name") if key in item}
    return {**own, "properties": {key: value for key, value in item.items() if key not in own}}


def _unwrapped(item: dict[str, Any]) -> dict[str, Any]:
    return {**{key: value for key, value in item.items() if key != "properties"}, **item.get("properties", {})}


_GROUP = f"/subscriptions/{{{_SUBSCRIPTION}}}/resourceGroups/{{resourceGroupName}}"
_REGISTRY = f"{_GROUP}/providers/Microsoft.ContainerRegistry/registries/{{registryName}}"
_COMMON = frozenset({"location", "tags"})

TYPES: Mapping[str, ArmType] = {
    "azure-native:resources:ResourceGroup": ArmType(_GROUP, "resourceGroupName"),
    "azure-native:resources:Deployment": ArmType(
        f"{_GROUP}/providers/Microsoft.Resources/deployments/{{deploymentName}}",
        "deploymentName",
        _COMMON | {"properties"},
        has_location=False,
    ),
    "azure-native:containerregistry:Registry": ArmType(_REGISTRY, "registryName", _COMMON | {"sku", "identity"}),
    "azure-native:containerregistry:Task": ArmType(
        f"{_REGISTRY}/tasks/{{taskName}}", "taskName", _COMMON | {"identity"}, AutoName.LOGICAL
    ),
    "azure-native:managedidentity:UserAssignedIdentity": ArmType(
        f"{_GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{{resourceName}}", "resourceName"
    ),
    "azure-native:authorization:RoleAssignment": ArmType(
        "{scope}/providers/Microsoft.Authorization/roleAssignments/{roleAssignmentName}",
        "roleAssignmentName",
        frozenset(),
        AutoName.GUID,
        has_location=False,
    ),
    "azure-native:containerinstance:ContainerGroup": ArmType(
        f"{_GROUP}/providers/Microsoft.ContainerInstance/containerGroups/{{containerGroupName}}",
        "containerGroupName",
        _COMMON | {"identity", "zones"},
    ),
    "azure-native:network:VirtualNetwork": ArmType(
        f"{_GROUP}/providers/Microsoft.Network/virtualNetworks/{{virtualNetworkName}}",
        "virtualNetworkName",
        nested=frozenset({"subnets", "delegations"}),
    ),
    "azure-native:network:PrivateEndpoint": ArmType(
        f"{_GROUP}/providers/Microsoft.Network/privateEndpoints/{{privateEndpointName}}",
        "privateEndpointName",
        nested=frozenset({"privateLinkServiceConnections"}),
    ),
}


def arm_type(token: str) -> ArmType:
    """The type with this Pulumi type token.

    Raises:
        NotImplementedError: SimulatedAzure does not know it.
    """
    if token not in TYPES:
        raise NotImplementedError(f"SimulatedAzure does not know {token}; it knows {', '.join(sorted(TYPES))}")
    return TYPES[token]


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
        *immutable.get(token, []),
    ]
