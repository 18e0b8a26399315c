"""The settings about networks: what each comes to, and which make no sense together."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from acr_patterns import AcrPatternsError, NetworkAccess, RegistryNetworkArgs, RegistrySku
from acr_patterns.networks.reachability import TaskMachines, unreachable
from acr_patterns.networks.registry_network import MOST_IP_RANGES, check_network_sku, checked_network
from acr_patterns.testing import SimulatedAzure, Simulation
from acr_patterns.testing.project import Project
from programs import REGISTRY

PROJECT = Project.find(Path(__file__).parent)
NETWORK = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/hub/providers/Microsoft.Network"
SUBNET = f"{NETWORK}/virtualNetworks/hub/subnets/groups"
ZONE = f"{NETWORK}/privateDnsZones/privatelink.azurecr.io"
PREMIUM = "sku=Premium"
PRIVATE = [PREMIUM, "registryAccess=Private", "taskBypass=true"]


def refusal(stack: str, settings: list[str]) -> str:
    azure = SimulatedAzure()
    with pytest.raises(AcrPatternsError) as refused:
        PROJECT.simulate(stack, settings, azure)
    assert azure.operations == []
    return str(refused.value)


def sent(simulation: Simulation) -> dict[str, object]:
    """What Azure was sent of the registry's network."""
    [registry] = simulation.azure.of_type("Microsoft.ContainerRegistry/registries")
    properties = registry["properties"]
    return {
        key: properties.get(key)
        for key in (
            "publicNetworkAccess",
            "networkRuleBypassOptions",
            "networkRuleBypassAllowedForTasks",
            "networkRuleSet",
        )
    }


@pytest.mark.parametrize(
    ("settings", "access", "rules", "bypass"),
    [
        ([], "Enabled", None, False),
        ([PREMIUM], "Enabled", {"defaultAction": "Allow", "ipRules": []}, False),
        ([PREMIUM, "taskBypass=false"], "Enabled", {"defaultAction": "Allow", "ipRules": []}, False),
        ([PREMIUM, "taskBypass=true"], "Enabled", {"defaultAction": "Allow", "ipRules": []}, True),
        (PRIVATE, "Disabled", {"defaultAction": "Deny", "ipRules": []}, True),
        (
            [PREMIUM, "registryAccess=AllowedIpRanges", 'allowedIpRanges=["203.0.113.0/24"]', "taskBypass=true"],
            "Enabled",
            {"defaultAction": "Deny", "ipRules": [{"value": "203.0.113.0/24", "action": "Allow"}]},
            True,
        ),
    ],
    ids=["dev", "Premium", "said to be off", "kept while open", "private", "by address"],
)
def test_the_registry_answers_from_where_the_settings_say(
    settings: list[str], access: str, rules: object, bypass: bool | None
) -> None:
    assert sent(PROJECT.simulate("dev", settings)) == {
        "publicNetworkAccess": access,
        "networkRuleBypassOptions": "AzureServices",
        "networkRuleBypassAllowedForTasks": bypass,
        "networkRuleSet": rules,
    }


