"""What a clean-up spares, where it runs, who assigns its roles, and where it has `oras` from."""

from typing import Any

import pulumi
import pytest
from acr_patterns import ArgumentError, PurgeTask, RegistrySku, existing_registry
from acr_patterns.roles import ACR_DELETE, ACR_PULL, ACR_PUSH, RoleAssignmentMode, assignment_command
from acr_patterns.tasks.steps.purge_steps import ORAS_DIGEST
from acr_patterns.testing import SimulatedAzure, Simulation, simulate
from programs import ROLE_ASSIGNMENT, TASK
from purging import API, DAY, REGISTRY, SERVER, TASKS, digest, images, named, new_azure, purge, steps_of

DEPLOYED: dict[str, Any] = {"dry_run": False}


def after(days: int, azure: SimulatedAzure, **arguments: Any) -> Simulation:
    """A clean-up that deletes, some days later."""
    simulation = simulate(purge(**DEPLOYED, **arguments), azure=azure)
    azure.pass_time(days * DAY)
    return simulation


def with_tags(*tags: str) -> SimulatedAzure:
    """An Azure with one image for each tag."""
    azure = new_azure()
    for number, tag in enumerate(tags, start=1):
        azure.push_image(SERVER, API, tag, digest(number))
    return azure


def test_a_tag_that_is_kept_outlives_months_without_a_build_and_its_image_with_it() -> None:
    azure = with_tags("v1", "stable")
    after(200, azure, keep_tags=["stable"])
    assert images(azure) == {digest(2): ["stable"]}


def test_without_being_kept_a_moving_tag_dies() -> None:
    azure = with_tags("v1", "stable")
    after(200, azure)
    assert images(azure) == {}


def test_a_tag_is_kept_by_its_whole_name_alone() -> None:
    azure = with_tags("1.2", "stable", "stable-1", "unstable", "1x2", "1.2.3", "Stable", "stable.old", "stable_")
    after(100, azure, keep_tags=["stable", "1.2"])
    assert [*images(azure).values()] == [["1.2"], ["stable"]]


def test_what_is_kept_and_what_is_in_use_are_spared_side_by_side() -> None:
    azure = with_tags("v1", "stable", "v3")
    simulation = after(100, azure, keep_tags=["stable"], in_use=[named(1)])
    assert list(images(azure)) == [digest(1), digest(2)]
    simulate(purge(**DEPLOYED, keep_tags=["stable"], in_use=[named(2)]), before=simulation)
    azure.pass_time(40 * DAY)
    assert list(images(azure)) == [digest(2)]


def test_a_tag_that_is_kept_stays_on_the_newest_image_alone() -> None:
    azure = with_tags("v1", "v2")
    azure.push_image(SERVER, API, "stable", digest(1))
    azure.push_image(SERVER, API, "stable", digest(2))
    after(100, azure, keep_tags=["stable"])
    assert images(azure) == {digest(2): ["stable"]}


def test_a_filter_has_no_sign_that_begins_an_alias_of_a_task() -> None:
    simulation = simulate(purge(keep_tags=["stable", "1.2", "stable"]), azure=new_azure())
    [task] = simulation.azure.of_type(TASKS)
    [step] = steps_of(task)
    command = step["cmd"].removeprefix("acr purge --registry $Registry ")
    start = "^(?!(stable|1[.]2)(?![A-Za-z0-9_.-]))"
    assert command.startswith(f"--filter 'shop/api:{start}(?!in-use-)|{start}in-use-")
    assert "$" not in command


def test_the_images_in_use_may_be_a_list_that_is_known_only_while_deploying() -> None:
    def outputs() -> pulumi.Output[Any]:
        return pulumi.Output.from_input({"api": named(1), "web": named(2)}).apply(lambda known: list(known.values()))

    azure = with_tags("v1", "v2", "v3")
    simulation = after(100, azure, in_use=outputs)
    assert list(images(azure)) == [digest(1), digest(2)]
    assert {one.name for one in simulation.of_type(ROLE_ASSIGNMENT)} == {"old-push", "old-delete"}


