"""`acr purge` in a simulated task: what goes, what stays, and what its log says."""

import shlex
from collections.abc import Sequence

import pytest
from acr_patterns.testing import ManualClock, SimulatedAzure
from acr_patterns.testing.simulated_azure.task_steps.registry_commands import (
    CommandResult,
    Rights,
    run_registry_command,
)

SERVER = "contoso42.azurecr.io"
API, WEB = "shop/api", "shop/web"
FIRST, SECOND, THIRD = (f"sha256:{digit * 64}" for digit in "123")
DAY = 86_400.0
ALL = Rights(pull=True, push=True, delete=True)


class Shop:
    """Three images of one repository, of three days, and one of another."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.azure = SimulatedAzure(clock=self.clock)
        for tag, digest in (("v1", FIRST), ("v2", SECOND), ("v3", THIRD)):
            self.azure.push_image(SERVER, API, tag, digest)
            if tag == "v1":
                self.azure.push_image(SERVER, WEB, "v1", FIRST)
            self.clock.advance(DAY)

    def run(self, command: str, rights: Rights = ALL) -> CommandResult:
        result = run_registry_command(self.azure, shlex.split(command), SERVER, rights)
        assert result is not None
        return result

    def log(self, command: str) -> Sequence[str]:
        result = self.run(command)
        assert result.succeeded
        return result.log

    def images(self, repository: str = API) -> dict[str, list[str]]:
        manifests = self.azure.repositories(SERVER).get(repository, {})
        return {digest: sorted(manifest["tags"]) for digest, manifest in manifests.items()}


@pytest.fixture
def shop() -> Shop:
    return Shop()


def test_old_tags_of_the_named_repository_go_and_their_manifests_stay(shop: Shop) -> None:
    assert shop.log("acr purge --filter 'shop/api:.*' --ago 1d12h") == [
        "Deleting tags for repository: shop/api",
        f"Deleted {SERVER}/{API}:v2",
        f"Deleted {SERVER}/{API}:v1",
        "",
        "Number of deleted tags: 2",
        "Number of deleted manifests: 0",
    ]
    assert shop.images() == {FIRST: [], SECOND: [], THIRD: ["v3"]}
    assert shop.images(WEB) == {FIRST: ["v1"]}


def test_untagged_manifests_go_with_their_last_tag_if_they_are_asked_for(shop: Shop) -> None:
    log = shop.log("acr purge --filter 'shop/api:.*' --ago 1d12h --untagged")
    assert f"Deleted {SERVER}/{API}@{FIRST}" in log
    assert log[-2:] == ["Number of deleted tags: 2", "Number of deleted manifests: 2"]
    assert shop.images() == {THIRD: ["v3"]}


def test_a_manifest_lives_as_long_as_it_has_a_tag(shop: Shop) -> None:
    shop.azure.tag_image(SERVER, API, FIRST, "release")
    shop.log("acr purge --filter 'shop/api:^v' --ago 1d12h --untagged")
    assert shop.images() == {FIRST: ["release"], THIRD: ["v3"]}


def test_a_manifest_whose_tag_has_moved_on_goes_although_something_may_run_it(shop: Shop) -> None:
    shop.azure.push_image(SERVER, API, "v1", THIRD)
    shop.log("acr purge --filter 'shop/api:^none$' --ago 1d12h --untagged")
    assert shop.images() == {SECOND: ["v2"], THIRD: ["v1", "v3"]}


def test_a_dry_run_deletes_nothing_and_says_what_would_go(shop: Shop) -> None:
    before = shop.images()
    assert shop.log("acr purge --filter 'shop/api:.*' --ago 2d12h --untagged --dry-run") == [
        "DRY RUN: The following output shows what WOULD be deleted if the purge command was executed. Nothing is deleted.",
        "Would delete tags for repository: shop/api",
        f"Would delete: {SERVER}/{API}:v1",
        "Would delete manifests for repository: shop/api",
        f"Would delete: {SERVER}/{API}@{FIRST}",
        "",
        "Number of tags to be deleted: 1",
        "Number of manifests to be deleted: 1",
    ]
    assert shop.images() == before


def test_what_a_dry_run_names_is_what_then_goes(shop: Shop) -> None:
    command = "acr purge --filter 'shop/api:.*' --filter 'shop/web:.*' --ago 1d12h --untagged --keep 1"
    named = [line.removeprefix("Would delete: ") for line in shop.log(f"{command} --dry-run") if ": contoso" in line]
    gone = [line.removeprefix("Deleted ") for line in shop.log(command) if line.startswith("Deleted ")]
    assert named
    assert named == gone


def test_the_latest_tags_of_those_that_would_go_are_kept_and_as_many_manifests(shop: Shop) -> None:
    shop.log("acr purge --filter 'shop/api:.*' --ago 12h --keep 1 --untagged")
    assert shop.images() == {SECOND: [], THIRD: ["v3"]}
    shop.log("acr purge --filter 'shop/api:.*' --ago 12h --keep 2 --untagged")
    assert shop.images() == {SECOND: [], THIRD: ["v3"]}


@pytest.mark.parametrize("attribute", ["deleteEnabled", "writeEnabled"])
def test_what_is_locked_stays(shop: Shop, attribute: str) -> None:
    shop.azure.lock_image(SERVER, API, "v1", **{attribute: False})
    shop.azure.lock_image(SERVER, API, SECOND, **{attribute: False})
    shop.log("acr purge --filter 'shop/api:.*' --ago 0d --untagged")
    assert shop.images() == {FIRST: ["v1"], SECOND: []}


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("^(?!v1)", ["v1"]),
        ("^(?!v1|v2)", ["v1", "v2"]),
        ("v(?:1|2)", ["v3"]),
        ("[23]$", ["v1"]),
        ("^$", ["v1", "v2", "v3"]),
    ],
)
def test_a_filter_is_searched_for_in_the_tag_and_knows_lookaheads(shop: Shop, pattern: str, left: list[str]) -> None:
    shop.log(f"acr purge --filter 'shop/api:{pattern}' --ago 0d")
    assert sorted(tag for tags in shop.images().values() for tag in tags) == left


def test_a_repository_is_matched_as_a_whole(shop: Shop) -> None:
    shop.log("acr purge --filter 'shop:.*' --filter 'op/api:.*' --ago 0d")
    assert shop.images()[FIRST] == ["v1"]
    shop.log("acr purge --filter 'shop/.*:.*' --ago 0d")
    assert shop.images()[FIRST] == shop.images(WEB)[FIRST] == []


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ("--ago 1d", "the following arguments are required: --filter"),
        ("--filter 'shop/api:.*'", "the following arguments are required: --ago"),
        ("--filter shop/api --ago 1d", "unable to correctly parse filter flag"),
        ("--filter 'a:b:c' --ago 1d", "unable to correctly parse filter flag"),
        ("--filter ':x' --ago 1d", "missing repository name/expression"),
        ("--filter 'x:' --ago 1d", "missing tag name/expression"),
        ("--filter 'x:(' --ago 1d", "missing )"),
        ("--filter 'x:y' --ago 1w", 'invalid duration "1w"'),
        ("--filter 'x:y' --ago 1d --everything", "unrecognized arguments: --everything"),
        ("--filter 'x:y' --ago 1d --registry fabrikam", "unable to resolve authentication for fabrikam"),
    ],
)
def test_a_command_that_is_not_understood_deletes_nothing(shop: Shop, options: str, sentence: str) -> None:
    result = shop.run(f"acr purge {options}")
    assert not result.succeeded
    assert sentence in result.log[0]
    assert shop.images()[FIRST] == ["v1"]


def test_who_may_not_read_sees_nothing_and_who_may_not_delete_deletes_nothing(shop: Shop) -> None:
    command = "acr purge --registry contoso42 --filter 'shop/api:.*' --ago 0d --untagged"
    blind = shop.run(command, Rights(pull=False, push=False, delete=True))
    reader = shop.run(command, Rights(pull=True, push=True, delete=False))
    assert (blind.succeeded, reader.succeeded) == (False, False)
    assert "StatusCode=401" in blind.log[0]
    assert 'Error: insufficient permissions to purge tags for repository "shop/api"' in reader.log
    assert shop.images()[FIRST] == ["v1"]
    assert shop.run(f"{command} --dry-run", Rights(pull=True, push=False, delete=False)).succeeded


ORAS = "ghcr.io/oras-project/oras:v1.2.0 tag"


def test_an_image_is_named_by_a_further_tag_and_keeps_its_digest_and_its_age(shop: Shop) -> None:
    assert shop.log(f"{ORAS} {SERVER}/{API}@{FIRST} a b") == ["Tagged a", "Tagged b"]
    assert shop.images()[FIRST] == ["a", "b", "v1"]
    shop.log("acr purge --filter 'shop/api:.*' --ago 1d12h --untagged")
    assert shop.images() == {FIRST: ["a", "b"], THIRD: ["v3"]}


def test_a_tag_that_is_there_already_keeps_its_age_and_one_of_another_image_moves(shop: Shop) -> None:
    before = shop.azure.image(SERVER, API, "v1")[1]["tags"]["v1"]["lastUpdateTime"]
    shop.log(f"{ORAS} {SERVER}/{API}@{FIRST} v1 v2")
    assert shop.azure.image(SERVER, API, "v1")[1]["tags"]["v1"]["lastUpdateTime"] == before
    assert shop.images() == {FIRST: ["v1", "v2"], SECOND: [], THIRD: ["v3"]}


@pytest.mark.parametrize(
    ("image", "rights", "sentence"),
    [
        (f"{SERVER}/{API}@{FIRST}", Rights(pull=True, push=False, delete=True), "authentication required"),
        (f"{SERVER}/{API}@{FIRST}", Rights(pull=False, push=True, delete=True), "authentication required"),
        (f"fabrikam.azurecr.io/{API}@{FIRST}", ALL, "authentication required"),
        (f"{SERVER}/{API}@{FIRST[:-1]}f", ALL, "is not found"),
    ],
)
def test_a_tag_that_cannot_be_given_is_an_error(shop: Shop, image: str, rights: Rights, sentence: str) -> None:
    result = shop.run(f"{ORAS} {image} x", rights)
    assert not result.succeeded
    assert sentence in result.log[0]
    assert not shop.azure.has_image(SERVER, API, "x")


@pytest.mark.parametrize("command", ["acr", "acr tag list", "bash acr purge", f"{ORAS} {SERVER}/{API}@{FIRST}"])
def test_other_commands_are_left_to_others(shop: Shop, command: str) -> None:
    assert run_registry_command(shop.azure, shlex.split(command), SERVER, ALL) is None
