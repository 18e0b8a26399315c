"""What the network security groups of a private network let through: each rule with its reason.

Azure's own rules come after these: everything in that comes from the virtual network or one that is connected with it, nothing in from the
internet, and everything out.

Source: https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview (the rules that every group has),
https://learn.microsoft.com/azure/container-registry/tasks-agent-pools (what the machines of an agent pool have to reach),
https://learn.microsoft.com/azure/container-instances/container-instances-virtual-network-concepts (what container groups take in) and
https://learn.microsoft.com/azure/container-instances/container-instances-egress-ip-address (port 19390 of container groups)
"""

from dataclasses import dataclass

from pulumi_azure_native import network

_DIRECTION, _ACCESS, _PROTOCOL = (
    network.SecurityRuleDirection,
    network.SecurityRuleAccess,
    network.SecurityRuleProtocol,
)
_NETWORK, _INTERNET = "VirtualNetwork", "Internet"
_LAST = 4096
"""The priority of what is asked last before Azure's own rules."""


@dataclass(frozen=True)
class _Rule:
    name: str
    priority: int
    why: str
    outbound: bool
    ports: tuple[str, ...]
    """TCP ports that it lets through; none where it refuses everything."""
    outside: str
    """The service tag at the other end."""

    def args(self) -> network.SecurityRuleArgs:
        return network.SecurityRuleArgs(
            name=self.name,
            description=self.why,
            priority=self.priority,
            direction=_DIRECTION.OUTBOUND if self.outbound else _DIRECTION.INBOUND,
            access=_ACCESS.ALLOW if self.ports else _ACCESS.DENY,
            protocol=_PROTOCOL.TCP if self.ports else _PROTOCOL.ASTERISK,
            source_address_prefix=_NETWORK if self.outbound else self.outside,
            source_port_range="*",
            destination_address_prefix=self.outside if self.outbound else _NETWORK,
            destination_port_range=None if len(self.ports) > 1 else "".join(self.ports) or "*",
            destination_port_ranges=list(self.ports) if len(self.ports) > 1 else None,
        )


def container_group_rules() -> list[network.SecurityRuleArgs]:
    """Out to the internet by HTTPS, and by the port of Azure Container Instances: images are not pulled from here.

    In from the virtual network, as Azure's own rules have it, that port too. Azure's pages ask for it to be open and do not say in which direction:
    from the internet nothing could come in, as a group in a subnet has no public address.
    """
    https = "Microsoft Entra ID, and what the containers call."
    management = "Azure Container Instances: where it is closed, groups can stay in the state Waiting, or give no logs."
    return [_out("https", 100, https, "443"), _out("management", 110, management, "19390"), _nothing_else_out()]


def private_endpoint_rules() -> list[network.SecurityRuleArgs]:
    """In from the virtual network by HTTPS alone. Nothing sets out from a private endpoint, so no rule is about that."""
    https = _Rule(
        "https",
        100,
        "A registry and its data endpoints answer by HTTPS.",
        outbound=False,
        ports=("443",),
        outside=_NETWORK,
    )
    return [https.args(), _nothing_in("A registry answers by nothing else.")]


def agent_pool_rules() -> list[network.SecurityRuleArgs]:
    """Out to what tasks and their machines need; nothing in."""
    web = "Git, base images, and package sources that are asked by HTTP; Key Vault, Storage, Event Hubs and Microsoft Entra ID."
    return [
        _out("web", 100, web, "80", "443"),
        _out("diagnostics", 110, "Diagnostics of the machines.", "12000", to="AzureMonitor"),
        _nothing_else_out(),
        _nothing_in("Nobody calls the machines: they fetch their work."),
    ]


def _out(name: str, priority: int, why: str, *ports: str, to: str = _INTERNET) -> network.SecurityRuleArgs:
    return _Rule(name, priority, why, outbound=True, ports=ports, outside=to).args()


def _nothing_else_out() -> network.SecurityRuleArgs:
    why = "Azure's own rule lets everything out to the internet."
    return _Rule("nothing-else-out", _LAST, why, outbound=True, ports=(), outside=_INTERNET).args()


def _nothing_in(why: str) -> network.SecurityRuleArgs:
    return _Rule("nothing-else-in", _LAST, why, outbound=False, ports=(), outside=_NETWORK).args()
