"""What a source names of its repository: a branch, a tag or a commit; and whose repository it is."""

from typing import cast

import pytest
from acr_patterns.errors import ArgumentError
from acr_patterns.tasks.git_source import (
    GitSourceArgs,
    branch_context,
    check_git_source,
    revision_context,
    source_control,
)

URL = "https://github.com/contoso/shop.git"
WHERE = "BuildTask 'api'"


def source(**fields: str | None) -> GitSourceArgs:
    """A source that is accepted, with some fields changed; None leaves a field out."""
    given = {"url": URL, "branch": "main", **fields}
    return cast(GitSourceArgs, {field: value for field, value in given.items() if value is not None})


def refusal(**fields: str | None) -> str:
    with pytest.raises(ArgumentError) as refused:
        check_git_source(WHERE, source(**fields))
    return str(refused.value)


def test_a_tag_is_named_as_its_commit_because_a_task_cannot_check_out_a_tag_that_it_fetched_by_name() -> None:
    tagged = source(branch=None, tag="v1.0")
    check_git_source(WHERE, tagged)
    assert branch_context(tagged) == revision_context(tagged) == f"{URL}#v1.0~0"
    assert branch_context(source(branch=None, tag="v1.0", folder="src")) == f"{URL}#v1.0~0:src"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"branch": None},
            "source names neither a branch nor a tag, and a task builds one of them; "
            "give source branch, such as main, or source tag",
        ),
        (
            {"branch": None, "revision": "88a601d"},
            "source names neither a branch nor a tag, and a task builds one of them; "
            "give source branch, such as main, or source tag",
        ),
        (
            {"tag": "v1.0"},
            "source names a branch and a tag, and a task builds one of them; leave source branch or source tag out",
        ),
        (
            {"branch": None, "tag": "v1.0", "revision": "88a601d"},
            "source names a tag and a revision, and a tag names its commit already; "
            "leave source revision out, or give source branch instead of tag",
        ),
    ],
)
def test_a_source_names_a_branch_or_a_tag_and_a_revision_of_the_branch_only(
    fields: dict[str, str | None], sentence: str
) -> None:
    assert refusal(**fields) == f"{WHERE}: {sentence}"


@pytest.mark.parametrize("tag", ["", "-x", "v1~0", "v1^{}", "v 1", "v1:src", "v1#x", "v1..v2"])
def test_what_is_no_tag_is_refused(tag: str) -> None:
    assert refusal(branch=None, tag=tag) == (
        f"{WHERE}: source tag {tag!r} cannot be used; it takes the name of a git tag in letters, digits and . _ / + -"
    )


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        (URL, "Github"),
        ("https://GitHub.com/contoso/shop.git", "Github"),
        ("https://dev.azure.com/contoso/Shop/_git/shop", "VisualStudioTeamService"),
        ("https://contoso.visualstudio.com/Shop/_git/shop", "VisualStudioTeamService"),
        ("https://contoso.ghe.com/contoso/shop.git", None),
        ("https://github.contoso.example/contoso/shop.git", None),
        ("https://notgithub.com/contoso/shop.git", None),
        ("https://github.com:8443/contoso/shop.git", None),
        ("https://visualstudio.com.example/Shop/_git/shop", None),
        ("https://gitlab.com/github.com/shop.git", None),
    ],
)
def test_github_and_azure_devops_are_told_by_their_hosts(url: str, kind: str | None) -> None:
    assert source_control(url) == kind
