"""The rules about private endpoints and agent pools: kept and broken, on every kind of document."""

from typing import Any

import pytest
from access_cases import GROUP, Case, Of
from access_examples import answer_of, answers, inventory_of_az
from access_networks import ZONE, endpoint, link, nat, network, pool, pool_chain, subnet
from access_tables import (
    BROKEN,
    KEPT_LATER,
    OPEN,
    Row,
    check_first_cause,
    check_row,
    check_simulation,
    each,
)
from acr_patterns.access.inventory import Inventory
from acr_patterns.access.rule import Answer, CannotTell, Fail, Pass
from acr_patterns.access.rules import endpoint_without_dns, task_registry_restricted
from acr_patterns.testing.simulated_azure import SUBSCRIPTION_ID

TASK, NAMES = task_registry_restricted.RULE, endpoint_without_dns.RULE
INSIDE = pool_chain()
NAMED = ("door", ZONE, "default", "link")
IN_GROUP = f"/subscriptions/{SUBSCRIPTION_ID}/resourceGroups/{GROUP}"
FAILED = "TaskRunFailed"
IN_STATE = (Fail, CannotTell, CannotTell)
"""What the Azure CLI shows of one resource does not tell that another is missing."""
OTHER = subnet("pools", "other")


def in_other_network() -> Case:
    moved = INSIDE.plus(network("other")).but("builds", virtualNetworkSubnetResourceId=OTHER)
    return moved.reordered("other")


def behind_nat(let_in: str) -> Case:
    """A pool that has no endpoint, and comes from an address of 20.0.0.0/8."""
    rules = {"defaultAction": "Deny", "ipRules": [{"iPAddressOrRange": let_in}]}
    case = INSIDE.without(*NAMED).but("contoso", publicNetworkAccess="Enabled", networkRuleSet=rules)
    return case.plus(*nat()).reordered("net").reordered("nat").reordered("out")


SUBNETS = [
    {"name": one, "addressPrefix": prefix} for one, prefix in (("endpoints", "10.0.0.0/24"), ("pools", "10.0.1.0/24"))
]
POOLS = [
    Row("the endpoint's network", TASK, INSIDE, KEPT_LATER),
    Row("no subnet", TASK, INSIDE.plus(pool(lies_in=False)), BROKEN, "lies in no subnet", FAILED),
    Row("no zone group", TASK, INSIDE.without("default"), IN_STATE, f"no private DNS zone {ZONE} has the", FAILED),
    Row("no link", TASK, INSIDE.without("link"), IN_STATE, "is not linked to the virtual network net", FAILED),
    Row(
        "a link to another network",
        TASK,
        INSIDE.plus(network("other"), link(Of("other", "id"))).reordered("other"),
        IN_STATE,
        "is not linked to the virtual network net",
        FAILED,
    ),
    Row("another network", TASK, in_other_network(), OPEN, code=FAILED),
    Row("no endpoint", TASK, INSIDE.without("door", "default"), OPEN, code=FAILED),
    Row("an address that a rule lets in", TASK, behind_nat("20.0.0.0/8"), KEPT_LATER),
    Row("an address that no rule lets in", TASK, behind_nat("198.51.100.0/24"), OPEN, code=FAILED),
    Row("an address that nothing shows", TASK, behind_nat("20.0.0.0/8").but("net", subnets=SUBNETS), OPEN, code=FAILED),
]
ENDPOINTS = [
    Row("a linked zone", NAMES, INSIDE, KEPT_LATER),
    Row("no zone group", NAMES, INSIDE.without("default"), IN_STATE, "lead to its public address"),
    Row("no link", NAMES, INSIDE.without("link"), IN_STATE, "lead to its public address"),
]
ROWS = [*POOLS, *ENDPOINTS]


@each(ROWS)
def test_what_a_rule_answers(row: Row, document: str) -> None:
    check_row(row, document)


@each([row for row in POOLS if row.fails], ("state",))
def test_a_violation_is_the_first_cause(row: Row, document: str) -> None:
    check_first_cause(row, document)


@pytest.mark.parametrize("row", [row for row in ROWS if row.in_simulated_azure], ids=lambda row: row.what)
def test_a_simulated_azure_runs_a_task_only_where_its_pool_reaches_the_registry(row: Row) -> None:
    check_simulation(row)


def shown(case: Case, of: str, **properties: Any) -> Inventory:
    """What the Azure CLI shows, with more of one resource."""
    return inventory_of_az({**one, **(properties if one["name"] == of else {})} for one in case.az())


def door(case: Case) -> list[Any]:
    return [{"privateEndpoint": {"id": case.id("door")}}]


@pytest.mark.parametrize(
    ("endpoints", "answer", "settle"),
    [
        ([], Fail, None),
        (door(INSIDE), CannotTell, f"az network private-endpoint show --ids {INSIDE.id('door')}"),
    ],
)
def test_a_registry_that_names_its_endpoints_has_no_others(
    endpoints: list[Any], answer: type[Answer], settle: str | None
) -> None:
    without = INSIDE.without("door", "default")
    [found] = answers(TASK.id, shown(without, "contoso", privateEndpointConnections=endpoints))
    assert isinstance(found, answer)
    assert not isinstance(found, CannotTell) or found.settle == settle
    [unnamed] = answers(TASK.id, without.facts()["az"])
    assert isinstance(unnamed, CannotTell)
    assert unnamed.settle == "az acr show --name contoso"


