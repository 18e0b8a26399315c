"""What a commit and a pull request set off in the simulated Azure."""

import pytest
from triggered import CONTEXT, REPOSITORY, Shop, built, docker, encoded, source, told

OTHER = "https://github.com/contoso/other.git"
DEVOPS = "https://dev.azure.com/contoso/shop/_git/shop"


@pytest.fixture
def shop() -> Shop:
    return Shop()


def test_a_commit_builds_what_was_pushed_and_pushes_a_new_image(shop: Shop) -> None:
    shop.add_task("build", trigger={"sourceTriggers": [source("commit")]})
    first = shop.azure.push_commit(REPOSITORY, "main", "1111111")
    second = shop.azure.push_commit(REPOSITORY, "main", "2222222")
    assert told(first + second) == [("build", "Commit", "Succeeded")] * 2
    assert [built(run) for run in first + second] == [f"{REPOSITORY}#1111111", f"{REPOSITORY}#2222222"]
    images = [one["digest"] for run in first + second for one in run.images]
    assert len(set(images)) == 2
    assert set(shop.azure.repositories("contoso.azurecr.io")["shop/api"]) == set(images)


def test_a_commit_in_a_folder_is_built_in_that_folder(shop: Shop) -> None:
    shop.add_task("build", docker(context=f"{CONTEXT}:api"), {"sourceTriggers": [source("commit")]})
    [run] = shop.azure.push_commit(REPOSITORY, "main", "1111111")
    assert built(run) == f"{REPOSITORY}#1111111:api"


def test_a_commit_fills_the_run_variables_that_name_it(shop: Shop) -> None:
    shop.add_task("build", docker("shop/api:{{.Run.Branch}}-{{.Run.Commit}}"), {"sourceTriggers": [source("commit")]})
    [run] = shop.azure.push_commit(REPOSITORY, "main", "1111111")
    assert [one["tag"] for one in run.images] == ["main-1111111"]


@pytest.mark.parametrize("url", [REPOSITORY, REPOSITORY.removesuffix(".git"), REPOSITORY.upper() + "/"])
def test_a_repository_is_the_same_however_its_url_is_written(shop: Shop, url: str) -> None:
    shop.add_task("build", trigger={"sourceTriggers": [source("commit")]})
    assert len(shop.azure.push_commit(url, "main", "1111111")) == 1


@pytest.mark.parametrize(("url", "branch"), [(REPOSITORY, "next"), (OTHER, "main")])
def test_a_commit_elsewhere_sets_nothing_off(shop: Shop, url: str, branch: str) -> None:
    shop.add_task("build", trigger={"sourceTriggers": [source("commit", "pullrequest")]})
    assert shop.azure.push_commit(url, branch, "1111111") == []
    assert shop.azure.open_pull_request(url, branch, "1111111") == []


@pytest.mark.parametrize(
    ("trigger", "context", "branch"),
    [
        (source("commit", branch=None), f"{REPOSITORY}#next:api", "next"),
        (source("commit", branch=None, url=f"{REPOSITORY}#next"), CONTEXT, "next"),
        (source("commit", branch=None), REPOSITORY, "main"),
    ],
)
def test_a_trigger_without_a_branch_is_for_that_of_its_url_or_of_the_context(
    shop: Shop, trigger: dict[str, object], context: str, branch: str
) -> None:
    shop.add_task("build", docker(context=context), {"sourceTriggers": [trigger]})
    assert shop.azure.push_commit(REPOSITORY, "other", "1111111") == []
    assert len(shop.azure.push_commit(REPOSITORY, branch, "1111111")) == 1


def test_azure_devops_tells_of_commits_too(shop: Shop) -> None:
    shop.add_task("build", docker(context=f"{DEVOPS}#main"), {"sourceTriggers": [source("commit", url=DEVOPS)]})
    assert told(shop.azure.push_commit(DEVOPS, "main", "1111111")) == [("build", "Commit", "Succeeded")]


def test_a_pull_request_builds_its_head_and_pushes_if_the_step_does(shop: Shop) -> None:
    trigger = {"sourceTriggers": [source("pullrequest")]}
    shop.add_task("check", docker(push=False), trigger)
    shop.add_task("publish", docker("shop/preview:{{.Run.ID}}"), trigger)
    assert shop.azure.push_commit(REPOSITORY, "main", "1111111") == []
    runs = shop.azure.open_pull_request(REPOSITORY, "main", "2222222")
    assert told(runs) == [("check", "PullRequest", "Succeeded"), ("publish", "PullRequest", "Succeeded")]
    assert {built(run) for run in runs} == {f"{REPOSITORY}#2222222"}
    assert [[one["repository"] for one in run.images] for run in runs] == [[], ["shop/preview"]]


def test_one_trigger_may_wait_for_both_events(shop: Shop) -> None:
    shop.add_task("build", trigger={"sourceTriggers": [source("commit", "pullrequest")]})
    runs = shop.azure.push_commit(REPOSITORY, "main", "1") + shop.azure.open_pull_request(REPOSITORY, "main", "2")
    assert [run.trigger for run in runs] == ["Commit", "PullRequest"]


def test_a_trigger_that_is_off_and_a_task_that_is_off_start_nothing(shop: Shop) -> None:
    shop.add_task("quiet", trigger={"sourceTriggers": [source("commit", status="Disabled")]})
    shop.add_task("stopped", trigger={"sourceTriggers": [source("commit")]}, status="Disabled")
    assert shop.azure.push_commit(REPOSITORY, "main", "1111111") == []


def test_a_task_that_is_gone_starts_nothing(shop: Shop) -> None:
    task = shop.add_task("build", trigger={"sourceTriggers": [source("commit")]})
    shop.azure.delete(task["id"])
    assert shop.azure.push_commit(REPOSITORY, "main", "1111111") == []


def test_a_build_that_fails_is_a_run_that_failed_and_no_error(shop: Shop) -> None:
    shop.add_task("build", trigger={"sourceTriggers": [source("commit")]})
    shop.azure.fail_build(f"{REPOSITORY}#1111111", "failed to build: exit code 1")
    assert told(shop.azure.push_commit(REPOSITORY, "main", "1111111")) == [("build", "Commit", "Failed")]
    assert told(shop.azure.push_commit(REPOSITORY, "main", "2222222")) == [("build", "Commit", "Succeeded")]


def test_a_task_whose_context_is_something_else_builds_that(shop: Shop) -> None:
    text = "version: v1.1.0\nsteps:\n  - cmd: mcr.microsoft.com/hello-world\n"
    shop.add_task("greet", encoded(text), {"sourceTriggers": [source("commit")]})
    shop.add_task("build", docker(context=f"{OTHER}#main"), {"sourceTriggers": [source("commit")]})
    runs = shop.azure.push_commit(REPOSITORY, "main", "1111111")
    assert told(runs) == [("greet", "Commit", "Succeeded"), ("build", "Commit", "Succeeded")]
    assert [built(run) for run in runs] == ["", f"{OTHER}#main"]
