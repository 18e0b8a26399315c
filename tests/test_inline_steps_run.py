"""Inline steps on the simulated Azure, from the program to the images in the registry."""

from collections.abc import Callable
from typing import Any, cast

import pulumi
import pytest
from acr_patterns import BuildTask, BuildTaskArgs, Registry
from acr_patterns.errors import ArgumentError
from acr_patterns.tasks.steps.arguments import StepArgs
from acr_patterns.testing import SimulatedAzure, Simulation, SimulationError, simulate
from acr_patterns.testing.simulated_azure import Run
from pulumi_azure_native import resources

URL = "https://github.com/contoso/shop.git"
STEPS: list[dict[str, Any]] = [
    {"id": "api", "build": {"images": ["shop/api:{{.Run.ID}}"], "context": "api"}, "when": ["-"]},
    {"id": "web", "build": {"images": ["shop/web:{{.Run.ID}}"], "context": "web"}, "when": ["-"]},
    {"id": "test", "cmd": "$Registry/shop/api:{{.Run.ID}} npm test", "when": ["api"], "retries": 2},
    {"id": "push", "push": ["shop/api:{{.Run.ID}}", "shop/web:{{.Run.ID}}"], "when": ["test", "web"]},
    {"id": "tell", "cmd": "curl https://contoso.com/built"},
]


def building(**arguments: Any) -> Callable[[], None]:
    def program() -> None:
        group = resources.ResourceGroup("shop")
        registry = Registry("shop", resource_group_name=group.name).reference
        source = {"url": URL, "branch": "main", "access_token": "s3cr3t"}
        given = {"registry": registry, "source": source, "steps": STEPS, **arguments}
        task = BuildTask("shop", cast(BuildTaskArgs, given))
        pulumi.export("image", task.image)
        pulumi.export("images", task.images)

    return program


def ended(run: Run) -> dict[str, str]:
    return {step.id: step.status for step in run.steps}


def times_of(run: Run) -> dict[str, tuple[str, str]]:
    """When each step began and ended, in ISO's form."""
    return {step.id: (str(step.started), str(step.finished)) for step in run.steps}


def pushed(run: Run) -> dict[str, str]:
    return {image["repository"]: f"{image['registry']}/{image['repository']}@{image['digest']}" for image in run.images}


def deployed(**arguments: Any) -> Simulation:
    return simulate(building(**arguments))


def test_every_image_that_is_pushed_is_an_output_by_its_digest() -> None:
    simulation = deployed()
    [run] = simulation.azure.runs
    assert (run.status, set(ended(run).values())) == ("Succeeded", {"successful"})
    assert simulation.outputs["images"] == pushed(run)
    assert list(simulation.outputs["images"]) == ["shop/api", "shop/web"]
    assert simulation.outputs["image"] == pushed(run)["shop/api"]


def test_an_image_of_a_repository_that_the_task_does_not_push_to_is_refused_in_a_sentence() -> None:
    def program() -> None:
        group = resources.ResourceGroup("shop")
        registry = Registry("shop", resource_group_name=group.name).reference
        steps = cast(list[StepArgs], STEPS)
        task = BuildTask("shop", registry=registry, source={"url": URL, "branch": "main"}, steps=steps)
        pulumi.export("web", task.images["shop/web"])
        pulumi.export("other", task.images["a/zz"])

    with pytest.raises(
        ArgumentError, match=r"shop.*: images has none of 'a/zz', .* only to shop/api, shop/web; ask for"
    ):
        simulate(program)


def test_what_need_not_wait_runs_side_by_side_and_the_rest_in_its_order() -> None:
    azure = SimulatedAzure()
    azure.step_takes("web", 60)
    [run] = simulate(building(), azure=azure).azure.runs
    times = times_of(run)
    assert times["api"][0] == times["web"][0]
    assert times["test"][0] == times["api"][1]
    assert times["push"][0] == max(times["test"][1], times["web"][1]) == times["web"][1]
    assert times["tell"][0] == times["push"][1]


def test_a_test_that_fails_more_often_than_it_is_repeated_ends_the_run_and_nothing_is_pushed() -> None:
    azure = SimulatedAzure()
    azure.fail_step("test", "1 test failed", times=3)
    with pytest.raises(SimulationError, match="DeploymentFailed"):
        simulate(building(), azure=azure)
    [run] = azure.runs
    assert (run.status, run.error, run.images) == ("Failed", "1 test failed", [])
    assert (ended(run)["test"], ended(run)["push"], ended(run)["tell"]) == ("failed", "skipped", "skipped")


def test_a_test_that_fails_less_often_than_it_is_repeated_fails_nothing() -> None:
    azure = SimulatedAzure()
    azure.fail_step("test", "the database is not there yet", times=2)
    [run] = simulate(building(), azure=azure).azure.runs
    assert (run.status, len(run.images)) == ("Succeeded", 2)


def test_a_commit_builds_all_images_anew() -> None:
    simulation = deployed(triggers={"commit": {}})
    [first] = simulation.azure.runs
    [run] = simulation.azure.push_commit(URL, "main", "99b712e")
    assert (run.trigger, run.status, list(pushed(run))) == ("Commit", "Succeeded", ["shop/api", "shop/web"])
    assert not set(pushed(run).values()) & set(pushed(first).values())


def test_a_pull_request_is_built_and_tested_and_pushes_nothing() -> None:
    simulation = deployed(triggers={"pull_request": {}})
    simulation.azure.step_takes("web", 60)
    [run] = simulation.azure.open_pull_request(URL, "main", "99b712e")
    assert (run.trigger, run.status, run.images) == ("PullRequest", "Succeeded", [])
    assert list(ended(run)) == ["api", "web", "test", "tell"]
    times = times_of(run)
    assert times["tell"][0] == times["web"][1] > times["test"][1]
