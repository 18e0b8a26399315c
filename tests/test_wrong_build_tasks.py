"""What cannot be said of a build task, and the sentence that says so."""

from typing import Any, cast

import pytest
from acr_patterns import ArgumentError, BuildTask, Registry
from acr_patterns.testing import SimulatedAzure, simulate
from build_tasks import PASSWORD, PRIVATE, USER, VAULT, building, with_file
from existing import ABAC_REGISTRY
from programs import SOURCE
from pulumi_azure_native import resources


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
        ({"build_arguments": {"npmToken": "x"}}, r"'npmToken' has the name of a secret.*secret_build_arguments"),
        ({"build_arguments": {"A B": "x"}}, "'A B' cannot be the name of one"),
        (
            {"build_arguments": {"A": "x"}, "secret_build_arguments": {"A": "x"}},
            "'A' is given in build_arguments and in",
        ),
        ({"agent_pool": {"name": "pool"}, "cpu": 2}, r"cpu and agent_pool are given.*leave cpu out"),
        ({"agent_pool": {"name": "pool"}, "platform": "windows/amd64"}, "machines of an agent pool run Linux only"),
        (
            {"registry_logins": {"hub": {"user_name": USER, "password": PASSWORD}}},
            "BuildTask 'api': registry_logins 'hub' is not the host name of a registry; give what stands before the first / of its "
            "images' full names, such as docker.io or ghcr.io, without https:// and without a path",
        ),
        (
            {"registry_logins": {"https://index.docker.io/v1/": {"user_name": USER, "password": PASSWORD}}},
            "registry_logins 'https://index.docker.io/v1/' is not the host name of a registry",
        ),
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
        (
            {"values": {"DB_PASSWORD": "x"}},
            "task_file value 'DB_PASSWORD' has the name of a secret, and Azure shows values to whoever may read the task; "
            "give it in secret_values, or under another name if it is none",
        ),
        ({"values": {"a-b": "x"}}, "'a-b' cannot be named in a task file"),
        ({"values": {"a": "x"}, "secret_values": {"a": "x"}}, "'a' is given in values and in secret_values"),
    ],
)
def test_a_task_file_that_cannot_be_is_refused_with_a_sentence(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ArgumentError, match=sentence):
        with_file(**fields)


def test_the_registry_of_the_task_among_those_of_base_images_is_refused_at_once() -> None:
    def program() -> None:
        group = resources.ResourceGroup("shop")
        own = Registry("shop", resource_group_name=group.name).reference
        BuildTask("api", registry=own, base_registries={"own": own}, repository="shop/api", source=cast(Any, SOURCE))

    with pytest.raises(ArgumentError) as refused:
        simulate(program)
    assert str(refused.value) == (
        "BuildTask 'api': base_registries 'own' is the registry that the task is in, where its identity pulls anyway; leave it out"
    )


def test_the_registry_of_the_task_is_known_by_its_id_too() -> None:
    own: Any = {**ABAC_REGISTRY, "role_assignment_mode": "LegacyRegistryPermissions"}
    same: Any = {**own, "id": own["id"].upper()}

    def program() -> None:
        BuildTask("api", registry=own, base_registries={"own": same}, repository="a", source=cast(Any, SOURCE))

    with pytest.raises(ArgumentError, match="base_registries 'own' is the registry that the task is in"):
        simulate(program)


def test_pull_requests_cannot_be_kept_from_pushing_by_a_task_file() -> None:
    file = {"path": "a.yaml", "repositories": ["shop/api"]}
    program = building(repository=None, task_file=file, source=PRIVATE, triggers={"pull_request": {}})
    with pytest.raises(ArgumentError, match=r"a task file decides itself what it pushes.*push True"):
        simulate(program)


@pytest.mark.parametrize("name", ["ports", "network", "cache", "volumeMounts", "privileged"])
def test_a_property_of_azure_that_a_step_does_not_have_is_told_where_it_is(name: str) -> None:
    program = building(repository=None, steps=[{"cmd": "bash", name: "x"}])
    with pytest.raises(ArgumentError, match=rf"unknown argument '{name}'; .*{name}.* are for the steps of a task_file"):
        simulate(program)


def test_an_option_of_docker_build_that_a_step_does_not_have_is_told_where_it_is() -> None:
    program = building(repository=None, steps=[{"build": {"images": ["shop/api:1"], "no_cache": True}}])
    with pytest.raises(ArgumentError, match=r"unknown argument 'no_cache'; .*are for the build steps of a task_file"):
        simulate(program)


@pytest.mark.parametrize("arguments", [{"location": "west europe!"}, {"tags": {"a<b": "c"}}, {"cpu": 0}])
def test_what_is_refused_leaves_no_component_behind(arguments: dict[str, Any]) -> None:
    def program() -> None:
        with pytest.raises(ArgumentError):
            building(**arguments)()

    types = {one.type for one in simulate(program).resources}
    assert "acr-patterns:index:Registry" in types
    assert "acr-patterns:index:BuildTask" not in types
