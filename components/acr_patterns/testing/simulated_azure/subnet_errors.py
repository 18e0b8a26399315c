"""What Azure answers when it refuses subnets, what they refer to, and what goes into them.

Those marked *inferred* have Azure's form, but their exact words were not seen.

Source: the messages that others met, by the address at each.
"""

from collections.abc import Sequence

from .errors import AzureError


def reference_not_found(target: str, by: str) -> AzureError:
    """Something names an object that is not there.

    Source: https://github.com/MicrosoftDocs/azure-docs/issues/60273
    """
    return AzureError(
        400,
        "InvalidResourceReference",
        f"Resource {target} referenced by resource {by} was not found. "
        "Please make sure that the referenced resource exists, and that both resources are in the same region.",
    )


def invalid_range(what: str, given: object) -> AzureError:
    """An address range is none, or has bits behind its prefix (*inferred* wording)."""
    return AzureError(
        400, "InvalidCIDRNotation", f"The address prefix {given} of {what} is not a correctly formed CIDR."
    )


def outside_of_network(subnet: str, network: str) -> AzureError:
    """A subnet has addresses that its virtual network has not.

    Source: https://github.com/Azure/azure-powershell (the test of error responses of Az.Network)
    """
    return AzureError(400, "NetcfgInvalidSubnet", f"Subnet '{subnet}' is not valid in virtual network '{network}'.")


def ranges_overlap(subnet: str, network: str) -> AzureError:
    """Two subnets of a virtual network share addresses (*inferred* wording; the code was seen)."""
    return AzureError(
        400,
        "NetcfgSubnetRangesOverlap",
        f"Subnet '{subnet}' is not valid because its IP address range overlaps with that of an existing subnet in virtual network '{network}'.",
    )


def subnet_in_use(subnet: str, by: str) -> AzureError:
    """A subnet with something in it is to go.

    Source: https://github.com/hashicorp/terraform-provider-azurerm (the tests of Azure Kubernetes Service)
    """
    return AzureError(400, "InUseSubnetCannotBeDeleted", f"Subnet {subnet} is in use by {by} and cannot be deleted.")


def prefix_in_use(subnet: str, prefix: str) -> AzureError:
    """The addresses of a subnet with something in it are to change (*inferred* wording)."""
    return AzureError(
        400,
        "InUsePrefixCannotBeDeleted",
        f"IpPrefix {prefix} on Subnet {subnet} has active allocations and cannot be deleted.",
    )


def delegation_in_use(subnet_id: str, old: Sequence[str], new: Sequence[str], by: str) -> AzureError:
    """The delegation of a subnet with something in it is to change.

    Source: https://github.com/MicrosoftDocs/azure-docs/issues/39112
    """
    return AzureError(
        400,
        "SubnetDelegationsCannotChangeWhenSubnetUsedByResource",
        f"Delegations of subnet {subnet_id} cannot be changed from [{', '.join(old)}] to [{', '.join(new)}] because it is being used by the resource {by}.",
    )


def delegation_missing(group: str) -> AzureError:
    """A container group in a subnet that is not delegated to container groups.

    Source: https://github.com/Azure/dev-box-images/issues/8
    """
    return AzureError(
        400,
        "SubnetMissingRequiredDelegation",
        f"Subnet missing required delegation 'Microsoft.ContainerInstance' for container group '{group}'.",
    )


def public_in_subnet() -> AzureError:
    """A container group in a subnet asks for a public IP address.

    Source: https://github.com/Azure/azure-cli/issues/13802 (the message)
    """
    return AzureError(
        400,
        "InvalidIpAddressTypeForNetworkProfile",
        "IP Address type can't be public when network profile is set.",
    )


def private_without_subnet(group: str) -> AzureError:
    """A container group in no subnet asks for a private IP address (the code is *inferred*).

    Source: https://github.com/Azure/azure-sdk-for-js/issues/20984
    """
    return AzureError(
        400,
        "InvalidIpAddressType",
        f"IP Address type in container group '{group}' is invalid. Private IP address is only supported when network profile is defined.",
    )


def ports_missing(group: str) -> AzureError:
    """A container group asks for an IP address without ports."""
    return AzureError(
        400, "MissingIpAddressPorts", f"The ports in the 'ipAddress' of container group '{group}' cannot be empty."
    )


def other_subscription(group: str, subnet_id: str) -> AzureError:
    """A container group in a subnet of another subscription (*inferred* wording).

    Source: https://github.com/MicrosoftDocs/azure-docs/issues/94486 (the code)
    """
    return AzureError(
        400,
        "SubnetAndContainerGroupMustBeInSameSubscription",
        f"The subnet '{subnet_id}' and the container group '{group}' must be in the same subscription.",
    )


def other_region(group: str, subnet_id: str) -> AzureError:
    """A container group in a subnet of another region (*inferred*)."""
    return AzureError(
        400,
        "SubnetAndContainerGroupMustBeInSameRegion",
        f"The subnet '{subnet_id}' and the container group '{group}' must be in the same region.",
    )


def subnet_full(subnet: str, prefix: str) -> AzureError:
    """All addresses of a subnet are taken (*inferred* wording)."""
    return AzureError(
        400,
        "SubnetIsFull",
        f"Subnet {subnet} with address prefix {prefix} does not have enough capacity for 1 IP addresses.",
    )


def rules_conflict(rule: str, other: str) -> AzureError:
    """Two rules of a network security group have one priority in one direction (*inferred* wording)."""
    return AzureError(
        400,
        "SecurityRuleConflict",
        f"Security rule {rule} conflicts with rule {other}. Rules cannot have the same Priority and Direction.",
    )


def invalid_priority(priority: object) -> AzureError:
    """The priority of a rule is none that a rule can have (*inferred* wording)."""
    return AzureError(
        400,
        "SecurityRuleInvalidPriority",
        f"Security rule has invalid Priority. Value provided: {priority}. Allowed range is 100-4096.",
    )


def address_not_for_nat(address: str, gateway: str) -> AzureError:
    """A NAT gateway with a public IP address that is not of the SKU Standard (*inferred* wording)."""
    return AzureError(
        400,
        "NatGatewayCannotUseBasicPublicIpAddress",
        f"NAT gateway {gateway} cannot use the public IP address {address}: its SKU must be Standard.",
    )


def standard_address_is_static(address: str) -> AzureError:
    """A public IP address of the SKU Standard that is not static (*inferred* wording)."""
    return AzureError(
        400,
        "PublicIPAddressStandardSkuMustBeStatic",
        f"The public IP address {address} of the SKU Standard must have the allocation method Static.",
    )
