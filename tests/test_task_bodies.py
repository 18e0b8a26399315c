"""What the simulated Azure takes as a task and what it refuses, and that it gives no secret of it back."""

from collections.abc import Mapping
from typing import Any

import pytest
from acr_patterns.testing import AzureError
from triggered import (
    CONTEXT,
    PLATFORM,
    REPOSITORY,
    TOKEN,
    Shop,
    base_image,
    docker,
    encoded,
    registry_id,
    source,
    task_body,
    timer,
)

FILE = {"type": "FileTask", "contextPath": CONTEXT, "taskFilePath": "acr-task.yaml"}
STEPS = "version: v1.1.0\nsteps:\n  - cmd: mcr.microsoft.com/hello-world\n"
POOL = "pool-one"


def refusal(body: Mapping[str, Any], shop: Shop | None = None) -> tuple[str, str]:
    """Code and message by which a task is refused."""
    azure = (shop or Shop()).azure
    with pytest.raises(AzureError) as refused:
        azure.put(f"{registry_id()}/tasks/build", body)
    assert azure.find(f"{registry_id()}/tasks/build") is None
    return refused.value.code, refused.value.message


def without(body: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key != name}


def triggered(kind: str, *triggers: Mapping[str, Any]) -> dict[str, Any]:
    return task_body(trigger={kind: list(triggers)})


@pytest.mark.parametrize("step", [docker(), FILE, encoded(STEPS), encoded(STEPS, contextPath=CONTEXT)])
@pytest.mark.parametrize(
    "triggers",
    [
        None,
        {},
        {"sourceTriggers": [], "timerTriggers": []},
        {
            "sourceTriggers": [source("commit", "pullrequest")],
            "timerTriggers": [timer("0 1 * * *")],
            **base_image("All"),
        },
    ],
)
def test_each_kind_of_step_takes_all_triggers(step: dict[str, Any], triggers: dict[str, Any] | None) -> None:
    made = Shop().azure.put(f"{registry_id()}/tasks/build", task_body(step, triggers))
    assert made["properties"]["provisioningState"] == "Succeeded"


def test_enums_are_taken_in_any_case() -> None:
    trigger = source("Commit", status="enabled")
    trigger["sourceRepository"]["sourceControlType"] = "GitHub"
    step = docker() | {"type": "docker"}
    Shop().azure.put(
        f"{registry_id()}/tasks/build",
        task_body(step, {"sourceTriggers": [trigger], **base_image("runtime")}, platform={"os": "linux"}),
    )


def test_a_system_task_has_neither_step_nor_platform() -> None:
    Shop().azure.put(f"{registry_id()}/tasks/build", {"properties": {"isSystemTask": True}})


@pytest.mark.parametrize(
    ("body", "missing"),
    [
        ({"properties": without(task_body()["properties"], "step")}, "Step"),
        ({"properties": without(task_body()["properties"], "platform")}, "Platform"),
        (task_body(platform={"architecture": "amd64"}), "Os"),
        (task_body(without(docker(), "type")), "Type"),
        (task_body(without(docker(), "dockerFilePath")), "DockerFilePath"),
        (task_body(without(FILE, "taskFilePath")), "TaskFilePath"),
        (task_body({"type": "EncodedTask"}), "EncodedTaskContent"),
        (task_body(docker() | {"arguments": [{"name": "NODE"}]}), "Value"),
        (task_body(FILE | {"values": [{"value": "20"}]}), "Name"),
        (triggered("timerTriggers", {"schedule": "0 1 * * *"}), "Name"),
        (triggered("timerTriggers", {"name": "daily"}), "Schedule"),
        (triggered("sourceTriggers", without(source(), "name")), "Name"),
        (triggered("sourceTriggers", without(source(), "sourceRepository")), "SourceRepository"),
        (triggered("sourceTriggers", source() | {"sourceTriggerEvents": []}), "SourceTriggerEvents"),
        (task_body(trigger={"baseImageTrigger": {"name": "base-image"}}), "BaseImageTriggerType"),
        (task_body(trigger={"baseImageTrigger": {"baseImageTriggerType": "All"}}), "Name"),
    ],
)
def test_what_is_required_and_missing_is_named(body: dict[str, Any], missing: str) -> None:
    assert refusal(body) == ("InvalidRequestContent", f"Missing required property '{missing}'.")


