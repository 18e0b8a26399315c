"""The policies of a registry, every one said explicitly."""

from typing import Optional

from pulumi_azure_native import containerregistry

from ..arguments import whole_number
from ..errors import ArgumentError
from ..networks.registry_network import NetworkAccess, RegistryNetwork
from .sku import RegistrySku

DAYS = (0, 365)
"""How long an untagged manifest may be kept: https://learn.microsoft.com/azure/container-registry/container-registry-retention-policy."""


def checked_retention(where: str, days: object, sku: RegistrySku) -> Optional[int]:
    """Days after which an untagged manifest is deleted; None for never.

    Raises:
        ArgumentError: it is not 0 to 365, or the SKU is not Premium.
    """
    if days is None:
        return None
    if sku is not RegistrySku.PREMIUM:
        raise ArgumentError(
            f"{where}: untagged_retention_in_days needs the Premium SKU, and sku is {sku.value}; choose sku Premium, or delete untagged images with a PurgeTask"
        )
    return whole_number(where, "untagged_retention_in_days", days, *DAYS, "a whole number of days")


def check_export(where: str, network: RegistryNetwork, sku: RegistrySku, *, enabled: bool) -> None:
    """Refuse to switch exports off where Azure does.

    Raises:
        ArgumentError: the SKU is not Premium, or the registry answers the internet.
    """
    if enabled:
        return
    if sku is not RegistrySku.PREMIUM:
        raise ArgumentError(
            f"{where}: export_enabled False needs the Premium SKU, and sku is {sku.value}; choose sku Premium, or leave it out"
        )
    if network.access is not NetworkAccess.PRIVATE:
        raise ArgumentError(
            f"{where}: export_enabled is False and network access is {network.access.value}, but Azure switches exports off only where public network "
            f"access is off too: whoever pulls may carry images away; choose network access {NetworkAccess.PRIVATE.value}, or leave export_enabled out"
        )


def policies(
    sku: RegistrySku, *, export_enabled: bool, untagged_retention_in_days: Optional[int]
) -> containerregistry.PoliciesArgs:
    """Every policy; those that only Premium has, on Premium only.

    Tokens for Azure Resource Manager stay enabled: web apps and container apps pull with them. Why quarantine, content trust and soft
    delete are off is in docs/architecture.md.
    """
    chosen = containerregistry.PoliciesArgs(
        azure_ad_authentication_as_arm_policy=containerregistry.AzureADAuthenticationAsArmPolicyArgs(
            status=containerregistry.AzureADAuthenticationAsArmPolicyStatus.ENABLED
        ),
        soft_delete_policy=containerregistry.SoftDeletePolicyArgs(status=containerregistry.PolicyStatus.DISABLED),
    )
    if sku is RegistrySku.PREMIUM:
        export, status = containerregistry.ExportPolicyStatus, containerregistry.PolicyStatus
        chosen.export_policy = containerregistry.ExportPolicyArgs(
            status=export.ENABLED if export_enabled else export.DISABLED
        )
        chosen.quarantine_policy = containerregistry.QuarantinePolicyArgs(status=status.DISABLED)
        chosen.retention_policy = containerregistry.RetentionPolicyArgs(
            status=status.DISABLED if untagged_retention_in_days is None else status.ENABLED,
            days=untagged_retention_in_days,
        )
        chosen.trust_policy = containerregistry.TrustPolicyArgs(status=status.DISABLED)
    return chosen
