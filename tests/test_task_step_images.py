"""What a run pulls and pushes: images of its own and of other registries, by its identity, a key vault, or not at all."""

from typing import Any

import pytest
from access_conditions import only
from acr_patterns.roles import ACR_PULL, ACR_PUSH, REPOSITORY_WRITER
from acr_patterns.testing import AzureError
from acr_patterns.testing.simulated_azure import Run
from task_texts import ran, steps
from triggered import CONTEXT, REPOSITORY, Shop, docker, encoded, registry_id, task_body

BASE = "sha256:" + "b" * 64
OWN = {"contoso.azurecr.io": {"identity": "[system]"}}
AT_FABRIKAM = {"fabrikam.azurecr.io": {"identity": "[system]"}}
SECRET = {"type": "Vaultsecret", "value": "https://contoso.vault.azure.net/secrets/hub"}
FROM_VAULT = {"identity": "[system]", "userName": SECRET, "password": SECRET}
TWO_IMAGES = """
version: v1.1.0
steps:
  - build: -t $Registry/shop/api:$ID -t $Registry/shop/api:stable .
  - build: -t {{.Run.Registry}}/shop/web:{{.Run.ID}} web
  - push: ["$Registry/shop/api:$ID", $Registry/shop/api:stable, "{{.Run.Registry}}/shop/web:{{.Run.ID}}"]
"""


@pytest.fixture
def shop() -> Shop:
    """A registry of the shop's own, and another one with an image."""
    made = Shop()
    made.add_registry("fabrikam")
    made.azure.push_image("fabrikam.azurecr.io", "base", "v1", BASE)
    made.azure.push_image("contoso.azurecr.io", "tools", "v1", BASE)
    return made


def run_of(shop: Shop, text: str, logins: dict[str, Any], **roles: Any) -> Run:
    """The run of a task with these logins; role of its identity at each registry that is named."""
    task = shop.azure.put(
        f"{registry_id()}/tasks/steps", task_body(encoded(text), credentials={"customRegistries": logins})
    )
    for registry, role in roles.items():
        shop.grant(task, role, registry)
    return shop.azure.start_task(task, "Manual")


def refusal(run: Run) -> str:
    """What failed the run, with the rule that says so."""
    return f"{run.first_cause and run.first_cause.rule.id}: {run.error}"


def test_several_images_are_pushed_each_by_its_digest(shop: Shop) -> None:
    run = ran(shop, TWO_IMAGES)
    assert [(one["repository"], one["tag"]) for one in run.images] == [
        ("shop/api", "ca1"),
        ("shop/api", "stable"),
        ("shop/web", "ca1"),
    ]
    api, stable, web = (one["digest"] for one in run.images)
    assert api == stable != web
    assert shop.azure.image("contoso.azurecr.io", "shop/web", "ca1")[0] == web


def test_a_docker_build_pushes_all_its_names(shop: Shop) -> None:
    step = docker("shop/api:{{.Run.ID}}", "contoso.azurecr.io/shop/api:stable", "other/api")
    run = ran(shop, "", step=step)
    assert steps(run) == {"build": "successful", "push": "successful"}
    assert {one["digest"] for one in run.images} == {run.images[0]["digest"]}
    assert [f"{one['repository']}:{one['tag']}" for one in run.images] == [
        "shop/api:ca1",
        "shop/api:stable",
        "other/api:latest",
    ]
    assert steps(ran(shop, "", step=docker(push=False))) == {"build": "successful"}


PUSH = "version: v1.1.0\nsteps: [{build: -t $Registry/a:1 .}, {push: [$Registry/a:1]}]"


def test_every_run_builds_another_image(shop: Shop) -> None:
    assert ran(shop, PUSH).images != ran(shop, PUSH).images


def test_an_identity_without_the_role_may_not_push(shop: Shop) -> None:
    run = run_of(shop, PUSH, OWN)
    assert refusal(run) == "role-missing: denied: requested access to the resource a is denied"
    assert steps(run) == {"acb_step_0": "successful", "acb_step_1": "failed"}
    assert refusal(run_of(shop, PUSH, OWN, contoso=ACR_PULL)).startswith("role-too-little")
    assert run_of(shop, PUSH, OWN, contoso=ACR_PUSH).status == "Succeeded"


def test_a_run_that_was_asked_for_by_arm_says_which_rule_is_broken(shop: Shop) -> None:
    run_of(shop, PUSH, OWN)
    with pytest.raises(AzureError) as failed:
        shop.run(shop.azure.get(f"{registry_id()}/tasks/steps"))
    assert failed.value.first_cause is not None
    assert failed.value.first_cause.rule.id == "role-missing"


