"""The jobs that a build task is for, from the program to the registry."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any, cast

import pulumi
import pytest
from acr_patterns import BuildTask, BuildTaskArgs, Registry, RegistrySku
from acr_patterns.testing import SimulatedAzure, SimulationError, simulate
from acr_patterns.testing.simulated_azure import Run
from pulumi_azure_native import resources

URL = "https://github.com/contoso/shop.git"
SOURCE = {"url": URL, "branch": "main", "revision": "88a601d", "access_token": "t"}
CHAIN: list[dict[str, Any]] = [
    {"id": "build", "build": {"images": ["shop/api:{{.Run.ID}}"]}},
    {"id": "test", "cmd": "$Registry/shop/api:{{.Run.ID}} npm test"},
    {"id": "push", "push": ["shop/api:{{.Run.ID}}"]},
]


def building(**arguments: Any) -> Callable[[], None]:
    def program() -> None:
        group = resources.ResourceGroup("shop")
        registry = Registry("shop", resource_group_name=group.name).reference
        given = {"registry": registry, "source": SOURCE, **arguments}
        task = BuildTask("api", cast(BuildTaskArgs, given))
        pulumi.export("image", task.image)

    return program


def built(azure: SimulatedAzure | None = None, **triggers: Any) -> SimulatedAzure:
    """A simulated Azure with a task that has these triggers, after its run at deploy time."""
    return simulate(building(repository="shop/api", triggers=triggers), azure=azure).azure


def digests(azure: SimulatedAzure) -> set[str]:
    [registry] = azure.of_type("Microsoft.ContainerRegistry/registries")
    return set(azure.repositories(registry["properties"]["loginServer"])["shop/api"])


def at(run: Run) -> str:
    return f"{datetime.fromisoformat(run.created):%a %d %H:%M}"


def test_a_push_builds_and_pushes_a_new_image() -> None:
    azure = built(commit={})
    before = digests(azure)
    [run] = azure.push_commit(URL, "main", "4f1c2aa")
    assert (run.trigger, run.status) == ("Commit", "Succeeded")
    [image] = run.images
    assert digests(azure) == {*before, image["digest"]}
    assert image["digest"] not in before


def test_a_push_to_another_branch_or_repository_builds_nothing() -> None:
    azure = built(commit={})
    assert azure.push_commit(URL, "next", "4f1c2aa") == []
    assert azure.push_commit("https://github.com/contoso/other.git", "main", "4f1c2aa") == []


def test_a_pull_request_is_built_and_does_not_push() -> None:
    azure = built(commit={}, pull_request={})
    before = digests(azure)
    [run] = azure.open_pull_request(URL, "main", "4f1c2aa")
    assert (run.trigger, run.status, run.images) == ("PullRequest", "Succeeded", [])
    assert digests(azure) == before


def test_a_pull_request_pushes_if_it_was_asked_for() -> None:
    azure = built(pull_request={"push": True})
    [run] = azure.open_pull_request(URL, "main", "4f1c2aa")
    assert run.images[0]["digest"] in digests(azure)


def test_steps_are_tried_on_a_pull_request_without_their_push() -> None:
    azure = simulate(building(steps=CHAIN, triggers={"pull_request": {}})).azure
    [run] = azure.open_pull_request(URL, "main", "4f1c2aa")
    assert ([step.id for step in run.steps], run.status, run.images) == (["build", "test"], "Succeeded", [])


@pytest.mark.parametrize("kind", ["Runtime", "All"])
def test_an_updated_base_image_builds_again(kind: str) -> None:
    azure = SimulatedAzure()
    for context in (f"{URL}#88a601d", f"{URL}#main"):
        azure.set_base_images(context, ["docker.io/library/node:22"], build_time=["docker.io/library/golang:1.25"])
    built(azure, base_image={"type": kind})
    azure.update_public_image("docker.io/library/node:22")
    [run] = azure.pass_time(3600)
    assert (run.trigger, run.status) == ("ImageUpdate", "Succeeded")
    assert run.images[0]["digest"] in digests(azure)
    azure.update_public_image("docker.io/library/golang:1.25")
    assert len(azure.pass_time(3600)) == (1 if kind == "All" else 0)


def test_a_base_image_in_the_platform_s_registry_builds_again_at_once() -> None:
    azure = SimulatedAzure()

    def program() -> None:
        group = resources.ResourceGroup("shop")
        registry = Registry("shop", resource_group_name=group.name).reference
        base = Registry("platform", resource_group_name=group.name)
        pulumi.export("base", base.login_server)
        task = {"registry": registry, "source": SOURCE, "base_registries": {"platform": base.reference}}
        BuildTask("api", cast(BuildTaskArgs, {**task, "repository": "shop/api", "triggers": {"base_image": {}}}))

    server = simulate(program, azure=azure).outputs["base"]
    azure.push_image(server, "node", "22", "sha256:" + "1" * 64)
    azure.set_base_images(f"{URL}#main", [f"{server}/node:22"])
    [task] = azure.of_type("Microsoft.ContainerRegistry/registries/tasks")
    azure.start_task(task, "Manual")
    azure.push_image(server, "node", "22", "sha256:" + "2" * 64)
    assert [(run.trigger, run.status) for run in azure.runs[2:]] == [("ImageUpdate", "Succeeded")]


@pytest.mark.parametrize("own", [{"access": "Public"}, {"access": "Private", "bypass_for_tasks": True}])
def test_a_base_image_in_a_closed_registry_needs_the_bypass_there_whatever_the_task_s_own_has(own: Any) -> None:
    azure = SimulatedAzure()

    def program() -> None:
        group = resources.ResourceGroup("shop")
        passing: Any = {"access": "Private", "bypass_for_tasks": True}
        registry = Registry("shop", resource_group_name=group.name, sku=RegistrySku.PREMIUM, network=own)
        base = Registry("platform", resource_group_name=group.name, sku=RegistrySku.PREMIUM, network=passing)
        pulumi.export("base", base.login_server)
        task = {"registry": registry.reference, "source": SOURCE, "base_registries": {"platform": base.reference}}
        BuildTask("api", cast(BuildTaskArgs, {**task, "repository": "shop/api"}))

    server = simulate(program, azure=azure).outputs["base"]
    azure.push_image(server, "node", "22", "sha256:" + "1" * 64)
    azure.set_base_images(f"{URL}#main", [f"{server}/node:22"])
    [task] = azure.of_type("Microsoft.ContainerRegistry/registries/tasks")
    assert azure.start_task(task, "Manual").status == "Succeeded"
    base = next(
        one
        for one in azure.of_type("Microsoft.ContainerRegistry/registries")
        if one["properties"]["loginServer"] == server
    )
    base["properties"]["networkRuleBypassAllowedForTasks"] = False
    azure.put(base["id"], base)
    refused = azure.start_task(task, "Manual")
    assert refused.status == "Failed"
    assert "403 Forbidden" in str(refused)


def test_schedules_build_at_their_times_over_a_month() -> None:
    weekdays = {"name": "weekdays", "cron": "30 4 * * Mon-Fri"}
    monthly = {"name": "monthly", "cron": "0 0 1 * *"}
    azure = built(schedules=[weekdays, monthly, {"name": "off", "cron": "0 * * * *", "enabled": False}])
    runs = azure.pass_time(31 * 24 * 3600)  # of January 2026, which begins on a Thursday
    assert {(run.trigger, run.status) for run in runs} == {("Timer", "Succeeded")}
    days = [day for day in range(1, 32) if datetime(2026, 1, day, tzinfo=UTC).weekday() < 5]
    expected = [f"{datetime(2026, 1, day, 4, 30, tzinfo=UTC):%a %d %H:%M}" for day in days]
    assert [at(run) for run in runs] == [*expected, "Sun 01 00:00"]
    assert len(digests(azure)) == 1 + len(runs)


def test_a_chain_of_three_steps_runs_in_order() -> None:
    [run] = simulate(building(steps=CHAIN)).azure.runs
    times = [(str(step.started), str(step.finished)) for step in run.steps]
    assert [step.id for step in run.steps] == ["build", "test", "push"]
    assert all(before[1] <= after[0] for before, after in pairwise(times))


def test_a_chain_stops_at_the_first_step_that_fails_and_the_update_with_it() -> None:
    azure = SimulatedAzure()
    azure.fail_step("test", "npm ERR! 1 test failed")
    with pytest.raises(SimulationError, match="api-run"):
        simulate(building(steps=CHAIN), azure=azure)
    [run] = azure.runs
    assert [(step.id, step.status) for step in run.steps][:2] == [("build", "successful"), ("test", "failed")]
    assert (run.status, run.images) == ("Failed", [])
    assert "npm ERR! 1 test failed" in azure.run_log(run.run_id)


@pytest.mark.parametrize("status", ["Failed", "Canceled", "Timeout"])
def test_a_run_that_ends_in_no_image_fails_the_update_and_the_next_one_runs_again(status: str) -> None:
    azure = SimulatedAzure()
    match status:
        case "Failed":
            azure.fail_step("test", "npm ERR! 1 test failed", times=1)
        case "Canceled":
            azure.cancel_run_at("test")
        case _:
            azure.step_takes("test", 3601)
    program = building(steps=[CHAIN[0], {**CHAIN[1], "timeout_in_seconds": 7200}, CHAIN[2]])
    with pytest.raises(SimulationError, match="api-run") as failed:
        simulate(program, azure=azure)
    assert [(run.status, run.images) for run in azure.runs] == [(status, [])]
    azure.step_takes("test", 1)
    image = simulate(program, before=failed.value.simulation).outputs["image"]
    assert [run.status for run in azure.runs] == [status, "Succeeded"]
    assert image.endswith(azure.runs[1].images[0]["digest"])
