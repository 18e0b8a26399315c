"""The arguments of a component, checked against the TypedDict that declares them."""

import math
from enum import Enum
from typing import Any, NotRequired, TypedDict, cast

import pulumi
import pytest
from acr_patterns.arguments import checked_arguments, choice, component, whole_number
from acr_patterns.errors import ArgumentError
from hypothesis import given
from hypothesis import strategies as st

WHERE = "Bakery 'corner'"


class OvenArgs(TypedDict):
    model: str
    degrees: NotRequired[int]


class BakeryArgs(TypedDict):
    street: pulumi.Input[str]
    oven: NotRequired[OvenArgs]
    ovens: NotRequired[list[OvenArgs]]
    open_on_sunday: NotRequired[bool]
    prices: NotRequired[dict[str, pulumi.Input[str]]]
    counters: NotRequired[list[int]]
    weight: NotRequired[float]
    suppliers: NotRequired[list[pulumi.Input[str]]]


class Flour(str, Enum):
    WHEAT = "Wheat"
    RYE = "Rye"


def checked(**fields: Any) -> BakeryArgs:
    return checked_arguments(WHERE, BakeryArgs, None, fields)


def refusal(**fields: Any) -> str:
    with pytest.raises(ArgumentError) as refused:
        checked(**fields)
    return str(refused.value)


def test_arguments_are_the_same_given_as_one_object_or_as_keywords() -> None:
    args: BakeryArgs = {"street": "Rye Lane", "ovens": [{"model": "A", "degrees": 220}], "weight": 2}
    assert checked_arguments(WHERE, BakeryArgs, args, {}) == args
    assert checked(**args) == args


def test_both_forms_at_once_are_refused() -> None:
    with pytest.raises(ArgumentError, match="either as one object or as keywords, not both"):
        checked_arguments(WHERE, BakeryArgs, {"street": "Rye Lane"}, {"weight": 1.0})


def test_none_is_as_good_as_not_given_at_every_depth() -> None:
    given_with_none = checked(street="Rye Lane", oven={"model": "A", "degrees": None}, ovens=None)
    assert given_with_none == {"street": "Rye Lane", "oven": {"model": "A"}}
    assert checked(street="Rye Lane", ovens=[{"model": "A", "degrees": None}]).get("ovens") == [{"model": "A"}]


def test_a_number_may_be_sent_as_an_int_or_as_a_float() -> None:
    fields = {"street": "Rye Lane", "oven": {"model": "A", "degrees": 220.0}, "counters": [1.0, 2], "weight": 2}
    assert checked(**fields) == fields


def test_text_given_as_the_member_of_an_enum_is_that_text() -> None:
    street = checked(street=Flour.RYE)["street"]
    assert (street, type(street)) == ("Rye", str)


@pytest.mark.parametrize("name", [None, 5, "", b"shop", ["shop"]])
def test_a_component_without_a_name_is_refused(name: object) -> None:
    with pytest.raises(ArgumentError, match="Bakery: a component's name is text, not"):
        component("Bakery", name)


def test_a_component_is_called_by_its_kind_and_its_name() -> None:
    assert component("Bakery", "corner") == WHERE
    with pytest.raises(ArgumentError, match="half of a character"):
        component("Bakery", "\ud83e")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"stret": "x"}, f"{WHERE}: unknown argument 'stret'; did you mean 'street'?"),
        ({"Street": "x"}, f"{WHERE}: unknown argument 'Street'; did you mean 'street'?"),
        ({"STREET": "x"}, f"{WHERE}: unknown argument 'STREET'; did you mean 'street'?"),
        ({"openOnSunday": True}, f"{WHERE}: unknown argument 'openOnSunday'; did you mean 'open_on_sunday'?"),
        (
            {"zzz": 1},
            f"{WHERE}: unknown argument 'zzz'; the arguments are street, oven, ovens, open_on_sunday, prices, counters, weight, suppliers",
        ),
        ({"stret": None}, f"{WHERE}: unknown argument 'stret'; did you mean 'street'?"),
        ({"oven": {"modell": "A"}}, f"{WHERE}: oven: unknown argument 'modell'; did you mean 'model'?"),
        (
            {"ovens": [{"model": "A"}, {"modle": "A"}]},
            f"{WHERE}: ovens, item 2: unknown argument 'modle'; did you mean 'model'?",
        ),
    ],
)
def test_an_unknown_argument_is_refused_with_the_nearest_valid_one(fields: dict[str, Any], message: str) -> None:
    assert refusal(**{"street": "Rye Lane", **fields}) == message


@pytest.mark.parametrize("word", ["street", "open_on_sunday", "counters", "weight"])
@given(data=st.data())
def test_one_wrong_letter_still_leads_to_the_argument_that_was_meant(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("xyz").filter(lambda letter: letter != word[place]))
    misspelled = word[:place] + letter + word[place + 1 :]
    assert refusal(**{misspelled: 1}).endswith(f"did you mean {word!r}?")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, f"{WHERE}: required argument 'street' missing; the arguments are street, oven,"),
        ({"street": None}, f"{WHERE}: required argument 'street' missing;"),
        (
            {"street": "x", "oven": {}},
            f"{WHERE}: oven: required argument 'model' missing; the arguments are model, degrees",
        ),
        ({"street": "x", "ovens": [{"model": None}]}, f"{WHERE}: ovens, item 1: required argument 'model' missing;"),
    ],
)
def test_a_required_argument_that_is_missing_is_named(fields: dict[str, Any], message: str) -> None:
    assert refusal(**fields).startswith(message)


