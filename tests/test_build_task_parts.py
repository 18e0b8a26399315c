"""What a build task is sent as for each part it can have, and what is refused."""

from typing import Any

import pytest
from acr_patterns import AgentPool, ArgumentError, BuildError, BuildTask, Registry, RegistrySku
from acr_patterns.resource_ids import parse_registry_id
from acr_patterns.tasks.build_run import images_of
from acr_patterns.testing import simulate
from acr_patterns.testing.administrator import simulate_with_administrator
from build_tasks import (
    ACR_PULL,
    PASSWORD,
    PRIVATE,
    REPOSITORY_READER,
    SECRETS_USER,
    USER,
    VAULT,
    building,
    roles,
    task,
    with_file,
)
from existing import ABAC_REGISTRY, subscription
from programs import DEPLOYMENT, SOURCE, TASK
from pulumi_azure_native import resources


def test_a_secret_build_argument_is_sent_as_one_and_is_a_secret_in_the_state() -> None:
    arguments = {"build_arguments": {"A": "1"}, "secret_build_arguments": {"NPM_TOKEN": "hunter2"}}
    made = simulate(building(**arguments)).resource(TASK)
    assert made.inputs["step"]["arguments"] == [
        {"name": "A", "value": "1", "isSecret": False},
        {"name": "NPM_TOKEN", "value": "hunter2", "isSecret": True},
    ]
    assert made.secrets == {"step.arguments[1].value": "hunter2"}


def test_a_task_file_is_sent_as_azure_takes_it() -> None:
    simulation = with_file(
        values={"channel": "preview"}, secret_values={"key": "hunter2"}, values_file="ci/values.yaml"
    )
    assert task(simulation)["step"] == {
        "type": "FileTask",
        "contextPath": "https://github.com/contoso/shop.git#main",
        "taskFilePath": "ci/acr-task.yaml",
        "valuesFilePath": "ci/values.yaml",
        "values": [
            {"name": "channel", "value": "preview", "isSecret": False},
            {"name": "key", "value": "hunter2", "isSecret": True},
        ],
    }
    assert simulation.resource(TASK).secrets == {"step.values[1].value": "hunter2"}


def test_the_image_of_a_task_file_is_known_by_its_digest() -> None:
    simulation = with_file()
    [image] = simulation.azure.runs[0].images
    pinned = f"{image['registry']}/shop/api@{image['digest']}"
    assert simulation.outputs["images"] == {"shop/api": pinned}
    assert simulation.outputs["image"] == pinned


def test_the_same_repository_of_another_registry_is_not_the_image() -> None:
    images = [
        {"registry": "docker.io", "repository": "shop/api", "digest": f"sha256:{'1' * 64}"},
        {"registry": "Shop42.azurecr.io", "repository": "shop/api", "digest": f"sha256:{'2' * 64}"},
        {"registry": "shop42.azurecr.io", "repository": "shop/api", "digest": f"sha256:{'3' * 64}"},
    ]
    registry = parse_registry_id(ABAC_REGISTRY["id"])

    def found(*pushed: object) -> dict[str, str]:
        return images_of("x", "shop42.azurecr.io", registry, ["shop/api"], {"images": {"value": pushed}})

    assert found(*images) == {"shop/api": f"shop42.azurecr.io/shop/api@{images[1]['digest']}"}, "the first of its own"
    with pytest.raises(BuildError, match="named no image digest for shop/api"):
        found(images[0])


def test_the_identity_gets_acr_pull_at_every_base_registry_and_logs_in_there() -> None:
    simulation = simulate(building(base_registries={"platform": ABAC_REGISTRY}), azure=subscription())
    assert roles(simulation)["api-pull-platform"] == (REPOSITORY_READER, ABAC_REGISTRY["id"])
    assert task(simulation)["credentials"]["customRegistries"]["abac42.azurecr.io"] == {"identity": "[system]"}
    assert len(roles(simulation)) == 2


