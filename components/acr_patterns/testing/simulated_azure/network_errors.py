"""What Azure answers when it refuses networks of a registry, private endpoints, DNS zones and diagnostic settings.

Those marked *inferred* have Azure's form, but their exact words were not seen.

Source: the messages that others met, by the address at each.
"""

from .errors import AzureError


def bad_request(message: str) -> AzureError:
    """The body is not what the API takes."""
    return AzureError(400, "BadRequest", message)


def closing_not_supported(sku: str) -> AzureError:
    """Only a Premium registry can be closed to the internet.

    Source: https://github.com/Azure-Samples/dotNET-Frontend-AB-Testing-on-Azure-Container-Apps/issues/5
    """
    return AzureError(
        400,
        "DisablingPublicNetworkAccessNotSupported",
        f"Disabling public network access is not supported for the SKU {sku}. For more information, please visit https://aka.ms/acr/private-link.",
    )


def rules_not_supported(sku: str) -> AzureError:
    """Only a Premium registry has a firewall. The text says virtual network rule also where `networkRuleSet` has none."""
    return AzureError(
        400,
        "NetworkRuleNotSupported",
        f"The requested feature virtual network rule is not supported for the SKU {sku}.",
    )


def address_refused(address: str) -> AzureError:
    """A firewall rule for what is no public IPv4 address or range (*inferred* wording)."""
    return AzureError(
        400, "NetworkRuleValidationError", f"The IP rule '{address}' is not a public IPv4 address or range."
    )


def too_many_rules(count: int, most: int) -> AzureError:
    """More firewall rules than a registry takes (*inferred* wording)."""
    return AzureError(
        400,
        "NetworkRuleValidationError",
        f"The registry has {count} IP rules. The maximum number of IP rules is {most}.",
    )


def rules_beside_endpoints(registry: str) -> AzureError:
    """A registry with private endpoints and rules for service endpoints (*inferred* wording)."""
    return AzureError(
        400,
        "NetworkRuleValidationError",
        f"The registry '{registry}' cannot have both private endpoints and virtual network rules.",
    )


def retention_refused(days: object) -> AzureError:
    """Untagged manifests are kept 0 to 365 days (*inferred* wording)."""
    return AzureError(400, "InvalidRequestContent", f"The days '{days}' of the retention policy must be from 0 to 365.")


def not_available_in_region(location: str, type_: str, regions: str) -> AzureError:
    """A type that this region does not have."""
    return AzureError(
        400,
        "LocationNotAvailableForResourceType",
        f"The provided location '{location}' is not available for resource type '{type_}'. "
        f"List of available regions for the resource type is '{regions}'.",
    )


def immutable_property(name: str, what: str, which: str) -> AzureError:
    """A property was changed that a live object keeps (*inferred* wording)."""
    return AzureError(400, "BadRequest", f"The property '{name}' of {what} '{which}' cannot be changed.")


def zones_overlap(zone: str, other: str) -> AzureError:
    """A virtual network with two zones of one name.

    Source: https://github.com/Azure/ARO-RP/issues/796
    """
    return bad_request(
        "A virtual network cannot be linked to multiple zones with overlapping namespaces. "
        f"You tried to link virtual network with '{zone}' and '{other}' zones."
    )


def one_zone_group(endpoint: str) -> AzureError:
    """A second zone group of a private endpoint (the code is *inferred*).

    Source: https://github.com/pulumi/pulumi-azure-native/issues/2179
    """
    return bad_request(f"Cannot create more than one private dns zone groups in the private endpoint {endpoint}.")


def sink_in_use(sink: str, setting: str, category: str) -> AzureError:
    """Two diagnostic settings of one object send the same to one workspace.

    Source: https://github.com/Azure/terraform-azurerm-avm-ptn-aiml-landing-zone/issues/19
    """
    return AzureError(
        409,
        "Conflict",
        f"Data sink '{sink}' is already used in diagnostic setting '{setting}' for category '{category}'. "
        "Data sinks can't be reused in different settings on the same category for the same resource.",
    )
