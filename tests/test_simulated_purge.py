"""`acr purge` in a simulated task: what goes, what stays, and what its log says."""

import base64
import json
import uuid
from collections.abc import Collection, Sequence

import pytest
from acr_patterns.roles import ACR_DELETE, ACR_PULL, ACR_PUSH, Role, role_definition_id
from acr_patterns.testing import ManualClock, SimulatedAzure
from acr_patterns.testing.simulated_azure import Run

GROUP = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/shop"
REGISTRY = f"{GROUP}/providers/Microsoft.ContainerRegistry/registries/contoso42"
SERVER = "contoso42.azurecr.io"
API, WEB = "shop/api", "shop/web"
FIRST, SECOND, THIRD, FOURTH = (f"sha256:{digit * 64}" for digit in "1234")
DAY = 86_400.0
ALL = (ACR_PUSH, ACR_DELETE)


class Shop:
    """Three images of one repository, of three days, and one of another."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.azure = SimulatedAzure(clock=self.clock)
        self.azure.put(GROUP, {"location": "westeurope"})
        self.azure.put(REGISTRY, {"sku": {"name": "Basic"}})
        for tag, digest in (("v1", FIRST), ("v2", SECOND), ("v3", THIRD)):
            self.azure.push_image(SERVER, API, tag, digest)
            if tag == "v1":
                self.azure.push_image(SERVER, WEB, "v1", FIRST)
            self.clock.advance(DAY)

    def run(self, command: str, roles: Collection[Role] = ALL) -> Run:
        """Run a command in a task that logs in with its own identity, which has these roles."""
        text = f"version: v1.1.0\nsteps:\n  - cmd: {json.dumps(command)}\n"
        step = {"type": "EncodedTask", "encodedTaskContent": base64.b64encode(text.encode()).decode()}
        own = {"customRegistries": {SERVER: {"identity": "[system]"}}}
        body = {"platform": {"os": "Linux"}, "step": step, "credentials": own}
        task = f"{REGISTRY}/tasks/task{len(self.azure.runs)}"
        made = self.azure.put(task, {"identity": {"type": "SystemAssigned"}, "properties": body})
        for role in roles:
            grant = {
                "principalId": made["identity"]["principalId"],
                "principalType": "ServicePrincipal",
                "roleDefinitionId": role_definition_id(role, REGISTRY),
            }
            name = f"{REGISTRY}/providers/Microsoft.Authorization/roleAssignments/{uuid.uuid4()}"
            self.azure.put(name, {"properties": grant})
        return self.azure.start_task(made, "Manual")

    def log(self, command: str) -> Sequence[str]:
        """What a command prints that succeeds."""
        run = self.run(command)
        assert run.status == "Succeeded", run.log
        begin = run.log.index("Launching container with name: acb_step_0")
        return run.log[begin + 1 : run.log.index("Successfully executed container: acb_step_0")]

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


def test_an_untagged_manifest_that_is_not_old_stays(shop: Shop) -> None:
    shop.azure.push_image(SERVER, API, None, FOURTH)
    shop.log("acr purge --filter 'shop/api:.*' --ago 12h --untagged")
    assert shop.images() == {FOURTH: []}


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
        ("--filter 'x:(' --ago 1d", "missing ), unterminated subpattern at position 0"),
        ("--filter 'x:y' --ago 1w", 'time: invalid duration "1w"'),
        ("--filter 'x:y' --ago 1d --dry", "unrecognized arguments: --dry"),
        ("--filter 'x:y' --ago 1d --everything", "unrecognized arguments: --everything"),
        ("--filter 'x:y' --ago 1d --registry fabrikam", "error resolving authentication for fabrikam"),
    ],
)
def test_a_command_that_is_not_understood_deletes_nothing(shop: Shop, options: str, sentence: str) -> None:
    run = shop.run(f"acr purge {options}")
    assert run.status == "Failed"
    assert str(run.error).startswith(f"Error: {sentence}")
    assert shop.images()[FIRST] == ["v1"]


def test_who_may_not_read_sees_nothing_and_who_may_not_delete_deletes_nothing(shop: Shop) -> None:
    command = "acr purge --registry contoso42 --filter 'shop/api:.*' --ago 0d --untagged"
    blind, reader = shop.run(command, [ACR_DELETE]), shop.run(command, [ACR_PUSH])
    assert (blind.status, reader.status) == ("Failed", "Failed")
    assert any("GetRepositories: Failure responding to request: StatusCode=401" in line for line in blind.log)
    assert 'Error: insufficient permissions to purge tags for repository "shop/api"' in reader.log
    assert shop.images()[FIRST] == ["v1"]
    assert shop.run(f"{command} --dry-run", [ACR_PULL]).status == "Succeeded"
    assert shop.images()[FIRST] == ["v1"]
    assert shop.run(command, [ACR_PULL, ACR_DELETE]).status == "Succeeded"
    assert shop.images() == {}


ORAS = "ghcr.io/oras-project/oras:v1.2.0 tag"


def test_an_image_is_named_by_a_further_tag_and_keeps_its_digest_and_its_age(shop: Shop) -> None:
    assert shop.log(f"{ORAS} $Registry/{API}@{FIRST} a b") == ["Tagged a", "Tagged b"]
    assert shop.images()[FIRST] == ["a", "b", "v1"]
    shop.log("acr purge --filter 'shop/api:.*' --ago 1d12h --untagged")
    assert shop.images() == {FIRST: ["a", "b"], THIRD: ["v3"]}


def test_a_tag_that_is_there_already_keeps_its_age_and_one_of_another_image_moves(shop: Shop) -> None:
    before = shop.azure.image(SERVER, API, "v1")[1]["tags"]["v1"]["lastUpdateTime"]
    shop.log(f"{ORAS} {SERVER}/{API}@{FIRST} v1 v2")
    assert shop.azure.image(SERVER, API, "v1")[1]["tags"]["v1"]["lastUpdateTime"] == before
    assert shop.images() == {FIRST: ["v1", "v2"], SECOND: [], THIRD: ["v3"]}


@pytest.mark.parametrize(
    ("image", "roles", "sentence"),
    [
        (f"{SERVER}/{API}@{FIRST}", [ACR_PULL, ACR_DELETE], "denied: requested access to the resource"),
        (f"{SERVER}/{API}@{FIRST}", [ACR_DELETE], "unauthorized: authentication required"),
        (f"fabrikam.azurecr.io/{API}@{FIRST}", ALL, "unauthorized: authentication required"),
        (f"{SERVER}/{API}@{FIRST[:-1]}f", ALL, "is not found"),
    ],
)
def test_a_tag_that_cannot_be_given_is_an_error(shop: Shop, image: str, roles: Collection[Role], sentence: str) -> None:
    run = shop.run(f"{ORAS} {image} x", roles)
    assert run.status == "Failed"
    assert run.error
    assert "Error response from registry: " in run.error
    assert sentence in run.error
    assert not shop.azure.has_image(SERVER, API, "x")


@pytest.mark.parametrize("command", ["acr", "acr tag list", "bash acr purge", f"{ORAS} {SERVER}/{API}@{FIRST}"])
def test_other_commands_change_nothing(shop: Shop, command: str) -> None:
    before = shop.images()
    assert shop.log(command) == []
    assert shop.images() == before
