"""Tasks as they are written: files of a repository, encoded texts, their values and secrets, and what the agent refuses."""

import base64
import json
from typing import Any

import pytest
from acr_patterns.testing import AzureError
from acr_patterns.testing.simulated_azure import Run
from task_texts import ran, steps
from triggered import CONTEXT, REPOSITORY, Shop, docker, encoded, registry_id

PATH = "ci/acr-task.yaml"
FILE = {"type": "FileTask", "contextPath": CONTEXT, "taskFilePath": PATH}
IMAGE = "version: v1.1.0\nsteps: [{build: -t $Registry/%s .}, {push: [$Registry/%s]}]"
SECRET = "hunter2"


@pytest.fixture
def shop() -> Shop:
    return Shop()


def image_of(run: Run) -> str:
    """The one image that a run pushed; why it failed."""
    return " ".join(f"{one['repository']}:{one['tag']}" for one in run.images) or str(run.error)


def named(name: str) -> str:
    """A task that builds and pushes one image."""
    return IMAGE % (name, name)


def of_file(shop: Shop, text: str, **step: Any) -> Run:
    shop.azure.add_file(CONTEXT, PATH, text)
    return ran(shop, "", step={**FILE, **step})


@pytest.mark.parametrize(
    ("name", "pushed"),
    [
        ("a:$ID", "a:ca1"),
        ("a:{{.Run.ID}}", "a:ca1"),
        ("a:{{ .Run.ID }}-x", "a:ca1-x"),
        ("a:x-{{- .Run.ID -}} -y", "a:x-ca1-y"),
        ("$RegistryName:$OS-$Architecture", "contoso:linux-amd64"),
        ("a:$Date", "a:20260101-000000z"),
        ("a:{{.Run.TaskName}}", "a:steps"),
        ("a:x$Commit$Branch", "a:x"),
        ("a:x{{.Values.none}}{{.Values.none.below}}{{.Nothing}}", "a:x"),
        ("a$$b:1", "a$b:1"),
        ("a:$other", "a:$other"),
    ],
)
def test_run_variables_and_aliases_are_known(shop: Shop, name: str, pushed: str) -> None:
    assert image_of(ran(shop, named(name))) == pushed


def test_a_trigger_sets_commit_and_branch(shop: Shop) -> None:
    task = shop.add_task("steps", encoded(named("a:$Branch-$Commit")))
    run = shop.azure.start_task(task, "Commit", event={"Commit": "88a601d", "Branch": "main"})
    assert (image_of(run), run.trigger) == ("a:main-88a601d", "Commit")


def test_before_version_1_1_0_there_are_no_aliases(shop: Shop) -> None:
    assert "$Registry/a is denied" in str(ran(shop, named("a:1").replace("v1.1.0", "v1.0.0")).error)


def test_a_task_has_aliases_of_its_own(shop: Shop) -> None:
    text = named("$repo:$tag").replace("steps", "alias:\n  values: {repo: shop/api, tag: x-$ID}\n\nsteps")
    assert image_of(ran(shop, text.replace("x-$ID", "{{.Run.ID}}"))) == "shop/api:ca1"
    refused = ran(shop, text.replace("values: {repo: shop/api, tag: x-$ID}", "src: [https://contoso.example/a.yml]"))
    assert "reads no aliases from elsewhere" in str(refused.error)


def test_the_image_of_a_cmd_can_be_an_alias(shop: Shop) -> None:
    shop.azure.fail_step("mcr.microsoft.com/acr/bash", "bash: not here")
    assert ran(shop, "version: v1.1.0\nsteps: [{cmd: bash true}]").error == "bash: not here"
    assert ran(shop, "steps: [{cmd: bash true}]").status == "Succeeded", "this one is Docker Hub's"


def test_a_file_of_the_repository_has_the_steps(shop: Shop) -> None:
    run = of_file(shop, "# {{if}} what it does\n" + named("a:$ID"))
    assert image_of(run) == "a:ca1"
    assert run.log[0] == f"Downloading source code from {CONTEXT}"


def test_a_file_that_is_not_there_fails_the_run(shop: Shop) -> None:
    run = ran(shop, "", step=FILE)
    assert run.error == f"failed to load template at path {PATH}: stat /workspace/{PATH}: no such file or directory"
    assert (run.status, run.steps, run.log[-1]) == (
        "Failed",
        [],
        "Run ID: ca1 failed after 0s. Error: failed during run, err: exit status 1",
    )
    other = of_file(shop, named("a:1"), valuesFilePath="values.yaml")
    assert str(other.error).startswith("failed to load values file at path values.yaml")


