"""Tasks and pools that would not reach a registry are refused before anything is made."""

from collections.abc import Callable
from typing import Any, cast

import pytest
from acr_patterns import AgentPool, ArgumentError, BuildTask, PurgeTask
from acr_patterns.testing import Simulation, simulate
from build_tasks import PRIVATE
from existing import GROUP, REGISTRY, subscription
from programs import SOURCE, TASK

SUBNET = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/shop/subnets/tasks"
CLOSED = {"access": "Private"}
RULES = {"access": "AllowedIpRanges", "allowed_ip_ranges": ["203.0.113.7"]}
BYPASS = {**CLOSED, "bypass_for_tasks": True}
INSIDE = {"name": "builds", "in_subnet": True}
OUTSIDE = {"name": "builds", "in_subnet": False}
SOMEWHERE = {"name": "builds"}

LET_TASKS_IN = (
    "let the registry have networkRuleBypassAllowedForTasks (bypass_for_tasks True in the network of its Registry; where that is made elsewhere, set it there, "
    "and then say so in the reference)"
)
SHARED_REFUSED = (
    "the registry's network access is {access}, and Azure has refused tasks on its shared machines there since June 2025 (403), whatever their roles; "
    f"{LET_TASKS_IN}, or run the task on an agent pool in a subnet with a private endpoint of the registry in its virtual network"
)
OUTSIDE_REFUSED = (
    "the registry's network access is Private, and the machines of an agent pool that lies in no subnet come from the internet like any other; give the pool "
    f"a subnet in a virtual network with a private endpoint of the registry, or take no pool and {LET_TASKS_IN}"
)
PULL_REQUESTS_REFUSED = (
    "the registry's network access is Private, and pull requests are built on Azure's shared machines, which Azure has refused there since June 2025 (403), "
    f"whatever their roles; {LET_TASKS_IN}, leave the pull_request trigger out, or give it push True, so that the pool of the task builds pull requests too"
)


def build(network: dict[str, Any], **arguments: Any) -> Callable[[], None]:
    given = {"registry": {**REGISTRY, "network": network}, "repository": "shop/api", "source": SOURCE, **arguments}
    return lambda: cast(None, BuildTask("api", cast(Any, given)))


def purge(network: dict[str, Any], **arguments: Any) -> Callable[[], None]:
    given = {"repositories": ["api"], "older_than_in_days": 30, "schedule": "0 3 * * *", **arguments}
    return lambda: cast(None, PurgeTask("old", cast(Any, {"registry": {**REGISTRY, "network": network}, **given})))


def pool(network: dict[str, Any], **arguments: Any) -> Callable[[], None]:
    given = {"registry": {**REGISTRY, "network": network}, **arguments}
    return lambda: cast(None, AgentPool("builds", cast(Any, given)))


def refusal(program: Callable[[], None]) -> str:
    azure = subscription()
    before = len(azure.operations)
    with pytest.raises(ArgumentError) as refused:
        simulate(program, azure=azure)
    assert len(azure.operations) == before
    return str(refused.value)


def made(program: Callable[[], None]) -> Simulation:
    azure = subscription()
    azure.put(SUBNET.rpartition("/subnets/")[0], {"properties": {"subnets": [{"name": "tasks"}]}})
    azure.put(f"{REGISTRY['id']}/agentPools/builds", {"properties": {}})
    return simulate(program, azure=azure)


@pytest.mark.parametrize(("of", "name"), [(build, "BuildTask 'api'"), (purge, "PurgeTask 'old'")])
@pytest.mark.parametrize(
    ("network", "agent_pool", "sentence"),
    [
        (CLOSED, None, SHARED_REFUSED.format(access="Private")),
        (RULES, None, SHARED_REFUSED.format(access="AllowedIpRanges")),
        (CLOSED, OUTSIDE, OUTSIDE_REFUSED),
        (BYPASS, OUTSIDE, OUTSIDE_REFUSED),
    ],
)
def test_a_task_that_would_not_reach_its_registry_is_refused(
    of: Callable[..., Callable[[], None]], name: str, network: dict[str, Any], agent_pool: Any, sentence: str
) -> None:
    assert refusal(of(network, agent_pool=agent_pool)) == f"{name}: {sentence}"


@pytest.mark.parametrize(
    ("network", "agent_pool"),
    [
        ({"access": "Public"}, None),
        ({"access": "Public"}, OUTSIDE),
        (BYPASS, None),
        (CLOSED, INSIDE),
        (CLOSED, SOMEWHERE),
    ],
)
def test_a_task_that_may_reach_its_registry_is_not_refused(network: dict[str, Any], agent_pool: Any) -> None:
    made(purge(network, agent_pool=agent_pool))


def test_registries_of_base_images_have_to_be_reached_too() -> None:
    other = {**REGISTRY, "id": REGISTRY["id"] + "b", "login_server": "contoso42b.azurecr.io", "network": CLOSED}
    said = refusal(build({"access": "Public"}, base_registries={"platform": other}))
    assert said == f"BuildTask 'api': base_registries platform: {SHARED_REFUSED.format(access='Private')}"


def test_pull_requests_are_built_on_shared_machines_and_refused_where_those_are() -> None:
    asked: dict[str, Any] = {"source": PRIVATE, "agent_pool": INSIDE, "triggers": {"pull_request": {}}}
    assert refusal(build(CLOSED, **asked)) == f"BuildTask 'api': {PULL_REQUESTS_REFUSED}"


def test_pull_requests_that_may_push_are_built_where_the_task_runs() -> None:
    asked: dict[str, Any] = {"source": PRIVATE, "agent_pool": INSIDE, "triggers": {"pull_request": {"push": True}}}
    [task] = made(build(CLOSED, **asked)).of_type(TASK)
    assert task.inputs["agentPoolName"] == "builds"


def test_a_pool_outside_a_subnet_is_refused_where_its_machines_would_not_reach_the_registry() -> None:
    assert refusal(pool(CLOSED)) == f"AgentPool 'builds': {OUTSIDE_REFUSED}"
    assert made(pool(CLOSED, subnet={"id": SUBNET}))


@pytest.mark.parametrize("in_subnet", [True, False])
def test_a_pool_says_whether_it_lies_in_a_subnet(in_subnet: bool) -> None:
    found: list[Any] = []

    def program() -> None:
        subnet = {"subnet": {"id": SUBNET}} if in_subnet else {}
        found.append(AgentPool("builds", cast(Any, {"registry": REGISTRY, **subnet})).reference)

    made(program)
    [reference] = found
    assert reference["in_subnet"] is in_subnet
    assert set(reference) == {"name", "in_subnet"}


def test_a_name_that_no_pool_has_is_refused() -> None:
    said = refusal(build({"access": "Public"}, agent_pool={"name": "b_1"}))
    assert said.startswith("BuildTask 'api': agent_pool name 'b_1' cannot be the name of an agent pool: Azure takes 3")
