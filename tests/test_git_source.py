"""A git repository as the context of a build, and the URLs that would give a credential away."""

from typing import cast

import pytest
from acr_patterns.errors import ArgumentError
from acr_patterns.tasks.git_source import GitSourceArgs, branch_context, check_git_source, revision_context
from hypothesis import example, given
from hypothesis import strategies as st

URL = "https://github.com/contoso/shop.git"
WHERE = "BuildTask 'api'"
CANARY = "CANARY"


def source(**fields: str) -> GitSourceArgs:
    """A source that is accepted, with some fields changed."""
    return cast(GitSourceArgs, {"url": URL, "branch": "main", **fields})


def refusal(**fields: str) -> str:
    with pytest.raises(ArgumentError) as refused:
        check_git_source(WHERE, source(**fields))
    return str(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        URL,
        "https://git.contoso.example:8443/shop.git",
        "https://dev.azure.com/contoso/My%20Shop/_git/shop",
        "https://contoso.visualstudio.com/Shop/_git/shop",
    ],
)
def test_the_https_url_of_a_git_repository_is_accepted(url: str) -> None:
    check_git_source(WHERE, source(url=url))


@pytest.mark.parametrize(
    "url",
    [
        f"https://ada:{CANARY}@github.com/contoso/shop.git",
        f"https://{CANARY}@github.com/contoso/shop.git",
        f"https://:{CANARY}@github.com/contoso/shop.git",
        f"https://ada:{CANARY}#1@github.com/contoso/shop.git",
        f"https://ada:1?{CANARY}@github.com/contoso/shop.git",
        f"https://ada:1/{CANARY}@github.com/contoso/shop.git",
        f"https://ada:1@{CANARY}@github.com/contoso/shop.git",
        f"https://ada:{CANARY}\N{ACCOUNT OF}@github.com/contoso/shop.git",
        f"https://[ada:{CANARY}@github.com/contoso/shop.git",
        f"https:/ada:{CANARY}@github.com/contoso/shop.git",
        f"http://ada:{CANARY}@github.com/contoso/shop.git",
        f"ada:{CANARY}@github.com/contoso/shop.git",
        f"{CANARY}@github.com:contoso/shop.git",
        f"https://{CANARY}@dev.azure.com/contoso/shop/_git/shop",
    ],
)
def test_a_url_with_credentials_is_refused_without_repeating_them(url: str) -> None:
    message = refusal(url=url)
    assert message == (
        f"{WHERE}: source url has an @ in it, and what stands before one is a user name or a credential, which is logged and shown in plain; "
        "give the HTTPS URL without it, https://github.com/OWNER/NAME.git or https://dev.azure.com/ORG/PROJECT/_git/REPOSITORY, "
        "and a token as source access_token, a secret"
    )
    assert CANARY not in message


@given(
    scheme=st.sampled_from(["https://", "http://", "ssh://", "git://", "https:/", "https:", ""]),
    user=st.text(max_size=8),
    secret=st.text(max_size=8).map(lambda rest: f"{CANARY}{rest}{CANARY}"),
    path=st.sampled_from(
        ["/contoso/shop.git", "/contoso/Shop/_git/shop", "/shop", "/shop.git?a=1", "/shop.git#main", ""]
    ),
)
@example(scheme="https://", user="ada", secret=f"{CANARY}\N{ACCOUNT OF}", path="/shop.git")
def test_no_message_ever_contains_a_credential(scheme: str, user: str, secret: str, path: str) -> None:
    assert CANARY not in refusal(url=f"{scheme}{user}:{secret}@github.com{path}")
    assert CANARY not in refusal(url=f"{scheme}{secret}@github.com{path}")


@pytest.mark.parametrize("tail", [f"?token={CANARY}", f"?a=1&token={CANARY}", f"#{CANARY}", "#main:src"])
def test_a_query_or_a_fragment_is_refused_without_repeating_it(tail: str) -> None:
    message = refusal(url=URL + tail)
    assert message == (
        f"{WHERE}: source url has a ? or # in it, and the URL of a git repository has neither; "
        "give branch, revision and folder as fields of their own, and a token as source access_token, a secret"
    )