@pytest.mark.parametrize(
    ("stack", "settings", "sentence"),
    [
        ("dev", ["registryAccess=Private", "taskBypass=true"], "settings: registryAccess is Private, which needs the Premium SKU, and sku is Basic; set sku"),
        ("dev", ["registryAccess=Closed"], "registryAccess is 'Closed', which is not one of Public, AllowedIpRanges, Private"),
        ("dev", ["taskBypass=yes"], "taskBypass: 'yes' is neither true nor false"),
        (
            "platform",
            ["taskBypass="],
            "settings: taskBypass is not true and registryAccess is Private, where Azure has refused tasks since June 2025 (403), whatever their roles; set",
        ),
        (
            "platform",
            ["taskBypass=false"],
            "settings: taskBypass is not true and registryAccess is Private, where Azure has refused tasks since June 2025 (403), whatever their roles; set",
        ),
        (
            "dev",
            ["taskBypass=true"],
            "settings: taskBypass is true, which opens a firewall that only Premium has, and sku is Basic; set sku to Premium, or taskBypass to false",
        ),
        ("dev", [PREMIUM, "registryAccess=AllowedIpRanges"], "settings: registryAccess is AllowedIpRanges and allowedIpRanges names none"),
        ("dev", [PREMIUM, 'allowedIpRanges=["203.0.113.7"]'], "settings: allowedIpRanges is given, and registryAccess is Public"),
        (
            "dev",
            [PREMIUM, "registryAccess=AllowedIpRanges", "taskBypass=true", 'allowedIpRanges=["::1"]'],
            "settings: allowedIpRanges '::1' is IPv6",
        ),
        ("dev", ["allowedIpRanges=203.0.113.7"], "allowedIpRanges: '203.0.113.7' is not a list of texts; write one `- text` a line"),
        ("dev", ["allowedIpRanges=[4]"], "allowedIpRanges: '[4]' is not a list of texts"),
        (
            "prod",
            ["registryAccess=Private", "taskBypass=true", "logAnalyticsWorkspaceId=x"],
            "settings: registryAccess, taskBypass, logAnalyticsWorkspaceId is about a registry of the stack's own, and this stack uses another",
        ),
        (
            "dev",
            [*PRIVATE, "authentication=AdminUser"],
            "settings: authentication is AdminUser and registryAccess is Private, and Azure lets a container group pass there only with a managed identity",
        ),
        ("prod", ["publicIp=true"], "settings: publicIp is true, and privateNetwork puts the container group into a virtual network"),
        (
            "staging",
            ["publicIp=true", f"containerGroupSubnetId={SUBNET}"],
            "settings: publicIp is true, and containerGroupSubnetId puts the container group into a virtual network",
        ),
        ("prod", ["service=false"], "settings: privateNetwork is for the container group, and service is false, so there is none"),
        (
            "prod",
            [f"containerGroupSubnetId={SUBNET}"],
            "settings: privateNetwork is true, which makes subnets of its own, and containerGroupSubnetId names another",
        ),
        (
            "prod",
            [f"privateEndpointSubnetId={SUBNET}"],
            "settings: privateNetwork is true, which makes subnets of its own, and privateEndpointSubnetId names another",
        ),
        ("prod", [f"privateDnsZoneId={ZONE}"], "settings: privateDnsZoneId is given without privateEndpointSubnetId"),
        ("staging", ["containerGroupSubnetId=x"], "settings: containerGroupSubnetId 'x' is not the resource id of a subnet"),
        ("staging", ["privateEndpointSubnetId=x"], "settings: privateEndpointSubnetId 'x' is not the resource id of a subnet"),
        (
            "staging",
            [f"privateEndpointSubnetId={SUBNET}", f"privateDnsZoneId={SUBNET}"],
            f"settings: privateDnsZoneId '{SUBNET}' is not the resource id of a private DNS zone",
        ),
        ("dev", ["logAnalyticsWorkspaceId=logs"], "settings: logAnalyticsWorkspaceId 'logs' is not the resource id of a Log Analytics workspace"),
        (
            "dev",
            ["publicIp=false", "privateNetwork=true"],
            "settings: privateNetwork makes a private endpoint of the registry, which needs the Premium SKU, and sku is Basic",
        ),
        (
            "dev",
            [f"privateEndpointSubnetId={SUBNET}"],
            "settings: privateEndpointSubnetId makes a private endpoint of the registry, which needs the Premium SKU, and sku is Basic",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_before_anything_is_made(stack: str, settings: list[str], sentence: str) -> None:
    assert sentence in refusal(stack, settings)


@pytest.mark.parametrize("access", NetworkAccess)
@pytest.mark.parametrize("ranges", [(), ("203.0.113.7",), ("203.0.113.7",) * (MOST_IP_RANGES + 1), ("10.0.0.4",)])
@pytest.mark.parametrize("bypass", [None, False, True])
@pytest.mark.parametrize("sku", [RegistrySku.BASIC, RegistrySku.PREMIUM])
def test_settings_refuse_what_the_components_would_in_words_of_their_own(
    access: NetworkAccess, ranges: Sequence[str], bypass: bool | None, sku: RegistrySku
) -> None:
    listed = ",".join(f'"{one}"' for one in ranges)
    given = [f"registryAccess={access.value}", f"sku={sku.value}", f"allowedIpRanges=[{listed}]"]
    network: RegistryNetworkArgs = {"access": access}
    if ranges:
        network["allowed_ip_ranges"] = [*ranges]
    if bypass is not None:
        network["bypass_for_tasks"] = bypass
        given.append(f"taskBypass={str(bypass).lower()}")
    try:
        checked = checked_network("it", network)
        check_network_sku("it", checked, sku)
        refused = unreachable(checked, task=TaskMachines.SHARED)
    except AcrPatternsError as error:
        refused = [str(error)]
    if refused:
        assert not re.search(r"[a-z]_[a-z]|network access|agent pool", refusal("dev", given))
    else:
        PROJECT.simulate("dev", given)


def test_a_shared_registry_s_own_rules_do_not_limit_what_is_said_of_another() -> None:
    said = refusal("prod", ["registryAccess=AllowedIpRanges"])
    assert "allowedIpRanges names none" not in said


@pytest.mark.parametrize("mode", ["LegacyRegistryPermissions", "AbacRepositoryPermissions"])
def test_a_registry_of_the_stack_s_own_is_made_in_the_mode_that_is_said(mode: str) -> None:
    simulation = PROJECT.simulate("dev", [f"registryRoleAssignmentMode={mode}"])
    [registry] = simulation.azure.of_type("Microsoft.ContainerRegistry/registries")
    assert registry["properties"]["roleAssignmentMode"] == mode
    assert simulation.outputs["registry"]["roleAssignmentMode"] == mode
    [made] = [one for one in simulation.resources if one.type.endswith(":containerregistry:Registry")]
    assert made.type != REGISTRY


def test_a_registry_takes_the_newer_api_version_and_leaves_it_step_by_step_as_one_object() -> None:
    only_the_registry = ["build=false", "service=false"]
    abac = "registryRoleAssignmentMode=AbacRepositoryPermissions"
    steps = [
        [],
        [PREMIUM, abac],
        [*PRIVATE, abac],
        [PREMIUM, "taskBypass=false", "registryRoleAssignmentMode=LegacyRegistryPermissions"],
        ["sku=Standard"],
    ]
    simulation, ids, modes = None, set[str](), list[str]()
    for step in steps:
        simulation = PROJECT.simulate("dev", [*only_the_registry, *step], before=simulation)
        ids.add(simulation.outputs["registry"]["id"])
        [registry] = simulation.azure.of_type("Microsoft.ContainerRegistry/registries")
        modes.append(registry["properties"]["roleAssignmentMode"])
    assert len(ids) == 1
    assert modes == [
        f"{mode}Permissions" for mode in ("LegacyRegistry", *["AbacRepository"] * 2, *["LegacyRegistry"] * 2)
    ]


def test_from_dev_settings_to_those_of_prod_the_registry_stays_the_same() -> None:
    before = PROJECT.simulate("dev", ["sku=Standard"])
    registry = before.outputs["registry"]["id"]
    after = PROJECT.simulate("dev", PRIVATE, before=before)
    again = PROJECT.simulate("dev", PRIVATE, before=after)
    back = PROJECT.simulate("dev", ["sku=Standard", "taskBypass=false"], before=again)
    for simulation in (after, again, back):
        assert simulation.outputs["registry"]["id"] == registry
        assert len(simulation.azure.of_type("Microsoft.ContainerRegistry/registries")) == 1
    writes = [one.method for one in before.azure.operations if one.resource_id == registry and one.method != "GET"]
    assert writes == ["PUT"] * 3
