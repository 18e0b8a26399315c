"""What a stack takes from the one that owns the registry: https://www.pulumi.com/docs/iac/concepts/stacks/#stackreferences."""

from typing import Any, cast

import pulumi
from acr_patterns import ArgumentError, RegistryNetworkArgs, RegistryReference, RegistrySku
from acr_patterns.networks.reachability import Consumer, unreachable
from acr_patterns.networks.registry_network import checked_network
from settings import Settings


def exported(registry: RegistryReference) -> dict[str, Any]:
    """A registry as the output `registry` describes it: what another stack has to know of it, as far as this one does."""
    described: dict[str, Any] = {
        "id": registry["id"],
        "loginServer": registry["login_server"],
        "roleAssignmentMode": registry["role_assignment_mode"].value,
    }
    if "sku" in registry:
        described["sku"] = registry["sku"].value
    if "network" in registry:
        described["network"] = _described(registry["network"])
    return described


def registry_of(platform: pulumi.StackReference, settings: Settings) -> pulumi.Output[Any]:
    """The output `registry` of the stack that owns the registry, as `exported` made it there.

    Raises:
        ArgumentError: there is none, or the registry is not as this stack's settings need it; once that is known.
    """

    def check(shared: Any) -> Any:
        if not isinstance(shared, dict) or not {"id", "loginServer", "roleAssignmentMode"} <= shared.keys():
            raise _lacks(settings.platform, "registry")
        known = cast(dict[str, Any], shared)
        if refused := _refusal(known, settings):
            raise ArgumentError(f"settings: the registry of stack {settings.platform} {refused}")
        return known

    return platform.get_output("registry").apply(check)


def image_of(platform: pulumi.StackReference, name: str) -> pulumi.Output[str]:
    """The image that the last `pulumi up` of the stack built.

    Raises:
        ArgumentError: it exports none, once that is known.
    """

    def check(image: Any) -> str:
        if not isinstance(image, str):
            raise _lacks(name, "image")
        return image

    return platform.get_output("image").apply(check)


def _refusal(registry: dict[str, Any], settings: Settings) -> str:
    """Why the stack could not pull from the registry, or not get a private endpoint of it; nothing if it can, as far as is known."""
    mode, sku, network = registry["roleAssignmentMode"], registry.get("sku"), registry.get("network")
    if mode != settings.role_assignment_mode.value:
        return (
            f"is in mode {mode}, and this stack would assign the roles of {settings.role_assignment_mode.value}, which it ignores; set "
            f"registryRoleAssignmentMode to {mode}"
        )
    if settings.network.private_endpoint and sku not in (None, RegistrySku.PREMIUM.value):
        return (
            f"has sku {sku}, and a private endpoint needs Premium; set sku to Premium in that stack, or leave out privateNetwork and "
            "privateEndpointSubnetId here"
        )
    consumer = Consumer.CONTAINER_GROUP_IN_SUBNET if settings.network.in_subnet else Consumer.CONTAINER_GROUP
    known = isinstance(network, dict) and "access" in network
    answers = checked_network(f"stack {settings.platform}", _network(cast(dict[str, Any], network))) if known else None
    reasons = unreachable(answers, consumer=consumer if settings.service else None)
    return f"is out of reach: {'; and '.join(reasons)}" if reasons else ""


_KEYS = {
    "access": "access",
    "allowedIpRanges": "allowed_ip_ranges",
    "bypassForTrustedServices": "bypass_for_trusted_services",
    "bypassForTasks": "bypass_for_tasks",
}
"""Words of the output -> arguments of a registry's network."""


def _described(network: RegistryNetworkArgs) -> dict[str, Any]:
    given = cast(dict[str, Any], network)
    return {word: given[key] for word, key in _KEYS.items() if key in given} | {"access": network["access"].value}


def _network(described: dict[str, Any]) -> RegistryNetworkArgs:
    return cast(RegistryNetworkArgs, {key: described[word] for word, key in _KEYS.items() if word in described})


def _lacks(name: str, output: str) -> ArgumentError:
    return ArgumentError(
        f"settings: stack {name}, which platform names, has no output {output} as this program exports it; bring that stack up with this program, "
        "or name another"
    )