@pytest.mark.parametrize("known", [[], None])
def test_such_a_list_may_be_empty(known: list[str] | None) -> None:
    azure = with_tags("v1")
    after(100, azure, in_use=lambda: pulumi.Output.from_input(known))
    assert images(azure) == {}


def test_such_a_list_may_hold_outputs_of_its_own() -> None:
    azure = with_tags("v1", "v2")
    after(100, azure, in_use=lambda: pulumi.Output.from_input(0).apply(lambda _: [pulumi.Output.from_input(named(1))]))
    assert list(images(azure)) == [digest(1)]


@pytest.mark.parametrize(
    ("arguments", "roles"),
    [({}, [ACR_PULL]), ({"dry_run": False, "in_use": [named(1)]}, [ACR_PUSH, ACR_DELETE])],
    ids=["dry run", "purge with images in use"],
)
def test_without_the_right_to_assign_roles_it_says_who_has_to_assign_which(
    arguments: dict[str, Any], roles: list[Any]
) -> None:
    simulation = simulate(purge(grant=False, **arguments), azure=new_azure())
    [task] = simulation.azure.of_type(TASKS)
    [outputs] = [found for urn, found in simulation.registered_outputs.items() if urn.endswith("PurgeTask::old")]
    assert not simulation.of_type(ROLE_ASSIGNMENT)
    commands = [assignment_command(role, task["identity"]["principalId"], REGISTRY) for role in roles]
    assert outputs["grant_command"] == " && ".join(commands)


def test_until_somebody_has_assigned_them_nothing_is_deleted() -> None:
    azure = with_tags("v1")
    after(100, azure, grant=False)
    assert {run.status for run in azure.runs} == {"Failed"}
    assert images(azure) == {digest(1): ["v1"]}


def test_it_runs_on_an_agent_pool() -> None:
    azure = with_tags("v1")
    azure.put(REGISTRY, {"sku": {"name": "Premium"}})
    azure.put(f"{REGISTRY}/agentPools/tasks", {"properties": {"count": 1}})
    simulation = after(100, azure, agent_pool={"name": "tasks"})
    inputs = simulation.resource(TASK).inputs
    assert inputs["agentPoolName"] == "tasks"
    assert "agentConfiguration" not in inputs
    assert images(azure) == {}


def test_an_agent_pool_of_a_registry_that_is_not_premium_is_refused() -> None:
    def program() -> None:
        PurgeTask(
            "old",
            registry=existing_registry(REGISTRY, SERVER, RoleAssignmentMode.LEGACY, RegistrySku.BASIC),
            repositories=[API],
            older_than_in_days=30,
            schedule="0 3 * * *",
            agent_pool={"name": "tasks"},
        )

    azure = new_azure()
    with pytest.raises(ArgumentError, match="PurgeTask 'old': agent pools need the Premium SKU"):
        simulate(program, azure=azure)
    assert not azure.of_type(TASKS)


def test_images_in_use_are_tagged_with_a_copy_of_oras_in_the_registry_itself() -> None:
    azure = with_tags("v1", "v2")
    azure.push_image(SERVER, "tools/oras", "v1.2.0", ORAS_DIGEST)
    simulation = after(100, azure, in_use=[named(1)], oras_repository="tools/oras")
    [task] = simulation.azure.of_type(TASKS)
    first = steps_of(task)[0]
    assert first["cmd"].startswith(f"$Registry/tools/oras@{ORAS_DIGEST} tag $Registry/{API}@")
    assert {run.status for run in azure.runs} == {"Succeeded"}
    assert list(images(azure)) == [digest(1)]
    assert list(images(azure, "tools/oras")) == [ORAS_DIGEST]


def test_without_that_copy_the_run_fails_and_nothing_is_deleted() -> None:
    azure = with_tags("v1", "v2")
    after(100, azure, in_use=[named(1)], oras_repository="tools/oras")
    assert {run.status for run in azure.runs} == {"Failed"}
    assert len(images(azure)) == 2
