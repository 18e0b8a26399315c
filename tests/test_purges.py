"""What a clean-up deletes over a simulated time, and what it never deletes."""

from typing import Any

import pulumi
import pytest
from acr_patterns import BuildTask, PurgeTask, Registry
from acr_patterns.testing import SimulatedAzure, Simulation, simulate
from acr_patterns.testing.simulated_azure import Run
from programs import SOURCE, TASK
from pulumi_azure_native import resources
from purging import API, DAY, SERVER, digest, images, named, new_azure, purge

WEEK = 7 * DAY


def deployed(**arguments: Any) -> Simulation:
    """A clean-up that deletes, and an image each week for ten weeks, the first of which something still runs."""
    settings: dict[str, Any] = {"dry_run": False, **arguments}
    simulation = simulate(purge(**settings), azure=new_azure())
    for number in range(1, 11):
        simulation.azure.push_image(SERVER, API, f"v{number}", digest(number))
        simulation.azure.pass_time(WEEK)
    return simulation


def last_run(azure: SimulatedAzure) -> Run:
    """The run of the night before."""
    return azure.runs[-1]


def test_what_is_old_goes_each_night_and_an_image_in_use_outlives_it() -> None:
    azure = deployed(in_use=[named(1)]).azure
    assert {run.trigger for run in azure.runs} == {"Timer"}
    assert {run.status for run in azure.runs[7:]} == {"Succeeded"}
    left = images(azure)
    assert list(left) == [digest(number) for number in (1, 7, 8, 9, 10)]
    [kept] = left.pop(digest(1))
    assert kept.startswith("in-use-")
    assert kept.endswith(digest(1)[7:])
    assert list(left.values()) == [["v7"], ["v8"], ["v9"], ["v10"]]


def test_without_being_named_it_goes_like_any_other() -> None:
    assert list(images(deployed().azure)) == [digest(number) for number in (7, 8, 9, 10)]


def test_an_image_in_use_that_has_lost_every_tag_is_not_lost() -> None:
    azure = new_azure()
    azure.push_image(SERVER, API, "stable", digest(1))
    azure.push_image(SERVER, API, "stable", digest(2))
    simulate(purge(dry_run=False, in_use=[named(1)]), azure=azure)
    azure.pass_time(100 * DAY)
    assert list(images(azure)) == [digest(1)]


def test_an_image_that_is_no_longer_in_use_goes_with_the_next_run() -> None:
    simulation = deployed(in_use=[named(1)])
    simulation = simulate(purge(dry_run=False, in_use=[named(10)]), before=simulation)
    assert digest(1) in images(simulation.azure)
    simulation.azure.pass_time(DAY)
    assert digest(1) not in images(simulation.azure)
    simulation.azure.pass_time(100 * DAY)
    assert list(images(simulation.azure)) == [digest(10)]


def test_the_clean_ups_of_two_stacks_leave_each_other_s_images_alone() -> None:
    azure = new_azure()
    for number in (1, 2, 3):
        azure.push_image(SERVER, API, f"v{number}", digest(number))
    for stack, number in (("staging", 1), ("prod", 2)):
        simulate(purge(dry_run=False, in_use=[named(number)]), stack=stack, azure=azure)
    azure.pass_time(200 * DAY)
    assert list(images(azure)) == [digest(1), digest(2)]


def test_a_dry_run_deletes_nothing_and_says_what_would_go() -> None:
    azure = deployed(in_use=[named(1)], dry_run=True).azure
    assert len(images(azure)) == 10
    log = azure.run_log(last_run(azure).run_id)
    would = [line for line in log.splitlines() if line.startswith("Would delete: ")]
    tags, manifests = ([line for line in would if mark in line] for mark in (":v", "@sha256"))
    assert tags == [f"Would delete: {SERVER}/{API}:v{number}" for number in (6, 5, 4, 3, 2, 1)]
    assert manifests == [f"Would delete: {SERVER}/{API}@{digest(number)}" for number in (6, 5, 4, 3, 2)]


