"""What starts a run of a task, as Azure's type definition has it."""

from collections.abc import Callable
from typing import Any, cast

import pytest
from acr_patterns.arguments import checked_arguments
from acr_patterns.tasks.git_source import GitSourceArgs
from acr_patterns.tasks.triggers import TriggersArgs, check_triggers, pull_request_triggers, task_triggers
from acr_patterns.testing import simulate
from pulumi_azure_native import containerregistry, resources

TASK = "azure-native:containerregistry:Task"
WHERE = "BuildTask 'api'"
URL = "https://github.com/contoso/shop.git"
TOKEN = "ghp_a_token_of_this_test"

REPOSITORY = {
    "repositoryUrl": URL,
    "sourceControlType": "Github",
    "branch": "main",
    "sourceControlAuthProperties": {"token": TOKEN, "tokenType": "PAT"},
}

Triggers = Callable[[TriggersArgs, GitSourceArgs], containerregistry.TriggerPropertiesArgs | None]


def source(url: str = URL) -> GitSourceArgs:
    return {"url": url, "branch": "main", "access_token": TOKEN}


def sent(given: dict[str, Any], url: str = URL, triggers: Triggers = task_triggers) -> Any:
    """The `trigger` of the task that Azure is sent, and the secrets in it."""
    checked = checked_arguments(WHERE, TriggersArgs, cast(TriggersArgs, given), {})
    check_triggers(WHERE, checked, source(url))

    def program() -> None:
        group = resources.ResourceGroup("shop", resource_group_name="shop").name
        registry = containerregistry.Registry(
            "shop", registry_name="shopregistry", resource_group_name=group, sku=containerregistry.SkuArgs(name="Basic")
        )
        containerregistry.Task(
            "build",
            task_name="build",
            registry_name=registry.name,
            resource_group_name=group,
            platform=containerregistry.PlatformPropertiesArgs(os="Linux"),
            step=containerregistry.DockerBuildStepArgs(
                type="Docker", docker_file_path="Dockerfile", context_path=f"{url}#main"
            ),
            trigger=triggers(checked, source(url)),
        )

    task = simulate(program).resource(TASK)
    return task.inputs.get("trigger"), task.secrets


def body(given: dict[str, Any], url: str = URL, triggers: Triggers = task_triggers) -> Any:
    return sent(given, url, triggers)[0]


def schedule(name: str, cron: str) -> dict[str, Any]:
    return {"name": name, "cron": cron}


def test_all_triggers_at_once_are_sent_in_azures_words() -> None:
    given = {
        "commit": {},
        "pull_request": {"push": True},
        "base_image": {"type": "All"},
        "schedules": [schedule("nightly", "0 2 * * *"), {**schedule("weekly", "0 3 * * Sun"), "enabled": False}],
    }
    assert body(given) == {
        "sourceTriggers": [
            {
                "name": "source",
                "sourceRepository": REPOSITORY,
                "sourceTriggerEvents": ["commit", "pullrequest"],
                "status": "Enabled",
            }
        ],
        "baseImageTrigger": {"name": "base-image", "baseImageTriggerType": "All", "status": "Enabled"},
        "timerTriggers": [
            {"name": "nightly", "schedule": "0 2 * * *", "status": "Enabled"},
            {"name": "weekly", "schedule": "0 3 * * Sun", "status": "Disabled"},
        ],
    }


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, None),
        ({"schedules": []}, None),
        ({"pull_request": {}}, None),
        (
            {"base_image": {}},
            {"baseImageTrigger": {"name": "base-image", "baseImageTriggerType": "Runtime", "status": "Enabled"}},
        ),
        (
            {"base_image": {"enabled": False}},
            {"baseImageTrigger": {"name": "base-image", "baseImageTriggerType": "Runtime", "status": "Disabled"}},
        ),
        (
            {"schedules": [schedule("hourly", "0 * * * *")]},
            {"timerTriggers": [{"name": "hourly", "schedule": "0 * * * *", "status": "Enabled"}]},
        ),
    ],
)
def test_what_is_not_asked_for_is_not_sent(given: dict[str, Any], expected: Any) -> None:
    assert body(given) == expected


@pytest.mark.parametrize(
    ("given", "events", "status"),
    [
        ({"commit": {}}, ["commit"], "Enabled"),
        ({"commit": {}, "pull_request": {}}, ["commit"], "Enabled"),
        ({"commit": {"enabled": False}}, ["commit"], "Disabled"),
        ({"commit": {}, "pull_request": {"push": True, "enabled": False}}, ["commit"], "Enabled"),
        ({"commit": {"enabled": False}, "pull_request": {"push": True}}, ["pullrequest"], "Enabled"),
        (
            {"commit": {"enabled": False}, "pull_request": {"push": True, "enabled": False}},
            ["commit", "pullrequest"],
            "Disabled",
        ),
    ],
)
def test_a_source_trigger_has_the_events_that_are_enabled(
    given: dict[str, Any], events: list[str], status: str
) -> None:
    [trigger] = body(given)["sourceTriggers"]
    assert (trigger["sourceTriggerEvents"], trigger["status"]) == (events, status)


@pytest.mark.parametrize(("pull_request", "status"), [({}, "Enabled"), ({"enabled": False}, "Disabled")])
def test_pull_requests_that_push_nothing_start_the_second_task(pull_request: dict[str, Any], status: str) -> None:
    given = {"commit": {}, "base_image": {}, "pull_request": pull_request, "schedules": [schedule("n", "0 2 * * *")]}
    assert body(given, triggers=pull_request_triggers) == {
        "sourceTriggers": [
            {
                "name": "source",
                "sourceRepository": REPOSITORY,
                "sourceTriggerEvents": ["pullrequest"],
                "status": status,
            }
        ]
    }


@pytest.mark.parametrize("given", [{}, {"commit": {}}, {"pull_request": {"push": True}}])
def test_without_such_pull_requests_there_is_no_second_task(given: dict[str, Any]) -> None:
    assert pull_request_triggers(cast(TriggersArgs, given), source()) is None


def test_azure_devops_is_named_as_azure_names_it() -> None:
    url = "https://dev.azure.com/contoso/Shop/_git/shop"
    [trigger] = body({"commit": {}}, url)["sourceTriggers"]
    assert trigger["sourceRepository"] == {
        **REPOSITORY,
        "repositoryUrl": url,
        "sourceControlType": "VisualStudioTeamService",
    }


def test_the_token_is_a_secret_and_nothing_else_is() -> None:
    _, secrets = sent({"commit": {}, "base_image": {}, "schedules": [schedule("nightly", "0 2 * * *")]})
    assert secrets == {"trigger.sourceTriggers[0].sourceRepository.sourceControlAuthProperties.token": TOKEN}