def test_the_endpoints_that_a_registry_had_when_it_was_made_are_not_those_it_has() -> None:
    case = INSIDE.without("door", "default").but("contoso", privateEndpointConnections=[])
    assert answer_of(TASK.id, case.facts()["state"]) is CannotTell


def peered(case: Case, *with_networks: str, state: str = "Connected") -> Inventory:
    """What the Azure CLI shows, with the peerings of the pool's network."""
    links = [
        {"name": one, "remoteVirtualNetwork": {"id": case.id(one)}, "peeringState": state} for one in with_networks
    ]
    found = [
        {**one, **({"privateEndpointConnections": door(case)} if one["name"] == "contoso" else {})} for one in case.az()
    ]
    return inventory_of_az(
        {**one, **({"virtualNetworkPeerings": links} if one["name"] == "other" else {})} for one in found
    )


def test_a_network_without_an_endpoint_may_be_peered_with_one_that_has_it() -> None:
    [answer] = answers(TASK.id, shown(in_other_network(), "contoso", privateEndpointConnections=door(INSIDE)))
    assert isinstance(answer, CannotTell)
    assert answer.settle == f"az network vnet show --ids {in_other_network().id('other')}"
    linked = in_other_network().but("link", virtualNetwork={"id": Of("other", "id")})
    assert answer_of(TASK.id, peered(linked, "net")) is Pass
    assert answer_of(TASK.id, peered(linked)) is Fail
    assert answer_of(TASK.id, peered(linked, "net", state="Initiated")) is Fail


@pytest.mark.parametrize(
    ("lacking", "question"),
    [("nat", "az network nat gateway show --ids "), ("out", "az network public-ip show --ids ")],
)
def test_the_address_of_a_pool_is_asked_for_step_by_step(lacking: str, question: str) -> None:
    case = behind_nat("20.0.0.0/8")
    [answer] = answers(TASK.id, inventory_of_az(one for one in case.az() if one["name"] != lacking))
    assert isinstance(answer, CannotTell)
    assert answer.settle == f"{question}{case.id(lacking)}"


def test_a_network_that_asks_its_own_dns_servers_may_know_the_endpoint_or_not() -> None:
    for case in (INSIDE, INSIDE.without("link")):
        own = case.but("net", dhcpOptions={"dnsServers": ["10.0.0.4"]})
        assert answer_of(TASK.id, own.facts()["state"]) is CannotTell


def test_one_endpoint_that_is_found_is_enough() -> None:
    case = INSIDE.plus(endpoint("side")).reordered("side")
    assert answer_of(TASK.id, case.facts()["state"]) is Pass
    assert answer_of(NAMES.id, case.facts()["state"]) is Fail  # of the other one


def test_a_pool_that_no_document_shows_may_lie_anywhere() -> None:
    [answer] = answers(TASK.id, INSIDE.but("build", agentPoolName="others").facts()["az"])
    assert isinstance(answer, CannotTell)
    assert answer.settle == "az acr agentpool list --registry contoso"


def test_before_a_registry_is_made_nobody_else_has_made_an_endpoint_of_it() -> None:
    in_subnet = f"{IN_GROUP}/providers/Microsoft.Network/virtualNetworks/net/subnets/pools"
    case = INSIDE.but("builds", virtualNetworkSubnetResourceId=in_subnet)
    assert answer_of(TASK.id, case.facts()["preview"]) is CannotTell
    assert answer_of(TASK.id, case.without("door", "default").facts()["preview"]) is Fail


def test_whether_a_pool_in_no_subnet_passes_as_a_trusted_service_is_not_known() -> None:
    case = INSIDE.plus(pool(lies_in=False)).but("contoso", networkRuleBypassAllowedForTasks=True)
    assert answer_of(TASK.id, case.facts()["state"]) is CannotTell


def test_a_zone_of_another_name_does_not_lead_to_an_endpoint() -> None:
    wrong = INSIDE.but(
        "default", privateDnsZoneConfigs=[{"name": "r", "privateDnsZoneId": f"{IN_GROUP}/x/privatelink.azurecr.us"}]
    )
    [answer] = answers(NAMES.id, wrong.facts()["state"])
    assert isinstance(answer, Fail)
    assert "no private DNS zone privatelink.azurecr.io" in answer.finding


def test_a_zone_of_the_same_name_that_is_not_the_linked_one_does_not_lead_to_an_endpoint() -> None:
    other = f"{IN_GROUP}-hub/providers/Microsoft.Network/privateDnsZones/{ZONE}"
    wrong = INSIDE.but("default", privateDnsZoneConfigs=[{"name": "r", "privateDnsZoneId": other}])
    assert [type(one) for one in answers(NAMES.id, wrong.facts()["state"])] == [CannotTell]  # others may have linked it
