"""A virtual network for a private registry, what builds into it and what runs from it."""

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, Optional, TypedDict, Unpack, cast, overload

import pulumi
from pulumi_azure_native import network

from .arguments import checked_arguments, component
from .names import NETWORK_RESOURCE
from .networks.address_space import quarters
from .networks.security_rules import agent_pool_rules, container_group_rules, private_endpoint_rules
from .networks.subnets import CONTAINER_GROUPS, SubnetReference
from .placement import Tags, checked_location, checked_resource_group_name, checked_tags

ADDRESS_SPACE = "10.0.0.0/22"
GROUPS, ENDPOINTS, POOLS = "container-groups", "private-endpoints", "agent-pools"
"""Names of the subnets."""


class PrivateNetworkArgs(TypedDict):
    """The arguments of a `PrivateNetwork`."""

    resource_group_name: pulumi.Input[str]
    """Name of the resource group that the network is made in."""
    address_space: NotRequired[str]
    """Addresses of the network: one private IPv4 range from /16 to /24 that no network connected with it has, and outside of docker's own,
    172.17.0.0/16. Its first three quarters are the subnets. 10.0.0.0/22 by default."""
    nat_gateway: NotRequired[bool]
    """Whether container groups and agent pools have a way out, which is paid for while it is there. True by default; without it no `ContainerGroup` and no `AgentPool` goes in."""
    location: NotRequired[pulumi.Input[str]]
    """Azure region. That of the resource group by default."""
    tags: NotRequired[pulumi.Input[Mapping[str, pulumi.Input[str]]]]
    """Tags of all that is made."""


