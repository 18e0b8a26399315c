"""Every program that docs/networks.md shows runs as it stands, and does what the page says."""

import re
from enum import Enum
from functools import partial
from typing import cast

import pytest
from acr_patterns import (
    BuildTask,
    NetworkAccess,
    RegistryNetworkArgs,
    RegistrySku,
    RoleAssignmentMode,
    existing_registry,
)
from acr_patterns.networks.firewall import public_network_access, rule_set
from acr_patterns.networks.registry_network import checked_network
from acr_patterns.testing import SimulatedAzure, Simulation, SimulationError, simulate
from acr_patterns.testing.simulated_azure.private_dns_zone_group import records_in
from pages import DOCS, blocks
from programs import AGENT_POOL, CONTAINER_GROUP, DEPLOYMENT, SOURCE, TASK

PAGE = "networks.md"
PROGRAMS = [
    "Private",
    "An agent pool",
    "Some addresses",
    "Subnets and a zone that exist",
    "Records that an Azure Policy makes",
    "Logs, exports, untagged images",
]
BUILDING = ["Private", "An agent pool", "Some addresses"]
MAKING_ALL = [*BUILDING, "Logs, exports, untagged images"]
SUBSCRIPTION = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups"
ZONE = f"{SUBSCRIPTION}/hub/providers/Microsoft.Network/privateDnsZones/privatelink.azurecr.io"
REGISTRIES = "Microsoft.ContainerRegistry/registries"
ZONE_GROUP = "azure-native:network:PrivateDnsZoneGroup"
ZONE_LINK = "azure-native:privatedns:VirtualNetworkLink"
ENDPOINTS = "Microsoft.Network/privateEndpoints"


def hub_and_shop() -> SimulatedAzure:
    """What the page says to exist."""
    azure = SimulatedAzure()
    for group in ("hub", "shop"):
        azure.put(f"{SUBSCRIPTION}/{group}", {"location": "westeurope"})
    azure.put(f"{SUBSCRIPTION}/shop/providers/{REGISTRIES}/contoso42", {"sku": {"name": "Premium"}})
    network = f"{SUBSCRIPTION}/hub/providers/Microsoft.Network/virtualNetworks/shop"
    azure.put(network, {"properties": {"subnets": [{"name": "endpoints"}]}})
    azure.put(ZONE, {"location": "global"})
    return azure


def shown(heading: str) -> Simulation:
    [block] = blocks(PAGE, heading, "python")
    program = compile(block, f"docs/{PAGE}", "exec")
    azure = SimulatedAzure() if heading in MAKING_ALL else hub_and_shop()
    return simulate(lambda: exec(program, {}), azure=azure, stack="prod")  # noqa: S102 the page's own code


def test_the_page_has_no_other_program() -> None:
    assert (DOCS / PAGE).read_text().count("```python") == len(PROGRAMS)


@pytest.mark.parametrize("heading", BUILDING)
def test_what_builds_at_a_closed_registry_pushes(heading: str) -> None:
    azure = shown(heading).azure
    assert {run.status for run in azure.runs} == {"Succeeded"}
    [registry] = azure.of_type(REGISTRIES)
    assert registry["properties"]["networkRuleSet"]["defaultAction"] == "Deny"


def test_the_private_registry_has_an_endpoint_and_a_group_that_pulls() -> None:
    simulation = shown("Private")
    [endpoint], [group] = (
        simulation.azure.of_type(ENDPOINTS),
        simulation.azure.of_type("Microsoft.ContainerInstance/containerGroups"),
    )
    assert simulation.outputs["endpoint"] == endpoint["id"]
    assert simulation.outputs["address"] == group["properties"]["ipAddress"]["ip"]
    [registry] = simulation.azure.of_type(REGISTRIES)
    assert registry["properties"]["publicNetworkAccess"] == "Disabled"


