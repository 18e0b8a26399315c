"""A task with all its triggers reaches the simulated Azure through both doors, and no token comes back."""

import copy
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pulumi
import pytest
from acr_patterns.testing import ManualClock, SimulatedAzure, simulate
from acr_patterns.testing.provider_operations import SimulatedAzureNative
from acr_patterns.testing.shared_azure import SharedAzure
from google.protobuf import json_format
from provider_calls import Context, check, create, struct
from pulumi.runtime.proto import provider_pb2
from pulumi_azure_native import containerregistry, resources
from triggered import DAY, GROUP, PLATFORM, REPOSITORY, TOKEN, base_image, docker, registry_id, source, timer, told

TASK = "azure-native:containerregistry:Task"
TRIGGERS: dict[str, Any] = {
    "sourceTriggers": [source("commit", "pullrequest")],
    "timerTriggers": [timer("0 6 * * *"), timer("0 18 * * Mon-Fri", "evening", "Disabled")],
    **base_image("All"),
}


def program() -> None:
    group = resources.ResourceGroup("shop", resource_group_name="shop")
    registry = containerregistry.Registry(
        "contoso", registry_name="contoso", resource_group_name=group.name, sku=containerregistry.SkuArgs(name="Basic")
    )
    task = containerregistry.Task(
        "build",
        task_name="build",
        registry_name=registry.name,
        resource_group_name=group.name,
        platform=containerregistry.PlatformPropertiesArgs(os=containerregistry.OS.LINUX),
        step=containerregistry.DockerBuildStepArgs(
            type="Docker",
            context_path=f"{REPOSITORY}#main",
            context_access_token=pulumi.Output.secret(TOKEN),
            docker_file_path="Dockerfile",
            image_names=["shop/api:{{.Run.ID}}"],
            is_push_enabled=True,
        ),
        trigger=containerregistry.TriggerPropertiesArgs(
            source_triggers=[
                containerregistry.SourceTriggerArgs(
                    name="source",
                    source_repository=containerregistry.SourcePropertiesArgs(
                        repository_url=REPOSITORY,
                        source_control_type=containerregistry.SourceControlType.GITHUB,
                        branch="main",
                        source_control_auth_properties=containerregistry.AuthInfoArgs(
                            token=pulumi.Output.secret(TOKEN), token_type=containerregistry.TokenType.PAT
                        ),
                    ),
                    source_trigger_events=["commit", "pullrequest"],
                    status=containerregistry.TriggerStatus.ENABLED,
                )
            ],
            timer_triggers=[
                containerregistry.TimerTriggerArgs(name="daily", schedule="0 6 * * *", status="Enabled"),
                containerregistry.TimerTriggerArgs(name="evening", schedule="0 18 * * Mon-Fri", status="Disabled"),
            ],
            base_image_trigger=containerregistry.BaseImageTriggerArgs(
                name="base-image", base_image_trigger_type="All", status="Enabled"
            ),
        ),
    )
    pulumi.export("trigger", task.trigger)


def sets_off_runs(azure: SimulatedAzure) -> None:
    """The triggers of the task are those of the program."""
    expected = copy.deepcopy(TRIGGERS)
    del expected["sourceTriggers"][0]["sourceRepository"]["sourceControlAuthProperties"]
    assert azure.get(f"{registry_id()}/tasks/build")["properties"]["trigger"] == expected
    assert told(azure.push_commit(REPOSITORY, "main", "1111111")) == [("build", "Commit", "Succeeded")]
    assert told(azure.open_pull_request(REPOSITORY, "main", "2222222")) == [("build", "PullRequest", "Succeeded")]


def test_mocks_pass_triggers_on_and_show_no_token() -> None:
    simulation = simulate(program)
    sets_off_runs(simulation.azure)
    assert told(simulation.azure.pass_time(DAY)) == [("build", "Timer", "Succeeded")]
    assert simulation.outputs["trigger"]["timer_triggers"] == TRIGGERS["timerTriggers"]
    assert TOKEN not in str(simulation.outputs)
    assert TOKEN not in simulation.azure.state.to_json() + repr(simulation.azure.operations)
    login = "trigger.sourceTriggers[0].sourceRepository.sourceControlAuthProperties"
    assert simulation.resource(TASK).secrets == {"step.contextAccessToken": TOKEN, f"{login}.token": TOKEN}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "azure.db"


