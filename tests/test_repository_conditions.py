"""The conditions that limit a role to repositories: their text, and that they are read back to mean just that."""

import re
from typing import Any

import pytest
from acr_patterns import ArgumentError, RoleAssignmentMode
from acr_patterns.access.conditions import allows
from acr_patterns.repository_conditions import (
    LONGEST_CONDITION,
    check_among,
    checked_role_repositories,
    is_among,
    repository_condition,
)
from acr_patterns.roles import (
    REPOSITORY_ACTIONS,
    REPOSITORY_CONTRIBUTOR,
    REPOSITORY_READER,
    REPOSITORY_WRITER,
    Purpose,
    Role,
)
from hypothesis import given
from hypothesis import strategies as st

ABAC = RoleAssignmentMode.ABAC
NAMES = st.lists(st.sampled_from(["team-a", "team-abc", "team", "api", "web", "a.b_c"]), min_size=1, max_size=3).map(
    "/".join
)
ENTRIES = st.lists(NAMES | NAMES.map(lambda name: f"{name}/"), min_size=1, max_size=4)
DOES = {
    REPOSITORY_READER: [Purpose.PULL],
    REPOSITORY_WRITER: [Purpose.PULL, Purpose.PUSH],
    REPOSITORY_CONTRIBUTOR: [Purpose.PULL, Purpose.PUSH, Purpose.DELETE],
}


def checked(*repositories: str, mode: RoleAssignmentMode = ABAC) -> tuple[str, ...]:
    return checked_role_repositories("it", {"role_repositories": [*repositories]}, mode)


def test_a_reader_s_condition_is_the_one_that_azure_documents() -> None:
    actions = "Microsoft.ContainerRegistry/registries/repositories"
    name = f"@Request[{actions}:name]"
    assert repository_condition(REPOSITORY_READER, ["hello-world", "backend/"]) == (
        f"((!(ActionMatches{{'{actions}/content/read'}}) AND !(ActionMatches{{'{actions}/metadata/read'}})) "
        f"OR ({name} StringEqualsIgnoreCase 'hello-world' OR {name} StringStartsWithIgnoreCase 'backend/'))"
    )


@pytest.mark.parametrize(
    ("role", "actions"),
    [
        (REPOSITORY_READER, {"content/read", "metadata/read"}),
        (REPOSITORY_WRITER, {"content/read", "metadata/read", "content/write", "metadata/write"}),
        (
            REPOSITORY_CONTRIBUTOR,
            {"content/read", "metadata/read", "content/write", "metadata/write", "content/delete", "metadata/delete"},
        ),
    ],
)
def test_a_condition_is_about_every_action_of_the_role(role: Role, actions: set[str]) -> None:
    named = re.findall(r"registries/repositories/([a-z/]+)'", repository_condition(role, ["api"]))
    assert set(named) == actions
    assert set(named) == {one.partition("/repositories/")[2] for one in REPOSITORY_ACTIONS[role]}


@given(st.sampled_from([*DOES]), ENTRIES, NAMES)
def test_what_is_written_is_read_back_to_mean_just_that(role: Role, entries: list[str], repository: str) -> None:
    condition = repository_condition(role, checked(*entries))
    meant = any(repository == one or (one.endswith("/") and repository.startswith(one)) for one in entries)
    assert [allows(condition, repository, does) for does in DOES[role]] == [meant] * len(DOES[role])
    assert is_among(repository, entries) is meant


def test_a_condition_leaves_the_right_to_list_alone() -> None:
    assert allows(repository_condition(REPOSITORY_READER, ["api"]), None, Purpose.LIST) is True


def test_a_prefix_is_neither_the_repository_of_its_name_nor_those_that_begin_like_it() -> None:
    condition = repository_condition(REPOSITORY_READER, ["team-a/"])
    answers = {
        one: allows(condition, one, Purpose.PULL) for one in ("team-a/api", "team-a", "team-abc/api", "team-b/a")
    }
    assert answers == {"team-a/api": True, "team-a": False, "team-abc/api": False, "team-b/a": False}


def test_the_same_repositories_in_another_order_are_the_same_condition() -> None:
    assert checked("b", "a/", "b") == checked("a/", "b") == ("a/", "b")


def test_without_role_repositories_there_is_no_limit_in_either_mode() -> None:
    assert [checked_role_repositories("it", {}, mode) for mode in RoleAssignmentMode] == [(), ()]
    check_among("it", "pulls from", "any", ())


def test_a_condition_has_at_most_the_length_that_azure_takes() -> None:
    many = [f"team-a/{number:040}" for number in range(100)]
    fitting = next(
        count
        for count in range(100, 0, -1)
        if len(repository_condition(REPOSITORY_CONTRIBUTOR, many[:count])) <= LONGEST_CONDITION
    )
    assert len(checked(*many[:fitting])) == fitting
    with pytest.raises(
        ArgumentError, match=r"a condition of 8,\d+ characters, and Azure takes 8,192 at most; name a prefix, such as"
    ):
        checked(*many[: fitting + 1])


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (["team-a*"], r"has 'team-a\*', and a pattern is not known there; write a prefix with its trailing slash, such as 'team-a/', for"),
        (["team-a/*"], r"such as 'team-a/', for all repositories below it: without the slash it would be one repository"),
        (["*"], "such as 'team-a/'"),
        (["team-a/", "Team-B"], "role_repositories: repository 'Team-B' cannot be a repository name"),
        (["/"], "repository '' cannot be a repository name"),
        (["a//"], "repository 'a/' cannot be a repository name"),
        (["api:v1"], "without server or tag"),
        (["team-b", "shop.azurecr.io/team-a/"], "has 'shop.azurecr.io/team-a/', and 'shop.azurecr.io' is a login server, .* match nothing; write 'team-a/'$"),
        (["shop-ab1c.azurecr.us/api"], "'shop-ab1c.azurecr.us' is a login server, .*; write 'api'$"),
        (["shop.azurecr.cn/"], "'shop.azurecr.cn' is a login server, .*; write 'team-a/'$"),
        (["a' OR 'x"], "cannot be a repository name"),
        ([], "role_repositories is empty, so the identity would reach no image; name repositories, or leave it out"),
    ],
)  # fmt: skip
def test_what_names_no_repository_is_refused_with_a_sentence(given: list[str], sentence: str) -> None:
    with pytest.raises(ArgumentError, match=f"^it: .*{sentence}"):
        checked(*given)


def test_a_first_part_with_a_dot_is_no_login_server_for_that() -> None:
    assert checked("team.a/api", "azurecr.io.mirror/") == ("azurecr.io.mirror/", "team.a/api")


def test_a_registry_that_limits_no_roles_is_refused() -> None:
    with pytest.raises(
        ArgumentError,
        match="mode is LegacyRegistryPermissions, where a role holds for the whole registry; take a registry in mode Abac",
    ):
        checked("api", mode=RoleAssignmentMode.LEGACY)


@pytest.mark.parametrize(
    ("repository", "sentence"),
    [
        ("web", r"^it: it pulls from 'web', which role_repositories \(team-a, b/\) leaves out, so Azure would deny it; add 'web'"),
        ("team-a/api", "would deny it; 'team-a' is one repository, and 'team-a/' all below it; add 'team-a/api' to them, or a prefix"),
    ],
)  # fmt: skip
def test_a_repository_that_is_left_out_is_named(repository: str, sentence: Any) -> None:
    with pytest.raises(ArgumentError, match=sentence):
        check_among("it", "pulls from", repository, ["team-a", "b/"])
