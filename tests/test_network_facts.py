"""How facts of networks refer to each other: which pool, which endpoint and which address is meant, and what is not known of them."""

from dataclasses import replace
from typing import Any

import pytest
from access_cases import GROUP, Case, Given, Of, Secret
from access_examples import answer_of, answers, inventory_of_az
from access_networks import HERE, endpoint, pool
from access_resources import registry
from acr_patterns.access.networks import Networks
from acr_patterns.access.rule import CannotTell, Fail, Pass
from acr_patterns.access.unknown import Unknown
from test_rules_connections import connected
from test_rules_networks import INSIDE, behind_nat

TASK, NAMES = "task-registry-restricted", "endpoint-without-dns"
FILE = {"type": "FileTask", "taskFilePath": "acb.yaml", "contextPath": "https://github.com/contoso/shop.git#main"}
OUTSIDE = INSIDE.plus(pool(lies_in=False))
LET_IN = behind_nat("20.0.0.0/8")


def with_stranger(case: Case) -> Case:
    """The case with another registry that has a pool of the same name, in no subnet."""
    named = {"agentPoolName": "builds", "registryName": Of("fabrikam", "name"), "count": 1}
    stranger = Given("containerregistry:AgentPool", "stranger", {**HERE, **named})
    return Case((registry("fabrikam"), stranger, *case.resources))


def test_a_pool_of_the_same_name_at_another_registry_is_not_the_one() -> None:
    case = with_stranger(INSIDE)
    assert answer_of(TASK, case.facts()["az"]) is Pass
    [answer] = answers(TASK, case.without("builds").but("build", agentPoolName="builds").facts()["az"])
    assert isinstance(answer, CannotTell)
    assert answer.settle == "az acr agentpool list --registry contoso"


def test_a_pool_that_may_be_one_of_several_is_not_known() -> None:
    case = INSIDE.plus(pool("others", lies_in=False))
    inventory = case.facts()["preview"]
    [task] = inventory.tasks
    for names, found in ((["builds"], "builds"), (["others"], "others"), (["builds", "others"], None)):
        sources = frozenset(case.urn(one) for one in names)
        meant = inventory.networks.pool_of(replace(task, agent_pool=Unknown(sources=sources)))
        assert (meant and meant.name) == found


def of_another_registry() -> Case:
    """The only endpoint in the pool's network is for another registry."""
    other = endpoint(registry_id=Of("fabrikam", "id"))
    return Case((registry("fabrikam"), *INSIDE.plus(other).resources))


def test_an_endpoint_of_another_registry_is_none_of_this_one() -> None:
    case = of_another_registry()
    for name in ("state", "preview", "az"):
        inventory = case.facts()[name]
        doors = {one.name: inventory.networks.endpoints_of(one) for one in inventory.registries}
        assert doors["contoso"] == []
        assert [one.name for one in doors["fabrikam"]] == ["door"]
    assert answer_of(TASK, case.facts()["az"]) is CannotTell
    assert answer_of(TASK, case.facts()["preview"]) is CannotTell


def test_ids_are_read_in_any_case() -> None:
    inside = f"{INSIDE.id('net')}/SUBNETS/pools".replace("/resourceGroups/", "/resourcegroups/")
    assert answer_of(TASK, INSIDE.but("builds", virtualNetworkSubnetResourceId=inside).facts()["state"]) is Pass


def second_address(address: str, let_in: str) -> Case:
    """A pool whose NAT gateway has a second address."""
    rules = [{"iPAddressOrRange": one} for one in ("20.0.0.0/8", let_in)]
    addresses = [{"id": Of(one, "id")} for one in ("out", "out2")]
    [first] = [one for one in LET_IN.resources if one.name == "out"]
    second = replace(first, name="out2", inputs={**first.inputs, "publicIpAddressName": "out2", "ipAddress": address})
    case = LET_IN.but("contoso", networkRuleSet={"defaultAction": "Deny", "ipRules": rules})
    return case.but("nat", publicIpAddresses=addresses).plus(second).reordered("out2")


def test_a_pool_is_let_in_where_all_its_addresses_are() -> None:
    assert answer_of(TASK, second_address("198.51.100.9", "198.51.100.0/24").facts()["az"]) is Pass
    assert answer_of(TASK, second_address("198.51.100.9", "203.0.113.0/24").facts()["az"]) is CannotTell