@pytest.mark.parametrize("name", ["repositoryUrl", "sourceControlType"])
def test_a_source_trigger_names_its_repository(name: str) -> None:
    trigger = source()
    trigger["sourceRepository"] = without(trigger["sourceRepository"], name)
    assert f"'{name[0].upper()}{name[1:]}'" in refusal(triggered("sourceTriggers", trigger))[1]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (task_body(status="On"), "The value 'On' of the property 'status' is not one of Disabled, Enabled."),
        (task_body(platform={"os": "Plan9"}), "'Plan9' of the property 'platform.os'"),
        (task_body(platform={"os": "Linux", "architecture": "mips"}), "'mips' of the property 'platform.architecture'"),
        (task_body(platform=PLATFORM | {"variant": "v9"}), "'v9' of the property 'platform.variant'"),
        (task_body(docker() | {"type": "Buildpack"}), "is not one of Docker, FileTask, EncodedTask."),
        (triggered("timerTriggers", timer("0 1 * * *", status="Off")), "'Off' of the property 'status'"),
        (triggered("sourceTriggers", source("push")), "'push' of the property 'sourceTriggerEvents'"),
        (task_body(trigger=base_image("Build")), "'Build' of the property 'baseImageTriggerType'"),
        (task_body(trigger=base_image(status="Off")), "'Off' of the property 'status'"),
    ],
)
def test_a_value_that_is_none_of_an_enum_is_refused(body: dict[str, Any], message: str) -> None:
    code, said = refusal(body)
    assert code == "InvalidRequestContent"
    assert message in said


@pytest.mark.parametrize("seconds", [299, 28_801])
def test_a_timeout_has_its_limits(seconds: int) -> None:
    assert refusal(task_body(timeout=seconds))[1] == "The timeout of a task must be between 300 and 28800 seconds."


@pytest.mark.parametrize("architecture", ["arm", "arm64", "386"])
def test_windows_runs_on_amd64_only(architecture: str) -> None:
    said = refusal(task_body(platform={"os": "Windows", "architecture": architecture}))[1]
    assert said == f"The platform Windows/{architecture} is not supported. Windows is supported on amd64."


@pytest.mark.parametrize("name", ["encodedTaskContent", "encodedValuesContent"])
@pytest.mark.parametrize("text", ["steps:\n  - cmd: x", "AAA", "/w==", "c3RlcHM6!!!!"])
def test_what_is_not_text_in_base64_is_refused(name: str, text: str) -> None:
    said = refusal(task_body(encoded(STEPS) | {name: text}))[1]
    assert said == f"The property 'step.{name}' is not encoded in base64."


@pytest.mark.parametrize("schedule", ["0 1 * *", "0 0 1 * * *", "60 1 * * *", "0 1 * * Monster", "@daily", "soon"])
def test_a_schedule_is_a_cron_expression_of_five_fields(schedule: str) -> None:
    said = refusal(triggered("timerTriggers", timer(schedule)))[1]
    assert said == f"The schedule '{schedule}' of the timer trigger 'daily' is not a valid cron expression."


@pytest.mark.parametrize(
    "body",
    [
        triggered("timerTriggers", timer("0 1 * * *"), timer("0 2 * * *", "Daily")),
        triggered("sourceTriggers", source(), source("pullrequest") | {"name": "SOURCE"}),
    ],
)
def test_a_trigger_name_is_used_once(body: dict[str, Any]) -> None:
    assert "is used more than once" in refusal(body)[1]


def test_the_schedules_of_a_task_differ() -> None:
    said = refusal(triggered("timerTriggers", timer("0 1 * * Mon"), timer("0  1 * * 1", "other")))[1]
    assert said == "The timer triggers 'daily' and 'other' have the same schedule '0  1 * * 1'."