AN_OUTPUT = "a value of type Output: it is used before anything is deployed, when no output is known; read it from `pulumi.Config` or an environment variable"
SECRET = "https://ada:token@github.com/contoso/shop.git"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"oven": SECRET}, "oven takes an object with the fields of OvenArgs, not a value of type str"),
        ({"ovens": {"model": "A"}}, "ovens takes a list, not a value of type dict"),
        ({"ovens": [SECRET]}, "ovens, item 1 takes an object with the fields of OvenArgs, not a value of type str"),
        ({"oven": {"model": 3}}, "oven: model takes plain text, not a value of type int"),
        (
            {"oven": {"model": pulumi.Output.from_input("A")}},
            f"oven: model takes plain text, not {AN_OUTPUT}",
        ),
        ({"oven": {"model": "A", "degrees": "hot"}}, "oven: degrees takes a number, not a value of type str"),
        ({"open_on_sunday": "false"}, "open_on_sunday takes True or False, not a value of type str"),
        ({"prices": SECRET}, "prices takes an object, not a value of type str"),
        ({"counters": 1}, "counters takes a list, not a value of type int"),
        (
            {"counters": pulumi.Output.from_input([1])},
            f"counters takes a list, not {AN_OUTPUT}",
        ),
        (
            {"suppliers": pulumi.Output.from_input(["x"])},
            f"suppliers takes a list, whose items may be outputs, not {AN_OUTPUT}",
        ),
        ({"suppliers": "x"}, "suppliers takes a list, not a value of type str"),
        ({"counters": [1, "2"]}, "counters, item 2 takes a number, not a value of type str"),
        ({"weight": "1.5"}, "weight takes a number, not a value of type str"),
    ],
)
def test_a_value_of_another_kind_is_refused_without_repeating_it(fields: dict[str, Any], message: str) -> None:
    assert refusal(**{"street": "Rye Lane", **fields}) == f"{WHERE}: {message}"


def test_arguments_that_are_no_object_are_refused() -> None:
    with pytest.raises(
        ArgumentError, match="takes an object with the fields of BakeryArgs, not a value of type ResourceOptions"
    ):
        checked_arguments(WHERE, BakeryArgs, cast(BakeryArgs, pulumi.ResourceOptions()), {})


@pytest.mark.parametrize("value", ["Rye", Flour.RYE])
def test_a_choice_is_taken_as_a_member_or_as_its_text(value: object) -> None:
    assert choice(WHERE, "flour", Flour, value) is Flour.RYE


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("rye", f"{WHERE}: flour is 'rye', which is not one of Wheat, Rye; did you mean 'Rye'?"),
        ("Wheet", f"{WHERE}: flour is 'Wheet', which is not one of Wheat, Rye; did you mean 'Wheat'?"),
        ("", f"{WHERE}: flour is '', which is not one of Wheat, Rye"),
        (7, f"{WHERE}: flour is 7, which is not one of Wheat, Rye"),
        (["Rye"], f"{WHERE}: flour is a value of type list, which is not one of Wheat, Rye"),
    ],
)
def test_what_is_not_a_choice_is_refused_with_the_choices(value: object, message: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        choice(WHERE, "flour", Flour, value)
    assert str(refused.value).startswith(message)


@given(st.integers(1, 65_535))
def test_a_whole_number_within_its_limits_is_taken_as_an_int_even_when_sent_as_a_float(number: int) -> None:
    for sent in (number, float(number)):
        taken = whole_number(WHERE, "port", sent, 1, 65_535, "a TCP port")
        assert (taken, type(taken)) == (number, int)


@pytest.mark.parametrize(
    "value", [0, -1, 65_536, 80.5, math.nan, math.inf, -math.inf, True, "80", "eighty", None, [80]]
)
def test_what_is_not_a_whole_number_within_its_limits_is_refused_with_the_limits(value: object) -> None:
    shown = repr(value) if isinstance(value, str | int | float) else f"a value of type {type(value).__name__}"
    with pytest.raises(ArgumentError) as refused:
        whole_number(WHERE, "port", value, 1, 65_535, "a TCP port")
    assert str(refused.value) == f"{WHERE}: port is {shown}, but Azure takes a TCP port from 1 to 65535"


@given(st.integers() | st.floats())
def test_no_number_outside_its_limits_is_ever_taken(number: float) -> None:
    try:
        taken = whole_number(WHERE, "cpu", number, 1, 32, "CPU cores")
    except ArgumentError:
        assert not (1 <= number <= 32 and float(number).is_integer())
    else:
        assert taken == number
        assert 1 <= taken <= 32
