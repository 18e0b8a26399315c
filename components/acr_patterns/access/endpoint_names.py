"""Whether the names of a registry lead to one of its private endpoints.

They do in a virtual network that asks a private DNS zone of the right name, in which a zone group keeps the endpoint's addresses. Elsewhere they
lead to the registry's public addresses.

Source: https://learn.microsoft.com/azure/container-registry/container-registry-private-endpoints
"""

import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..networks.private_dns import private_dns_zone
from .described import Described
from .endpoint_commands import approve_command, endpoint_again_commands, link_command, names_commands
from .facts import Registry
from .inventory import Inventory
from .network_facts import APPROVED, PrivateEndpoint, last_name, refers
from .networks import Networks
from .rule import PASS, Answer, CannotTell, Fail
from .unknown import Unknown, same

FIRST = "what runs there comes after it: AgentPool(registry=RegistryPrivateEndpoint(…).registry), with depends_on for links and peerings of your own"
"""What a correction adds for a program, whose run at deploy time begins as soon as its pool is there."""


@dataclass(frozen=True)
class EndpointNames:
    """What decides whether they do."""

    networks: Networks = field(repr=False)
    endpoint: PrivateEndpoint
    registry: Registry

    @property
    def described(self) -> Described:
        """The endpoint's resource."""
        return self.endpoint.described

    def lead_from(self, network: str) -> Answer:
        """Whether they do in a virtual network, which is named by its resource id, and get through."""
        approved = self._approved()
        names = approved if isinstance(approved, Fail) else self._lead_from(network)
        return approved if names == PASS else names

    def _approved(self) -> Answer:
        """Whether the registry lets the endpoint: otherwise nothing gets through, and Azure gives its addresses to no zone."""
        states = self.endpoint.states_for(self.registry.described)
        if any(same(one, APPROVED) for one in states):
            return PASS
        connection = f"the connection of the private endpoint {self.endpoint.name} to the registry {self.registry.name}"
        if any(isinstance(one, Unknown) for one in states):
            return CannotTell(
                f"whether {connection} is approved",
                f"az network private-endpoint show --name {shlex.quote(self.endpoint.name)} --resource-group GROUP",
            )
        waits = same(states[0], "Pending")
        return Fail(
            f"{connection} is {states[0]}, so nothing gets through it",
            approve_command(self.registry)
            if waits
            else endpoint_again_commands(self.networks, self.endpoint, self.registry),
            "RegistryPrivateEndpoint(…), made by whoever may approve it: Microsoft.ContainerRegistry/registries/privateEndpointConnectionsApproval/action on the "
            f"registry{'' if waits else ', once this one is deleted'}",
        )

    def _lead_from(self, network: str) -> Answer:
        if self.networks.asks_own_servers(network):
            return self._open(f", by the DNS servers of the virtual network {last_name(network)}")
        if not isinstance(self.registry.login_server, str):
            return self._open()
        wanted = private_dns_zone(self.registry.login_server)
        groups = [
            one for one in self.networks.zone_groups if refers(one.endpoint, self.endpoint.described) is not False
        ]
        zones = [zone for one in groups for zone in ((one.zones,) if isinstance(one.zones, Unknown) else one.zones)]
        fitting = [zone for zone in zones if isinstance(zone, str) and last_name(zone).lower() == wanted]
        if any(isinstance(zone, Unknown) for zone in zones):
            return self._open()
        if not fitting:
            return self._in_no_zone(wanted, network)
        links = [one for one in self.networks.links if any(same(one.zone, zone) is not False for zone in fitting)]
        linked = [same(one.network, network) for one in links]
        if True in linked:
            return PASS
        return self._open() if None in linked else self._not_linked(fitting[0], network)

    def _in_no_zone(self, wanted: str, network: str) -> Answer:
        name, resource_id = shlex.quote(self.endpoint.name), self.endpoint.described.resource_id
        if not isinstance(resource_id, str) or not self.networks.knows_parts_of(resource_id):
            return self._open(
                settle=f"az network private-endpoint dns-zone-group list --endpoint-name {name} --resource-group GROUP"
            )
        return Fail(
            f"no private DNS zone {wanted} has the address of the private endpoint {self.endpoint.name}, so the names of the registry {self.registry.name} "
            "lead to its public address",
            names_commands(self.networks, name, shlex.quote(resource_id.split("/")[4]), network, wanted),
            f"RegistryPrivateEndpoint(…), or network.PrivateDnsZoneGroup; {FIRST}",
        )

    def _not_linked(self, zone: str, network: str) -> Answer:
        if not self.networks.knows_parts_of(zone):
            named = f"--zone-name {shlex.quote(last_name(zone))} --resource-group {shlex.quote(zone.split('/')[4])}"
            return self._open(settle=f"az network private-dns link vnet list {named}")
        return Fail(
            f"the private DNS zone {last_name(zone)}, which has the address of the private endpoint {self.endpoint.name}, is not linked to the virtual network "
            f"{last_name(network)}, where the names of the registry {self.registry.name} lead to its public address",
            link_command(zone, network),
            f"RegistryPrivateEndpoint(…, virtual_network_ids=[…]), or privatedns.VirtualNetworkLink; {FIRST}",
        )

    def _open(self, how: str = "", settle: str | None = None) -> CannotTell:
        return CannotTell(
            f"whether the names of the registry {self.registry.name} lead to its private endpoint {self.endpoint.name}{how}",
            settle,
        )


def registry_endpoints(inventory: Inventory) -> Iterator[EndpointNames]:
    """Every private endpoint of every registry that is described."""
    for registry in inventory.registries:
        for endpoint in inventory.networks.endpoints_of(registry):
            yield EndpointNames(inventory.networks, endpoint, registry)
