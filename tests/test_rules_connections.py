"""What is known of a way, and does not let anything through: private endpoints that are not approved, peerings that are down, routes elsewhere."""

from typing import Any

import pytest
from access_cases import Case, Of
from access_examples import answer_of, answers, inventory_of_az
from access_networks import pool_chain
from acr_patterns.access.inventory import Inventory
from acr_patterns.access.rule import Answer, CannotTell, Fail, Pass
from acr_patterns.testing import AzureError, SimulatedAzure
from documents import diagnosed, file
from test_rules_networks import INSIDE, behind_nat, in_other_network

TASK, NAMES = "task-registry-restricted", "endpoint-without-dns"
AUTOMATIC, MANUAL = "privateLinkServiceConnections", "manualPrivateLinkServiceConnections"


def connected(status: str | None, *, manual: bool = False) -> Case:
    """A pool that reaches the registry by an endpoint with a connection in this state."""
    [given] = [one for one in INSIDE.resources if one.name == "door"]
    state = {} if status is None else {"privateLinkServiceConnectionState": {"status": status}}
    connection = {**given.inputs[AUTOMATIC][0], **state}
    return INSIDE.but("door", **{AUTOMATIC: [] if manual else [connection], MANUAL: [connection] if manual else []})


@pytest.mark.parametrize("rule", [TASK, NAMES])
@pytest.mark.parametrize(
    ("status", "manual", "in_state", "in_az"),
    [
        (None, False, Pass, Pass),
        ("Approved", False, Pass, Pass),
        ("approved", True, CannotTell, Pass),
        ("Pending", False, Fail, Fail),
        ("Rejected", False, Fail, Fail),
        ("Disconnected", False, Fail, Fail),
        ("Pending", True, CannotTell, Fail),
        (None, True, CannotTell, CannotTell),
    ],
)
def test_only_an_approved_endpoint_leads_to_a_registry(
    rule: str, status: str | None, manual: bool, in_state: type[Answer], in_az: type[Answer]
) -> None:
    facts = connected(status, manual=manual).facts()
    assert (answer_of(rule, facts["state"]), answer_of(rule, facts["az"])) == (in_state, in_az)


def test_an_endpoint_that_waits_is_approved_and_one_that_was_rejected_is_made_anew() -> None:
    [waits], [rejected] = (answers(NAMES, connected(one).facts()["az"]) for one in ("Pending", "Rejected"))
    assert isinstance(waits, Fail)
    assert isinstance(rejected, Fail)
    assert (
        waits.finding
        == "the connection of the private endpoint door to the registry contoso is Pending, so nothing gets through it"
    )
    assert waits.command == (
        "az acr private-endpoint-connection list --registry-name contoso --output table (then, with its name: "
        "az acr private-endpoint-connection approve --registry-name contoso --name NAME)"
    )
    deleted, made, *_ = (rejected.command or "").split(" && ")
    assert deleted == f"az network private-endpoint delete --ids {INSIDE.id('door')}"
    assert made.startswith("az network private-endpoint create --name contoso ")
    assert (waits.change or "").endswith("on the registry")
    assert (rejected.change or "").endswith("once this one is deleted")


def test_whether_an_endpoint_is_approved_by_hand_is_asked_of_azure_and_settled_by_it(tmp_path: Any) -> None:
    case = connected("Pending", manual=True)
    [unsettled] = answers(TASK, case.facts()["state"])
    assert isinstance(unsettled, CannotTell)
    assert (
        unsettled.missing == "whether the connection of the private endpoint door to the registry contoso is approved"
    )
    assert unsettled.settle == "az network private-endpoint show --name door --resource-group GROUP"
    for status in ("Approved", "Pending"):
        [door] = [one for one in connected(status, manual=True).az() if one["name"] == "door"]
        said = diagnosed([file(tmp_path, "state", case.state()), file(tmp_path, "door", door)]).stdout
        assert ("so nothing gets through it" in said) is (status == "Pending")
        assert "is approved" not in said


def test_a_run_is_refused_on_a_simulated_azure_once_the_endpoint_is_rejected() -> None:
    azure = SimulatedAzure()
    case = pool_chain()
    case.deploy(azure)
    [connection] = azure.get(case.id("door"))["properties"][AUTOMATIC]
    connection["properties"]["privateLinkServiceConnectionState"] = {"status": "Rejected"}
    with pytest.raises(AzureError, match="TaskRunFailed"):
        case.run_tasks(azure)
    connection["properties"]["privateLinkServiceConnectionState"] = {"status": "Approved"}
    case.run_tasks(azure)


PEERED = in_other_network().but("link", virtualNetwork={"id": Of("other", "id")})


def peering(remote: str, state: str, **properties: Any) -> dict[str, Any]:
    return {"name": remote, "remoteVirtualNetwork": {"id": PEERED.id(remote)}, "peeringState": state, **properties}


def with_peerings(**of_networks: dict[str, Any]) -> Inventory:
    """What the Azure CLI shows of an endpoint in one network and a pool in another, with a peering of each network named."""
    shown: dict[str, dict[str, Any]] = {name: {"virtualNetworkPeerings": [one]} for name, one in of_networks.items()}
    shown["contoso"] = {"privateEndpointConnections": [{"privateEndpoint": {"id": PEERED.id("door")}}]}
    return inventory_of_az({**one, **shown.get(one["name"], {})} for one in PEERED.az())


@pytest.mark.parametrize(
    ("state", "allowed", "answer"),
    [("Connected", True, Pass), ("Connected", False, Fail), ("Initiated", True, Fail), ("Disconnected", True, Fail)],
)
def test_a_peering_counts_where_packets_may_take_it(state: str, allowed: bool, answer: type[Answer]) -> None:
    assert answer_of(TASK, with_peerings(other=peering("net", state, allowVirtualNetworkAccess=allowed))) is answer


@pytest.mark.parametrize(("state", "answer"), [("Initiated", Pass), ("Disconnected", Fail)])
def test_a_peering_that_lost_its_other_direction_is_not_mended_by_a_new_one(state: str, answer: type[Answer]) -> None:
    assert answer_of(TASK, with_peerings(other=peering("net", state), net=peering("other", "Initiated"))) is answer


@pytest.mark.parametrize("not_shown", ["", "nat"])
def test_a_route_table_may_lead_past_the_nat_gateway(not_shown: str) -> None:
    case = behind_nat("20.0.0.0/8")
    assert answer_of(TASK, case.facts()["az"]) is Pass
    [answer] = answers(TASK, routed(case, not_shown))
    assert isinstance(answer, CannotTell)
    assert "from an address that the firewall of the registry contoso has a rule for" in answer.missing
    assert answer.settle is None


def routed(case: Case, but_for: str) -> Inventory:
    """What the Azure CLI shows, with a route table at every subnet."""
    table = {"id": case.id("net").replace("virtualNetworks/net", "routeTables/all")}
    return inventory_of_az(
        {**one, "subnets": [{**some, "routeTable": table} for some in one["subnets"]]} if "subnets" in one else one
        for one in case.az()
        if one["name"] != but_for
    )