def test_the_default_login_pushes_to_the_own_registry(shop: Shop) -> None:
    assert run_of(shop, PUSH, {}).status == "Succeeded"


def test_what_was_not_built_is_not_pushed(shop: Shop) -> None:
    run = ran(shop, "version: v1.1.0\nsteps: [{push: [$Registry/a:1]}]")
    assert run.error == "An image does not exist locally with the tag: contoso.azurecr.io/a"


def test_an_image_can_get_another_name_before_it_is_pushed(shop: Shop) -> None:
    tag = "version: v1.1.0\nsteps: [{cmd: $Registry/tools:v1}, {cmd: docker tag $Registry/%s $Registry/t:2}, {push: [$Registry/t:2]}]"
    run = ran(shop, tag % "tools:v1")
    assert [one["digest"] for one in run.images] == [BASE]
    assert ran(shop, tag % "tools:v2").error == "Error response from daemon: No such image: contoso.azurecr.io/tools:v2"


def test_a_locked_tag_is_not_pushed_to(shop: Shop) -> None:
    ran(shop, PUSH)
    shop.azure.lock_image("contoso.azurecr.io", "a", "1", writeEnabled=False)
    assert "The operation is disallowed on this registry" in str(ran(shop, PUSH).error)


def test_the_own_image_of_a_cmd_needs_acr_pull(shop: Shop) -> None:
    text = "version: v1.1.0\nsteps: [{cmd: $Registry/tools:v1 check}]"
    refused = run_of(shop, text, OWN)
    assert refusal(refused).startswith(
        'role-missing: docker: Error response from daemon: Head "https://contoso.azurecr.io/v2/tools/'
    )
    assert "unauthorized: authentication required" in str(refused.error)
    assert run_of(shop, text, OWN, contoso=ACR_PULL).status == "Succeeded"
    missing = run_of(shop, text.replace("v1 ", "v2 "), OWN, contoso=ACR_PULL)
    assert 'manifest unknown: manifest tagged by "v2" is not found' in str(missing.error)


@pytest.mark.parametrize("text", ["steps: [{cmd: fabrikam.azurecr.io/base:v1}]", "steps: [{build: -t a .}]"])
def test_an_image_of_another_registry_needs_a_login_there_and_acr_pull(shop: Shop, text: str) -> None:
    shop.azure.set_base_images("", ["fabrikam.azurecr.io/base:v1"])
    assert refusal(run_of(shop, text, OWN, contoso=ACR_PUSH)).startswith("task-not-logged-in")
    assert refusal(run_of(shop, text, {**OWN, **AT_FABRIKAM}, contoso=ACR_PUSH)).startswith("role-elsewhere")
    run = run_of(shop, text, {**OWN, **AT_FABRIKAM}, contoso=ACR_PUSH, fabrikam=ACR_PULL)
    assert run.status == "Succeeded"
    assert "Successfully logged into fabrikam.azurecr.io" in run.log


def test_a_base_image_is_that_of_the_folder_or_of_the_whole_source(shop: Shop) -> None:
    shop.azure.set_base_images(f"{CONTEXT}:web", ["fabrikam.azurecr.io/base:v1"])
    text = "steps: [{build: -t a api}, {build: -t b ./web}]"
    run = ran(shop, "", step=encoded(text, contextPath=CONTEXT))
    assert steps(run) == {"acb_step_0": "successful", "acb_step_1": "failed"}
    shop.azure.set_base_images(CONTEXT, ["fabrikam.azurecr.io/base:v1"])
    assert steps(ran(shop, "", step=encoded(text, contextPath=CONTEXT)))["acb_step_0"] == "failed"
    task = shop.azure.get(run.task_id)
    at_a_commit = shop.azure.start_task(task, "Commit", CONTEXT.replace("main", "88a601d"))
    assert steps(at_a_commit)["acb_step_0"] == "failed", "what is said of the branch holds for its commits"


def test_a_source_that_cannot_be_built_fails_the_builds_of_its_folders(shop: Shop) -> None:
    shop.azure.fail_build(CONTEXT, "COPY failed")
    run = ran(shop, "", step=encoded("steps: [{cmd: bash}, {build: -t a web}]", contextPath=CONTEXT))
    assert (steps(run)["acb_step_0"], run.error) == ("successful", "COPY failed")
    elsewhere = encoded("steps: [{build: -t a https://github.com/contoso/other.git}]", contextPath=f"{REPOSITORY}#x")
    assert ran(shop, "", step=elsewhere).status == "Succeeded"


