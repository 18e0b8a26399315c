"""The settings by which a stack says what starts its build."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from acr_patterns import AcrPatternsError
from acr_patterns.cli import app
from acr_patterns.testing import SimulatedAzure, Simulation
from acr_patterns.testing.project import Project
from pages import blocks
from programs import TASK
from typer.testing import CliRunner

PROJECT = Project.find(Path(__file__).parent)
URL = "https://github.com/Azure-Samples/acr-build-helloworld-node.git"
TOKEN = ["sourceAccessToken=t0ken"]
ALL = ["buildOnCommit=true", "buildOnPullRequest=true", "buildOnBaseImage=All", "buildSchedule=30 4 * * *"]
BASE_IMAGE = "docker.io/library/node:22"
PAGE = "build-automation.md"
HEADING = "With the stacks"


def triggers(simulation: Simulation, name: str = "helloworld") -> dict[str, Any]:
    return simulation.resource(TASK, name).inputs.get("trigger", {})


def refusal(stack: str, settings: list[str]) -> str:
    azure = SimulatedAzure()
    with pytest.raises(AcrPatternsError) as refused:
        PROJECT.simulate(stack, settings, azure)
    assert azure.operations == []
    return str(refused.value)


def events(simulation: Simulation, name: str = "helloworld") -> list[str]:
    [trigger] = triggers(simulation, name)["sourceTriggers"]
    assert trigger["sourceRepository"]["branch"] == "master"
    return trigger["sourceTriggerEvents"]


def test_a_dev_stack_builds_at_pulumi_up_alone() -> None:
    simulation = PROJECT.simulate("dev")
    assert triggers(simulation) == {}
    assert [one.name for one in simulation.of_type(TASK)] == ["helloworld"]


def test_each_setting_is_one_trigger() -> None:
    simulation = PROJECT.simulate("dev", ["buildOnBaseImage=All"])
    assert triggers(simulation) == {
        "baseImageTrigger": {"name": "base-image", "baseImageTriggerType": "All", "status": "Enabled"}
    }
    simulation = PROJECT.simulate("dev", ["buildSchedule=30 4 * * Mon-Fri"])
    assert triggers(simulation) == {
        "timerTriggers": [{"name": "schedule", "schedule": "30 4 * * Mon-Fri", "status": "Enabled"}]
    }
    simulation = PROJECT.simulate("dev", ["buildOnCommit=true"], secrets=TOKEN)
    assert list(triggers(simulation)) == ["sourceTriggers"]
    assert events(simulation) == ["commit"]
    assert len(simulation.of_type(TASK)) == 1


def test_all_of_them_can_be_combined() -> None:
    simulation = PROJECT.simulate("platform", ALL, secrets=TOKEN)
    assert sorted(triggers(simulation)) == ["baseImageTrigger", "sourceTriggers", "timerTriggers"]
    assert events(simulation) == ["commit"]
    assert events(simulation, "helloworld-pull-request") == ["pullrequest"]


def test_pull_requests_have_a_task_that_may_only_pull_and_the_outputs_say_so() -> None:
    simulation = PROJECT.simulate("dev", ["buildOnPullRequest=true"], secrets=TOKEN)
    assert triggers(simulation) == {}
    assert simulation.resource(TASK, "helloworld-pull-request").inputs["step"]["isPushEnabled"] is False
    [second] = [row for row in simulation.outputs["access"] if "pull-request" in row["identity"]]
    assert (second["role"], second["may"]) == ("AcrPull", "pull")
    names = [one["name"] for one in simulation.azure.of_type("Microsoft.ContainerRegistry/registries/tasks")]
    assert second["identity"] in names


def test_the_roles_of_both_tasks_are_those_of_the_registry_s_mode() -> None:
    settings = ["buildOnPullRequest=true", "registryRoleAssignmentMode=AbacRepositoryPermissions"]
    simulation = PROJECT.simulate("platform", settings, secrets=TOKEN)
    assert [row["role"] for row in simulation.outputs["access"]] == [
        "Container Registry Repository Writer",
        "Container Registry Repository Reader",
    ]


def test_commits_pull_requests_and_the_schedule_start_builds_and_change_nothing_that_is_deployed() -> None:
    before = PROJECT.simulate("dev", ALL, secrets=TOKEN)
    azure = before.azure
    [commit] = azure.push_commit(URL, "master", "4f1c2aa")
    [pull_request] = azure.open_pull_request(URL, "master", "5e2d3bb")
    [nightly] = azure.pass_time(24 * 3600)
    assert [run.status for run in (commit, pull_request, nightly)] == ["Succeeded"] * 3
    assert [bool(run.images) for run in (commit, pull_request, nightly)] == [True, False, True]
    assert str(nightly.created)[11:16] == "04:30"
    runs = len(azure.runs)
    after = PROJECT.simulate("dev", ALL, azure, TOKEN, before=before)
    assert after.outputs["image"] == before.outputs["image"]
    assert len(azure.runs) == runs


def test_the_platform_follows_its_base_images_and_no_other_stack_does() -> None:
    azure = SimulatedAzure()
    azure.set_base_images(URL, [BASE_IMAGE], build_time=["docker.io/library/golang:1"])
    platform = PROJECT.simulate("platform", azure=azure)
    assert triggers(platform)["baseImageTrigger"]["baseImageTriggerType"] == "Runtime"
    assert list(triggers(platform)) == ["baseImageTrigger"]
    azure.update_public_image("docker.io/library/golang:1")
    assert azure.pass_time(3600) == []
    azure.update_public_image(BASE_IMAGE)
    [rebuilt] = azure.pass_time(3600)
    assert (rebuilt.trigger, rebuilt.status) == ("ImageUpdate", "Succeeded")
    assert f"{URL}#master" in rebuilt.log[0], "the head of the branch, not the revision"
    assert PROJECT.simulate("platform", azure=azure, before=platform).outputs == platform.outputs
    assert PROJECT.settings("dev")["buildOnBaseImage"] == ""


def test_the_platform_need_not_follow_its_base_images() -> None:
    assert triggers(PROJECT.simulate("platform", ["buildOnBaseImage="])) == {}


def test_the_token_reaches_azure_as_a_secret_in_both_tasks() -> None:
    simulation = PROJECT.simulate("dev", ALL, secrets=TOKEN)
    place = "trigger.sourceTriggers[0].sourceRepository.sourceControlAuthProperties.token"
    for name in ("helloworld", "helloworld-pull-request"):
        assert simulation.resource(TASK, name).secrets[place] == "t0ken"
    assert "t0ken" not in repr(simulation.azure.state)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (["buildOnCommit=true"], "settings: buildOnCommit: triggers commit needs source access_token"),
        (["buildOnPullRequest=true"], "settings: buildOnPullRequest: triggers pull_request needs source access_token"),
        (
            ["buildOnCommit=true", "sourceUrl=https://git.contoso.com/a.git"],
            "settings: buildOnCommit: triggers commit cannot be used: ACR Tasks is told of commits and pull requests by github.com and",
        ),
        (["buildOnBaseImage=runtime"], "buildOnBaseImage is 'runtime', which is not one of Runtime, All"),
        (["buildSchedule=61 4 * * *"], "settings: buildSchedule: cron '61 4 * * *' cannot be used: its minute is '61'"),
        (["buildSchedule=0 0 30 Feb *"], "settings: buildSchedule: cron '0 0 30 Feb *' never comes"),
        (["buildOnCommit=yes"], "buildOnCommit: 'yes' is neither true nor false"),
    ],
)
def test_what_azure_would_not_take_is_refused_before_anything_is_made(settings: list[str], sentence: str) -> None:
    assert sentence in refusal("dev", settings)


def test_all_that_is_wrong_is_said_at_once() -> None:
    said = refusal("dev", ["buildOnCommit=true", "buildOnPullRequest=true", "buildOnBaseImage=x", "buildSchedule=x"])
    assert re.findall(r"^  settings: (build\w+)", said, re.MULTILINE) == [
        "buildOnBaseImage",
        "buildSchedule",
        "buildOnCommit",
        "buildOnPullRequest",
    ]


@pytest.mark.parametrize("url", ["https://[", "https://me:s3cr3t@github.com/a.git"])
def test_of_a_repository_that_cannot_be_used_nothing_more_is_said(url: str) -> None:
    said = refusal("dev", [f"sourceUrl={url}", "buildOnCommit=true", "buildSchedule=x"])
    assert len(said.splitlines()) == 3
    assert "settings: source url" in said
    assert "buildSchedule: cron 'x'" in said


@pytest.mark.parametrize("setting", ALL)
def test_a_stack_that_does_not_build_has_nothing_that_starts_a_build(setting: str) -> None:
    said = refusal("prod", [setting, f"image=contoso42.azurecr.io/api@sha256:{'0' * 64}"])
    key = setting.partition("=")[0]
    assert said.splitlines()[1:] == [
        f"  settings: {key} would start a build, and build is false, so this stack has no task to start; "
        "leave it out here, and set it in the stack that builds"
    ]


def test_the_settings_on_the_page_are_taken() -> None:
    lines = [shlex.split(line) for line in blocks(PAGE, HEADING, "sh")[0].splitlines()]
    *setting, last = lines
    assert last == ["pulumi", "up", "-s", "platform"]
    plain, secrets = list[str](), list[str]()
    for words in setting:
        assert words[:3] == ["pulumi", "config", "set"]
        assert words[-2:] == ["-s", "platform"]
        key, value = words[-4:-2]
        (secrets if "--secret" in words else plain).append(f"{key}={value}")
    simulation = PROJECT.simulate("platform", plain, secrets=secrets)
    assert sorted(plain) == sorted(ALL)
    assert sorted(triggers(simulation)) == ["baseImageTrigger", "sourceTriggers", "timerTriggers"]


def test_the_commands_on_the_page_that_need_no_account_bring_the_stack_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECT.program.parent)
    commands = [shlex.split(line) for line in blocks(PAGE, HEADING, "sh")[1].splitlines()]
    shown = [CliRunner().invoke(app, words[1:]) for words in commands if words[0] == "acr-patterns"]
    assert [result.exit_code for result in shown] == [0, 0], [result.output for result in shown]
    assert re.search(r"^helloworld-\w+ +schedule +30 4 \* \* \*  \S+ 04:30 ", shown[0].output, re.MULTILINE)
    assert re.search(r"^helloworld-pull-request-\w+ .* AcrPull ", shown[1].output, re.MULTILINE)
