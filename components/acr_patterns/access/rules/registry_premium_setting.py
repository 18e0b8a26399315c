"""A setting that only Premium has, on another SKU."""

from ..facts import Registry
from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity
from ..unknown import Flag, Text, Unknown, flag_at, list_at, same, text_at


def _check(registry: Registry) -> Answer:
    if same(registry.sku, "Premium"):
        return PASS
    settings = _settings(registry)
    on = [name for name, asked in settings.items() if asked is True]
    unknown = any(isinstance(asked, Unknown) for asked in settings.values())
    sku_unknown = registry.sku is None or isinstance(registry.sku, Unknown)
    if not on and not unknown:
        return PASS
    if sku_unknown or not on:
        return CannotTell(
            f"the SKU of the registry {registry.name}, or which settings it has", f"az acr show --name {registry.name}"
        )
    return Fail(
        f"the registry {registry.name} has SKU {registry.sku} and what only Premium has: {', '.join(on)}",
        f"az acr update --name {registry.name} --sku Premium",
    )


def _settings(registry: Registry) -> dict[str, Flag]:
    """Whether each setting that only Premium has is asked for."""
    properties = registry.described.properties
    addresses = list_at(properties, "networkRuleSet", "ipRules")
    export = registry.policy("exportPolicy")
    return {
        "dataEndpointEnabled": flag_at(properties, "dataEndpointEnabled"),
        "publicNetworkAccess Disabled": _is(registry.public_network_access, "disabled"),
        "networkRuleSet": addresses
        if isinstance(addresses, Unknown)
        else bool(addresses) or _is(registry.default_action, "deny"),
        "exportPolicy disabled": export if isinstance(export, Unknown) else export is False,
        "quarantinePolicy": registry.policy("quarantinePolicy"),
        "retentionPolicy": registry.policy("retentionPolicy"),
        "trustPolicy": registry.policy("trustPolicy"),
        "encryption": _is(text_at(properties, "encryption", "status"), "enabled"),
    }


def _is(said: Text, wanted: str) -> Flag:
    return said if isinstance(said, Unknown) else said is not None and said.lower() == wanted


RULE = Rule(
    id="registry-premium-setting",
    about=Registry,
    severity=Severity.BROKEN,
    link=Link.REGISTRY,
    catches="a registry of SKU Basic or Standard with a setting that only Premium has",
    prevents="Azure refuses the registry",
    why="Scanners ask for these settings whatever the SKU: Checkov for public access off (CKV_AZURE_139), retention (CKV_AZURE_167) and dedicated data "
    "endpoints (CKV_AZURE_237), PSRule for a firewall (Azure.ACR.Firewall). Only Premium has them.",
    change='sku=SkuArgs(name="Premium"), or leave the setting out',
    command="az acr update --name REGISTRY --sku Premium",
    source="https://learn.microsoft.com/azure/container-registry/container-registry-skus",
    check=_check,
    alone=True,
)
