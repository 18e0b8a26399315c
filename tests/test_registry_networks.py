"""What a registry sends about its network, its policies and its logs; and what of them is refused."""

from typing import Any

import pulumi
import pytest
from acr_patterns import ArgumentError, Registry
from acr_patterns.arm_types import arm_type
from acr_patterns.testing import SimulatedAzure, simulate
from programs import REGISTRY
from pulumi_azure_native import operationalinsights, resources

GROUP = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/shop"
REGISTRIES = "Microsoft.ContainerRegistry/registries"
SETTING = "azure-native:monitor:DiagnosticSetting"
WORKSPACE = f"{GROUP}/providers/Microsoft.OperationalInsights/workspaces/shop"
OPEN = {"access": "Public"}
RULES = {"access": "AllowedIpRanges", "allowed_ip_ranges": ["203.0.113.7", "198.51.100.0/24"]}
PRIVATE = {"access": "Private"}


def azure() -> SimulatedAzure:
    made = SimulatedAzure()
    made.put(GROUP, {"location": "westeurope"})
    made.put(WORKSPACE, {"location": "westeurope"})
    return made


def registry(there: SimulatedAzure | None = None, **arguments: Any) -> dict[str, Any]:
    """The body by which a registry is made; a callable among the arguments is called inside the program."""

    def program() -> None:
        given = {key: value() if callable(value) else value for key, value in arguments.items()}
        Registry("shop", {"resource_group_name": "shop", **given})  # pyright: ignore[reportArgumentType] any argument

    return arm_type(REGISTRY).body(simulate(program, azure=there or azure()).resource(REGISTRY).inputs)


def sent(network: dict[str, Any] | None, sku: str = "Premium") -> dict[str, Any]:
    given: dict[str, Any] = {} if network is None else {"network": network}
    return registry(None, sku=sku, **given)["properties"]


@pytest.mark.parametrize(
    ("network", "public", "rules"),
    [
        (None, "Enabled", {"defaultAction": "Allow", "ipRules": []}),
        (OPEN, "Enabled", {"defaultAction": "Allow", "ipRules": []}),
        (
            RULES,
            "Enabled",
            {
                "defaultAction": "Deny",
                "ipRules": [
                    {"action": "Allow", "value": "203.0.113.7"},
                    {"action": "Allow", "value": "198.51.100.0/24"},
                ],
            },
        ),
        (PRIVATE, "Disabled", {"defaultAction": "Deny", "ipRules": []}),
    ],
    ids=["nothing said", "public", "rules", "private"],
)
def test_a_premium_registry_says_everything_so_that_going_back_takes_it_away(
    network: dict[str, Any] | None, public: str, rules: dict[str, Any]
) -> None:
    body = sent(network)
    assert (body["publicNetworkAccess"], body["networkRuleSet"]) == (public, rules)
    assert (body["networkRuleBypassOptions"], body["dataEndpointEnabled"]) == ("AzureServices", True)


def test_an_address_may_be_an_output_such_as_that_of_a_nat_gateway() -> None:
    def network(address: str) -> Any:
        return lambda: {"access": "AllowedIpRanges", "allowed_ip_ranges": [pulumi.Output.from_input(address)]}

    rules = registry(sku="Premium", network=network("203.0.113.7"))["properties"]["networkRuleSet"]["ipRules"]
    assert rules == [{"action": "Allow", "value": "203.0.113.7"}]
    with pytest.raises(ArgumentError, match="is not an address of the internet"):
        registry(sku="Premium", network=network("10.0.0.4"))


@pytest.mark.parametrize("sku", ["Basic", "Standard"])
def test_other_tiers_send_no_rules_which_they_cannot_have(sku: str) -> None:
    body = sent(OPEN, sku)
    assert "networkRuleSet" not in body
    assert (body["publicNetworkAccess"], body["dataEndpointEnabled"]) == ("Enabled", False)


def test_trusted_services_can_be_kept_out() -> None:
    assert sent({**PRIVATE, "bypass_for_trusted_services": False})["networkRuleBypassOptions"] == "None"


def test_a_registry_changes_between_all_networks_and_tiers_in_place() -> None:
    there = azure()
    chosen = {"registry_name": "contoso42"}
    bodies = [
        registry(azure(), sku=sku, **chosen, **({} if network is None else {"network": network}))
        for sku, network in [
            ("Standard", None),
            ("Premium", PRIVATE),
            ("Premium", RULES),
            ("Premium", OPEN),
            ("Premium", PRIVATE),
            ("Standard", OPEN),
        ]
    ]
    for body in bodies:
        there.put(f"{GROUP}/providers/{REGISTRIES}/contoso42", body)
    [left] = there.of_type(REGISTRIES)
    assert left["properties"]["publicNetworkAccess"] == "Enabled"
    assert "networkRuleSet" not in left["properties"]


