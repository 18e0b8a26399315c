"""Who reaches a registry at all, before anybody logs in.

Source: https://learn.microsoft.com/azure/container-registry/container-registry-access-selected-networks,
https://learn.microsoft.com/azure/container-registry/allow-access-trusted-services and
https://learn.microsoft.com/azure/container-registry/manage-network-bypass-policy-for-tasks
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NotRequired, TypedDict

import pulumi

from ..arguments import choice, when_known
from ..errors import ArgumentError, shown
from ..registries.sku import RegistrySku
from .ip_ranges import check_no_address_twice, checked_ip_range

MOST_IP_RANGES = 200
"""Rules for addresses that a registry takes: https://learn.microsoft.com/azure/container-registry/container-registry-skus."""


class NetworkAccess(str, Enum):
    """From where a registry answers."""

    PUBLIC = "Public"
    """From everywhere: who logs in is in."""
    ALLOWED_IP_RANGES = "AllowedIpRanges"
    """From some addresses of the internet, and by private endpoints."""
    PRIVATE = "Private"
    """By private endpoints alone."""


_AZURES_WORDS = {
    "enabled": f"publicNetworkAccess Enabled is {NetworkAccess.PUBLIC.value}, or {NetworkAccess.ALLOWED_IP_RANGES.value} beside rules",
    "disabled": f"publicNetworkAccess Disabled is {NetworkAccess.PRIVATE.value}",
    "allow": f"the defaultAction Allow of networkRuleSet is {NetworkAccess.PUBLIC.value}",
    "deny": f"the defaultAction Deny of networkRuleSet is {NetworkAccess.ALLOWED_IP_RANGES.value}, or {NetworkAccess.PRIVATE.value} without any rule",
}
"""What Azure's own properties say instead, in lower case -> which access that is."""


class RegistryNetworkArgs(TypedDict):
    """From where a registry answers, and which services of Azure pass nevertheless."""

    access: NetworkAccess
    """Public, AllowedIpRanges or Private. All but Public need the Premium SKU."""
    allowed_ip_ranges: NotRequired[list[pulumi.Input[str]]]
    """With AllowedIpRanges: 1 to 200 public IPv4 addresses or ranges, such as `203.0.113.7` or `203.0.113.0/24`, each once.
    Each may be an output, the list may not."""
    bypass_for_trusted_services: NotRequired[bool]
    """Whether services that Azure trusts pass: container groups, Microsoft Defender, Azure Machine Learning, imports. True by default, and without
    effect while `access` is Public. False needs the Premium SKU."""
    bypass_for_tasks: NotRequired[bool]
    """Whether tasks, of this registry and of others, pass with their system-assigned identities. What Azure takes to be False where nothing is said.
    Without effect while `access` is Public, so a registry that is opened for a while keeps it. True needs the Premium SKU; saying either makes the
    registry with a newer API version. A live registry that has it is told False once, before it is left out."""


@dataclass(frozen=True)
class RegistryNetwork:
    """The same, with all that was left out."""

    access: NetworkAccess = NetworkAccess.PUBLIC
    ip_ranges: Sequence[pulumi.Input[str]] = ()
    trusted_services: bool = True
    tasks: bool | None = None
    """None where nothing is said."""

    @property
    def open(self) -> bool:
        """Whether the registry answers whoever asks from the internet."""
        return self.access is NetworkAccess.PUBLIC


def checked_network(where: str, given: RegistryNetworkArgs | None) -> RegistryNetwork:
    """What the arguments come to.

    Args:
        where: the component.
        given: None for a registry that answers everybody.

    Raises:
        ArgumentError: an address is none that Azure takes (for an output, once it is known), or the arguments contradict each other.
    """
    if given is None:
        return RegistryNetwork()
    access = _access(where, given["access"])
    ranges = given.get("allowed_ip_ranges")
    if access is NetworkAccess.ALLOWED_IP_RANGES and not ranges:
        raise ArgumentError(
            f"{where}: network access is {access.value} and allowed_ip_ranges names none, so nobody would get in; name the addresses, "
            f"or choose access {NetworkAccess.PRIVATE.value}"
        )
    if access is not NetworkAccess.ALLOWED_IP_RANGES and ranges is not None:
        raise ArgumentError(
            f"{where}: network has allowed_ip_ranges, and its access is {access.value}, where no address counts; "
            f"choose access {NetworkAccess.ALLOWED_IP_RANGES.value}, or leave allowed_ip_ranges out"
        )
    if ranges and len(ranges) > MOST_IP_RANGES:
        raise ArgumentError(
            f"{where}: {len(ranges)} allowed_ip_ranges, and a registry takes {MOST_IP_RANGES} at most; name larger ranges"
        )
    trusted = given.get("bypass_for_trusted_services", True)
    tasks = given.get("bypass_for_tasks")
    if tasks and not trusted:
        raise ArgumentError(
            f"{where}: network has bypass_for_tasks without bypass_for_trusted_services, and Azure lets tasks pass only where both are True; "
            "leave bypass_for_trusted_services out, or run the task on an agent pool in a subnet"
        )
    checked = [when_known(one, lambda known: checked_ip_range(where, known)) for one in ranges or ()]
    check_no_address_twice(where, checked)
    return RegistryNetwork(access, checked, trusted, tasks)


def check_network_sku(where: str, network: RegistryNetwork, sku: RegistrySku) -> None:
    """Refuse what only Premium has.

    Raises:
        ArgumentError: with what to do instead.
    """
    if not network.open and sku is not RegistrySku.PREMIUM:
        raise ArgumentError(
            f"{where}: network access {shown(network.access.value)} needs the Premium SKU, and sku is {sku.value}; choose sku Premium, or access "
            f"{NetworkAccess.PUBLIC.value}: who may pull is decided by roles in any case"
        )
    if not network.trusted_services and sku is not RegistrySku.PREMIUM:
        raise ArgumentError(
            f"{where}: bypass_for_trusted_services False closes a firewall that only Premium has, and sku is {sku.value}; choose sku Premium, or leave it out"
        )
    if network.tasks and sku is not RegistrySku.PREMIUM:
        raise ArgumentError(
            f"{where}: bypass_for_tasks True opens a firewall that only Premium has, and sku is {sku.value}; choose sku Premium, or leave it out, or say False"
        )


def _access(where: str, given: str) -> NetworkAccess:
    said = _AZURES_WORDS.get(str(given).lower())
    if said is not None:
        raise ArgumentError(
            f"{where}: network access is {shown(given)}, which is not one of {', '.join(one.value for one in NetworkAccess)}; {said}"
        )
    return choice(where, "network access", NetworkAccess, given)
