"""What docs/networks.md says of Azure Policy and scanners: what each asks for, of what the components send.

What the policies ask for is read from https://github.com/Azure/azure-policy.
"""

import re
from collections.abc import Callable
from typing import Any, cast

import pytest
from acr_patterns import Registry, RegistryPrivateEndpoint
from acr_patterns.testing import SimulatedAzure, simulate
from existing import GROUP, GROUP_NAME, REGISTRY
from in_subnets import NETWORK, SUBNET, grouped, with_network
from pages import DOCS

REGISTRIES = "Microsoft.ContainerRegistry/registries"
WORKSPACE = f"{GROUP}/providers/Microsoft.OperationalInsights/workspaces/logs"
PREMIUM: dict[str, Any] = {"sku": "Premium"}
PRIVATE: dict[str, Any] = {**PREMIUM, "network": {"access": "Private"}}
RULES: dict[str, Any] = {
    **PREMIUM,
    "network": {"access": "AllowedIpRanges", "allowed_ip_ranges": ["203.0.113.7"]},
}
NO_EXPORTS = {**PRIVATE, "export_enabled": False}
RETENTION = {**PREMIUM, "untagged_retention_in_days": 30}
EVERYTHING = {**NO_EXPORTS, **RETENTION, "log_analytics_workspace_id": WORKSPACE}
Satisfied = Callable[[SimulatedAzure], bool]
Program = Callable[[], object]


def registry(**arguments: Any) -> Program:
    given: Any = {"resource_group_name": GROUP_NAME, "registry_name": "made42", **arguments}
    return lambda: Registry("shop", given)


def endpoint() -> None:
    given = {"registry": {**REGISTRY, "sku": "Premium"}, "resource_group_name": GROUP_NAME}
    RegistryPrivateEndpoint("shop", cast(Any, {**given, "subnet": {"id": f"{NETWORK}/subnets/endpoints"}}))


def made(azure: SimulatedAzure) -> dict[str, Any]:
    """The registry that the program makes, not the one that is there already."""
    return azure.get(f"{GROUP}/providers/{REGISTRIES}/made42")


def of(holds: Callable[[dict[str, Any]], object]) -> Satisfied:
    return lambda azure: bool(holds(made(azure)["properties"]))


def policy(name: str, status: str) -> Satisfied:
    return of(lambda properties: properties["policies"].get(name, {}).get("status") == status)


def restricted(properties: dict[str, Any]) -> bool:
    rules = properties.get("networkRuleSet", {})
    return properties["publicNetworkAccess"] == "Disabled" or rules.get("defaultAction") == "Deny"


def linked(azure: SimulatedAzure) -> bool:
    connected = azure.of_type("Microsoft.Network/privateEndpoints")
    targets = [one["properties"]["privateLinkServiceConnections"][0]["properties"] for one in connected]
    return [one["privateLinkServiceId"] for one in targets] == [REGISTRY["id"]]


def logged(azure: SimulatedAzure) -> bool:
    settings = azure.of_type("Microsoft.Insights/diagnosticSettings")
    return {log["category"] for one in settings for log in one["properties"]["logs"] if log["enabled"]} == {
        "ContainerRegistryLoginEvents",
        "ContainerRegistryRepositoryEvents",
    }


def of_group(holds: Callable[[dict[str, Any]], object]) -> Satisfied:
    return lambda azure: bool(holds(azure.of_type("Microsoft.ContainerInstance/containerGroups")[0]["properties"]))


SATISFIED: list[tuple[str, Satisfied, Program, Program]] = [
    ("d0793b48", of(restricted), registry(**RULES), registry(**PREMIUM)),
    ("Azure.ACR.Firewall", of(restricted), registry(**PRIVATE), registry(**PREMIUM)),
    ("0fdf0491", of(lambda it: it["publicNetworkAccess"] == "Disabled"), registry(**PRIVATE), registry(**RULES)),
    ("bd560fc0", lambda azure: made(azure)["sku"]["name"] == "Premium", registry(**PREMIUM), registry()),
    ("e8eef0a8", linked, endpoint, registry(**PRIVATE)),
    ("524b0254", policy("exportPolicy", "disabled"), registry(**NO_EXPORTS), registry(**PRIVATE)),
    ("CKV_AZURE_237", of(lambda it: it["dataEndpointEnabled"]), registry(**PREMIUM), registry()),
    ("CKV_AZURE_167", policy("retentionPolicy", "enabled"), registry(**RETENTION), registry(**PREMIUM)),
    ("Azure.ACR.Logs", logged, registry(log_analytics_workspace_id=WORKSPACE), registry()),
    ("8af8f826", of_group(lambda it: it.get("subnetIds")), grouped(subnet={"id": SUBNET}), grouped()),
    (
        "CKV_AZURE_245",
        of_group(lambda it: it.get("ipAddress", {}).get("type") != "Public"),
        grouped(),
        grouped(public_ip=True),
    ),
]
NOT_SATISFIED: list[tuple[str, Satisfied]] = [
    ("c4857be7", of(lambda it: it["networkRuleSet"].get("virtualNetworkRules"))),
    ("42781ec6", policy("azureADAuthenticationAsArmPolicy", "disabled")),
]


def after(program: Program) -> SimulatedAzure:
    azure = with_network()
    azure.put(WORKSPACE, {"location": "westeurope"})
    return simulate(lambda: cast(None, program()), azure=azure).azure


def row(asked_by: str) -> str:
    """The line of the page that names a policy or a rule."""
    [line] = re.findall(rf"^\|.*\b{re.escape(asked_by)}\b.*$", (DOCS / "networks.md").read_text(), re.MULTILINE)
    return line


@pytest.mark.parametrize(
    ("asked_by", "satisfied", "program", "other"), SATISFIED, ids=[asked_by for asked_by, *_ in SATISFIED]
)
def test_what_a_policy_asks_for_is_done_by_what_the_page_names_and_not_without(
    asked_by: str, satisfied: Satisfied, program: Program, other: Program
) -> None:
    assert "**nothing**" not in row(asked_by)
    assert satisfied(after(program))
    assert not satisfied(after(other))


@pytest.mark.parametrize(("asked_by", "satisfied"), NOT_SATISFIED, ids=[asked_by for asked_by, _ in NOT_SATISFIED])
def test_what_the_page_says_that_nothing_satisfies_is_not_done_by_all_settings_together(
    asked_by: str, satisfied: Satisfied
) -> None:
    assert "**nothing**" in row(asked_by)
    assert not satisfied(after(registry(**EVERYTHING)))
