"""The types of azure-native that are modelled here: where their objects lie in Azure Resource Manager, and what their bodies look like.

Source: https://www.pulumi.com/registry/packages/azure-native and the ARM type definitions.
"""

import re
from collections.abc import Mapping

from .arm_bodies import SUBSCRIPTION, ArmType, AutoName

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


_GROUP = f"/subscriptions/{{{SUBSCRIPTION}}}/resourceGroups/{{resourceGroupName}}"
_REGISTRY = f"{_GROUP}/providers/Microsoft.ContainerRegistry/registries/{{registryName}}"
_ZONE = f"{_GROUP}/providers/Microsoft.Network/privateDnsZones/{{privateZoneName}}"
_ENDPOINT = f"{_GROUP}/providers/Microsoft.Network/privateEndpoints/{{privateEndpointName}}"
_COMMON = frozenset({"location", "tags"})

TYPES: Mapping[str, ArmType] = {
    "azure-native:resources:ResourceGroup": ArmType(_GROUP, "resourceGroupName"),
    "azure-native:resources:Deployment": ArmType(
        f"{_GROUP}/providers/Microsoft.Resources/deployments/{{deploymentName}}",
        "deploymentName",
        _COMMON | {"properties"},
        has_location=False,
    ),
    "azure-native:containerregistry:Registry": ArmType(
        _REGISTRY,
        "registryName",
        _COMMON | {"sku", "identity"},
        renamed={"iPAddressOrRange": "value"},
    ),
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
        nested=frozenset({"subnets", "delegations", "virtualNetworkPeerings"}),
    ),
    "azure-native:network:VirtualNetworkPeering": ArmType(
        f"{_GROUP}/providers/Microsoft.Network/virtualNetworks/{{virtualNetworkName}}/virtualNetworkPeerings/{{virtualNetworkPeeringName}}",
        "virtualNetworkPeeringName",
        frozenset(),
        AutoName.LOGICAL,
        has_location=False,
    ),
    "azure-native:network:Subnet": ArmType(
        f"{_GROUP}/providers/Microsoft.Network/virtualNetworks/{{virtualNetworkName}}/subnets/{{subnetName}}",
        "subnetName",
        frozenset(),
        AutoName.LOGICAL,
        has_location=False,
        nested=frozenset({"delegations"}),
    ),
    "azure-native:network:NatGateway": ArmType(
        f"{_GROUP}/providers/Microsoft.Network/natGateways/{{natGatewayName}}",
        "natGatewayName",
        _COMMON | {"sku", "zones"},
    ),
    "azure-native:network:NetworkSecurityGroup": ArmType(
        f"{_GROUP}/providers/Microsoft.Network/networkSecurityGroups/{{networkSecurityGroupName}}",
        "networkSecurityGroupName",
        nested=frozenset({"securityRules"}),
    ),
    "azure-native:network:PublicIPAddress": ArmType(
        f"{_GROUP}/providers/Microsoft.Network/publicIPAddresses/{{publicIpAddressName}}",
        "publicIpAddressName",
        _COMMON | {"sku", "zones", "extendedLocation"},
    ),
    "azure-native:network:PrivateEndpoint": ArmType(
        _ENDPOINT, "privateEndpointName", nested=frozenset({"privateLinkServiceConnections"})
    ),
    "azure-native:network:PrivateDnsZoneGroup": ArmType(
        f"{_ENDPOINT}/privateDnsZoneGroups/{{privateDnsZoneGroupName}}",
        "privateDnsZoneGroupName",
        frozenset(),
        AutoName.LOGICAL,
        has_location=False,
        nested=frozenset({"privateDnsZoneConfigs"}),
    ),
    "azure-native:privatedns:PrivateZone": ArmType(_ZONE, "privateZoneName"),
    "azure-native:privatedns:VirtualNetworkLink": ArmType(
        f"{_ZONE}/virtualNetworkLinks/{{virtualNetworkLinkName}}",
        "virtualNetworkLinkName",
        auto_name=AutoName.LOGICAL,
    ),
    "azure-native:monitor:DiagnosticSetting": ArmType(
        "{resourceUri}/providers/Microsoft.Insights/diagnosticSettings/{name}",
        "name",
        frozenset(),
        AutoName.LOGICAL,
        has_location=False,
    ),
    "azure-native:operationalinsights:Workspace": ArmType(
        f"{_GROUP}/providers/Microsoft.OperationalInsights/workspaces/{{workspaceName}}",
        "workspaceName",
        _COMMON | {"identity"},
    ),
}


def arm_type(token: str) -> ArmType:
    """The type with this Pulumi type token, in whichever API version.

    Raises:
        NotImplementedError: it is not modelled.
    """
    known = TYPES.get(unversioned(token))
    if known is None:
        raise NotImplementedError(
            f"SimulatedAzure does not know {token}, so a program that makes one cannot be simulated; make it in a function of its own that your test does not "
            f"call, and give the rest its id or name as the test chooses it; it knows {', '.join(sorted(TYPES))}"
        )
    return known
