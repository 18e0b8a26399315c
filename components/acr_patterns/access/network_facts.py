"""Plain facts of networks: agent pools, private endpoints and the private DNS zones that lead to them, and what subnets show to the internet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from .described import Described, flat
from .unknown import Text, Unknown, flag_at, list_at, same, text_at

APPROVED = "Approved"
"""The state of a connection that lets packets through."""


@dataclass(frozen=True)
class AgentPool:
    """Machines of a registry's own, that run its tasks."""

    described: Described = field(repr=False)
    name: str
    registry: Text
    """Resource id of the registry."""
    subnet: Text
    """Resource id of the subnet that they lie in; None for none."""

    @classmethod
    def of(cls, described: Described) -> "AgentPool":
        """The pool that is described."""
        properties = described.properties
        owner = parent_of(described, "registryName")
        return cls(described, described.title, owner, text_at(properties, "virtualNetworkSubnetResourceId"))


@dataclass(frozen=True)
class Connection:
    """What a private endpoint is for, and whether that lets it."""

    target: Text
    """Resource id of what it is for."""
    state: Text
    """Approved, Pending, Rejected or Disconnected."""


@dataclass(frozen=True)
class PrivateEndpoint:
    """An address in a subnet, by which what it is for can be reached."""

    described: Described = field(repr=False)
    name: str
    subnet: Text
    connections: tuple[Connection, ...] | Unknown

    @classmethod
    def of(cls, described: Described) -> "PrivateEndpoint":
        """The endpoint that is described."""
        properties = described.properties
        return cls(described, described.title, text_at(properties, "subnet", "id"), _connections(properties))

    def states_for(self, to: Described) -> list[Text]:
        """The states of its connections that are, or may be, to a resource."""
        if isinstance(self.connections, Unknown):
            return [self.connections] if refers(self.connections, to) is not False else []
        return [one.state for one in self.connections if refers(one.target, to) is not False]


@dataclass(frozen=True)
class ZoneGroup:
    """What keeps the addresses of a private endpoint in private DNS zones."""

    described: Described = field(repr=False)
    endpoint: Text
    """Resource id of the endpoint."""
    zones: tuple[Text, ...] | Unknown
    """Resource ids of the zones."""

    @classmethod
    def of(cls, described: Described) -> "ZoneGroup":
        """The zone group that is described."""
        properties = described.properties
        owner = parent_of(described, "privateEndpointName")
        return cls(described, owner, _texts(list_at(properties, "privateDnsZoneConfigs"), "privateDnsZoneId"))


@dataclass(frozen=True)
class ZoneLink:
    """What makes a virtual network ask a private DNS zone."""

    described: Described = field(repr=False)
    zone: Text
    """Resource id of the zone."""
    network: Text
    """Resource id of the virtual network."""

    @classmethod
    def of(cls, described: Described) -> "ZoneLink":
        """The link that is described."""
        properties = described.properties
        zone = parent_of(described, "privateZoneName")
        return cls(described, zone, text_at(properties, "virtualNetwork", "id"))


@dataclass(frozen=True)
class Peering:
    """One direction of a way between two virtual networks."""

    described: Described = field(repr=False)
    network: Text
    """Resource id of the network that it belongs to."""
    remote: Text
    """Resource id of the other."""
    connected: bool
    """Whether it was said to have the other direction."""
    allows: bool
    """Whether packets may take it: not once the other direction was deleted, until this one is made anew."""

    @classmethod
    def of(cls, described: Described) -> "Peering":
        """The peering that is described."""
        return cls.in_network(described, parent_of(described, "virtualNetworkName"), described.properties)

    @classmethod
    def in_network(cls, described: Described, network: Text, properties: Mapping[str, Any]) -> "Peering":
        """A peering that its network shows."""
        remote, state = text_at(properties, "remoteVirtualNetwork", "id"), text_at(properties, "peeringState")
        allows = flag_at(properties, "allowVirtualNetworkAccess") is not False
        return cls(described, network, remote, state == "Connected", allows and state != "Disconnected")


def network_of(subnet: str) -> str:
    """Resource id of the virtual network that a subnet lies in."""
    return subnet[: max(subnet.lower().rfind("/subnets/"), 0)]


def refers(reference: Text, to: Described) -> bool | None:
    """Whether a resource id is that of a resource; None if that is not known.

    One that is unknown, and comes from other resources alone, is not.
    """
    if isinstance(reference, Unknown):
        return None if not reference.sources or to.address in reference.sources else False
    if reference is None or isinstance(to.resource_id, str):
        return same(reference, to.resource_id)
    return None


def last_name(resource_id: str) -> str:
    """Name of a resource, by its id."""
    return resource_id.rpartition("/")[2]


def parent_of(described: Described, named_by: str) -> Text:
    """Resource id of what a resource is a child of; as long as that is not known, where its name in the property `named_by` comes from."""
    if isinstance(described.resource_id, str):
        return "/".join(described.resource_id.split("/")[:-2])
    name = text_at(described.properties, named_by)
    return name if isinstance(name, Unknown) else Unknown()


def _connections(properties: Mapping[str, Any]) -> tuple[Connection, ...] | Unknown:
    """Those that Azure approves as it makes them, or does not make, and those that wait for somebody to approve them."""
    found: list[Connection] = []
    for key, at_first in (
        ("privateLinkServiceConnections", APPROVED),
        ("manualPrivateLinkServiceConnections", Unknown("approved by hand, and not shown")),
    ):
        some = list_at(properties, key)
        if isinstance(some, Unknown):
            return some
        for one in map(_item, some):
            state = text_at(one, "privateLinkServiceConnectionState", "status")
            found.append(Connection(text_at(one, "privateLinkServiceId"), state or at_first))
    return tuple(found)


def _texts(items: list[Any] | Unknown, key: str) -> tuple[Text, ...] | Unknown:
    """A text of each item, which Azure keeps in an object `properties` and others show flat."""
    if isinstance(items, Unknown):
        return items
    return tuple(text_at(_item(one), key) for one in items)


def _item(one: Any) -> Any:
    return flat(cast(Mapping[str, Any], one)) if isinstance(one, Mapping) else one
