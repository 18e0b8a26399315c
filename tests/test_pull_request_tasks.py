"""The task that builds pull requests: what the code of whoever opens one cannot reach."""

from typing import Any

import pytest
from acr_patterns import AgentPool, ArgumentError, BuildTask, Registry, RegistrySku
from acr_patterns.testing import simulate
from build_tasks import PASSWORD, PRIVATE, USER, building, roles, task
from existing import ABAC_REGISTRY, subscription
from programs import TASK
from pulumi_azure_native import resources

LOGINS = {"docker.io": {"user_name": USER, "password": PASSWORD}}


def on_a_pool(**trigger: Any) -> dict[str, dict[str, Any]]:
    """The tasks of a component that is given an agent pool, by their names in the program."""

    def program() -> None:
        group = resources.ResourceGroup("shop")
        registry = Registry("shop", resource_group_name=group.name, sku=RegistrySku.PREMIUM).reference
        pool = AgentPool("builds", registry=registry).reference
        BuildTask(
            "api",
            registry=registry,
            repository="shop/api",
            source=PRIVATE,  # pyright: ignore[reportArgumentType]
            agent_pool=pool,
            triggers={"pull_request": trigger},  # pyright: ignore[reportArgumentType]
        )

    return {one.name: one.inputs for one in simulate(program).of_type(TASK)}


@pytest.mark.parametrize("trigger", [{}, {"enabled": False}, {"push": False}])
def test_registry_logins_are_refused_because_a_pull_request_could_read_them(trigger: dict[str, Any]) -> None:
    program = building(source=PRIVATE, registry_logins=LOGINS, triggers={"pull_request": trigger})
    with pytest.raises(ArgumentError) as refused:
        simulate(program, azure=subscription())
    assert str(refused.value) == (
        "BuildTask 'api': a pull request's code could read the passwords of registry_logins before anybody has reviewed it: the machine that runs it "
        "is logged in with them; leave out the pull_request trigger, or give it push True where everybody who may open one may know them"
    )


def test_registry_logins_are_taken_where_pull_requests_may_push() -> None:
    program = building(source=PRIVATE, registry_logins=LOGINS, triggers={"pull_request": {"push": True}})
    simulation = simulate(program, azure=subscription())
    assert "docker.io" in task(simulation)["credentials"]["customRegistries"]


def test_registries_of_base_images_are_pulled_from_by_the_identity_of_pull_requests() -> None:
    program = building(source=PRIVATE, base_registries={"platform": ABAC_REGISTRY}, triggers={"pull_request": {}})
    simulation = simulate(program, azure=subscription())
    assert sorted(name for name in roles(simulation) if "pull-request" in name) == [
        "api-pull-request-pull",
        "api-pull-request-pull-platform",
    ]


def test_pull_requests_run_on_shared_machines_although_the_task_has_an_agent_pool() -> None:
    tasks = on_a_pool()
    assert tasks["api"]["agentPoolName"]
    assert "agentPoolName" not in tasks["api-pull-request"]
    assert tasks["api-pull-request"]["agentConfiguration"] == {"cpu": 2}


def test_pull_requests_that_may_push_run_on_the_agent_pool() -> None:
    [made] = on_a_pool(push=True).values()
    assert made["agentPoolName"]


def test_without_an_agent_pool_pull_requests_get_the_cores_of_the_task() -> None:
    simulation = simulate(building(source=PRIVATE, cpu=4, triggers={"pull_request": {}}))
    assert task(simulation, "api-pull-request")["agentConfiguration"] == {"cpu": 4}
