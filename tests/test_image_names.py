"""Names of the images that a task makes, and the run variables in them."""

import pytest
from acr_patterns.errors import ArgumentError
from acr_patterns.tasks.steps.image_names import check_image_name, check_image_tag
from acr_patterns.tasks.steps.template_text import RUN_VARIABLES

WHERE = "BuildTask 'api'"
DIGEST = "sha256:" + "0123456789abcdef" * 4


def refusal_of_tag(tag: str) -> str:
    with pytest.raises(ArgumentError) as refused:
        check_image_tag(WHERE, tag)
    return str(refused.value)


def refusal_of_name(name: str) -> str:
    with pytest.raises(ArgumentError) as refused:
        check_image_name(WHERE, name)
    return str(refused.value)


@pytest.mark.parametrize(
    "tag",
    [
        "v1",
        "_x",
        "1.2-rc_3",
        "a" * 128,
        "{{.Run.ID}}",
        "v1-{{ .Run.ID }}",
        "{{.Run.ID}}-{{.Run.Branch}}",
        "x{{.Run.Commit}}",
    ],
)
def test_a_tag_within_the_rule_is_accepted_with_its_run_variables(tag: str) -> None:
    check_image_tag(WHERE, tag)
    check_image_name(WHERE, f"shop/api:{tag}")


@pytest.mark.parametrize("variable", [variable for variable in RUN_VARIABLES if variable != "SharedVolume"])
def test_every_run_variable_that_says_something_of_an_image_may_stand_in_a_tag(variable: str) -> None:
    check_image_tag(WHERE, f"v-{{{{.Run.{variable}}}}}")


def test_the_name_of_a_volume_is_no_tag() -> None:
    assert refusal_of_tag("v-{{.Run.SharedVolume}}") == (
        f"{WHERE}: tag 'v-{{{{.Run.SharedVolume}}}}' has '{{{{.Run.SharedVolume}}}}' in it, the name of a volume on the machine that runs the task, "
        "which says nothing of an image; write another run variable, such as {{.Run.ID}}"
    )


TAG_RULE = (
    "cannot be a tag: it takes letters, digits and . _ - (not . or - first), up to 128 characters, "
    "and the run variables of ACR Tasks such as {{.Run.ID}}"
)


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        ".v1",
        "-v1",
        "v 1",
        "v1\n",
        "a:b",
        "v/1",
        "a" * 129,
        "{{.Run.ID}",
        "{{{.Run.ID}}}",
        "{{.Run.ID | lower}}",
        "{{.Values.x}}",
        "{{.Secrets.x}}",
        "$ID",
        DIGEST,
    ],
)
def test_a_tag_that_no_registry_takes_is_refused_with_the_rule(wrong: str) -> None:
    assert refusal_of_tag(wrong) == f"{WHERE}: tag {wrong!r} {TAG_RULE}"


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        ("{{.Run.Id}}", "; did you mean 'ID'?"),
        ("v-{{.Run.Comit}}", "; did you mean 'Commit'?"),
        (
            "{{.Run.Zebra}}",
            "; they are ID, SharedVolume, Registry, RegistryName, Date, OS, Architecture, Commit, Branch, TaskName",
        ),
    ],
)
def test_a_run_variable_that_azure_does_not_have_is_refused_with_the_nearest(wrong: str, hint: str) -> None:
    template = wrong.removeprefix("v-")
    assert (
        refusal_of_tag(wrong)
        == f"{WHERE}: tag {wrong!r} has {template!r} in it, which is no run variable of ACR Tasks{hint}"
    )


@pytest.mark.parametrize(
    "wrong", ["{{.Run.Commit}}", "{{.Run.Branch}}", "{{.Run.Branch}}{{.Run.Commit}}", "{{.Run.Branch}}-{{.Run.ID}}"]
)
def test_a_tag_that_is_none_in_the_run_at_deploy_time_is_refused(wrong: str) -> None:
    assert refusal_of_tag(wrong) == (
        f"{WHERE}: tag {wrong!r} is no tag in a run that no commit started, such as the one at deploy time, where "
        "{{.Run.Commit}} and {{.Run.Branch}} are empty; begin it with {{.Run.ID}} or a word"
    )


@pytest.mark.parametrize(
    ("name", "server"),
    [
        ("localhost/x:1", "localhost"),
        ("localhost:5000/x", "localhost:5000"),
        ("localhost:5000/x:1", "localhost:5000"),
        ("myacr.azurecr.io/x:1", "myacr.azurecr.io"),
        ("$Registry/x:1", "$Registry"),
        ("{{.Run.Registry}}/x:1", "{{.Run.Registry}}"),
    ],
)
def test_a_name_with_a_registry_in_it_is_refused(name: str, server: str) -> None:
    assert refusal_of_name(name) == (
        f"{WHERE}: image {name!r} names a registry, {server!r}, but a task puts its own registry before what it makes; "
        "write repository:tag alone"
    )


def test_a_name_without_a_tag_is_refused() -> None:
    assert refusal_of_name("shop/api") == (
        f"{WHERE}: image 'shop/api' has no tag, which means 'latest', and that can come to mean another image; "
        "write it with one, such as {{.Run.ID}} behind a colon"
    )


def test_repository_and_tag_of_a_name_are_checked_each() -> None:
    assert refusal_of_name("Shop/api:1").startswith(f"{WHERE}: repository 'Shop/api' cannot be a repository name")
    assert refusal_of_name("shop/api:{{.Run.Nothing}}").startswith(f"{WHERE}: tag '{{{{.Run.Nothing}}}}' has")
    assert refusal_of_name(f"shop/api@{DIGEST}").startswith(f"{WHERE}: repository 'shop/api@sha256' cannot be")
