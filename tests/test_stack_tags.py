"""Tags for everything that a program makes."""

from typing import Any, cast

import pulumi
import pytest
from acr_patterns import ArgumentError, tag_everything
from acr_patterns.api_versions.newer_api import NEWER_REGISTRY, NEWER_TASK
from acr_patterns.testing import Simulation, simulate
from programs import DEPLOYMENT, IDENTITY, REGISTRY, RESOURCE_GROUP, ROLE_ASSIGNMENT, TASK, shop

TAGS = {"team": "shop", "environment": "dev"}


def tagged(tags: Any = TAGS, **arguments: Any) -> Simulation:
    def program() -> None:
        tag_everything(tags)
        shop(**arguments)()

    return simulate(program)


def tags_of(simulation: Simulation) -> dict[str, Any]:
    return {made.type: made.inputs.get("tags") for made in simulation.resources if made.custom}


def test_every_resource_that_takes_tags_gets_them_and_no_other() -> None:
    found = tags_of(tagged())
    assert found.pop(ROLE_ASSIGNMENT) is None
    assert len(found) == 6
    assert found == dict.fromkeys(found, TAGS)
    assert {RESOURCE_GROUP, DEPLOYMENT} < found.keys()


def test_a_resource_of_a_newer_api_version_gets_them_too() -> None:
    found = tags_of(tagged(registry={"role_assignment_mode": "AbacRepositoryPermissions"}))
    assert [found[token] for token in (NEWER_REGISTRY, NEWER_TASK)] == [TAGS, TAGS]


def test_a_tag_of_the_resource_itself_has_the_last_word() -> None:
    found = tags_of(tagged(registry={"tags": {"team": "platform", "tier": "0"}}))
    assert found[REGISTRY] == {"team": "platform", "environment": "dev", "tier": "0"}
    assert found[TASK] == TAGS


def test_tags_that_are_known_later_are_merged_once_they_are() -> None:
    def program() -> None:
        tag_everything({"team": pulumi.Output.from_input("shop"), "environment": "dev"})
        shop(registry={"tags": pulumi.Output.from_input(cast(Any, {"tier": "0"}))})()

    found = tags_of(simulate(program))
    assert found[REGISTRY] == {**TAGS, "tier": "0"}
    assert found[IDENTITY] == TAGS


def test_tags_that_azure_does_not_take_are_refused_before_anything_is_made() -> None:
    with pytest.raises(ArgumentError, match="tag_everything: tag 'a/b' cannot be the name of a tag"):
        tagged({"a/b": "c"})


def test_a_tag_of_the_resource_itself_that_is_known_later_has_the_last_word_too() -> None:
    def program() -> None:
        tag_everything(TAGS)
        shop(registry={"tags": pulumi.Output.from_input(cast(Any, {"team": "platform", "tier": "0"}))})()

    found = tags_of(simulate(program))
    assert found[REGISTRY] == {"team": "platform", "environment": "dev", "tier": "0"}


def test_a_resource_whose_tags_turn_out_to_be_none_gets_those_of_all() -> None:
    def program() -> None:
        tag_everything(TAGS)
        shop(registry={"tags": pulumi.Output.from_input(cast(Any, None))})()

    assert tags_of(simulate(program))[REGISTRY] == TAGS


def test_of_two_calls_the_first_has_precedence() -> None:
    def program() -> None:
        tag_everything(TAGS)
        tag_everything({"team": "platform", "tier": "0"})
        shop()()

    assert tags_of(simulate(program))[REGISTRY] == {**TAGS, "tier": "0"}


@pytest.mark.parametrize(
    ("type_", "tagged"),
    [
        ("azure-native:containerregistry:Registry", True),
        ("azure-native:containerregistry/v20230701:Registry", True),
        ("azure-native_containerregistry_v20251101:containerregistry:Registry", True),
        ("azure:containerservice/registry:Registry", False),
        ("aws:ecr/repository:Repository", False),
        ("acr-patterns:index:Registry", False),
    ],
)
def test_the_types_are_those_of_azure_native_and_of_its_packages_for_one_api_version(
    monkeypatch: pytest.MonkeyPatch, type_: str, tagged: bool
) -> None:
    added: list[pulumi.ResourceTransformation] = []
    monkeypatch.setattr(pulumi.runtime, "register_stack_transformation", added.append)
    tag_everything(TAGS)
    [transformation] = added
    options = pulumi.ResourceOptions()
    arguments = pulumi.ResourceTransformationArgs(cast(Any, None), type_, "shop", {"sku": {}, "tags": None}, options)
    changed = transformation(arguments)
    assert (changed and changed.props) == ({"sku": {}, "tags": TAGS} if tagged else None)
    assert (changed and changed.opts) is (options if tagged else None)


@pytest.mark.parametrize(
    ("tags", "sentence"),
    [
        (None, "tag_everything takes an object, not a value of type NoneType"),
        (["team"], "tag_everything takes an object, not a value of type list"),
        ("team=shop", "tag_everything takes an object, not a value of type str"),
        ({"team": 42}, "tag_everything: 'team' takes plain text, not a value of type int"),
        ({"team": ["shop"]}, "tag_everything: 'team' takes plain text, not a value of type list"),
        ({42: "shop"}, "tag_everything takes names that are text, not a value of type int"),
    ],
)
def test_tags_that_are_not_names_with_texts_are_refused_with_a_sentence(tags: Any, sentence: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        tagged(tags)
    assert str(refused.value) == sentence
