"""Where a resource is made and what it is tagged with: what Azure would reject is refused."""

from collections.abc import Callable
from typing import Any

import pulumi
import pytest
from acr_patterns.errors import ArgumentError
from acr_patterns.placement import checked_location, checked_resource_group_name, checked_tags
from acr_patterns.testing import simulate

WHERE = "Registry 'shop'"
Check = Callable[[str, Any], Any]

known_or_not = pytest.mark.parametrize("known", [True, False], ids=["known at once", "known while deploying"])


def refusal(check: Check, value: object, known: bool) -> str:
    def program() -> None:
        check(WHERE, value if known else pulumi.Output.from_input(value))

    with pytest.raises(ArgumentError) as refused:
        simulate(program)
    return str(refused.value)


@known_or_not
@pytest.mark.parametrize("name", ["", "two words", "shop.", "a/b", "x" * 91, "shop\n"])
def test_a_resource_group_that_azure_cannot_have_is_refused_with_the_rule(name: str, known: bool) -> None:
    message = refusal(checked_resource_group_name, name, known)
    assert message.startswith(
        f"{WHERE}: resource_group_name {name!r} cannot be the name of a resource group: Azure takes"
    )
    assert "1 to 90 letters, digits" in message


@pytest.mark.parametrize("name", ["a", "shop-rg_1.x(2)", "größe", "x" * 90])
def test_a_resource_group_that_azure_can_have_is_taken(name: str) -> None:
    assert checked_resource_group_name(WHERE, name) == name


@known_or_not
@pytest.mark.parametrize("location", ["", " ", "west-europe", "https://x", "westeurope\n"])
def test_a_location_that_is_no_region_is_refused(location: str, known: bool) -> None:
    message = refusal(checked_location, location, known)
    assert message.startswith(
        f"{WHERE}: location {location!r} cannot be an Azure region: Azure takes letters, digits and spaces"
    )


@pytest.mark.parametrize("location", ["westeurope", "West Europe", "eastus2", None])
def test_a_region_is_taken_as_azure_names_or_shows_it(location: str | None) -> None:
    assert checked_location(WHERE, location) == location


@known_or_not
@pytest.mark.parametrize(
    ("tags", "sentence"),
    [
        ({"": "x"}, "tag '' cannot be the name of a tag"),
        (
            {"a/b": "x"},
            "tag 'a/b' cannot be the name of a tag: Azure takes up to 512 printable characters without any of < > %",
        ),
        ({"a\n": "x"}, r"tag 'a\n' cannot be the name of a tag"),
        ({"x" * 513: "x"}, "cannot be the name of a tag"),
        ({"team": "HUNTER2" * 37}, "tag 'team' has a value of 259 characters, but Azure takes up to 256; shorten it"),
        ({f"a{number}": "x" for number in range(51)}, "51 tags, but Azure takes at most 50; leave some out"),
    ],
)
def test_tags_that_azure_rejects_are_refused_without_their_values(
    tags: dict[str, str], sentence: str, known: bool
) -> None:
    message = refusal(checked_tags, tags, known)
    assert sentence.replace(r"\n", "\\n") in message
    assert "HUNTER2" not in message


def test_a_tag_that_is_an_output_is_checked_when_it_is_known() -> None:
    def program() -> None:
        checked_tags(WHERE, {"team": pulumi.Output.from_input("x" * 257)})

    with pytest.raises(ArgumentError, match="tag 'team' has a value of 257 characters"):
        simulate(program)


def test_tags_within_the_limits_are_taken() -> None:
    tags = {"x" * 512: "y" * 256, "cost centre": "", "größe 🥊": "a/b"} | {f"a{number}": "" for number in range(47)}
    assert checked_tags(WHERE, tags) == tags
    assert checked_tags(WHERE, None) is None
