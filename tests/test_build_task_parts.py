"""What a build task is sent as for each part it can have, and what is refused."""

from collections.abc import Callable
from typing import Any, cast

import pulumi
import pytest
from acr_patterns import AgentPool, ArgumentError, BuildTask, BuildTaskArgs, Registry, RegistrySku
from acr_patterns.testing import SimulatedAzure, Simulation, simulate
from acr_patterns.testing.administrator import simulate_with_administrator
from existing import ABAC_REGISTRY, GROUP, subscription
from programs import DEPLOYMENT, ROLE_ASSIGNMENT, SOURCE, TASK
from pulumi_azure_native import resources

VAULT = f"{GROUP}/providers/Microsoft.KeyVault/vaults/contoso-vault"
USER = {"url": "https://contoso-vault.vault.azure.net/secrets/hub-user", "vault_id": VAULT}
PASSWORD = {"url": "https://contoso-vault.vault.azure.net/secrets/hub-token"}
PRIVATE = {"url": SOURCE["url"], "branch": "main", "access_token": "s3cr3t"}
SECRETS_USER = "4633458b-17de-408a-b874-0445c86b69e6"
ACR_PULL = "7f951dda-4ed3-4680-a7ca-43fe172d538d"
REPOSITORY_READER = "b93aa761-3e63-49ed-ac28-beffa264f7ac"


def building(registry: dict[str, Any] | None = None, **arguments: Any) -> Callable[[], None]:
    """A program with one build task; `repository` None leaves it out."""

    def program() -> None:
        group = resources.ResourceGroup("shop")
        made = Registry("shop", cast(Any, {"resource_group_name": group.name, **(registry or {})}))
        needed = {"registry": made.reference, "source": SOURCE, "repository": "shop/api"}
        given = {**needed, **{key: value() if callable(value) else value for key, value in arguments.items()}}
        task = BuildTask("api", cast(BuildTaskArgs, given))
        pulumi.export("images", task.images)
        pulumi.export("image", task.image)
        pulumi.export("command", task.grant_command)

    return program


def task(simulation: Simulation, name: str = "api") -> dict[str, Any]:
    return simulation.resource(TASK, name).inputs


def roles(simulation: Simulation) -> dict[str, tuple[str, str]]:
    """Role assignment -> the role's GUID and its scope."""
    return {
        one.name: (one.inputs["roleDefinitionId"].rpartition("/")[2], one.inputs["scope"])
        for one in simulation.of_type(ROLE_ASSIGNMENT)
    }


def with_file(**fields: Any) -> Simulation:
    """A task file that builds and pushes shop/api."""
    azure = SimulatedAzure()
    text = "version: v1.1.0\nsteps:\n  - build: -t $Registry/shop/api:$ID .\n  - push: [$Registry/shop/api:$ID]\n"
    azure.add_file("https://github.com/contoso/shop.git#88a601d", "ci/acr-task.yaml", text)
    azure.add_file("https://github.com/contoso/shop.git#88a601d", "ci/values.yaml", "channel: stable\n")
    file = {"path": "ci/acr-task.yaml", "repositories": ["shop/api"], **fields}
    return simulate(building(repository=None, task_file=file), azure=azure)


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
        pool = AgentPool("builds", registry=registry).agent_pool_name
        BuildTask("api", registry=registry, repository="shop/api", source=SOURCE, agent_pool_name=pool)

    simulation = simulate(program)
    [pool] = simulation.azure.of_type("Microsoft.ContainerRegistry/registries/agentPools")
    assert task(simulation)["agentPoolName"] == pool["name"]
    assert "agentConfiguration" not in task(simulation)


