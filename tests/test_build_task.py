from typing import Any

import pulumi
import pytest
from acr_patterns import ArgumentError
from acr_patterns.testing import SimulatedAzure, SimulationError, simulate
from programs import DEPLOYMENT, ROLE_ASSIGNMENT, SOURCE, TASK, shop

ACR_PUSH = "8311e382-0749-4cb8-b61a-304f252e45ec"


def task(**arguments: Any) -> dict[str, Any]:
    return simulate(shop(task=arguments)).resource(TASK).inputs


def test_the_task_has_a_system_assigned_identity_and_logs_in_with_it() -> None:
    simulation = simulate(shop())
    inputs = simulation.resource(TASK).inputs
    [registry] = simulation.azure.of_type("Microsoft.ContainerRegistry/registries")
    assert inputs["identity"] == {"type": "SystemAssigned"}
    assert inputs["credentials"] == {
        "customRegistries": {registry["properties"]["loginServer"]: {"identity": "[system]"}}
    }
    assert inputs["isSystemTask"] is False


def test_the_identity_of_the_task_is_granted_acr_push_at_the_registry_and_nothing_else() -> None:
    simulation = simulate(shop())
    [registry] = simulation.azure.of_type("Microsoft.ContainerRegistry/registries")
    [made] = simulation.azure.of_type("Microsoft.ContainerRegistry/registries/tasks")
    grants = [
        grant
        for grant in simulation.of_type(ROLE_ASSIGNMENT)
        if grant.inputs["principalId"] == made["identity"]["principalId"]
    ]
    [grant] = grants
    assert grant.inputs["scope"] == registry["id"]
    assert grant.inputs["principalType"] == "ServicePrincipal"
    assert grant.inputs["roleDefinitionId"].endswith(f"/roleDefinitions/{ACR_PUSH}")


def test_the_build_is_sent_as_azure_takes_it() -> None:
    inputs = task(
        source={**SOURCE, "folder": "api"},
        image_tags=["v1-{{.Run.ID}}", "stable"],
        dockerfile="docker/Dockerfile",
        build_arguments={"NODE_ENV": "production"},
        target="runtime",
        platform="linux/arm64",
        timeout_in_seconds=600.0,
        cpu=4.0,
    )
    assert inputs["step"] == {
        "type": "Docker",
        "contextPath": "https://github.com/contoso/shop.git#main:api",
        "dockerFilePath": "docker/Dockerfile",
        "imageNames": ["shop/api:v1-{{.Run.ID}}", "shop/api:stable"],
        "isPushEnabled": True,
        "noCache": False,
        "target": "runtime",
        "arguments": [{"name": "NODE_ENV", "value": "production", "isSecret": False}],
    }
    assert inputs["platform"] == {"os": "Linux", "architecture": "arm64"}
    assert inputs["timeout"] == 600
    assert inputs["agentConfiguration"] == {"cpu": 4}


def test_a_build_without_arguments_says_nothing_of_them_as_an_imported_task() -> None:
    assert "arguments" not in simulate(shop()).resource(TASK).inputs["step"]


def test_the_task_keeps_the_branch_and_the_run_builds_the_revision() -> None:
    simulation = simulate(shop())
    assert simulation.resource(TASK).inputs["step"]["contextPath"].endswith(".git#main")
    parameters = simulation.resource(DEPLOYMENT).inputs["properties"]["parameters"]
    assert parameters["contextPath"] == {"value": "https://github.com/contoso/shop.git#88a601d"}
    assert "Downloading source code from https://github.com/contoso/shop.git#88a601d" in simulation.azure.runs[0].log


def test_the_token_of_a_private_repository_is_a_secret() -> None:
    secrets = simulate(shop(task={"source": {**SOURCE, "access_token": "s3cr3t"}})).resource(TASK).secrets
    assert secrets == {"step.contextAccessToken": "s3cr3t"}