def made_by_a_provider(shared: SharedAzure) -> tuple[SimulatedAzureNative, Any]:
    provider = SimulatedAzureNative(shared)
    with shared.opened() as azure:
        azure.put(GROUP, {"location": "westeurope"})
        azure.put(registry_id(), {"sku": {"name": "Basic"}, "properties": {}})
    inputs = check(
        provider, TASK, "build", {}, taskName="build", registryName="contoso", resourceGroupName="shop",
        location="westeurope", platform=PLATFORM, step=docker() | {"contextAccessToken": TOKEN}, trigger=TRIGGERS,
    )  # fmt: skip
    return provider, create(provider, TASK, **inputs)


def test_the_stand_in_provider_passes_triggers_on_and_gives_no_token_back(file: Path) -> None:
    shared = SharedAzure(file)
    provider, made = made_by_a_provider(shared)
    read = provider.Read(provider_pb2.ReadRequest(type=TASK, id=made.id), Context())
    for answer in (made.properties, read.properties, read.inputs):
        shown = json_format.MessageToDict(answer)
        assert shown["trigger"]["timerTriggers"] == TRIGGERS["timerTriggers"]
        assert TOKEN not in json.dumps(shown)
    with shared.opened() as azure:
        sets_off_runs(azure)
    with shared.opened() as azure:
        assert [run.trigger for run in azure.runs] == ["Commit", "PullRequest"]
        assert TOKEN not in azure.state.to_json() + repr(azure.operations)
    assert TOKEN.encode() not in file.read_bytes()


def test_a_changed_schedule_is_one_change_of_the_task(file: Path) -> None:
    provider, made = made_by_a_provider(SharedAzure(file))
    before = json_format.MessageToDict(made.properties)
    sent = {key: before[key] for key in ("taskName", "registryName", "resourceGroupName") if key in before}
    olds = {**sent, "trigger": TRIGGERS}
    news = {**sent, "trigger": {**TRIGGERS, "timerTriggers": [timer("0 7 * * *"), TRIGGERS["timerTriggers"][1]]}}
    difference = provider.Diff(
        provider_pb2.DiffRequest(type=TASK, id=made.id, old_inputs=struct(olds), news=struct(news)), Context()
    )
    assert list(difference.detailedDiff) == ["trigger.timerTriggers[0].schedule"]
    assert not difference.replaces


def pass_days(shared: SharedAzure, days: int) -> list[tuple[str, str, str]]:
    """Let days pass, on a clock that is told to, for what a provider has written; give back what ran."""
    with shared.opened() as azure:
        simulated = SimulatedAzure(clock=ManualClock(), state=azure.state)
        return told(simulated.pass_time(timedelta(days=days).total_seconds()))


def test_schedules_run_on_the_state_that_a_provider_has_written(file: Path) -> None:
    shared = SharedAzure(file)
    made_by_a_provider(shared)
    assert pass_days(SharedAzure(file), 2) == [("build", "Timer", "Succeeded")] * 2
    with shared.opened() as azure:
        assert [run.trigger for run in azure.runs] == ["Timer", "Timer"]


def test_base_images_are_known_to_all_who_share_the_state(file: Path) -> None:
    one, other = SharedAzure(file), SharedAzure(file)
    made_by_a_provider(one)
    with other.opened() as azure:
        azure.set_base_images(REPOSITORY, ["contoso.azurecr.io/base:v1"])
        azure.push_image("contoso.azurecr.io", "base", "v1", "sha256:" + "1" * 64)
    with one.opened() as azure:
        assert told(azure.push_commit(REPOSITORY, "main", "1111111")) == [("build", "Commit", "Succeeded")]
    with SharedAzure(file).opened() as azure:
        azure.push_image("contoso.azurecr.io", "base", "v1", "sha256:" + "2" * 64)
        azure.update_public_image("node:22")
    with one.opened() as azure:
        assert told(azure.runs) == [("build", "Commit", "Succeeded"), ("build", "ImageUpdate", "Succeeded")]
        assert list(azure.state.public_updates) == ["docker.io/node:22"]