def test_an_agent_pool_of_a_registry_that_is_not_premium_is_refused() -> None:
    with pytest.raises(ArgumentError, match="agent pools need the Premium SKU, and that of the registry is Standard"):
        simulate(building({"sku": "Standard"}, agent_pool_name="builds"))


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


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"repository": None}, "neither repository nor task_file nor steps given"),
        ({"task_file": {"path": "a.yaml", "repositories": ["a"]}}, "repository and task_file given"),
        ({"secrets": {"a": PASSWORD}}, "secrets goes with steps, and repository is given; leave it out"),
        (
            {"repository": None, "task_file": {"path": "a.yaml", "repositories": ["a"]}, "target": "x"},
            "target goes with repository, and task_file is given; say it in the task file",
        ),
        (
            {"repository": "contoso.azurecr.io/shop/api"},
            r"names a registry, 'contoso.azurecr.io'.*write the repository alone",
        ),
        ({"image_tags": ["{{.Run.Nonsense}}"]}, "Run.Nonsense"),
        ({"image_tags": ["{{.Run.Commit}}"]}, "is no tag in a run that no commit started"),
        ({"image_tags": []}, "image_tags is empty"),
        ({"image_tags": ["a", "a"]}, "image_tags has 'a' more than once"),
        ({"build_arguments": {"NPM_TOKEN": "x"}}, r"'NPM_TOKEN' has the name of a secret.*secret_build_arguments"),
        ({"build_arguments": {"A B": "x"}}, "'A B' cannot be the name of one"),
        (
            {"build_arguments": {"A": "x"}, "secret_build_arguments": {"A": "x"}},
            "'A' is given in build_arguments and in",
        ),
        ({"agent_pool_name": "p", "cpu": 2}, r"cpu and agent_pool_name are given.*leave cpu out"),
        ({"agent_pool_name": "p", "platform": "windows/amd64"}, "machines of an agent pool run Linux only"),
        ({"registry_logins": {"https://x": {"user_name": USER, "password": PASSWORD}}}, "is not a host name"),
        (
            {"registry_logins": {"docker.io": {"user_name": {"url": "https://x/y"}, "password": PASSWORD}}},
            "registry_logins docker.io user_name url is not the identifier of a secret in a key vault",
        ),
        (
            {"registry_logins": {"docker.io": {"user_name": {**USER, "vault_id": VAULT + "2"}, "password": PASSWORD}}},
            "is not the resource id of the key vault that the",
        ),
        (
            {
                "base_registries": {"a": ABAC_REGISTRY},
                "registry_logins": {"abac42.azurecr.io": {"user_name": USER, "password": PASSWORD}},
            },
            "two logins are for 'abac42.azurecr.io'",
        ),
        (
            {"source": PRIVATE, "triggers": {"pull_request": {}}, "secret_build_arguments": {"A": "x"}},
            "a pull request's Dockerfile could read secret_build_arguments",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(arguments: dict[str, Any], sentence: str) -> None:
    azure = SimulatedAzure()
    with pytest.raises(ArgumentError, match=sentence):
        simulate(building({"sku": "Premium"}, **arguments), azure=azure)
    assert not azure.of_type("Microsoft.ContainerRegistry/registries/tasks")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"path": "Dockerfile"}, "ACR Tasks takes a file of any other kind for a Dockerfile"),
        ({"path": "../acr-task.yaml"}, "inside the source folder"),
        ({"values_file": "values.json"}, "values_file 'values.json' cannot be used"),
        ({"repositories": []}, "repositories is empty"),
        ({"repositories": ["contoso.azurecr.io/a"]}, "names a registry, 'contoso.azurecr.io'"),
        ({"values": {"a-b": "x"}}, "'a-b' cannot be named in a task file"),
        ({"values": {"a": "x"}, "secret_values": {"a": "x"}}, "'a' is given in values and in secret_values"),
    ],
)
def test_a_task_file_that_cannot_be_is_refused_with_a_sentence(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ArgumentError, match=sentence):
        with_file(**fields)


def test_pull_requests_cannot_be_kept_from_pushing_by_a_task_file() -> None:
    file = {"path": "a.yaml", "repositories": ["shop/api"]}
    program = building(repository=None, task_file=file, source=PRIVATE, triggers={"pull_request": {}})
    with pytest.raises(ArgumentError, match=r"a task file decides itself what it pushes.*push True"):
        simulate(program)
