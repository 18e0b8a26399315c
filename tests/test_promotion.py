"""What `promote` looks up, locks, writes and says, with stand-ins for `pulumi` and `az`."""

from functools import partial
from typing import Any

import pytest
from acr_patterns import promotion
from acr_patterns.errors import AcrPatternsError
from acr_patterns.programs import ProgramError
from acr_patterns.promotion import PromotionError
from acr_patterns.testing.azure_cli import run
from existing import ABAC_REGISTRY, ABAC_SERVER, DIGEST, REGISTRY, SERVER
from promotion_stand_ins import HERE, NEW, NEWER, OLD, SUBSCRIPTION, THERE, Stacks

promote = partial(promotion.promote, project="shop")


@pytest.fixture
def stacks() -> Stacks:
    return Stacks()


def refusal(stacks: Stacks, source: str = "staging", target: str = "prod") -> str:
    with pytest.raises((PromotionError, ProgramError, AcrPatternsError)) as refused:
        promote(source, target, stacks)
    assert stacks.settings["image"] == OLD
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_what_a_stack_runs_is_locked_and_becomes_the_other_s_setting(stacks: Stacks) -> None:
    said = promote("staging", "prod", stacks)
    assert stacks.settings["image"] == NEW
    assert stacks.locked(NEWER)
    assert not stacks.locked(DIGEST)
    assert said.splitlines() == [
        f"Promoted {NEW}, which is locked against deletion, from stack staging to stack prod, which had {OLD}; "
        "`pulumi up --stack prod` runs it.",
        f"Once nothing runs the old image, let it be deleted: `az acr repository update --name contoso42 --subscription {SUBSCRIPTION} "
        f"--image shop/api@{DIGEST} --delete-enabled true`",
    ]
    assert all(f"--name contoso42 --subscription {SUBSCRIPTION}" in one for one in stacks.commands if one[:2] == "az")


def test_the_command_that_it_names_unlocks_the_old_image(stacks: Stacks) -> None:
    stacks.azure.lock_image(SERVER, "shop/api", DIGEST, deleteEnabled=False)
    command = promote("staging", "prod", stacks).splitlines()[1].split("`")[1]
    run(stacks.azure, command.split()[1:])
    assert not stacks.locked(DIGEST)


def test_without_a_lock_nothing_in_the_registry_changes(stacks: Stacks) -> None:
    said = promote("staging", "prod", stacks, lock=False)
    assert stacks.settings["image"] == NEW
    assert not stacks.locked(NEWER)
    assert "locked" not in said
    assert len(stacks.wrote()) == 1


def test_what_is_there_already_is_locked_and_not_written_again(stacks: Stacks) -> None:
    stacks.settings["image"] = NEW
    expected = f"Stack prod has {NEW} already, which is locked against deletion; nothing was written."
    assert promote("staging", "prod", stacks) == expected
    assert [one.partition("--")[0] for one in stacks.wrote()] == ["az acr repository update "]
    for lock in (True, False):
        assert promote("staging", "prod", stacks, lock=lock) == expected
    assert len(stacks.wrote()) == 1


def test_a_first_promotion_has_nothing_to_unlock(stacks: Stacks) -> None:
    stacks.settings = {"image": ""}
    said = promote("staging", "prod", stacks)
    assert "which had none; `pulumi up --stack prod` runs it." in said
    assert "\n" not in said


@pytest.mark.parametrize(
    "settings",
    [{"registryId": ABAC_REGISTRY["id"], "registryLoginServer": ABAC_SERVER}, {"platform": "organization/shop/platform"}, {}],
)  # fmt: skip
def test_another_registry_gets_the_image_by_an_import_that_is_named(stacks: Stacks, settings: dict[str, str]) -> None:
    stacks.settings |= settings
    stacks.outputs["organization/shop/platform"] = {"registry": THERE}
    stacks.outputs["prod"] = {} if settings else {"registry": THERE}
    said = refusal(stacks)
    assert f"Stack prod uses registry {ABAC_SERVER}, which does not have shop/api@{NEWER} from {SERVER}; import" in said
    assert stacks.wrote() == []
    run(stacks.azure, said.split("`")[1].split()[1:])
    promoted = promote("staging", "prod", stacks)
    assert stacks.settings["image"] == f"{ABAC_SERVER}/shop/api@{NEWER}"
    assert stacks.locked(NEWER, ABAC_SERVER)
    assert not stacks.locked(NEWER)
    assert "Once nothing runs" not in promoted, "the old image lies in the other registry"