@pytest.mark.parametrize(
    "url",
    [
        "",
        "github.com/contoso/shop.git",
        "http://github.com/contoso/shop.git",
        "HTTPS://github.com/contoso/shop.git",
        "ssh://github.com/contoso/shop.git",
        "https:///contoso/shop.git",
        "https://github.com:x/contoso/shop.git",
        "https://github.com",
        " https://github.com/contoso/shop.git",
        "https://github.com/contoso/my shop.git",
        "https://github.com/contoso/shop.git\n",
        "https://github.com/contoso/sh\top.git",
        "https://github.com/contoso/sh\N{LATIN SMALL LETTER O WITH DIAERESIS}p.git",
        "./shop.git",
    ],
)
def test_a_url_that_is_not_https_is_refused_with_the_form_to_write(url: str) -> None:
    assert refusal(url=url) == (
        f"{WHERE}: source url is not the HTTPS URL of a git repository; "
        "write https://HOST/….git, in letters, digits and . _ ~ - + and percent-encoded spaces, without a user name or ../"
    )


@pytest.mark.parametrize(
    "url", ["https://github.com/contoso/shop", "https://github.com/shop.git/", "https://h.example/a.tar.gz"]
)
def test_a_url_that_would_be_fetched_as_an_archive_is_refused(url: str) -> None:
    message = refusal(url=url)
    assert "source url would be fetched as an archive, not as a git repository" in message
    assert message.endswith("end it in .git (Azure DevOps: https://dev.azure.com/ORG/PROJECT/_git/REPOSITORY)")


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("branch", ["main", "release/1.2", "feature/a_b-c+d", "v1.0"]),
        ("revision", ["88a601d", "0123456789abcdef" * 2 + "01234567"]),
        ("folder", ["src", "services/api", "my folder/api", ".", "..a/b", "a..b"]),
    ],
)
def test_a_branch_a_revision_and_a_folder_are_accepted(field: str, values: list[str]) -> None:
    for value in values:
        check_git_source(WHERE, source(**{field: value}))


@pytest.mark.parametrize(
    ("field", "takes", "values"),
    [
        (
            "branch",
            "the name of a git branch in letters, digits and . _ / + -",
            ["", "-x", "/x", ".x", "x/", "x.", "a..b", "a//b", "a@{1}", "x.lock", "a b", "a#b", "a:b", "main\n"],
        ),
        (
            "revision",
            "a commit: 7 to 40 lowercase hexadecimal digits",
            ["", "HEAD", "main", "88a601", "88A601D", "g" * 7, "0" * 41, "88a601d\n"],
        ),
        (
            "folder",
            "a folder inside the repository, relative to its root, in letters, digits, spaces and . _ / -",
            ["", "/src", "..", "../src", "src/..", "src/../../x", "a#b", "a:b", "src\n"],
        ),
    ],
)
def test_what_git_or_the_context_cannot_hold_is_refused_with_what_the_field_takes(
    field: str, takes: str, values: list[str]
) -> None:
    for value in values:
        assert refusal(**{field: value}) == f"{WHERE}: source {field} {value!r} cannot be used; it takes {takes}"


@pytest.mark.parametrize(
    ("fields", "branch", "run"),
    [
        ({}, f"{URL}#main", f"{URL}#main"),
        ({"folder": "src/api"}, f"{URL}#main:src/api", f"{URL}#main:src/api"),
        ({"revision": "88a601d"}, f"{URL}#main", f"{URL}#88a601d"),
        ({"revision": "88a601d", "folder": "src"}, f"{URL}#main:src", f"{URL}#88a601d:src"),
    ],
)
def test_the_task_keeps_the_branch_and_the_run_takes_the_revision(
    fields: dict[str, str], branch: str, run: str
) -> None:
    assert branch_context(source(**fields)) == branch
    assert revision_context(source(**fields)) == run


def test_the_access_token_is_in_no_context() -> None:
    private = source(access_token=CANARY, revision="88a601d")
    check_git_source(WHERE, private)
    assert CANARY not in branch_context(private) + revision_context(private)


@pytest.mark.parametrize(
    "url",
    [
        "https://user:ghp_SECRET%40github.com/a/b.git",
        "https://oauth2:ghp_SECRET/github.com/a/b.git",
        "https://github.com/a%3Ftoken=ghp_SECRET.git",
        "https://github.com/a%3ftoken%3aghp_SECRET.git",
        "https://github.com/../ghp_SECRET.git",
        "https://github.com/$(ghp_SECRET).git",
        "https://github.com/a/ghp_SECRET",
    ],
)
def test_no_message_shows_what_may_be_a_credential(url: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        check_git_source(WHERE, {"url": url, "branch": "main"})
    assert "ghp_SECRET" not in str(refused.value)