def test_the_run_comes_after_the_grant_and_the_image_is_pinned_by_its_digest() -> None:
    simulation = simulate(shop())
    run = simulation.resource(DEPLOYMENT)
    assert simulation.resource(ROLE_ASSIGNMENT, "api-push").urn in run.depends_on
    [outputs] = [outputs for urn, outputs in simulation.registered_outputs.items() if urn.endswith("BuildTask::api")]
    image = simulation.azure.runs[0].images[0]
    assert outputs["image"] == f"{image['registry']}/shop/api@{image['digest']}"


def run_inputs(**arguments: Any) -> str:
    properties = simulate(shop(task=arguments)).resource(DEPLOYMENT).inputs["properties"]
    return properties["parameters"]["inputs"]["value"]


def test_a_run_is_asked_for_again_only_when_what_is_built_changes() -> None:
    assert run_inputs() == run_inputs()
    assert run_inputs() == run_inputs(timeout_in_seconds=600, source={**SOURCE, "access_token": "renewed"})
    changed = [
        run_inputs(source={**SOURCE, "revision": "1234567"}),
        run_inputs(dockerfile="Other"),
        run_inputs(target="test"),
        run_inputs(image_tags=["v2"]),
        run_inputs(platform="linux/arm64"),
        run_inputs(build_arguments={"A": "1"}),
    ]
    assert len({run_inputs(), *changed}) == 1 + len(changed)


def test_two_stacks_and_two_projects_do_not_meet_in_one_registry() -> None:
    names = {
        simulate(shop(), stack=stack, project=project).resource(TASK).inputs["taskName"]
        for stack, project in [("dev", "one"), ("prod", "one"), ("dev", "two")]
    }
    assert len(names) == 3


def test_a_failing_build_fails_the_deployment_and_makes_no_container_group() -> None:
    azure = SimulatedAzure()
    azure.fail_build("https://github.com/contoso/shop.git#88a601d", "COPY failed: file not found")
    with pytest.raises(SimulationError, match="At least one resource deployment operation failed"):
        simulate(shop(), azure=azure)
    assert azure.runs[0].error == "COPY failed: file not found"
    assert not azure.of_type("Microsoft.ContainerInstance/containerGroups")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"repository": "Shop/Api"}, "cannot be a repository name"),
        ({"image_tags": ["-v1"]}, "cannot be a tag"),
        ({"timeout_in_seconds": 299}, "from 300 to 28800"),
        ({"cpu": 0}, "this library takes a whole number of CPU cores from 1 to 32"),
        ({"platform": "linux/sparc"}, "not one of linux/amd64, linux/arm64, linux/arm, linux/386, windows/amd64"),
        ({"source": {**SOURCE, "url": "https://me:token@github.com/a/b.git"}}, "source url has an @ in it"),
        (
            {"platform": "windows/arm64"},
            "builds Windows images for amd64 only; choose windows/amd64, or linux/arm64 for Arm",
        ),
        ({"source": {"url": SOURCE["url"]}}, "source names neither a branch nor a tag"),
        ({"dockerfile": ""}, "dockerfile '' cannot be used"),
        ({"dockerfile": "../Dockerfile"}, "inside it"),
        ({"dockerfil": "x"}, "did you mean 'dockerfile'"),
    ],
)
def test_what_azure_rejects_is_refused_with_a_sentence(arguments: dict[str, Any], sentence: str) -> None:
    azure = SimulatedAzure()
    with pytest.raises(ArgumentError, match=sentence):
        simulate(shop(task=arguments), azure=azure)
    assert not azure.of_type("Microsoft.ContainerRegistry/registries/tasks")


def test_outside_a_dev_stack_a_secret_build_argument_is_refused() -> None:
    def program() -> None:
        shop(task={"build_arguments": {"MIRROR": pulumi.Output.secret("hunter2hunter2")}})()

    with pytest.raises(
        ArgumentError, match=r"build_arguments MIRROR is a secret, .*; give it in secret_build_arguments"
    ):
        simulate(program, stack="prod")
    simulate(program, stack="dev")


def test_a_live_task_keeps_its_name_when_its_component_moves() -> None:
    assert simulate(shop()).resource(TASK).options["ignoreChanges"] == ["taskName"]
