"""Between azure-native's types and flat properties and Azure Resource Manager's ids and bodies, for the types that are modelled here.

Source: https://www.pulumi.com/registry/packages/azure-native (the properties), the ARM type definitions (the bodies) and
pulumi-azure-native's resource auto-naming.
"""

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

_VERSIONED = re.compile(r"azure-native(?:_\w+_v\w+)?:(?P<module>\w+)(?:/v\w+)?:(?P<type>\w+)")

_API_VERSION = re.compile(r"[_/]v(\d{4})(\d\d)(\d\d)(\w+)?:")


def unversioned(token: str) -> str:
    """A Pulumi type token of azure-native without the API version that a program may have chosen; any other as it is.

    `azure-native:web/v20240401:WebApp` is a version of the package's own modules,
    `azure-native_web_v20240401:web:WebApp` one of a package that `pulumi package add` made.
    """
    found = _VERSIONED.fullmatch(token)
    return f"azure-native:{found['module']}:{found['type']}" if found else token


_DEFAULT_API_VERSIONS = {
    "azure-native:containerregistry:Registry": "2023-01-01-preview",
    "azure-native:containerregistry:Task": "2019-06-01-preview",
}
"""Those that azure-native speaks by default, of the types in which it matters here."""


def api_version_of(token: str) -> str | None:
    """The API version that a type token stands for, such as `2025-11-01`; None for a type in which it does not matter."""
    default = _DEFAULT_API_VERSIONS.get(unversioned(token))
    found = _API_VERSION.search(token)
    return "-".join(filter(None, found.groups())) if default and found else default


def type_in(urn: str) -> str | None:
    """The type token in a URN, without the API version that a program may have chosen; None if it is no URN of a resource."""
    parts = urn.split("::")
    return unversioned(parts[2].rpartition("$")[2]) if len(parts) > 3 else None


class AutoName(Enum):
    """How azure-native names an object that was given no name."""

    RANDOM_SUFFIX = "the logical name and eight random hexadecimal digits"
    LOGICAL = "the logical name"
    GUID = "a random GUID"


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

    def outputs(self, resource: Mapping[str, Any]) -> dict[str, Any]:
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
    "azure-native:containerregistry:AgentPool": ArmType(
        f"{_REGISTRY}/agentPools/{{agentPoolName}}", "agentPoolName", auto_name=AutoName.LOGICAL
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
    "azure-native:network:Subnet": ArmType(
        f"{_GROUP}/providers/Microsoft.Network/virtualNetworks/{{virtualNetworkName}}/subnets/{{subnetName}}",
        "subnetName",
        frozenset(),
        AutoName.LOGICAL,
        has_location=False,
        nested=frozenset({"delegations"}),
    ),
    "azure-native:network:PrivateEndpoint": ArmType(
        f"{_GROUP}/providers/Microsoft.Network/privateEndpoints/{{privateEndpointName}}",
        "privateEndpointName",
        nested=frozenset({"privateLinkServiceConnections"}),
    ),
}


def arm_type(token: str) -> ArmType:
    """The type with this Pulumi type token, in whichever API version.

    Raises:
        NotImplementedError: it is not modelled.
    """
    known = TYPES.get(unversioned(token))
    if known is None:
        raise NotImplementedError(f"SimulatedAzure does not know {token}; it knows {', '.join(sorted(TYPES))}")
    return known
