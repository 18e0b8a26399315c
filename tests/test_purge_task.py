"""What a clean-up sends to Azure, and what it refuses."""

import base64
from typing import Any

import pulumi
import pytest
from acr_patterns import ArgumentError
from acr_patterns.names import short_hash
from acr_patterns.tasks.steps.purge_steps import ORAS
from acr_patterns.testing import Simulation, assert_no_findings, simulate
from programs import ROLE_ASSIGNMENT, TASK
from purging import API, REGISTRY, SERVER, TASKS, digest, named, new_azure, purge, steps_of

OTHER = "fabrikam7.azurecr.io"


def made(**arguments: Any) -> Simulation:
    return simulate(purge(**arguments), azure=new_azure())


def steps(simulation: Simulation) -> list[dict[str, Any]]:
    [task] = simulation.azure.of_type(TASKS)
    return steps_of(task)


def owner(simulation: Simulation) -> str:
    [component] = [one for one in simulation.resources if not one.custom and one.name == "old"]
    return short_hash(component.urn)


def roles(simulation: Simulation) -> list[tuple[str, str]]:
    """Logical name and role of each assignment, all at the registry and to the task's own identity."""
    [task] = simulation.azure.of_type(TASKS)
    grants = simulation.of_type(ROLE_ASSIGNMENT)
    assert {grant.inputs["scope"] for grant in grants} == {REGISTRY}
    assert {grant.inputs["principalId"] for grant in grants} == {task["identity"]["principalId"]}
    guids = {"7f951dda": "AcrPull", "8311e382": "AcrPush", "c2f4ef07": "AcrDelete"}
    return sorted((one.name, guids[one.inputs["roleDefinitionId"].rpartition("/")[2][:8]]) for one in grants)


def test_the_task_is_sent_as_azure_takes_it() -> None:
    simulation = made(keep=5, untagged=False, timeout_in_seconds=7200, tags={"team": "shop"}, location="northeurope")
    inputs = simulation.resource(TASK).inputs
    text = (
        "version: v1.1.0\nsteps:\n- id: purge\n  cmd: acr purge --registry $Registry --filter 'shop/api:^(?!in-use-)|^in-use-"
        f"{owner(simulation)}-' --ago 30d --keep 5 --dry-run\n  timeout: 7200\n"
    )
    assert inputs["step"] == {"type": "EncodedTask", "encodedTaskContent": base64.b64encode(text.encode()).decode()}
    assert inputs["trigger"] == {
        "timerTriggers": [{"name": "purge", "schedule": "0 3 * * *", "status": "Enabled"}],
    }
    assert inputs["identity"] == {"type": "SystemAssigned"}
    assert inputs["credentials"] == {
        "sourceRegistry": {"loginMode": "None"},
        "customRegistries": {SERVER: {"identity": "[system]"}},
    }
    assert (inputs["isSystemTask"], inputs["status"], inputs["timeout"]) == (False, "Enabled", 7200)
    assert (inputs["location"], inputs["tags"]) == ("northeurope", {"team": "shop"})


def test_by_default_it_is_a_dry_run_that_counts_untagged_manifests_and_keeps_nothing() -> None:
    [step] = steps(made())
    assert step["cmd"].endswith(" --ago 30d --keep 0 --untagged --dry-run")
    assert step["timeout"] == 3600


def test_every_repository_has_a_filter_for_itself_alone() -> None:
    simulation = made(repositories=["shop/api", "shop/a.b_c-d"])
    tags = f"^(?!in-use-)|^in-use-{owner(simulation)}-"
    [step] = steps(simulation)
    assert f" --filter 'shop/api:{tags}' --filter 'shop/a[.]b_c-d:{tags}' " in step["cmd"]


def test_each_image_in_use_is_tagged_first_and_left_out_of_the_purge() -> None:
    simulation = made(in_use=[named(1), named(2), named(1), named(3, "shop/web")], dry_run=False)
    mine = f"in-use-{owner(simulation)}-"
    [first, second, last] = steps(simulation)
    assert first == {"id": "in-use-1", "cmd": f"{ORAS} tag $Registry/{API}@{digest(1)} {mine}{digest(1)[7:]}"}
    assert second == {"id": "in-use-2", "cmd": f"{ORAS} tag $Registry/{API}@{digest(2)} {mine}{digest(2)[7:]}"}
    left_out = f"(?!{digest(1)[7:]}|{digest(2)[7:]})"
    assert f"--filter 'shop/api:^(?!in-use-)|^{mine}{left_out}' " in last["cmd"]
    assert "--dry-run" not in last["cmd"]
    assert "when" not in {**first, **second, **last}


