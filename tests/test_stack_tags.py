"""Tags for everything that a program makes."""

from typing import Any, cast

import pulumi
import pytest
from acr_patterns import ArgumentError, tag_everything
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