def test_a_login_with_a_password_stays_in_the_key_vault() -> None:
    logins = {"docker.io": {"user_name": USER, "password": PASSWORD}}
    simulation = simulate(building(registry_logins=logins), azure=subscription())
    assert task(simulation)["credentials"]["customRegistries"]["docker.io"] == {
        "identity": "[system]",
        "userName": {"type": "Vaultsecret", "value": USER["url"]},
        "password": {"type": "Vaultsecret", "value": PASSWORD["url"]},
    }
    assert roles(simulation)["api-read-docker.io-user-name"] == (SECRETS_USER, f"{VAULT}/secrets/hub-user")
    assert len(roles(simulation)) == 2, "a vault that is not named is its owner's business"


def test_one_secret_that_is_used_twice_is_granted_once() -> None:
    logins = {server: {"user_name": USER, "password": PASSWORD} for server in ("docker.io", "ghcr.io")}
    assert len(roles(simulate(building(registry_logins=logins), azure=subscription()))) == 2


def test_an_agent_pool_decides_about_the_cpu() -> None:
    def program() -> None:
        group = resources.ResourceGroup("shop")
        registry = Registry("shop", resource_group_name=group.name, sku=RegistrySku.PREMIUM).reference
        pool = AgentPool("builds", registry=registry).reference
        BuildTask("api", registry=registry, repository="shop/api", source=SOURCE, agent_pool=pool)

    simulation = simulate(program)
    [pool] = simulation.azure.of_type("Microsoft.ContainerRegistry/registries/agentPools")
    assert task(simulation)["agentPoolName"] == pool["name"]
    assert "agentConfiguration" not in task(simulation)


def test_an_agent_pool_of_a_registry_that_is_not_premium_is_refused() -> None:
    with pytest.raises(ArgumentError, match="agent pools need the Premium SKU, and that of the registry is Standard"):
        simulate(building({"sku": "Standard"}, agent_pool={"name": "builds"}))


def test_pull_requests_are_built_by_a_task_that_may_only_pull() -> None:
    simulation = simulate(building(source=PRIVATE, triggers={"commit": {}, "pull_request": {}}))
    own, checking = task(simulation), task(simulation, "api-pull-request")
    [events] = [one["sourceTriggerEvents"] for one in own["trigger"]["sourceTriggers"]]
    assert events == ["commit"]
    [events] = [one["sourceTriggerEvents"] for one in checking["trigger"]["sourceTriggers"]]
    assert events == ["pullrequest"]
    assert checking["step"]["isPushEnabled"] is False
    assert own["step"]["isPushEnabled"] is True
    assert checking["credentials"]["sourceRegistry"] == {"loginMode": "None"}
    assert "sourceRegistry" not in own["credentials"]
    assert roles(simulation)["api-pull-request-pull"][0] == ACR_PULL
    tasks = {one["name"]: one for one in simulation.azure.of_type("Microsoft.ContainerRegistry/registries/tasks")}
    assert len({one["identity"]["principalId"] for one in tasks.values()}) == 2
    assert len(simulation.of_type(DEPLOYMENT)) == 1, "nothing is built of pull requests at deploy time"


def test_pull_requests_that_may_push_run_in_the_task_itself() -> None:
    simulation = simulate(building(source=PRIVATE, triggers={"pull_request": {"push": True}}))
    assert [one.name for one in simulation.of_type(TASK)] == ["api"]
    [trigger] = task(simulation)["trigger"]["sourceTriggers"]
    assert trigger["sourceTriggerEvents"] == ["pullrequest"]


def test_another_text_of_rebuild_is_another_run() -> None:
    def inputs(**arguments: Any) -> str:
        return (
            simulate(building(**arguments)).resource(DEPLOYMENT).inputs["properties"]["parameters"]["inputs"]["value"]
        )

    assert inputs(rebuild="1") == inputs(rebuild="1")
    assert len({inputs(), inputs(rebuild="1"), inputs(rebuild="2")}) == 3
    assert inputs(secret_build_arguments={"A": "1"}) == inputs(secret_build_arguments={"A": "2"}), "no secret in a hash"


def test_who_may_assign_roles_is_told_all_of_them() -> None:
    program = building(grant=False, base_registries={"platform": ABAC_REGISTRY})
    azure = subscription()
    simulation = simulate_with_administrator(lambda before: simulate(program, azure=azure, before=before))
    assert simulation.outputs["command"].count("az role assignment create") == 2
