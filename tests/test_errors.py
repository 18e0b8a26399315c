"""One family of exceptions, which Pulumi shows as the sentence they carry."""

import pulumi
import pytest
from acr_patterns.errors import AcrPatternsError, ArgumentError, BuildError, DevStackOnlyError, shown


@pytest.mark.parametrize("kind", [ArgumentError, DevStackOnlyError, BuildError])
def test_every_refusal_is_caught_by_the_root_of_the_family(kind: type[AcrPatternsError]) -> None:
    with pytest.raises(AcrPatternsError, match=r"^the sentence$"):
        raise kind("the sentence")


@pytest.mark.parametrize("kind", [AcrPatternsError, ArgumentError, DevStackOnlyError, BuildError])
def test_pulumi_shows_every_refusal_without_a_traceback(kind: type[AcrPatternsError]) -> None:
    assert issubclass(kind, pulumi.RunError)


def test_none_is_a_value_error_which_pulumi_would_wrap_in_errors_of_its_own() -> None:
    assert not issubclass(ArgumentError, ValueError)
    assert not issubclass(DevStackOnlyError, ValueError)
    assert not issubclass(BuildError, ValueError)


def test_an_admin_user_outside_dev_is_not_mistaken_for_a_wrong_argument() -> None:
    assert not issubclass(DevStackOnlyError, ArgumentError)
    assert not issubclass(ArgumentError, DevStackOnlyError)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("a'b\n", '"a\'b\\n"'),
        (80, "80"),
        (0.5, "0.5"),
        (True, "True"),
        (b"HUNTER2", "a value of type bytes"),
        (["HUNTER2"], "a value of type list"),
        ("x" * 1000, "'" + "x" * 299 + "… (702 more)"),
        (10**21, "a whole number of 70 bits"),
    ],
)
def test_a_message_shows_text_and_numbers_but_not_at_any_length(value: object, words: str) -> None:
    assert shown(value) == words


def test_a_message_shows_a_number_that_python_cannot_print() -> None:
    assert shown(10**5000) == "a whole number of 16610 bits"