def test_a_registry_that_no_output_describes_is_found_by_its_login_server(stacks: Stacks) -> None:
    stacks.outputs["staging"] = {"image": NEW}
    promote("staging", "prod", stacks)
    assert stacks.locked(NEWER)
    assert stacks.settings["image"] == NEW
    stacks.outputs["staging"] = {"image": OLD, "registry": THERE}
    promote("staging", "prod", stacks)
    assert stacks.settings["image"] == OLD
    stacks.outputs["staging"] = {"image": NEW.replace("contoso42", "elsewhere")}
    said = refusal(stacks)
    assert (
        "No registry with login server elsewhere.azurecr.io is in the subscription that the Azure CLI has chosen"
        in said
    )
    assert "`az account set --subscription ID`" in said


def test_an_import_names_the_source_by_its_server_if_nothing_else_is_known(stacks: Stacks) -> None:
    stacks.outputs = {"staging": {"image": NEW}, "prod": {"registry": THERE}}
    assert f"--source {NEW} --repository shop/api`" in refusal(stacks)


@pytest.mark.parametrize(
    ("outputs", "sentence"),
    [
        ({}, "Stack staging has no output `image`, so there is nothing to promote; bring it up (`pulumi up --stack staging`)"),
        ({"image": f"{SERVER}/shop/api:v2"}, f"Stack staging has {SERVER}/shop/api:v2, a tag, which can come to mean another image; export"),
        ({"image": "api"}, "stack staging: image 'api' is not a full image reference; write SERVER/REPOSITORY@sha256:DIGEST"),
        ({"image": NEW[:-1] + "0", "registry": HERE}, "registry contoso42 does not have this image, or no longer; have the stack that builds it build another"),
        ({"image": NEW, "registry": {"id": "x", "loginServer": SERVER}}, "'x' is not the resource id of a registry"),
    ],
)  # fmt: skip
def test_what_cannot_be_promoted_is_refused(stacks: Stacks, outputs: dict[str, Any], sentence: str) -> None:
    stacks.outputs["staging"] = outputs
    assert sentence in refusal(stacks)
    assert stacks.wrote() == []


def test_stacks_that_are_not_there_or_the_same_are_refused(stacks: Stacks) -> None:
    assert "Stack prod cannot be promoted to itself; name two stacks" in refusal(stacks, "prod", "prod")
    assert stacks.commands == []
    assert refusal(stacks, "gone") == (
        "The outputs of stack gone cannot be read: error: no stack named 'gone' found; bring it up first (`pulumi up --stack gone`)"
    )
    assert refusal(stacks, "staging", "gone") == (
        "The settings of stack gone cannot be read: error: no stack named 'gone' found; make it first (`pulumi stack init gone`)"
    )
    stacks.settings["platform"] = "organization/shop/gone"
    assert "found; setting `platform` of stack prod names it: correct it, or bring that stack up" in refusal(stacks)
    assert stacks.wrote() == []


def test_settings_of_another_namespace_are_not_the_stack_s(stacks: Stacks) -> None:
    stacks.foreign = {"image": NEW, "platform": "linux", "build": "true"}
    assert promote("staging", "prod", stacks).startswith(f"Promoted {NEW}")
    assert stacks.settings["image"] == NEW


@pytest.mark.parametrize(
    ("source", "target", "sentence"),
    [
        ("", "prod", "A stack's name is empty; name two stacks, as in `acr-patterns promote staging prod`"),
        ("staging", "", "A stack's name is empty; name two stacks"),
        ("staging", "organization/shop/staging", "cannot be promoted to itself"),
        ("organization/staging", "staging", "cannot be promoted to itself"),
    ],
)
def test_no_stack_and_one_stack_by_two_names_are_refused(
    stacks: Stacks, source: str, target: str, sentence: str
) -> None:
    assert sentence in refusal(stacks, source, target)
    assert stacks.commands == []