@pytest.mark.parametrize(
    ("heading", "types"),
    [("Private", [TASK, DEPLOYMENT, CONTAINER_GROUP]), ("An agent pool", [AGENT_POOL, TASK, DEPLOYMENT])],
)
def test_what_builds_and_runs_is_made_once_the_endpoint_has_its_names(heading: str, types: list[str]) -> None:
    simulation = shown(heading)
    names = {simulation.resource(type_).urn for type_ in (ZONE_GROUP, ZONE_LINK)}
    assert all(names <= simulation.resource(type_).depends_on for type_ in types)


def test_the_zone_of_the_hub_gets_the_names() -> None:
    azure = shown("Subnets and a zone that exist").azure
    assert records_in(azure, ZONE) == {"contoso42.azurecr.io", "contoso42.westeurope.data.azurecr.io"}
    assert not azure.of_type("Microsoft.Network/privateDnsZones/virtualNetworkLinks")


def test_where_a_policy_makes_the_records_there_is_the_endpoint_alone() -> None:
    azure = shown("Records that an Azure Policy makes").azure
    assert len(azure.of_type(ENDPOINTS)) == 1
    assert records_in(azure, ZONE) == set()
    assert not azure.of_type(f"{ENDPOINTS}/privateDnsZoneGroups")


def test_logs_exports_and_untagged_images_are_as_the_page_says() -> None:
    azure = shown("Logs, exports, untagged images").azure
    [registry], [setting] = azure.of_type(REGISTRIES), azure.of_type("Microsoft.Insights/diagnosticSettings")
    policies = registry["properties"]["policies"]
    assert (policies["exportPolicy"]["status"], policies["retentionPolicy"]["days"]) == ("disabled", 30)
    text = (DOCS / PAGE).read_text()
    assert all(f"`{log['category']}`" in text for log in setting["properties"]["logs"])


def rows(heading: str) -> list[list[str]]:
    """The cells of the table in a section, without its head."""
    section = (DOCS / PAGE).read_text().partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line] for line in lines[2:]]


@pytest.mark.parametrize("access", NetworkAccess)
def test_what_azure_shows_of_a_registry_is_said_of_it_as_the_page_says(access: NetworkAccess) -> None:
    given: RegistryNetworkArgs = {"access": access}
    if access is NetworkAccess.ALLOWED_IP_RANGES:
        given["allowed_ip_ranges"] = ["203.0.113.7"]
    network = checked_network("it", given)
    rules = rule_set(network, RegistrySku.PREMIUM)
    assert rules
    public, action = public_network_access(network).value, cast(Enum, rules.default_action).value
    fitting = [
        said
        for shown, rule, addresses, said in rows("The network of a registry that exists")
        if f"`{public}`" == shown
        and (not rule or f"`{action}`" in rule)
        and addresses != ("none" if rules.ip_rules else "addresses")
    ]
    assert [said.split(",")[0] for said in fitting] == [f"`access` {access.value}"]


def test_a_reference_that_says_more_than_azure_has_ends_in_403() -> None:
    azure = hub_and_shop()
    id_ = f"{SUBSCRIPTION}/shop/providers/{REGISTRIES}/contoso42"
    azure.put(id_, {"sku": {"name": "Premium"}, "properties": {"publicNetworkAccess": "Disabled"}})
    network: RegistryNetworkArgs = {"access": NetworkAccess.PRIVATE, "bypass_for_tasks": True}
    registry = partial(existing_registry, id_, "contoso42.azurecr.io", RoleAssignmentMode.LEGACY, network=network)
    with pytest.raises(SimulationError, match="task-registry-restricted"):
        simulate(
            lambda: cast(None, BuildTask("api", registry=registry(), repository="api", source=SOURCE)), azure=azure
        )


def test_the_rows_that_the_page_names_exist() -> None:
    rows = set(re.findall(r"^\| `([a-z-]+)` \|", (DOCS / "unproven.md").read_text(), re.MULTILINE))
    section = (DOCS / PAGE).read_text().partition("### What the simulation says\n")[2].partition("\n## ")[0]
    named = re.findall(r"`([a-z-]+)`", section)
    assert named
    assert set(named) <= rows
