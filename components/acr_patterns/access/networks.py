"""What is known of networks, and what can be asked about several facts of them together."""

import ipaddress
import shlex
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from . import described as kinds
from .described import Described, flat
from .facts import Registry
from .network_facts import (
    AgentPool,
    Peering,
    PrivateEndpoint,
    ZoneGroup,
    ZoneLink,
    last_name,
    network_of,
    parent_of,
)
from .task import Task
from .unknown import Unknown, at, list_at, same, text_at

KINDS = frozenset(
    {
        kinds.AGENT_POOL,
        kinds.VIRTUAL_NETWORK,
        kinds.PEERING,
        kinds.SUBNET,
        kinds.PRIVATE_ENDPOINT,
        kinds.ZONE_GROUP,
        kinds.PRIVATE_DNS_ZONE,
        kinds.ZONE_LINK,
        kinds.NAT_GATEWAY,
        kinds.PUBLIC_IP_ADDRESS,
    }
)
"""The kinds of resources that these facts are read from."""

WAYS = frozenset({kinds.PEERING, kinds.PRIVATE_ENDPOINT, kinds.ZONE_GROUP, kinds.ZONE_LINK})
"""The kinds of those that lead from a virtual network to a registry."""


class Networks:
    """Facts of networks."""

    def __init__(self, resources: Iterable[Described], *, all_known: bool) -> None:
        """Take the facts from what is described.

        Args:
            resources: all of `KINDS`.
            all_known: whether what is not among the resources is not there at all, and no rule names an address of Azure's own.
        """
        self.all_known = all_known
        everything = list(resources)
        self.pools = [AgentPool.of(one) for one in everything if one.kind == kinds.AGENT_POOL]
        self.endpoints = [PrivateEndpoint.of(one) for one in everything if one.kind == kinds.PRIVATE_ENDPOINT]
        self.zone_groups = [ZoneGroup.of(one) for one in everything if one.kind == kinds.ZONE_GROUP]
        self.links = [ZoneLink.of(one) for one in everything if one.kind == kinds.ZONE_LINK]
        self._peerings = [Peering.of(one) for one in everything if one.kind == kinds.PEERING]
        self._peerings += [
            Peering.in_network(one, one.resource_id, flat(shown))
            for one in everything
            for shown in _items(one.properties, "virtualNetworkPeerings")
        ]
        self._by_id = {one.resource_id.lower(): one for one in everything if isinstance(one.resource_id, str)}

    def pool_of(self, task: Task) -> AgentPool | None:
        """The agent pool that a task runs on; None if none of the documents describes it."""
        if isinstance(task.agent_pool, Unknown):
            found = [one for one in self.pools if one.described.address in task.agent_pool.sources]
            return found[0] if len(found) == 1 else None
        owner = parent_of(task.described, "registryName")
        named = [one for one in self.pools if same(one.described.name, task.agent_pool)]
        return next((one for one in named if same(one.registry, owner) is not False), None)

    def endpoints_of(self, registry: Registry) -> list[PrivateEndpoint]:
        """The private endpoints that are, or may be, for a registry."""
        return [one for one in self.endpoints if one.states_for(registry.described)]

    def question_about_endpoints(self, registry: Registry) -> str | None:
        """The command that shows a private endpoint of a registry that is not among them; None if all are.

        So it is where a program is about to make the registry, or the registry itself names its endpoints, as `az acr show` does.
        """
        described = registry.described
        if self.all_known or (described.yet_to_be_made and described.with_its_program):
            return None
        named = list_at(described.properties, "privateEndpointConnections")
        if isinstance(named, Unknown) or "privateEndpointConnections" not in described.properties:
            return f"az acr show --name {registry.named}"
        ids = [str(text_at(flat(one), "privateEndpoint", "id")) for one in named]
        missing = next((one for one in ids if one.lower() not in self._by_id), None)
        return missing and f"az network private-endpoint show --ids {shlex.quote(missing)}"

    def peers_of(self, network: str) -> list[str]:
        """Resource ids of the virtual networks to which there is a way from one: peerings in both directions."""
        ways = [one for one in self._peerings if one.allows and same(one.network, network)]
        return [one.remote for one in ways if isinstance(one.remote, str) and self._has_way_back(one)]

    def is_peered(self, network: str, remote: str) -> bool:
        """Whether a virtual network is known to have its direction of a peering with another."""
        return any(same(one.network, network) and same(one.remote, remote) for one in self._peerings)

    def knows_peers_of(self, network: str) -> bool:
        """Whether a document shows all peerings of a virtual network."""
        found = self._by_id.get(network.lower())
        return self.all_known or (
            found is not None
            and "virtualNetworkPeerings" in found.properties
            and not isinstance(list_at(found.properties, "virtualNetworkPeerings"), Unknown)
        )

    def _has_way_back(self, way: Peering) -> bool:
        """Whether there is the other direction. What Azure said of one direction may be older than the other, and outlast it."""
        back = [one for one in self._peerings if same(one.network, way.remote) and same(one.remote, way.network)]
        return any(one.allows for one in back) if back or self.all_known else way.connected

    def zone_asked_by(self, network: str, name: str) -> str | None:
        """Resource id of the private DNS zone of this name that is linked to a virtual network; None if none is known."""
        linked = [one.zone for one in self.links if same(one.network, network) and isinstance(one.zone, str)]
        return next((zone for zone in linked if same(last_name(zone), name)), None)

    def may_be_let_in(self, registry: Registry) -> bool:
        """Whether what comes from the internet may do so from an address that the registry has a rule for.

        Where everything is known, Azure's shared machines and trusted services have none that a rule names.
        """
        return registry.lets_addresses and not self.all_known

    def knows_parts_of(self, resource_id: str) -> bool:
        """Whether all that lies in a resource, such as the links of a private DNS zone, is among them."""
        found = self._by_id.get(resource_id.lower())
        return self.all_known or (found is not None and found.with_its_program)

    def asks_own_servers(self, network: str) -> bool:
        """Whether a virtual network asks other DNS servers than Azure's, which may answer anything."""
        found = self._by_id.get(network.lower())
        return found is not None and list_at(found.properties, "dhcpOptions", "dnsServers") != []

    def addresses_of(self, subnet: str) -> list[str] | None:
        """The public addresses of the subnet's NAT gateway, by which it is seen from the internet; None if they are not known.

        A route may lead elsewhere, such as to a firewall, so they are not where the subnet has a route table.
        """
        if at(self._subnet(subnet), "routeTable") is not None:
            return None
        gateway = self._by_id.get(str(text_at(self._subnet(subnet), "natGateway", "id")).lower())
        if gateway is None or list_at(gateway.properties, "publicIpPrefixes") != []:
            return None
        named = list_at(gateway.properties, "publicIpAddresses")
        found = (
            [] if isinstance(named, Unknown) else [self._by_id.get(str(text_at(one, "id")).lower()) for one in named]
        )
        addresses = [text_at(one.properties, "ipAddress") if one else None for one in found]
        known = [one for one in addresses if isinstance(one, str)]
        return known if known and len(known) == len(addresses) else None

    def question_about_addresses(self, subnet: str) -> str | None:
        """The command that shows what is missing of these addresses; None if no document would."""
        shown = self._subnet(subnet)
        if shown is None:
            return f"az network vnet subnet show --ids {shlex.quote(subnet)}"
        gateway = text_at(shown, "natGateway", "id")
        if not isinstance(gateway, str) or at(shown, "routeTable") is not None:
            return None
        if gateway.lower() not in self._by_id:
            return f"az network nat gateway show --ids {shlex.quote(gateway)}"
        named = list_at(self._by_id[gateway.lower()].properties, "publicIpAddresses")
        ids = [] if isinstance(named, Unknown) else [str(text_at(one, "id")) for one in named]
        missing = next((one for one in ids if one.lower() not in self._by_id), None)
        return missing and f"az network public-ip show --ids {shlex.quote(missing)}"

    def _subnet(self, subnet: str) -> Any:
        """The properties of a subnet, made by itself or with its network."""
        alone, network = self._by_id.get(subnet.lower()), self._by_id.get(network_of(subnet).lower())
        if alone is not None or network is None:
            return alone.properties if alone else None
        subnets = list_at(network.properties, "subnets")
        known = [] if isinstance(subnets, Unknown) else subnets
        return next((flat(one) for one in known if same(text_at(one, "name"), last_name(subnet))), None)


def lets_in(registry: Registry, addresses: Iterable[str]) -> bool:
    """Whether the registry's rules for addresses let every one of these in."""
    rules = list(_rules(registry))
    return all(any(ipaddress.ip_address(one) in rule for rule in rules) for one in addresses)


def _rules(registry: Registry) -> Iterator[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    rules = list_at(registry.described.properties, "networkRuleSet", "ipRules")
    for one in [] if isinstance(rules, Unknown) else rules:
        given = text_at(one, "iPAddressOrRange") or text_at(one, "value")
        if isinstance(given, str):
            try:
                yield ipaddress.ip_network(given, strict=False)
            except ValueError:
                continue


def _items(properties: Mapping[str, Any], key: str) -> list[Any]:
    found = list_at(properties, key)
    return [] if isinstance(found, Unknown) else found
