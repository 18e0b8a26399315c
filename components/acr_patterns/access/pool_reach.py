"""Whether the machines of an agent pool reach a registry that is closed to the internet.

They do by a private endpoint in their virtual network, if the registry's names lead there. Otherwise they come from the internet, by the address of
their subnet's NAT gateway, which a rule of the registry may let in.

Source: https://learn.microsoft.com/azure/container-registry/tasks-agent-pools and
https://learn.microsoft.com/azure/container-registry/container-registry-access-selected-networks
"""

import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field

from .endpoint_commands import endpoint_commands, peering_commands
from .endpoint_names import FIRST, EndpointNames
from .facts import Registry
from .network_facts import AgentPool, PrivateEndpoint, last_name, network_of
from .networks import Networks, lets_in
from .rule import PASS, Answer, CannotTell, Fail
from .unknown import Unknown, same


@dataclass(frozen=True)
class PoolReach:
    """What decides whether they do."""

    networks: Networks = field(repr=False)
    pool: AgentPool
    registry: Registry

    def answer(self) -> Answer:
        """Whether they do."""
        subnet = self.pool.subnet
        if subnet is None:
            return self._in_no_subnet()
        if isinstance(subnet, Unknown):
            return CannotTell(
                f"in which subnet the {self._who} lies, and so whether it reaches the registry {self.registry.name}",
                f"az acr agentpool show {self._named}",
            )
        found = list(self._by_endpoints(network_of(subnet)))
        if PASS in found or self._by_address(subnet):
            return PASS
        still_open = next((one for one in found if isinstance(one, CannotTell)), None)
        return still_open or next(iter(found), None) or self._without_endpoint(subnet)

    def _by_endpoints(self, network: str) -> Iterator[Answer]:
        """What each private endpoint comes to that lies in the network, or one that is peered with it, or may."""
        ways = [network, *self.networks.peers_of(network)]
        for one in self.networks.endpoints_of(self.registry):
            if isinstance(one.subnet, Unknown) or isinstance(one.connections, Unknown):
                yield CannotTell(
                    f"whether the private endpoint {one.name} is one of the registry {self.registry.name} in the network of the {self._who}",
                    f"az network private-endpoint show --name {shlex.quote(one.name)} --resource-group GROUP",
                )
            elif one.subnet is not None and any(same(network_of(one.subnet), way) for way in ways):
                yield EndpointNames(self.networks, one, self.registry).lead_from(network)

    def _by_address(self, subnet: str) -> bool:
        """Whether a rule lets in the address by which the subnet is seen from the internet."""
        addresses = self.networks.addresses_of(subnet) if self.registry.lets_addresses else None
        return addresses is not None and lets_in(self.registry, addresses)

    def _in_no_subnet(self) -> Answer:
        if self.networks.may_be_let_in(self.registry):
            return self._from_an_address(None)
        return Fail(
            f"{self._closed}, and the {self._who} lies in no subnet, so its machines come from the internet",
            f"az acr agentpool delete {self._named} && az acr agentpool create {self._named} --subnet-id SUBNET_ID",
            "AgentPool(…, subnet=…), in a virtual network with a RegistryPrivateEndpoint(…)",
        )

    def _without_endpoint(self, subnet: str) -> Answer:
        network = network_of(subnet)
        if self.networks.may_be_let_in(self.registry) and self.networks.addresses_of(subnet) is None:
            return self._from_an_address(self.networks.question_about_addresses(subnet))
        question = self.networks.question_about_endpoints(self.registry)
        if question is not None:
            return CannotTell(
                f"whether the registry {self.registry.name} has a private endpoint in the virtual network {last_name(network)} of the {self._who}",
                question,
            )
        elsewhere = self.networks.endpoints_of(self.registry)
        if elsewhere and not self.networks.knows_peers_of(network):
            return CannotTell(
                f"whether the virtual network {last_name(network)} of the {self._who} is peered with that of the private endpoint {elsewhere[0].name}",
                f"az network vnet show --ids {shlex.quote(network)}",
            )
        far = next((one for one in elsewhere if isinstance(one.subnet, str)), None)
        if far is not None:
            return self._unpeered(network, far)
        return Fail(
            f"{self._closed}, and it has no private endpoint in the virtual network {last_name(network)} of the {self._who}",
            endpoint_commands(self.networks, self.registry, network),
            f"RegistryPrivateEndpoint(registry=…, subnet=…) in the virtual network {last_name(network)}; {FIRST}",
        )

    def _unpeered(self, network: str, endpoint: PrivateEndpoint) -> Fail:
        """What is missing where the endpoint lies in a network to which there is no way: that way, and the names, if they do not lead there."""
        other = network_of(str(endpoint.subnet))
        names = EndpointNames(self.networks, endpoint, self.registry).lead_from(network)
        finding = (
            f"{self._closed}, and its private endpoint {endpoint.name} lies in the virtual network {last_name(other)}, which is not peered in both directions "
            f"with {last_name(network)} of the {self._who}"
        )
        command = peering_commands(self.networks, network, other)
        change = (
            f"network.VirtualNetworkPeering(…) from {last_name(network)} to {last_name(other)} and from {last_name(other)} to {last_name(network)}, "
            f"or a RegistryPrivateEndpoint(…) in {last_name(network)}; "
        )
        if isinstance(names, Fail):
            return Fail(f"{finding}; and {names.finding}", f"{command} && {names.command}", f"{change}{names.change}")
        return Fail(finding, command, f"{change}{FIRST}")

    def _from_an_address(self, settle: str | None) -> CannotTell:
        return CannotTell(
            f"whether the {self._who} comes from an address that the firewall of the registry {self.registry.name} has a rule for",
            settle,
        )

    @property
    def _who(self) -> str:
        return f"agent pool {self.pool.name}"

    @property
    def _named(self) -> str:
        return f"--registry {self.registry.named} --name {shlex.quote(self.pool.name)}"

    @property
    def _closed(self) -> str:
        return f"the firewall of the registry {self.registry.name} is closed"