def test_what_a_dry_run_says_is_what_then_goes() -> None:
    simulation = deployed(in_use=[named(1)], dry_run=True)
    would = [line[14:] for line in last_run(simulation.azure).log if line.startswith("Would delete: ")]
    simulation = simulate(purge(dry_run=False, in_use=[named(1)]), before=simulation)
    simulation.azure.pass_time(DAY)
    gone = [line[8:] for line in last_run(simulation.azure).log if line.startswith("Deleted ")]
    assert would == gone


def test_if_an_image_in_use_is_not_there_nothing_is_deleted() -> None:
    azure = deployed(in_use=[named(99)]).azure
    run = last_run(azure)
    assert run.status == "Failed"
    assert f"{digest(99)} is not found" in str(run.error)
    assert [(step.id, step.status) for step in run.steps] == [("in-use-1", "failed"), ("purge", "skipped")]
    assert len(images(azure)) == 10


def test_until_its_roles_are_honoured_it_deletes_nothing() -> None:
    azure = new_azure()
    azure.role_delay = 50 * DAY
    azure.push_image(SERVER, API, "v1", digest(1))
    simulate(purge(dry_run=False), azure=azure)
    azure.pass_time(49 * DAY)
    assert {run.status for run in azure.runs} == {"Failed"}
    assert images(azure) == {digest(1): ["v1"]}
    azure.pass_time(2 * DAY)
    assert images(azure) == {}


def test_with_tags_alone_every_image_stays_by_its_digest() -> None:
    azure = deployed(in_use=[named(1)], untagged=False).azure
    assert [*images(azure).values()] == [[]] * 6 + [["v7"], ["v8"], ["v9"], ["v10"]]


def test_the_latest_are_kept_however_old_they_are() -> None:
    azure = deployed(keep=2, in_use=[named(1)]).azure
    azure.pass_time(100 * DAY)
    assert {tag for tags in images(azure).values() for tag in tags if tag.startswith("v")} == {"v9", "v10"}
    assert digest(1) in images(azure)


@pytest.mark.parametrize("other", ["shop/api2", "shop/web", "my-shop/api", "shop"])
def test_no_other_repository_is_touched(other: str) -> None:
    azure = new_azure()
    azure.push_image(SERVER, other, "v1", digest(1))
    simulate(purge(dry_run=False), azure=azure)
    azure.pass_time(100 * DAY)
    assert images(azure, other) == {digest(1): ["v1"]}


def test_a_locked_image_stays() -> None:
    azure = new_azure()
    azure.push_image(SERVER, API, "v1", digest(1))
    azure.lock_image(SERVER, API, digest(1), deleteEnabled=False)
    simulate(purge(dry_run=False), azure=azure)
    azure.pass_time(100 * DAY)
    assert images(azure) == {digest(1): []}


def test_what_the_same_program_builds_stays_while_it_is_what_was_built_last() -> None:
    def program() -> None:
        group = resources.ResourceGroup("shop")
        registry = Registry("shop", resource_group_name=group.name).reference
        api = BuildTask("api", registry=registry, repository=API, source=SOURCE)
        PurgeTask(
            "old",
            registry=registry,
            repositories=[API],
            older_than_in_days=30,
            schedule="0 3 * * Sun",
            in_use=[api.image],
            dry_run=False,
        )
        pulumi.export("image", api.image)

    simulation = simulate(program, azure=SimulatedAzure(clock=new_azure().clock))
    [server] = [
        one["properties"]["loginServer"] for one in simulation.azure.of_type("Microsoft.ContainerRegistry/registries")
    ]
    simulation.azure.push_image(server, API, "by-hand", digest(1))
    simulation.azure.pass_time(100 * DAY)
    [left] = simulation.azure.repositories(server)[API]
    assert simulation.outputs["image"] == f"{server}/{API}@{left}"
    assert len(simulation.of_type(TASK)) == 2
