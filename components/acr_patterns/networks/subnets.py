"""Subnets that components put something into: what has to be true of each.

Source: https://learn.microsoft.com/azure/container-instances/container-instances-virtual-network-concepts (which knows no way out of a virtual
network but a NAT gateway), https://learn.microsoft.com/azure/container-instances/container-instances-egress-ip-address (which shows Azure Firewall as one),
https://learn.microsoft.com/azure/container-registry/tasks-agent-pools and
https://learn.microsoft.com/azure/private-link/disable-private-endpoint-network-policy
"""

from typing import NotRequired, Optional, TypedDict

import pulumi

from ..arguments import when_known
from ..errors import ArgumentError, shown
from ..placement import checked_location
from ..references import checked_id
from ..resource_ids import check_subnet_id

CONTAINER_GROUPS = "Microsoft.ContainerInstance/containerGroups"
"""What a subnet of container groups is delegated to."""

_WAYS_OUT = "attach one, give another subnet, or leave nat_gateway out where something else leads out, such as a route to a firewall"

GOVERNMENT = ".us"
"""The top-level domain of Azure Government's login servers: https://learn.microsoft.com/azure/azure-government/compare-azure-government-global-azure."""


class SubnetReference(TypedDict):
    """A subnet: one of `PrivateNetwork(...)`, or one that exists already."""

    id: pulumi.Input[str]
    """Resource id: /subscriptions/…/resourceGroups/…/providers/Microsoft.Network/virtualNetworks/…/subnets/…"""
    delegation: NotRequired[str]
    """The service that it is delegated to, such as Microsoft.ContainerInstance/containerGroups; empty for none. Left out, it is not known."""
    nat_gateway: NotRequired[bool]
    """Whether it has a NAT gateway. Left out, it is not known, or something else leads out, such as a route to a firewall."""
    location: NotRequired[pulumi.Input[str]]
    """Azure region of its virtual network, and so of what lies in it. Left out, it is not known."""


def checked_subnet(where: str, argument: str, subnet: SubnetReference) -> SubnetReference:
    """The reference, if it names a subnet: outputs are checked once they are known.

    Raises:
        ArgumentError: the id is not that of a subnet.
    """
    checked = when_known(subnet["id"], lambda known: checked_id(f"{where}: {argument} id", known, check_subnet_id))
    return {**subnet, "id": checked}


def location_beside(
    where: str, given: Optional[pulumi.Input[str]], subnet: Optional[SubnetReference]
) -> Optional[pulumi.Input[str]]:
    """The region of what lies in a subnet: the one that is given, or else that of the subnet; without either, that of the resource group.

    Raises:
        ArgumentError: it is no region.
    """
    return checked_location(where, given if given is not None or subnet is None else subnet.get("location"))


def check_subnet_of_container_group(where: str, subnet: SubnetReference) -> None:
    """Refuse a subnet that is known not to take container groups.

    Raises:
        ArgumentError: it is delegated to something else or to nothing, or has no NAT gateway.
    """
    delegation = subnet.get("delegation")
    if delegation is not None and delegation.lower() != CONTAINER_GROUPS.lower():
        raise ArgumentError(
            f"{where}: subnet is delegated to {shown(delegation) if delegation else 'nothing'}, and container groups need one that is delegated to "
            f"{CONTAINER_GROUPS}; delegate it, or give another"
        )
    if subnet.get("nat_gateway") is False:
        raise ArgumentError(
            f"{where}: subnet has no NAT gateway, so container groups have no way out of the virtual network; {_WAYS_OUT}"
        )


def check_identity_in_subnet(where: str, login_server: str) -> str:
    """The login server of the registry, unless its cloud gives container groups in subnets no identities to pull with.

    Raises:
        ArgumentError: it is one of Azure Government.
    """
    if login_server.lower().endswith(GOVERNMENT):
        raise ArgumentError(
            f"{where}: subnet is given and the registry is {login_server}, but Azure Government has no managed identities for container groups in "
            "virtual networks, so nothing could pull; leave subnet out"
        )
    return login_server


def check_subnet_of_private_endpoint(where: str, subnet: SubnetReference) -> None:
    """Refuse a subnet that is known not to take private endpoints.

    Raises:
        ArgumentError: it is delegated.
    """
    if subnet.get("delegation"):
        raise ArgumentError(
            f"{where}: subnet is delegated to {shown(subnet.get('delegation'))}, and Azure makes no private endpoint in a delegated subnet "
            "(PrivateEndpointCreationNotAllowedAsSubnetIsDelegated); give another subnet of the same virtual network"
        )


def check_subnet_of_agent_pool(where: str, subnet: SubnetReference) -> None:
    """Refuse a subnet that is known not to take the machines of an agent pool.

    Raises:
        ArgumentError: it is delegated, or has no NAT gateway.
    """
    if subnet.get("delegation"):
        raise ArgumentError(
            f"{where}: subnet is delegated to {shown(subnet.get('delegation'))}, and the machines of an agent pool need one that is not; give another"
        )
    if subnet.get("nat_gateway") is False:
        raise ArgumentError(
            f"{where}: subnet has no NAT gateway, so the machines of an agent pool have no way out to what they need of Azure, such as Key Vault and Storage; "
            f"{_WAYS_OUT}"
        )
