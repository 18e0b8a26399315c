"""Azure Resource Manager ids, taken apart.

Source: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules and
https://learn.microsoft.com/rest/api/resources/resources/get-by-id (the form of an id).
"""

import re
from dataclasses import dataclass

from .errors import ArgumentError, shown

REGISTRY_TYPE = "Microsoft.ContainerRegistry/registries"
IDENTITY_TYPE = "Microsoft.ManagedIdentity/userAssignedIdentities"
VIRTUAL_NETWORK_TYPE = "Microsoft.Network/virtualNetworks"
SUBNET_TYPE = f"{VIRTUAL_NETWORK_TYPE}/subnets"
PRIVATE_DNS_ZONE_TYPE = "Microsoft.Network/privateDnsZones"
WORKSPACE_TYPE = "Microsoft.OperationalInsights/workspaces"

_REGISTRY_ID = re.compile(
    r"/subscriptions/(?P<subscription>[0-9A-Za-z-]+)/resourceGroups/(?P<resource_group>[\w().-]*[\w()-])"
    r"/providers/Microsoft\.ContainerRegistry/registries/(?P<name>[A-Za-z0-9]{5,50})\Z",
    re.IGNORECASE,
)

_ANY_ID = re.compile(
    r"/subscriptions/[^/\s]+/resourceGroups/[^/\s]+/providers/(?P<namespace>[^/\s]+)(?P<rest>(?:/[^/\s]+/[^/\s]+)+)\Z",
    re.IGNORECASE,
)


_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z", re.IGNORECASE)


@dataclass(frozen=True)
class RegistryId:
    """The parts of a registry's resource id."""

    subscription: str
    resource_group: str
    name: str

    @property
    def text(self) -> str:
        """The id, spelled as Azure spells it: another spelling of a scope would be another role assignment."""
        return (
            f"/subscriptions/{self.subscription}/resourceGroups/{self.resource_group}"
            f"/providers/Microsoft.ContainerRegistry/registries/{self.name}"
        )

    def option(self, option: str) -> str:
        """`--registry NAME --subscription ID`, where `option` is --registry: so `az acr` finds it, whichever subscription is active.

        The name is not the first part of every login server: a domain name label scope adds a hash to that.
        """
        return f"{option} {self.name} --subscription {self.subscription}"


def parse_registry_id(registry_id: object) -> RegistryId:
    """Take a registry's resource id apart.

    Raises:
        ArgumentError: it is not the id of a registry.
    """
    match = _REGISTRY_ID.match(registry_id) if isinstance(registry_id, str) else None
    if match is None:
        raise ArgumentError(
            f"{shown(registry_id)} is not the resource id of a registry{_but_of(registry_id, REGISTRY_TYPE)}; it has the form "
            "/subscriptions/…/resourceGroups/…/providers/Microsoft.ContainerRegistry/registries/… "
            "(`az acr show --name NAME --query id`)"
        )
    return RegistryId(**match.groupdict())


def check_identity_id(identity_id: object) -> str:
    """`identity_id`, unless it is not the id of a user-assigned identity.

    Raises:
        ArgumentError: it is not.
    """
    return _checked(identity_id, "a user-assigned identity", IDENTITY_TYPE, "identity show --name NAME")


def check_subnet_id(subnet_id: object) -> str:
    """`subnet_id`, unless it is not the id of a subnet.

    Raises:
        ArgumentError: it is not.
    """
    return _checked(subnet_id, "a subnet", SUBNET_TYPE, "network vnet subnet show --vnet-name NETWORK --name SUBNET")


def check_virtual_network_id(network_id: object) -> str:
    """`network_id`, unless it is not the id of a virtual network.

    Raises:
        ArgumentError: it is not.
    """
    return _checked(network_id, "a virtual network", VIRTUAL_NETWORK_TYPE, "network vnet show --name NETWORK")


def check_private_dns_zone_id(zone_id: object) -> str:
    """`zone_id`, unless it is not the id of a private DNS zone.

    Raises:
        ArgumentError: it is not.
    """
    return _checked(zone_id, "a private DNS zone", PRIVATE_DNS_ZONE_TYPE, "network private-dns zone show --name ZONE")


def check_workspace_id(workspace_id: object) -> str:
    """`workspace_id`, unless it is not the id of a Log Analytics workspace.

    Raises:
        ArgumentError: it is not.
    """
    shown_by = "monitor log-analytics workspace show --workspace-name NAME"
    return _checked(workspace_id, "a Log Analytics workspace", WORKSPACE_TYPE, shown_by)


def network_of_subnet(subnet_id: str) -> str:
    """The id of the virtual network that a subnet lies in."""
    return subnet_id.rsplit("/", 2)[0]


def check_guid(where: str, argument: str, given: object) -> str:
    """`given`, unless it is not a GUID, as client and principal ids are: it goes into commands for an administrator.

    Raises:
        ArgumentError: it is not.
    """
    if not isinstance(given, str) or not _GUID.match(given):
        raise ArgumentError(
            f"{where}: {argument} {shown(given)} is not a GUID; give it as "
            '`az identity show --name NAME --resource-group GROUP --query "[clientId, principalId]"` shows it'
        )
    return given


def subscription_of(resource_id: str) -> str:
    """The subscription that a resource id lies in.

    Raises:
        ArgumentError: the id does not begin with a subscription.
    """
    match = re.match(r"/subscriptions/([^/\s]+)(/|\Z)", resource_id, re.IGNORECASE)
    if match is None:
        raise ArgumentError(f"{shown(resource_id)} is not a resource id: it does not begin with /subscriptions/…")
    return match[1]


def _checked(resource_id: object, what: str, type_: str, shown_by: str) -> str:
    """The id, if it is that of an object of this type.

    Args:
        resource_id: what was given.
        what: how a message calls such an object.
        type_: its type in Azure Resource Manager.
        shown_by: the command of `az` that shows the id, without its resource group.

    Raises:
        ArgumentError: it is not.
    """
    if _type_of(resource_id).lower() == type_.lower():
        return str(resource_id)
    namespace, *kinds = type_.split("/")
    form = "/".join(["/subscriptions/…/resourceGroups/…/providers", namespace, *(f"{kind}/…" for kind in kinds)])
    raise ArgumentError(
        f"{shown(resource_id)} is not the resource id of {what}{_but_of(resource_id, type_)}; it has the form {form} "
        f"(`az {shown_by} --resource-group GROUP --query id`)"
    )


def _type_of(resource_id: object) -> str:
    """The type in a resource id; nothing if it is none."""
    match = _ANY_ID.match(resource_id) if isinstance(resource_id, str) else None
    return "/".join([match["namespace"], *match["rest"].split("/")[1::2]]) if match else ""


def _but_of(resource_id: object, wanted: str) -> str:
    """What else than `wanted` an id is the id of, for a message; nothing if it is none, or a misspelled one of that type."""
    type_ = _type_of(resource_id)
    return "" if type_.lower() in ("", wanted.lower()) else f", but of a resource of type {type_}"
