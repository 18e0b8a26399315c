"""A resource as some document describes it, whichever that is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..arm_types import unversioned
from ..environment import is_dev_stack
from .unknown import Text, Unknown

REGISTRY = "Microsoft.ContainerRegistry/registries"
REPLICATION = "Microsoft.ContainerRegistry/registries/replications"
TASK = "Microsoft.ContainerRegistry/registries/tasks"
IDENTITY = "Microsoft.ManagedIdentity/userAssignedIdentities"
ROLE_ASSIGNMENT = "Microsoft.Authorization/roleAssignments"
CONTAINER_GROUP = "Microsoft.ContainerInstance/containerGroups"
WEB_APP = "Microsoft.Web/sites"
WEB_APP_SLOT = "Microsoft.Web/sites/slots"
WEB_APP_SETTINGS = "Microsoft.Web/sites/config/appsettings"
"""The settings of a web app as a resource of their own, which a program of Pulumi can make."""
WEB_APP_SLOT_SETTINGS = "Microsoft.Web/sites/slots/config/appsettings"
CONTAINER_APP = "Microsoft.App/containerApps"
CONTAINER_APP_JOB = "Microsoft.App/jobs"
KUBERNETES = "Microsoft.ContainerService/managedClusters"
AGENT_POOL = "Microsoft.ContainerRegistry/registries/agentPools"
VIRTUAL_NETWORK = "Microsoft.Network/virtualNetworks"
PEERING = "Microsoft.Network/virtualNetworks/virtualNetworkPeerings"
SUBNET = "Microsoft.Network/virtualNetworks/subnets"
PRIVATE_ENDPOINT = "Microsoft.Network/privateEndpoints"
ZONE_GROUP = "Microsoft.Network/privateEndpoints/privateDnsZoneGroups"
PRIVATE_DNS_ZONE = "Microsoft.Network/privateDnsZones"
ZONE_LINK = "Microsoft.Network/privateDnsZones/virtualNetworkLinks"
NAT_GATEWAY = "Microsoft.Network/natGateways"
PUBLIC_IP_ADDRESS = "Microsoft.Network/publicIPAddresses"

_PULUMI_TYPES: Mapping[str, str] = {
    "azure-native:containerregistry:registry": REGISTRY,
    "azure-native:containerregistry:replication": REPLICATION,
    "azure-native:containerregistry:task": TASK,
    "azure-native:managedidentity:userassignedidentity": IDENTITY,
    "azure-native:authorization:roleassignment": ROLE_ASSIGNMENT,
    "azure-native:containerinstance:containergroup": CONTAINER_GROUP,
    "azure-native:web:webapp": WEB_APP,
    "azure-native:web:webappslot": WEB_APP_SLOT,
    "azure-native:web:webappapplicationsettings": WEB_APP_SETTINGS,
    "azure-native:web:webappapplicationsettingsslot": WEB_APP_SLOT_SETTINGS,
    "azure-native:app:containerapp": CONTAINER_APP,
    "azure-native:app:job": CONTAINER_APP_JOB,
    "azure-native:containerservice:managedcluster": KUBERNETES,
    "azure-native:containerregistry:agentpool": AGENT_POOL,
    "azure-native:network:virtualnetwork": VIRTUAL_NETWORK,
    "azure-native:network:virtualnetworkpeering": PEERING,
    "azure-native:network:subnet": SUBNET,
    "azure-native:network:privateendpoint": PRIVATE_ENDPOINT,
    "azure-native:network:privatednszonegroup": ZONE_GROUP,
    "azure-native:privatedns:privatezone": PRIVATE_DNS_ZONE,
    "azure-native:privatedns:virtualnetworklink": ZONE_LINK,
    "azure-native:network:natgateway": NAT_GATEWAY,
    "azure-native:network:publicipaddress": PUBLIC_IP_ADDRESS,
}
WORDS: Mapping[str, str] = {
    REGISTRY: "registry",
    REPLICATION: "replication",
    TASK: "task",
    IDENTITY: "managed identity",
    ROLE_ASSIGNMENT: "role assignment",
    CONTAINER_GROUP: "container group",
    WEB_APP: "web app",
    WEB_APP_SLOT: "slot of a web app",
    WEB_APP_SETTINGS: "settings of a web app",
    WEB_APP_SLOT_SETTINGS: "settings of a slot of a web app",
    CONTAINER_APP: "container app",
    CONTAINER_APP_JOB: "container app job",
    KUBERNETES: "Kubernetes cluster",
    AGENT_POOL: "agent pool",
    VIRTUAL_NETWORK: "virtual network",
    PEERING: "virtual network peering",
    SUBNET: "subnet",
    PRIVATE_ENDPOINT: "private endpoint",
    ZONE_GROUP: "private DNS zone group",
    PRIVATE_DNS_ZONE: "private DNS zone",
    ZONE_LINK: "virtual network link of a private DNS zone",
    NAT_GATEWAY: "NAT gateway",
    PUBLIC_IP_ADDRESS: "public IP address",
}
"""What people call a resource of each type."""
_ARM_TYPES: Mapping[str, str] = {kind.lower(): kind for kind in _PULUMI_TYPES.values()}


def kind_of_token(token: str) -> str | None:
    """The Azure type of a Pulumi type token of azure-native, in whichever API version it is; None if it matters to nobody here."""
    return _PULUMI_TYPES.get(unversioned(token).lower())


def kind_of_arm_type(arm_type: str) -> str | None:
    """The Azure type in its usual spelling; None if it matters to nobody here."""
    return _ARM_TYPES.get(arm_type.lower())


@dataclass(frozen=True)
class Described:
    """One resource: where it was read, and its properties, flat as azure-native and most `az … show` have them."""

    kind: str
    """Azure type, one of this module's."""
    name: str
    address: str
    """What names it in its document: a URN in Pulumi's documents, its resource id elsewhere."""
    resource_id: Text
    properties: Mapping[str, Any] = field(repr=False)
    """With `Unknown` in place of what is not known, and `Hidden` in place of secrets."""
    document: str = ""
    """What it was read from, in words."""
    stack: str | None = None
    """The stack that it belongs to, where that is known."""
    managed: bool = False
    """Whether a program of Pulumi makes it."""
    in_part: bool = False
    """Whether the documents leave out resources of that program."""

    @property
    def with_its_program(self) -> bool:
        """Whether everything that a program of Pulumi assigns to it, or makes as a part of it, is in the same documents."""
        return self.managed and not self.in_part

    @property
    def yet_to_be_made(self) -> bool:
        """Whether it is not in Azure yet."""
        return isinstance(self.resource_id, Unknown)

    @property
    def title(self) -> str:
        """Its name for people: the logical one as long as it is yet to be made, for a preview makes up another name than the update."""
        logical = self.address.rpartition("::")[2]
        return logical if self.yet_to_be_made else self.name

    @property
    def in_dev(self) -> bool:
        """Whether it belongs to a dev stack."""
        return self.stack is not None and is_dev_stack(self.stack)


@dataclass(frozen=True)
class Hidden:
    """A secret: that there is one is known, and nothing else is kept of it."""

    in_plain_text: bool = False
    """Whether the document shows it, and so whoever reads that."""


def flat(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """The properties of an ARM body beside its envelope, as `az … show` prints most resources."""
    inner = body.get("properties")
    return (
        {**inner, **{key: value for key, value in body.items() if key != "properties"}}
        if isinstance(inner, Mapping)
        else body
    )