def test_the_policy_for_untagged_manifests_and_that_for_exports_are_sent() -> None:
    policies = registry(sku="Premium", network=PRIVATE, export_enabled=False, untagged_retention_in_days=30)[
        "properties"
    ]["policies"]
    assert policies["retentionPolicy"] == {"status": "enabled", "days": 30}
    assert policies["exportPolicy"] == {"status": "disabled"}
    assert sent(PRIVATE)["policies"]["exportPolicy"] == {"status": "enabled"}
    assert sent(PRIVATE)["policies"]["retentionPolicy"]["status"] == "disabled"
    at_once = registry(sku="Premium", untagged_retention_in_days=0.0)["properties"]["policies"]["retentionPolicy"]
    assert at_once == {"status": "enabled", "days": 0}


def test_logins_and_what_happens_to_images_go_to_the_workspace() -> None:
    there = azure()
    body = registry(there, log_analytics_workspace_id=WORKSPACE)
    [setting] = there.of_type("Microsoft.Insights/diagnosticSettings")
    [made] = there.of_type(REGISTRIES)
    assert setting["id"].startswith(f"{made['id']}/providers/")
    assert setting["properties"] == {
        "workspaceId": WORKSPACE,
        "logs": [
            {"category": "ContainerRegistryLoginEvents", "enabled": True},
            {"category": "ContainerRegistryRepositoryEvents", "enabled": True},
        ],
    }
    assert body["sku"] == {"name": "Standard"}


def test_without_a_workspace_nothing_is_logged() -> None:
    there = azure()
    registry(there)
    assert not there.of_type("Microsoft.Insights/diagnosticSettings")


def test_a_workspace_of_the_same_program_can_be_named() -> None:
    def program() -> None:
        group = resources.ResourceGroup("logs")
        workspace = operationalinsights.Workspace("logs", resource_group_name=group.name)
        Registry("shop", resource_group_name=group.name, log_analytics_workspace_id=workspace.id)

    simulation = simulate(program)
    [setting] = simulation.azure.of_type("Microsoft.Insights/diagnosticSettings")
    assert "/workspaces/logs" in setting["properties"]["workspaceId"]
    assert simulation.resource(SETTING).parent == next(
        one.urn for one in simulation.resources if one.type == "acr-patterns:index:Registry"
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"network": PRIVATE}, "network access 'Private' needs the Premium SKU, and sku is Standard"),
        (
            {"network": RULES, "sku": "Basic"},
            "network access 'AllowedIpRanges' needs the Premium SKU, and sku is Basic",
        ),
        ({"network": {**OPEN, "bypass_for_trusted_services": False}}, "closes a firewall that only Premium has"),
        (
            {"network": {**OPEN, "bypass_for_tasks": True}},
            "bypass_for_tasks True opens a firewall that only Premium has",
        ),
        ({"data_endpoint_enabled": True}, "data_endpoint_enabled needs the Premium SKU, and sku is Standard"),
        ({"export_enabled": False}, "export_enabled False needs the Premium SKU"),
        ({"export_enabled": False, "sku": "Premium"}, "export_enabled is False and network access is Public"),
        (
            {"export_enabled": False, "sku": "Premium", "network": RULES},
            "export_enabled is False and network access is AllowedIpRanges",
        ),
        ({"untagged_retention_in_days": 7}, "untagged_retention_in_days needs the Premium SKU"),
        (
            {"untagged_retention_in_days": 366, "sku": "Premium"},
            "is 366, but Azure takes a whole number of days from 0",
        ),
        (
            {"untagged_retention_in_days": 1.5, "sku": "Premium"},
            "is 1.5, but Azure takes a whole number of days from 0",
        ),
        (
            {"log_analytics_workspace_id": "logs"},
            "log_analytics_workspace_id 'logs' is not the resource id of a Log Ana",
        ),
        ({"log_analytics_workspace_id": GROUP}, "is not the resource id of a Log Analytics workspace; it has the form"),
        ({"network": {"access": "Internal"}}, "'Internal', which is not one of Public, AllowedIpRanges, Private"),
        ({"network": {}}, "network: required argument 'access' missing"),
    ],
)
def test_what_azure_rejects_is_refused_with_a_sentence(arguments: dict[str, Any], sentence: str) -> None:
    there = azure()
    with pytest.raises(ArgumentError, match=sentence):
        registry(there, **arguments)
    assert not there.of_type(REGISTRIES)


def test_a_workspace_that_is_an_output_is_refused_once_it_is_known() -> None:
    with pytest.raises(ArgumentError, match="is not the resource id of a Log Analytics workspace"):
        registry(log_analytics_workspace_id=lambda: pulumi.Output.from_input(f"{GROUP}/providers/{REGISTRIES}/shop"))