@pytest.mark.parametrize("status", ["Enabled", "Disabled"])
def test_a_source_trigger_needs_a_token_also_while_it_is_off(status: str) -> None:
    trigger = source(status=status)
    del trigger["sourceRepository"]["sourceControlAuthProperties"]
    said = refusal(triggered("sourceTriggers", trigger))[1]
    assert said == "The source trigger 'source' needs a token to set a webhook in the repository."


@pytest.mark.parametrize(
    ("login", "message"),
    [
        ({"tokenType": "PAT"}, "'Token'"),
        ({"token": "", "tokenType": "PAT"}, "'Token'"),
        ({"token": TOKEN}, "'TokenType'"),
        ({"token": TOKEN, "tokenType": "Basic"}, "'Basic' of the property 'tokenType'"),
    ],
)
def test_a_token_has_a_type(login: dict[str, str], message: str) -> None:
    trigger = source()
    trigger["sourceRepository"]["sourceControlAuthProperties"] = login
    said = refusal(triggered("sourceTriggers", trigger))[1]
    assert message in said
    assert TOKEN not in said


@pytest.mark.parametrize("url", ["https://github.contoso.com/shop.git", "https://t0ken@gitlab.com/contoso/shop.git"])
def test_only_github_and_azure_devops_tell_of_events_and_no_url_is_repeated(url: str) -> None:
    trigger = source()
    trigger["sourceRepository"]["repositoryUrl"] = url
    said = refusal(triggered("sourceTriggers", trigger))[1]
    assert said == "The repository of the source trigger 'source' is not of source control type Github."


def test_an_agent_pool_lies_in_a_premium_registry_is_there_and_runs_linux() -> None:
    body = task_body(agentPoolName=POOL)
    assert refusal(body)[0] == "FeatureNotSupportedForSku"
    shop = Shop("Premium")
    assert refusal(body, shop)[1] == f"The agent pool '{POOL}' was not found in the registry 'contoso'."
    shop.azure.put(f"{registry_id()}/agentPools/{POOL}", {"location": "westeurope", "properties": {"count": 1}})
    windows = task_body(agentPoolName=POOL, platform={"os": "Windows", "architecture": "amd64"})
    assert "runs Linux" in refusal(windows, shop)[1]
    shop.azure.put(f"{registry_id()}/tasks/build", body)


def test_no_secret_is_given_back_nor_kept() -> None:
    shop = Shop()
    secret, vault = (
        {"type": "Opaque", "value": TOKEN},
        {"type": "Vaultsecret", "value": "https://v.vault.azure.net/secrets/s"},
    )
    logins = {"docker.io": {"userName": vault, "password": secret}, "contoso.azurecr.io": {"identity": "[system]"}}
    step = docker() | {
        "contextAccessToken": TOKEN,
        "arguments": [{"name": "A", "value": "1", "isSecret": False}, {"name": "B", "value": TOKEN, "isSecret": True}],
    }
    images = base_image()
    images["baseImageTrigger"]["updateTriggerEndpoint"] = f"https://contoso/{TOKEN}"
    body = task_body(step, {"sourceTriggers": [source()], **images}, credentials={"customRegistries": logins})
    shop.azure.put(f"{registry_id()}/tasks/build", body)
    values = [{"name": "B", "value": TOKEN, "isSecret": True}]
    shop.azure.put(f"{registry_id()}/tasks/file-one", task_body(FILE | {"values": values}))

    shown = shop.azure.get(f"{registry_id()}/tasks/build")["properties"]
    assert shown["step"] == docker() | {
        "arguments": [{"name": "A", "value": "1", "isSecret": False}, {"name": "B", "isSecret": True}]
    }
    [trigger] = shown["trigger"]["sourceTriggers"]
    assert trigger["sourceRepository"] == {"sourceControlType": "Github", "repositoryUrl": REPOSITORY, "branch": "main"}
    assert shown["credentials"]["customRegistries"]["docker.io"] == {"userName": vault, "password": {"type": "Opaque"}}
    shop.azure.push_commit(REPOSITORY, "main", "1111111")
    assert TOKEN not in shop.azure.state.to_json() + repr(shop.azure.operations)
    assert TOKEN in str(body), "what was sent is left as it was"
