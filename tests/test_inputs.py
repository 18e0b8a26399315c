"""Arguments that may be outputs: what they hold is checked at once if it is plain, and once it is known if it is not."""

from collections.abc import Callable, Mapping
from typing import Any, NotRequired, TypedDict, cast

import pulumi
import pytest
from acr_patterns import Registry
from acr_patterns.arguments import checked_arguments, checked_output
from acr_patterns.errors import ArgumentError, shown
from acr_patterns.tasks.steps.template_text import check_references
from acr_patterns.testing import simulate

WHERE = "Bakery 'corner'"


class BakeryArgs(TypedDict):
    street: pulumi.Input[str]
    prices: NotRequired[dict[str, pulumi.Input[str]]]
    region: NotRequired[pulumi.Input[str]]
    labels: NotRequired[pulumi.Input[Mapping[str, pulumi.Input[str]]]]


def checked(**fields: Any) -> BakeryArgs:
    return checked_arguments(WHERE, BakeryArgs, None, fields)


def exported(fields: Callable[[], dict[str, Any]]) -> Any:
    """The checked arguments, once their outputs are known; outputs are made inside the program."""
    return simulate(lambda: pulumi.export("all", checked(**fields()))).outputs["all"]


def output(value: object) -> pulumi.Output[Any]:
    return pulumi.Output.from_input("").apply(lambda _: value)


def test_an_output_is_taken_where_an_input_is_declared_and_so_is_anything_to_wait_for() -> None:
    async def street() -> str:
        return "Rye Lane"

    fields = {"street": "Rye Lane", "region": "west", "labels": {"a": "1", "b": "2"}}
    assert exported(lambda: {**fields, "street": output("Rye Lane"), "labels": {"a": output("1"), "b": "2"}}) == fields
    assert exported(lambda: {**fields, "street": street(), "labels": output({"a": output("1"), "b": "2"})}) == fields


def test_an_output_of_none_is_as_good_as_an_argument_that_is_not_given_and_no_more() -> None:
    assert exported(lambda: {"street": "Rye Lane", "region": output(None)}) == {"street": "Rye Lane", "region": None}
    with pytest.raises(ArgumentError, match="street takes plain text, not a value of type NoneType"):
        exported(lambda: {"street": output(None)})


def test_a_secret_stays_one_when_it_is_checked() -> None:
    def program() -> None:
        street = checked(street=pulumi.Output.secret("Rye Lane"))["street"]
        pulumi.export("secret", cast(pulumi.Output[str], street).is_secret())

    assert simulate(program).outputs["secret"] is True


@pytest.mark.parametrize(
    ("argument", "value", "message"),
    [
        ("street", 5, "street takes plain text, not a value of type int"),
        ("street", ["Rye Lane"], "street takes plain text, not a value of type list"),
        ("street", "half a \ud83e", "street has half of a character in it (an unpaired surrogate)"),
        ("labels", ["a"], "labels takes an object, not a value of type list"),
        ("labels", {"a": 1}, "labels: 'a' takes plain text, not a value of type int"),
        ("labels", {7: "1"}, "labels takes names that are text, not a value of type int"),
        ("labels", {"a\ud83e": "1"}, "labels has half of a character in it"),
    ],
)
@pytest.mark.parametrize("known", [True, False], ids=["known at once", "known while deploying"])
def test_what_an_input_holds_is_of_its_kind_too(argument: str, value: object, message: str, known: bool) -> None:
    with pytest.raises(ArgumentError) as refused:
        exported(lambda: {"street": "x", argument: value if known else output(value)})
    assert str(refused.value).startswith(f"{WHERE}: {message}")


@pytest.mark.parametrize("known", [True, False], ids=["known at once", "known while deploying"])
def test_what_stands_by_a_name_is_of_its_kind_too(known: bool) -> None:
    with pytest.raises(ArgumentError, match="prices: 'rye' takes plain text, not a value of type float"):
        exported(lambda: {"street": "x", "prices": {"rye": 3.5 if known else output(3.5)}})


def test_what_stands_by_a_name_and_is_none_is_left_out() -> None:
    assert checked(street="x", prices={"rye": "3", "wheat": None}).get("prices") == {"rye": "3"}


def test_what_is_said_of_a_secret_does_not_show_it() -> None:
    def program() -> None:
        Registry("shop", resource_group_name=pulumi.Output.secret("hunter2 bad name!"))

    with pytest.raises(ArgumentError, match="resource_group_name a secret value cannot be") as refused:
        simulate(program)
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("secret", ["hunter2{{hunter3", "ab{{hunter2}}", {"a": ["{{hunter2"]}])
def test_what_is_said_of_a_secret_shows_no_part_of_it_either(secret: object) -> None:
    def check(known: Any) -> str:
        text = known if isinstance(known, str) else known["a"][0]
        check_references("BuildTask 'api': env PASS", text, [])
        return text

    with pytest.raises(ArgumentError) as refused:
        simulate(lambda: pulumi.export("x", checked_output(pulumi.Output.secret(secret), check)))
    said = "BuildTask 'api': env PASS has a secret value in it, and a task takes what stands behind {{ for a template; "
    assert str(refused.value).startswith(said)
    assert "hunter" not in str(refused.value)


def test_what_has_a_secret_in_it_is_not_shown_either() -> None:
    def check(known: str) -> str:
        raise ArgumentError(f"{shown(f'x {known}')} and {shown('y')}")

    with pytest.raises(ArgumentError, match=r"^a secret value and 'y'$"):
        simulate(lambda: pulumi.export("x", checked_output(pulumi.Output.secret("hunter2"), check)))


def test_what_is_said_of_an_output_that_is_no_secret_shows_it() -> None:
    def check(known: str) -> str:
        raise ArgumentError(shown(known))

    with pytest.raises(ArgumentError, match=r"^'plain'$"):
        simulate(lambda: pulumi.export("x", checked_output(pulumi.Output.from_input("plain"), check)))