def test_an_address_that_no_document_shows_may_be_any() -> None:
    case = second_address("198.51.100.9", "198.51.100.0/24")
    [answer] = answers(TASK, inventory_of_az(one for one in case.az() if one["name"] != "out2"))
    assert isinstance(answer, CannotTell)
    assert answer.settle == f"az network public-ip show --ids {case.id('out2')}"


def test_the_addresses_of_a_prefix_are_not_read() -> None:
    prefix = {"id": f"/subscriptions/5ub/resourceGroups/{GROUP}/providers/Microsoft.Network/publicIPPrefixes/some"}
    assert answer_of(TASK, LET_IN.but("nat", publicIpPrefixes=[prefix]).facts()["az"]) is CannotTell


def test_rules_for_addresses_let_nobody_in_while_public_access_is_off() -> None:
    assert answer_of(TASK, LET_IN.facts()["state"]) is Pass
    assert answer_of(TASK, LET_IN.but("contoso", publicNetworkAccess="Disabled").facts()["state"]) is CannotTell


def test_a_pool_in_no_subnet_may_come_from_an_address_that_a_rule_lets_in() -> None:
    [answer] = answers(TASK, LET_IN.plus(pool(lies_in=False)).facts()["state"])
    assert isinstance(answer, CannotTell)
    assert "from an address that the firewall of the registry contoso has a rule for" in answer.missing


@pytest.mark.parametrize(("all_known", "may"), [(False, True), (True, False)])
def test_where_everything_is_known_no_rule_names_an_address_of_azures(all_known: bool, may: bool) -> None:
    [contoso] = LET_IN.facts()["az"].registries
    assert Networks((), all_known=all_known).may_be_let_in(contoso) is may


def test_an_endpoint_that_may_lead_there_is_asked_about_before_one_that_does_not_is_blamed() -> None:
    side = dict(endpoint("side").inputs)
    side["manualPrivateLinkServiceConnections"] = side.pop("privateLinkServiceConnections")
    case = connected("Rejected").plus(Given("network:PrivateEndpoint", "side", side))
    case = case.plus(replace(zone_group_of_side(), name="of-side"))
    [answer] = answers(TASK, case.facts()["state"])
    assert isinstance(answer, CannotTell)
    assert "the connection of the private endpoint side" in answer.missing


def zone_group_of_side() -> Given:
    [group] = [one for one in INSIDE.resources if one.name == "default"]
    return replace(group, inputs={**group.inputs, "privateEndpointName": Of("side", "name")})


@pytest.mark.parametrize(
    "case",
    [
        INSIDE.but("default", privateDnsZoneConfigs=[{"name": "r", "privateDnsZoneId": Secret("a zone")}]),
        INSIDE.but("link", virtualNetwork={"id": Secret("a network")}),
    ],
    ids=["zone", "link"],
)
def test_a_zone_or_a_link_that_is_not_known_may_be_the_right_one(case: Case) -> None:
    for rule in (TASK, NAMES):
        assert answer_of(rule, case.facts()["state"]) is CannotTell


def without_bypass_shown(case: Case) -> list[dict[str, Any]]:
    """As the Azure CLI shows it with an older API version."""
    return [
        {key: value for key, value in one.items() if key != "networkRuleBypassAllowedForTasks"} for one in case.az()
    ]


def test_where_the_bypass_is_not_shown_a_pool_outside_may_pass_as_a_trusted_service() -> None:
    assert answer_of(TASK, OUTSIDE.facts()["az"]) is Fail
    [answer] = answers(TASK, inventory_of_az(without_bypass_shown(OUTSIDE)))
    assert isinstance(answer, CannotTell)
    assert answer.missing.startswith("whether the task build passes all the same as a trusted service: the firewall of")


@pytest.mark.parametrize(
    ("case", "missing"),
    [
        (OUTSIDE, "whether a step of the task build pushes: the firewall of the registry contoso is closed"),
        (INSIDE.without("builds").but("build", agentPoolName=None), "whether a step of the task build, which does not pass"),
    ],
    ids=["on a pool outside", "on shared machines"],
)  # fmt: skip
def test_what_does_not_reach_the_registry_may_push_nothing(case: Case, missing: str) -> None:
    assert answer_of(TASK, case.facts()["state"]) is Fail
    [answer] = answers(TASK, case.but("build", step=FILE).facts()["state"])
    assert isinstance(answer, CannotTell)
    assert answer.missing.startswith(missing)
    assert answer.settle == "az acr task show --registry contoso --name build"