def test_a_stack_of_another_project_may_have_the_same_name(stacks: Stacks) -> None:
    stacks.outputs["organization/base/prod"] = stacks.outputs["staging"]
    assert promote("organization/base/prod", "prod", stacks).startswith(f"Promoted {NEW}")


def test_a_stack_that_builds_is_not_told_to_run_another_image(stacks: Stacks) -> None:
    stacks.settings["build"] = "true"
    assert "Stack prod builds its own image (setting `build` is true)" in refusal(stacks)
    assert stacks.wrote() == []


@pytest.mark.parametrize("server", ["attacker.example", "contoso42.azurecr.io:8443", "--plaintext", "x y;z"])
def test_an_output_that_describes_two_registries_is_refused(stacks: Stacks, server: str) -> None:
    stacks.outputs["prod"] = {"registry": {"id": REGISTRY["id"], "loginServer": server}}
    assert refusal(stacks).startswith(f"the outputs of stack prod: registry login_server {server!r} is not ")
    assert stacks.wrote() == []


def test_a_failure_of_az_is_shown_with_its_last_line(stacks: Stacks) -> None:
    login = "ERROR: Please run 'az login' to setup account."
    stacks.failing = {"repository show": login}
    assert login in refusal(stacks)
    stacks.failing = {"repository update": "ERROR: denied"}
    assert "--delete-enabled false` failed: ERROR: denied" in refusal(stacks)
    assert not stacks.locked(NEWER)


def test_a_promotion_that_cannot_be_written_says_that_the_lock_does_no_harm(stacks: Stacks) -> None:
    stacks.failing = {"config set": "error: read-only file system"}
    said = refusal(stacks)
    assert said.startswith("Nothing was written: `pulumi config set image ")
    assert (
        "failed: error: read-only file system; the image is locked all the same, which does no harm and `az acr" in said
    )
    assert stacks.locked(NEWER)
    run(stacks.azure, said.split("`")[3].split()[1:])
    assert not stacks.locked(NEWER)
    with pytest.raises(PromotionError) as refused:
        promote("staging", "prod", stacks, lock=False)
    assert "locked" not in str(refused.value)


def test_a_lock_that_was_there_before_is_not_to_be_undone(stacks: Stacks) -> None:
    stacks.azure.lock_image(SERVER, "shop/api", NEWER, deleteEnabled=False)
    stacks.failing = {"config set": "error: read-only file system"}
    assert refusal(stacks).endswith("failed: error: read-only file system; promote again when the cause is mended")
    assert stacks.locked(NEWER)


def test_a_login_server_is_the_same_in_capitals(stacks: Stacks) -> None:
    stacks.outputs["staging"]["registry"] = {"id": REGISTRY["id"], "loginServer": SERVER.upper()}
    assert promote("staging", "prod", stacks).startswith("Promoted ")
    assert not [command for command in stacks.commands if "acr list" in command]


def test_an_image_whose_lock_is_not_shown_is_locked(stacks: Stacks, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = stacks.run

    def without_the_lock(_: Stacks, *command: str) -> str:
        return "\n" if "show" in command else asked(*command)

    monkeypatch.setattr(Stacks, "run", without_the_lock)
    promote("staging", "prod", stacks)
    assert stacks.locked(NEWER)


def test_an_old_image_by_tag_has_nothing_to_unlock(stacks: Stacks) -> None:
    stacks.settings["image"] = f"{SERVER}/shop/api:v1"
    assert "\n" not in promote("staging", "prod", stacks)


def test_a_registry_id_alone_names_no_registry(stacks: Stacks) -> None:
    stacks.settings["registryId"] = ABAC_REGISTRY["id"]
    assert promote("staging", "prod", stacks).startswith(f"Promoted {NEW}")