def test_user_name_and_password_of_a_key_vault_log_in_anywhere(shop: Shop) -> None:
    text = """
steps:
  - build: -t fabrikam.azurecr.io/a:1 -t index.docker.io/contoso/a:1 .
  - cmd: fabrikam.azurecr.io/base:v1
  - push: [fabrikam.azurecr.io/a:1, index.docker.io/contoso/a:1]
"""
    run = run_of(shop, text, {"fabrikam.azurecr.io": FROM_VAULT, "docker.io": FROM_VAULT})
    assert run.status == "Succeeded"
    assert [one["registry"] for one in run.images] == ["fabrikam.azurecr.io", "index.docker.io"]
    assert "denied" in str(run_of(shop, text, {"fabrikam.azurecr.io": FROM_VAULT}).error)
    opaque = {"userName": {"type": "Opaque"}, "password": {"type": "Opaque"}}
    assert "unauthorized" in str(run_of(shop, text, {"fabrikam.azurecr.io": opaque}).error)


def test_a_push_to_another_registry_takes_acr_push_there(shop: Shop) -> None:
    text = "steps: [{build: -t fabrikam.azurecr.io/a:1 .}, {push: [fabrikam.azurecr.io/a:1]}]"
    assert refusal(run_of(shop, text, AT_FABRIKAM, fabrikam=ACR_PULL)).startswith("role-too-little")
    assert run_of(shop, text, AT_FABRIKAM, fabrikam=ACR_PUSH).status == "Succeeded"


@pytest.mark.parametrize(
    ("image", "status"),
    [
        ("mcr.microsoft.com/acr/bash:2ff604c", "Succeeded"),
        ("node:20", "Succeeded"),
        ("unknown.azurecr.io/a:1", "Failed"),
        ("registry.contoso.example/a:1", "Failed"),
    ],
)
def test_of_registries_that_are_not_there_only_public_ones_are_pulled_from(shop: Shop, image: str, status: str) -> None:
    assert ran(shop, f"steps: [{{cmd: {image}}}]").status == status


def test_anybody_pulls_from_a_registry_that_lets_everybody(shop: Shop) -> None:
    shop.azure.put(registry_id("fabrikam"), {"sku": {"name": "Standard"}, "properties": {"anonymousPullEnabled": True}})
    assert run_of(shop, "steps: [{cmd: fabrikam.azurecr.io/base:v1}]", {}).status == "Succeeded"


def test_a_task_that_is_told_not_to_does_not_log_in_to_its_registry(shop: Shop) -> None:
    credentials = {"sourceRegistry": {"loginMode": "None"}}
    run = ran(shop, PUSH, credentials=credentials)
    assert refusal(run).startswith("task-not-logged-in")
    assert not any(line.startswith("Logging in") for line in run.log)


def test_a_condition_on_the_role_decides_about_each_image(shop: Shop) -> None:
    shop.azure.get(registry_id())["properties"]["roleAssignmentMode"] = "AbacRepositoryPermissions"
    body = task_body(encoded(TWO_IMAGES))
    body["properties"]["credentials"] = {"sourceRegistry": {"identity": "[system]"}}
    task = shop.azure.put(f"{registry_id()}/tasks/steps", body)
    shop.grant(task, REPOSITORY_WRITER)
    [grant] = shop.azure.of_type("Microsoft.Authorization/roleAssignments")
    for prefix, pushed in (("shop/", 3), ("shop/api", 2), ("other/", 0)):
        grant["properties"] |= {"condition": only(prefix, "StringStartsWithIgnoreCase"), "conditionVersion": "2.0"}
        assert len(shop.azure.start_task(task, "Manual").images) == pushed


def test_a_purge_without_the_role_to_delete_fails_with_all_that_it_says(shop: Shop) -> None:
    ran(shop, PUSH)
    shop.clock.advance(1)
    run = ran(shop, "version: v1.1.0\nsteps: [{cmd: acr purge --filter 'a:.*' --ago 0d}]")
    assert "insufficient permissions" in str(run.error)
    assert "Deleting tags for repository: a" in run.log


def test_a_login_that_fails_ends_the_run_before_its_first_step(shop: Shop) -> None:
    run = run_of(shop, PUSH, {**OWN, "fabrikam.azurecr.io": {"identity": "system"}}, contoso=ACR_PUSH)
    assert refusal(run) == "task-without-identity: failed to login, ran out of retries"
    assert run.steps == []
    assert "Successfully logged into contoso.azurecr.io" in run.log