class PrivateNetwork(pulumi.ComponentResource):
    """A virtual network with a subnet for container groups, one for private endpoints, and one for agent pools.

    Makes the network, a network security group for each subnet, and a NAT gateway with one public IP address for container groups and agent pools.
    Nothing comes in from the internet. Container groups get out by HTTPS, and to Azure Container Instances; agent pools by HTTP and HTTPS, and to
    Azure Monitor; private endpoints are reached by HTTPS from the network alone. No subnet has Azure's default outbound access, a way out that Azure gives
    virtual machines by itself. For other needs bring subnets of your own: a `SubnetReference`.
    A NAT gateway and its public IP address have prices of their own: https://azure.microsoft.com/pricing/details/azure-nat-gateway.

    Raises:
        ArgumentError: an argument is unknown, missing or not accepted.
    """

    virtual_network_id: pulumi.Output[str]
    """Resource id of the virtual network."""
    container_group_subnet_id: pulumi.Output[str]
    """Resource id of the subnet for container groups."""
    private_endpoint_subnet_id: pulumi.Output[str]
    """Resource id of the subnet for private endpoints."""
    agent_pool_subnet_id: pulumi.Output[str]
    """Resource id of the subnet for agent pools."""
    nat_gateway_ip_address: pulumi.Output[str]
    """The public IP address from which container groups and agent pools come, for the firewalls of others; empty without a NAT gateway."""

    @overload
    def __init__(self, name: str, args: PrivateNetworkArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None: ...
    @overload
    def __init__(
        self, name: str, *, opts: Optional[pulumi.ResourceOptions] = None, **fields: Unpack[PrivateNetworkArgs]
    ) -> None: ...
    def __init__(
        self,
        name: str,
        args: PrivateNetworkArgs = cast(PrivateNetworkArgs, None),
        opts: Optional[pulumi.ResourceOptions] = None,
        **fields: Any,
    ) -> None:
        where = component("PrivateNetwork", name)
        arguments = checked_arguments(where, PrivateNetworkArgs, args, fields)
        ranges = quarters(where, arguments.get("address_space", ADDRESS_SPACE))
        self._place = _Place(
            resource_group_name=checked_resource_group_name(where, arguments["resource_group_name"]),
            location=checked_location(where, arguments.get("location")),
            tags=checked_tags(where, arguments.get("tags")),
        )
        self._has_nat_gateway = arguments.get("nat_gateway", True)

        super().__init__("acr-patterns:index:PrivateNetwork", name, None, opts)
        way_out, address = self._nat_gateway(name) if self._has_nat_gateway else (None, "")
        made = network.VirtualNetwork(
            NETWORK_RESOURCE.logical(name),
            **self._place,
            address_space=network.AddressSpaceArgs(address_prefixes=[arguments.get("address_space", ADDRESS_SPACE)]),
            subnets=[
                network.SubnetArgs(
                    name=GROUPS,
                    address_prefix=ranges.container_groups,
                    delegations=[network.DelegationArgs(name=GROUPS, service_name=CONTAINER_GROUPS)],
                    nat_gateway=way_out,
                    default_outbound_access=False,
                    network_security_group=self._security_group(name, GROUPS, container_group_rules()),
                ),
                network.SubnetArgs(
                    name=ENDPOINTS,
                    address_prefix=ranges.private_endpoints,
                    default_outbound_access=False,
                    network_security_group=self._security_group(name, ENDPOINTS, private_endpoint_rules()),
                    # Otherwise the group would not count for private endpoints.
                    private_endpoint_network_policies=network.VirtualNetworkPrivateEndpointNetworkPolicies.NETWORK_SECURITY_GROUP_ENABLED,
                ),
                network.SubnetArgs(
                    name=POOLS,
                    address_prefix=ranges.agent_pools,
                    nat_gateway=way_out,
                    default_outbound_access=False,
                    network_security_group=self._security_group(name, POOLS, agent_pool_rules()),
                ),
            ],
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.virtual_network_id = made.id
        # None, where nothing says it, leaves the region to whoever lies in a subnet.
        self._location = cast(pulumi.Output[str], made.location)
        # The list of subnets that azure-native shows is unknown in every preview that changes the network; the id is not.
        self.container_group_subnet_id = made.id.apply(lambda known: f"{known}/subnets/{GROUPS}")
        self.private_endpoint_subnet_id = made.id.apply(lambda known: f"{known}/subnets/{ENDPOINTS}")
        self.agent_pool_subnet_id = made.id.apply(lambda known: f"{known}/subnets/{POOLS}")
        self.nat_gateway_ip_address = pulumi.Output.from_input(address)
        self.register_outputs(
            {
                "virtual_network_id": self.virtual_network_id,
                "container_group_subnet_id": self.container_group_subnet_id,
                "private_endpoint_subnet_id": self.private_endpoint_subnet_id,
                "agent_pool_subnet_id": self.agent_pool_subnet_id,
                "nat_gateway_ip_address": self.nat_gateway_ip_address,
            }
        )

    @property
    def container_group_subnet(self) -> SubnetReference:
        """The subnet for container groups, as the argument of a `ContainerGroup`."""
        return {
            "id": self.container_group_subnet_id,
            "delegation": CONTAINER_GROUPS,
            "nat_gateway": self._has_nat_gateway,
            "location": self._location,
        }

    @property
    def private_endpoint_subnet(self) -> SubnetReference:
        """The subnet for private endpoints, as the argument of a `RegistryPrivateEndpoint`."""
        return {
            "id": self.private_endpoint_subnet_id,
            "delegation": "",
            "nat_gateway": False,
            "location": self._location,
        }

    @property
    def agent_pool_subnet(self) -> SubnetReference:
        """The subnet for agent pools, as the argument of an `AgentPool`."""
        return {
            "id": self.agent_pool_subnet_id,
            "delegation": "",
            "nat_gateway": self._has_nat_gateway,
            "location": self._location,
        }

    def _nat_gateway(self, name: str) -> tuple[network.SubResourceArgs, pulumi.Output[str]]:
        """The only way out, and its address, which stays."""
        address = network.PublicIPAddress(
            NETWORK_RESOURCE.logical(f"{name}-out"),
            **self._place,
            sku=network.PublicIPAddressSkuArgs(name=network.PublicIPAddressSkuName.STANDARD),
            public_ip_address_version=network.IPVersion.I_PV4,
            public_ip_allocation_method=network.IPAllocationMethod.STATIC,
            opts=pulumi.ResourceOptions(parent=self),
        )
        gateway = network.NatGateway(
            NETWORK_RESOURCE.logical(f"{name}-out"),
            **self._place,
            sku=network.NatGatewaySkuArgs(name=network.NatGatewaySkuName.STANDARD),
            public_ip_addresses=[network.SubResourceArgs(id=address.id)],
            opts=pulumi.ResourceOptions(parent=self),
        )
        return network.SubResourceArgs(id=gateway.id), address.ip_address.apply(lambda known: known or "")

    def _security_group(
        self, name: str, subnet: str, rules: Sequence[network.SecurityRuleArgs]
    ) -> network.NetworkSecurityGroupArgs:
        group = network.NetworkSecurityGroup(
            NETWORK_RESOURCE.logical(f"{name}-{subnet}"),
            **self._place,
            security_rules=rules,
            opts=pulumi.ResourceOptions(parent=self),
        )
        return network.NetworkSecurityGroupArgs(id=group.id)


class _Place(TypedDict):
    """Where each resource is made, and its tags."""

    resource_group_name: pulumi.Input[str]
    location: Optional[pulumi.Input[str]]
    tags: Optional[pulumi.Input[Tags]]
