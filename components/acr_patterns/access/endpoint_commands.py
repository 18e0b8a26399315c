"""The commands of the Azure CLI by which a virtual network gets a way to a registry: endpoint, DNS names and peering, whichever is missing.

What has no place yet is made beside the virtual network, in its resource group.

Source: https://learn.microsoft.com/azure/container-registry/container-registry-private-endpoints and
https://learn.microsoft.com/cli/azure/network/vnet/peering
"""

import shlex

from ..networks.private_dns import private_dns_zone
from .facts import Registry
from .network_facts import PrivateEndpoint, last_name, network_of
from .networks import Networks


def endpoint_commands(networks: Networks, registry: Registry, network: str) -> str:
    """Make a private endpoint of the registry in a virtual network, which is named by its resource id, and the names that lead to it."""
    registry_id = shlex.quote(registry.id) if isinstance(registry.id, str) else "REGISTRY_ID"
    group = _group_of(network)
    made = (
        f"az network private-endpoint create --name {registry.named} --connection-name {registry.named} --group-id registry "
        f"--private-connection-resource-id {registry_id} --subnet SUBNET_ID --resource-group {group}"
    )
    zone = private_dns_zone(registry.login_server if isinstance(registry.login_server, str) else "NAME.azurecr.io")
    return f"{made} && {names_commands(networks, registry.named, group, network, zone)}"


def names_commands(networks: Networks, endpoint: str, group: str, network: str, zone: str) -> str:
    """Give an endpoint's addresses to a zone that its virtual network asks; without one, to one that is made for it.

    Args:
        networks: what is known.
        endpoint: name of the endpoint, as a word of a shell.
        group: its resource group, as a word of a shell.
        network: resource id of the virtual network.
        zone: name of the zone.
    """
    commands: list[str] = []
    zone_id = networks.zone_asked_by(network, zone)
    if zone_id is None:
        zone_id = "/".join([*network.split("/")[:5], "providers/Microsoft.Network/privateDnsZones", zone])
        commands += [
            f"az network private-dns zone create --name {zone} --resource-group {_group_of(network)}",
            link_command(zone_id, network),
        ]
    commands.append(
        f"az network private-endpoint dns-zone-group create --endpoint-name {endpoint} --resource-group {group} --name default --zone-name registry "
        f"--private-dns-zone {shlex.quote(zone_id)}"
    )
    return " && ".join(commands)


def link_command(zone: str, network: str) -> str:
    """Let a virtual network ask a zone; both are named by their resource ids."""
    return (
        f"az network private-dns link vnet create --zone-name {shlex.quote(last_name(zone))} --resource-group {_group_of(zone)} "
        f"--name {shlex.quote(last_name(network))} --virtual-network {shlex.quote(network)} --registration-enabled false"
    )


def peering_commands(networks: Networks, one: str, other: str) -> str:
    """Peer two virtual networks, which are named by their resource ids, in the directions that they lack."""
    ways = [(one, other), (other, one)]
    missing = [(own, remote) for own, remote in ways if not networks.is_peered(own, remote)]
    return " && ".join(
        f"az network vnet peering create --name {shlex.quote(last_name(remote))} --vnet-name {shlex.quote(last_name(own))} "
        f"--resource-group {_group_of(own)} --subscription {shlex.quote(own.split('/')[2])} --remote-vnet {shlex.quote(remote)} --allow-vnet-access"
        for own, remote in missing or ways
    )


def approve_command(registry: Registry) -> str:
    """Approve the connection of an endpoint to a registry, which gave it a name of its own."""
    at_registry = "az acr private-endpoint-connection {} --registry-name " + registry.named
    return f"{at_registry.format('list')} --output table (then, with its name: {at_registry.format('approve')} --name NAME)"


def endpoint_again_commands(networks: Networks, endpoint: PrivateEndpoint, registry: Registry) -> str:
    """Make an endpoint anew, where it was."""
    network = network_of(endpoint.subnet) if isinstance(endpoint.subnet, str) else "NETWORK_ID"
    deleted = f"az network private-endpoint delete --ids {shlex.quote(str(endpoint.described.resource_id))}"
    return f"{deleted} && {endpoint_commands(networks, registry, network)}"


def _group_of(resource_id: str) -> str:
    """The resource group in a resource id, as a word of a shell."""
    return shlex.quote(resource_id.split("/")[4])
