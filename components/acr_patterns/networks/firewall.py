"""A registry's network as its properties in Azure Resource Manager."""

from pulumi_azure_native import containerregistry

from ..registries.sku import RegistrySku
from .registry_network import NetworkAccess, RegistryNetwork


def public_network_access(network: RegistryNetwork) -> containerregistry.PublicNetworkAccess:
    """The property of this name."""
    private = network.access is NetworkAccess.PRIVATE
    return containerregistry.PublicNetworkAccess.DISABLED if private else containerregistry.PublicNetworkAccess.ENABLED


def bypass_options(network: RegistryNetwork) -> containerregistry.NetworkRuleBypassOptions:
    """The property `networkRuleBypassOptions`."""
    options = containerregistry.NetworkRuleBypassOptions
    return options.AZURE_SERVICES if network.trusted_services else options.NONE


def rule_set(network: RegistryNetwork, sku: RegistrySku) -> containerregistry.NetworkRuleSetArgs | None:
    """The property `networkRuleSet`, which only Premium has: always said there, so that going back to Public takes the rules away."""
    if sku is not RegistrySku.PREMIUM:
        return None
    action = containerregistry.DefaultAction
    return containerregistry.NetworkRuleSetArgs(
        default_action=action.ALLOW if network.open else action.DENY,
        ip_rules=[
            containerregistry.IPRuleArgs(action=containerregistry.Action.ALLOW, i_p_address_or_range=one)
            for one in network.ip_ranges
        ],
    )