def test_an_image_in_use_may_be_known_only_while_deploying() -> None:
    simulation = made(in_use=lambda: [pulumi.Output.from_input(named(1))])
    assert [step["id"] for step in steps(simulation)] == ["in-use-1", "purge"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({}, [("old-pull", "AcrPull")]),
        ({"dry_run": False}, [("old-delete", "AcrDelete"), ("old-pull", "AcrPull")]),
        ({"in_use": [named(1)]}, [("old-push", "AcrPush")]),
        ({"in_use": [named(1)], "dry_run": False}, [("old-delete", "AcrDelete"), ("old-push", "AcrPush")]),
        ({"in_use": [named(1)], "untagged": False}, [("old-pull", "AcrPull")]),
    ],
    ids=["dry run", "purge", "dry run with images in use", "purge with images in use", "tags only"],
)
def test_its_identity_has_the_roles_for_what_it_does_and_no_other(
    arguments: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    simulation = made(**arguments)
    assert roles(simulation) == expected
    assert_no_findings(simulation)


def test_its_outputs_are_those_of_the_task() -> None:
    simulation = made()
    [task] = simulation.azure.of_type(TASKS)
    [outputs] = [found for urn, found in simulation.registered_outputs.items() if urn.endswith("PurgeTask::old")]
    assert outputs == {
        "task_id": task["id"],
        "task_name": task["name"],
        "principal_id": task["identity"]["principalId"],
    }


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"repositories": []}, "repositories is empty; name the repositories that are purged"),
        ({"repositories": [f"{SERVER}/shop/api"]}, f"has a registry before it, .*; write '{API}'"),
        ({"repositories": ["localhost:5000/api"]}, "has a registry before it, .*; write 'api'"),
        ({"repositories": ["shop/.*"]}, r"repository 'shop/\.\*' cannot be purged: .* without a pattern"),
        ({"repositories": ["shop/api:v1"]}, "repository 'shop/api:v1' cannot be purged: .* without a tag"),
        ({"repositories": ["shop/api", "Shop"]}, "repository 'Shop' cannot be purged"),
        ({"repositories": [".*"]}, r"repository '\.\*' cannot be purged"),
        ({"repositories": "shop/api"}, "repositories takes a list"),
        (
            {"older_than_in_days": 0},
            "older_than_in_days is 0, but acr purge takes a whole number of days from 1 to 54750",
        ),
        ({"older_than_in_days": -3}, "older_than_in_days is -3"),
        ({"older_than_in_days": 1.5}, "older_than_in_days is 1.5"),
        ({"keep": -1}, "keep is -1, but acr purge takes a whole number of tags from 0"),
        ({"timeout_in_seconds": 299}, "timeout_in_seconds is 299, but Azure takes a whole number of seconds from 300"),
        ({"schedule": "0 3 * *"}, "schedule: cron '0 3 \\* \\*' has 4 fields"),
        ({"schedule": "0 25 * * *"}, "schedule: cron .* its hour is '25'"),
        ({"schedule": None}, "required argument 'schedule' missing"),
        ({"in_use": [f"{OTHER}/shop/api@{digest(1)}"]}, f"lies on '{OTHER}', but what is purged is '{SERVER}'"),
        ({"in_use": [f"{SERVER}/shop/api:v1"]}, "is named by a tag, .*; name it by its digest"),
        ({"in_use": [f"{SERVER}/shop/api:v1"], "untagged": False}, "is named by a tag"),
        ({"in_use": ["shop/api"]}, "in_use: image 'shop/api' is not a full image reference"),
        ({"in_use": lambda: [pulumi.Output.from_input(f"{SERVER}/a:b")]}, "is named by a tag"),
        ({"keeps": 1}, "did you mean 'keep'"),
        ({"keep_tags": ["v.*"]}, r"keep_tags has 'v\.\*', which is no tag: .*, or raise keep"),
        (
            {"keep_tags": ["shop/api:stable"]},
            "keep_tags has 'shop/api:stable', which is no tag: .* without a repository",
        ),
        ({"keep_tags": [""]}, "keep_tags has '', which is no tag"),
        (
            {"oras_repository": f"{SERVER}/oras"},
            "is not the name of a repository of the task's own registry; write it such",
        ),
        ({"oras_repository": "tools/oras:v1"}, "oras_repository 'tools/oras:v1' is not the name of a repository"),
        ({"oras_repository": API}, f"oras_repository '{API}' is one of the repositories that are purged"),
        ({"in_use": lambda: pulumi.Output.from_input([f"{SERVER}/a:b"])}, "is named by a tag"),
        ({"in_use": lambda: pulumi.Output.from_input("shop")}, "in_use takes a list, not a value of type str"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(arguments: dict[str, Any], sentence: str) -> None:
    azure = new_azure()
    with pytest.raises(ArgumentError, match=f"PurgeTask 'old': .*{sentence}|^PurgeTask 'old': {sentence}"):
        simulate(purge(**arguments), azure=azure)
    assert not azure.of_type(TASKS)
