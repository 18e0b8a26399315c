"""Triggers that a task cannot have, each with its sentence."""

from typing import Any, cast

import pulumi
import pytest
from acr_patterns.arguments import checked_arguments
from acr_patterns.errors import ArgumentError
from acr_patterns.tasks.git_source import GitSourceArgs
from acr_patterns.tasks.triggers import TriggersArgs, check_triggers
from acr_patterns.testing import simulate

WHERE = "BuildTask 'api'"
URL = "https://github.com/contoso/shop.git"


def source(**fields: str | None) -> GitSourceArgs:
    """A source that can have every trigger, with some fields changed; None leaves a field out."""
    given = {"url": URL, "branch": "main", "access_token": "ghp_a_token_of_this_test", **fields}
    return cast(GitSourceArgs, {field: value for field, value in given.items() if value is not None})


def refusal(given: dict[str, Any], **fields: str | None) -> str:
    with pytest.raises(ArgumentError) as refused:
        check_triggers(WHERE, cast(TriggersArgs, given), source(**fields))
    return str(refused.value)


def schedule(name: str, cron: str) -> dict[str, Any]:
    return {"name": name, "cron": cron}


@pytest.mark.parametrize("name", ["commit", "pull_request"])
@pytest.mark.parametrize("trigger", [{}, {"enabled": False}])
@pytest.mark.parametrize("token", [None, ""])
def test_a_source_trigger_needs_a_token(name: str, trigger: dict[str, Any], token: str | None) -> None:
    assert refusal({name: trigger}, access_token=token) == (
        f"{WHERE}: triggers {name} needs source access_token: ACR Tasks sets a webhook in the repository with it, in a public one too; "
        "give a personal access token as a secret (GitHub: repo:status and public_repo, or repo for a private repository; "
        "Azure DevOps: Code (Read))"
    )


def test_base_images_and_schedules_need_no_token_no_branch_and_no_host_of_microsofts() -> None:
    given: dict[str, Any] = {"base_image": {}, "schedules": [schedule("nightly", "0 2 * * *")]}
    elsewhere = source(url="https://gitlab.com/contoso/shop.git", branch=None, tag="v1.0", access_token=None)
    check_triggers(WHERE, cast(TriggersArgs, given), elsewhere)


@pytest.mark.parametrize("name", ["commit", "pull_request"])
@pytest.mark.parametrize("host", ["gitlab.com", "github.contoso.example", "contoso.ghe.com"])
def test_a_host_that_tells_azure_of_no_commits_is_refused(name: str, host: str) -> None:
    assert refusal({name: {}}, url=f"https://{host}/contoso/shop.git") == (
        f"{WHERE}: triggers {name} cannot be used: ACR Tasks is told of commits and pull requests by github.com and Azure DevOps "
        "(dev.azure.com, ORG.visualstudio.com) only, not by GitHub Enterprise or another host; use triggers schedules instead"
    )


@pytest.mark.parametrize("name", ["commit", "pull_request"])
def test_a_source_trigger_of_a_tag_is_refused(name: str) -> None:
    assert refusal({name: {}}, branch=None, tag="v1.0") == (
        f"{WHERE}: triggers {name} cannot be used with source tag: it is for what happens to a branch, and a tag stays where it is; "
        "give source branch instead of tag"
    )


@pytest.mark.parametrize(
    ("schedules", "sentence"),
    [
        (
            [schedule("", "0 2 * * *")],
            "triggers schedules has the name '', but a name takes letters, digits, - and _, from 1 to 50 characters",
        ),
        (
            [schedule("every night", "0 2 * * *")],
            "triggers schedules has the name 'every night', but a name takes letters, digits, - and _, from 1 to 50 characters",
        ),
        (
            [schedule("nightly", "0 2 * * *"), schedule("Nightly", "0 3 * * *")],
            "triggers schedules has the name 'Nightly' twice, and Azure tells the schedules of a task apart by their names; "
            "give each a name of its own",
        ),
        (
            [schedule("sunday", "0 2 * * 0"), schedule("nightly", "0 2 * * *"), schedule("weekly", "0 2 * * Sun")],
            "triggers schedules 'sunday' and 'weekly' are the same times ('0 2 * * 0', '0 2 * * Sun'), and the schedules of a task "
            "have to differ; leave one of them out",
        ),
    ],
)
def test_the_schedules_of_a_task_have_names_and_times_of_their_own(schedules: list[Any], sentence: str) -> None:
    assert refusal({"schedules": schedules}) == f"{WHERE}: {sentence}"


def test_a_cron_expression_is_refused_with_the_name_of_its_schedule() -> None:
    message = refusal({"schedules": [schedule("nightly", "0 2 * * *"), schedule("weekly", "0 25 * * 0")]})
    assert message.startswith(
        f"{WHERE}: triggers schedule 'weekly': cron '0 25 * * 0' cannot be used: its hour is '25'"
    )


def test_another_type_of_base_images_is_refused() -> None:
    message = refusal({"base_image": {"type": "BuildTime"}})
    assert (
        message
        == f"{WHERE}: triggers base_image type is 'BuildTime', which is not one of Runtime, All; did you mean 'Runtime'?"
    )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"commits": {}}, "unknown argument 'commits'; did you mean 'commit'?"),
        ({"commit": {"enable": False}}, "commit: unknown argument 'enable'; did you mean 'enabled'?"),
        ({"schedules": [{"name": "nightly"}]}, "schedules, item 1: required argument 'cron' missing"),
        ({"base_image": {"enabled": "no"}}, "base_image: enabled takes True or False, not a value of type str"),
    ],
)
def test_a_misspelled_trigger_is_no_trigger_that_is_missing(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        checked_arguments(WHERE, TriggersArgs, cast(TriggersArgs, given), {})
    assert str(refused.value).startswith(f"{WHERE}: {sentence}")


def test_a_token_that_is_an_output_is_taken() -> None:
    def program() -> None:
        private: GitSourceArgs = {"url": URL, "branch": "main", "access_token": pulumi.Output.secret("ghp_a_token")}
        check_triggers(WHERE, {"commit": {}}, private)

    simulate(program)
