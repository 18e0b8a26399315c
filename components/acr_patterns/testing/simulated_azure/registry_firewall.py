"""What Azure takes of a registry's network, and of the policies that only Premium has.

Source: https://learn.microsoft.com/azure/container-registry/container-registry-access-selected-networks,
https://learn.microsoft.com/azure/container-registry/container-registry-private-endpoints and
https://learn.microsoft.com/azure/container-registry/container-registry-retention-policy
"""

from typing import TYPE_CHECKING, Any

from ...errors import ArgumentError
from ...networks.ip_ranges import checked_ip_range
from .errors import premium_only
from .network_errors import (
    address_refused,
    closing_not_supported,
    retention_refused,
    rules_beside_endpoints,
    rules_not_supported,
    too_many_rules,
)
from .private_endpoint import endpoints_of
from .resource_id import ResourceId
from .state import part

if TYPE_CHECKING:
    from .azure import SimulatedAzure

_MOST_IP_RULES = 200
_DAYS = (0, 365)
"""How long the policy for untagged manifests can wait."""
_PREMIUM_POLICIES = ("exportPolicy", "quarantinePolicy", "retentionPolicy", "trustPolicy")


def refuse_premium_settings(azure: "SimulatedAzure", where: ResourceId, sku: str, properties: dict[str, Any]) -> None:
    """Refuse what only Premium has.

    Raises:
        AzureError: another tier is asked for.
    """
    if sku == "Premium":
        return
    if properties.get("dataEndpointEnabled"):
        raise premium_only("dataEndpointEnabled", sku)
    if properties.get("publicNetworkAccess") == "Disabled":
        raise closing_not_supported(sku)
    rules = part(properties, "networkRuleSet")
    if rules.get("defaultAction") == "Deny" or rules.get("ipRules") or rules.get("virtualNetworkRules"):
        raise rules_not_supported(sku)
    for policy in _PREMIUM_POLICIES:
        if policy in properties.get("policies", {}):
            raise premium_only(policy, sku)
    if endpoints_of(azure, where.text):
        raise premium_only("privateEndpointConnections", sku)


def refuse_values(azure: "SimulatedAzure", where: ResourceId, properties: dict[str, Any]) -> None:
    """Refuse addresses, rules and days that Azure does not take.

    Raises:
        AzureError: with the first of them.
    """
    rules = part(properties, "networkRuleSet")
    addresses: list[Any] = rules.get("ipRules") or []
    if len(addresses) > _MOST_IP_RULES:
        raise too_many_rules(len(addresses), _MOST_IP_RULES)
    for one in addresses:
        _refuse_address(str(one.get("value")))
    if rules.get("virtualNetworkRules") and endpoints_of(azure, where.text):
        raise rules_beside_endpoints(where.name)
    days = part(properties, "policies", "retentionPolicy").get("days")
    if days is not None and not _DAYS[0] <= days <= _DAYS[1]:
        raise retention_refused(days)


def data_endpoint_enabled(azure: "SimulatedAzure", where: ResourceId, properties: dict[str, Any]) -> bool:
    """Whether the registry has dedicated data endpoints: as asked, and always as long as a private endpoint is there."""
    return bool(properties.get("dataEndpointEnabled")) or bool(endpoints_of(azure, where.text))


def _refuse_address(address: str) -> None:
    try:
        checked_ip_range("", address)
    except ArgumentError:
        raise address_refused(address) from None
