"""What a program's own tests can say of tasks with steps, triggers and several registries."""

import pulumi
import pytest
from acr_patterns import BuildTask, PurgeTask, PurgeTaskArgs, Registry
from acr_patterns.testing import (
    Simulation,
    assert_no_findings,
    assert_pushes,
    simulate,
)
from acr_patterns.testing.access_table import access_table
from acr_patterns.testing.facts import facts_of
from pack_runs import Pack, registered
from pulumi_azure_native import resources


def program() -> None:
    """A task of several images with base images from another registry, one for pull requests, and two clean-ups."""
    group = resources.ResourceGroup("shop")
    registry = Registry("shop", resource_group_name=group.name)
    base = Registry("base", resource_group_name=group.name)
    shop = BuildTask(
        "shop",
        registry=registry.reference,
        source={
            "url": "https://github.com/contoso/shop.git",
            "branch": "main",
            "access_token": pulumi.Output.secret("token"),
        },
        triggers={"commit": {}, "pull_request": {}},
        base_registries={"base": base.reference},
        steps=[
            {"id": "api", "build": {"images": ["shop/api:{{.Run.ID}}"], "context": "api"}, "when": ["-"]},
            {"id": "web", "build": {"images": ["shop/web:{{.Run.ID}}"], "context": "web"}, "when": ["-"]},
            {"id": "test", "cmd": "$Registry/shop/api:{{.Run.ID}} npm test", "when": ["api"]},
            {"id": "lint", "cmd": "bash lint.sh", "when": ["web"]},
            {"push": ["shop/api:{{.Run.ID}}", "shop/web:{{.Run.ID}}"], "when": ["test", "lint"]},
        ],
    )
    dry: PurgeTaskArgs = {
        "registry": registry.reference,
        "repositories": ["shop/api"],
        "older_than_in_days": 30,
        "schedule": "0 3 * * Sun",
    }
    PurgeTask("dry", dry)
    PurgeTask("purge", {**dry, "in_use": [shop.image], "dry_run": False})


@pytest.fixture(scope="module")
def deployed() -> Simulation:
    return simulate(program, stack="prod")


def test_a_task_with_steps_pushes_and_nothing_of_it_is_found_wrong(deployed: Simulation) -> None:
    for known in (deployed, deployed.azure):
        assert_pushes(known)
        assert_no_findings(known)
    assert_pushes(deployed, "shop")
    with pytest.raises(AssertionError, match="nothing named shop-pull-request pushes"):
        assert_pushes(deployed, "shop-pull-request")


def test_the_policy_pack_stops_nothing_of_it(deployed: Simulation) -> None:
    assert Pack().run(registered(deployed)).mandatory == []


def test_what_each_task_does_is_read_from_its_steps(deployed: Simulation) -> None:
    names = {one.described.name.rpartition("-")[0]: one for one in facts_of(deployed.azure).tasks}
    assert {name: (one.pushes, one.deletes) for name, one in names.items()} == {
        "shop": (True, False),
        "shop-pull-request": (None, False),
        "dry": (False, False),
        "purge": (None, True),
    }


def test_who_may_do_what_where_is_one_table(deployed: Simulation) -> None:
    rows = access_table(deployed.azure)
    assert sorted({(row.identity.rpartition("-")[0], row.role, row.registry[:4]) for row in rows}) == [
        ("dry", "AcrPull", "shop"),
        ("purge", "AcrDelete", "shop"),
        ("purge", "AcrPush", "shop"),
        ("shop", "AcrPull", "base"),
        ("shop", "AcrPush", "shop"),
        ("shop-pull-request", "AcrPull", "base"),
        ("shop-pull-request", "AcrPull", "shop"),
    ]
    assert {row.kind for row in rows} == {"system-assigned identity of the task"}


@pytest.mark.parametrize(("role", "rule"), [("AcrPush", "role-missing"), ("AcrDelete", "task-login-without-role")])
def test_a_role_that_was_taken_away_is_found(role: str, rule: str) -> None:
    simulation = simulate(program, stack="prod")
    azure = simulation.azure
    rows = [one for one in facts_of(azure).assignments if one.role_title == role]
    for one in rows:
        azure.delete(str(one.described.resource_id))
    with pytest.raises(AssertionError, match=rf"\[{rule}\]"):
        assert_no_findings(simulation)