def test_a_file_is_that_of_the_revision_and_folder_that_are_built(shop: Shop) -> None:
    for context, path, tag in (
        (REPOSITORY, PATH, "any"),
        (CONTEXT, PATH, "branch"),
        (f"{REPOSITORY}#88a601d:web", "./acr-task.yaml", "commit"),
    ):
        shop.azure.add_file(context, path, named(f"a:{tag}"))
    task = shop.add_task("steps", FILE)
    for context, tag in (
        (CONTEXT, "branch"),
        (f"{CONTEXT}:", "branch"),
        (f"{REPOSITORY}#1234567", "any"),
        (f"{REPOSITORY}#88a601d", "any"),
    ):
        assert image_of(shop.azure.start_task(task, "Manual", context)) == f"a:{tag}"
    in_folder = shop.add_task("steps", {**FILE, "taskFilePath": "acr-task.yaml"})
    assert image_of(shop.azure.start_task(in_folder, "Manual", f"{REPOSITORY}#88a601d:web")) == "a:commit"
    assert "no such file" in image_of(shop.azure.start_task(in_folder, "Manual", f"{REPOSITORY}#88a601d"))
    from_root = shop.add_task("steps", {**FILE, "taskFilePath": "web/acr-task.yaml"})
    assert image_of(shop.azure.start_task(from_root, "Manual", f"{REPOSITORY}#88a601d")) == "a:commit"


def test_values_of_the_task_come_before_those_of_its_file(shop: Shop) -> None:
    shop.azure.add_file(CONTEXT, "values.yaml", "name: of-file\ntag: '2'\nmore: {deep: x}\n")
    values = [{"name": "tag", "value": "3"}]
    name = "{{.Values.name}}:{{.Values.tag}}{{.Values.more.deep}}"
    assert image_of(of_file(shop, named(name), valuesFilePath="values.yaml", values=values)) == "of-file:3x"
    encoded_values = base64.b64encode(b"name: encoded\ntag: 1\n").decode()
    run = ran(shop, "", step=encoded(named(name), encodedValuesContent=encoded_values))
    assert image_of(run) == "encoded:1"


def told(shop: Shop) -> str:
    """All that the simulated Azure keeps and says."""
    return json.dumps([shop.azure.everything(), [run.log for run in shop.azure.runs]]) + shop.azure.state.to_json()


def test_the_values_of_secrets_are_nowhere(shop: Shop) -> None:
    text = """
version: v1.1.0
secrets: [{id: token, keyvault: https://contoso.vault.azure.net/secrets/token}]
steps:
  - {id: "x{{.Values.key}}", cmd: "bash login {{.Values.key}} {{.Secrets.token}} {{.Secrets.none}}"}
"""
    run = of_file(shop, text, values=[{"name": "key", "value": SECRET, "isSecret": True}], contextAccessToken=SECRET)
    assert steps(run) == {"x***": "successful"}
    arguments = [{"name": "TOKEN", "value": SECRET, "isSecret": True}]
    assert ran(shop, "", step={**docker(), "arguments": arguments}).status == "Succeeded"
    request(shop, {"arguments": arguments, "values": arguments})
    assert SECRET not in told(shop)


def test_a_credential_in_the_url_of_the_source_is_not_in_the_log(shop: Shop) -> None:
    context = f"https://user:{SECRET}@github.com/contoso/shop.git?sig={SECRET}#main"
    run = ran(shop, "", step=docker(context=context))
    assert run.log[0] == "Downloading source code from https://github.com/contoso/shop.git#main"


def request(shop: Shop, override: dict[str, Any]) -> Run:
    """Run the task as a deployment does, with something in place of what it says."""
    step = {"type": "TaskRunRequest", "taskId": f"{registry_id()}/tasks/steps", "overrideTaskStepProperties": override}
    shop.azure.put(
        f"{registry_id()}/taskRuns/by-hand",
        {"properties": {"forceUpdateTag": str(len(shop.azure.runs)), "runRequest": step}},
    )
    return shop.azure.runs[-1]


def test_a_run_may_take_another_revision_file_and_values(shop: Shop) -> None:
    values = [{"name": "name", "value": "a"}, {"name": "tag", "value": "1"}]
    of_file(shop, named("{{.Values.name}}:{{.Values.tag}}"), values=values)
    shop.azure.add_file(f"{REPOSITORY}#88a601d", "other.yaml", named("other-{{.Values.name}}:{{.Values.tag}}"))
    override = {
        "contextPath": f"{REPOSITORY}#88a601d",
        "file": "other.yaml",
        "values": [{"name": "tag", "value": "2"}],
    }
    assert image_of(request(shop, override)) == "other-a:2"
    assert image_of(request(shop, {})) == "a:1", "the task stays as it is"


def test_a_run_of_a_docker_build_may_take_other_arguments_and_another_stage(shop: Shop) -> None:
    arguments = [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}]
    shop.add_task("steps", {**docker("a:1"), "arguments": arguments})
    shop.azure.fail_build(f"{REPOSITORY}#88a601d", "COPY failed")
    assert request(
        shop, {"arguments": [{"name": "A", "value": "3"}], "target": "test", "file": "test.Dockerfile"}
    ).images
    with pytest.raises(AzureError, match="The run ca2 has the status Failed: COPY failed"):
        request(shop, {"contextPath": f"{REPOSITORY}#88a601d"})
