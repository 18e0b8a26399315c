"""The names by which a stack's state knows what the components make.

A release never changes one of them. Another type, parent or logical name is another resource to Pulumi: every stack would delete what it has
and make it anew. What has to change all the same gets an alias.
"""

from acr_patterns.arm_types import unversioned
from acr_patterns.testing import Simulation
from programs import AGENT_POOL, CONTAINER_GROUP, DEPLOYMENT, IDENTITY, REGISTRY, ROLE_ASSIGNMENT, TASK

CHILDREN: dict[str, list[tuple[str, str, str]]] = {
    "acr-patterns:index:Registry": [
        (REGISTRY, "{}", "myshop0da13f"),
        ("azure-native:monitor:DiagnosticSetting", "{}", "myshop0da13f"),
    ],
    "acr-patterns:index:RegistryPrivateEndpoint": [
        ("azure-native:privatedns:PrivateZone", "{}", "My_Shop"),
        ("azure-native:privatedns:VirtualNetworkLink", "{}-1", "My_Shop-1"),
        ("azure-native:network:PrivateEndpoint", "{}", "My_Shop"),
        ("azure-native:network:PrivateDnsZoneGroup", "{}", "My_Shop"),
    ],
    "acr-patterns:index:BuildTask": [
        (TASK, "{}", "My_Shop"),
        (ROLE_ASSIGNMENT, "{}-push", "My_Shop-push"),
        (DEPLOYMENT, "{}-run", "My_Shop-run"),
    ],
    "acr-patterns:index:PrivateNetwork": [
        ("azure-native:network:PublicIPAddress", "{}-out", "My-Shop-out-39c9a0"),
        ("azure-native:network:NatGateway", "{}-out", "My-Shop-out-39c9a0"),
        ("azure-native:network:NetworkSecurityGroup", "{}-container-groups", "My-Shop-container-groups-5d384b"),
        ("azure-native:network:NetworkSecurityGroup", "{}-private-endpoints", "My-Shop-private-endpoints-c11053"),
        ("azure-native:network:NetworkSecurityGroup", "{}-agent-pools", "My-Shop-agent-pools-8b3644"),
        ("azure-native:network:VirtualNetwork", "{}", "My-Shop-0da13f"),
    ],
    "acr-patterns:index:AgentPool": [(AGENT_POOL, "{}", "My_Shop")],
    "acr-patterns:index:PurgeTask": [
        (TASK, "{}", "My_Shop"),
        (ROLE_ASSIGNMENT, "{}-push", "My_Shop-push"),
        (ROLE_ASSIGNMENT, "{}-delete", "My_Shop-delete"),
    ],
    "acr-patterns:index:PullIdentity": [
        (IDENTITY, "{}", "My-Shop-0da13f"),
        (ROLE_ASSIGNMENT, "{}-pull", "My_Shop-pull"),
    ],
    "acr-patterns:index:ContainerGroup": [(CONTAINER_GROUP, "{}", "my-shop-0da13f")],
}
"""Type token of a component -> type and logical name of each of its children.

The first name is for a component whose own name Azure takes as it is, the second for one that is called `My_Shop`."""

Child = tuple[str, str, str]
"""Type of the component, type and logical name of the child."""


def expected(name: str, *components: str) -> list[Child]:
    """The children of these components, all by default, that are called `name`, which Azure takes as it is, or `My_Shop`."""
    wanted = {f"acr-patterns:index:{component}" for component in components} or CHILDREN.keys()
    return sorted(
        (component, token, cleaned if name == "My_Shop" else plain.format(name))
        for component in wanted
        for token, plain, cleaned in CHILDREN[component]
    )


def found(simulation: Simulation) -> list[Child]:
    """The children that a program made."""
    types = {one.urn: one.type for one in simulation.resources}
    return sorted(
        (types[one.parent], unversioned(one.type), one.name)
        for one in simulation.resources
        if one.custom and types.get(one.parent) in CHILDREN
    )
