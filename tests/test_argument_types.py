"""Every type that an argument of a component is made of can be imported where the component is."""

from collections.abc import Iterator
from typing import Any, get_args, is_typeddict

import acr_patterns
import pytest

ARGUMENTS = [name for name in dir(acr_patterns) if is_typeddict(getattr(acr_patterns, name))]


def named_in(hint: Any) -> Iterator[str]:
    """The TypedDicts that a type is made of."""
    if is_typeddict(hint):
        yield hint.__name__
    for part in get_args(hint):
        yield from named_in(part)


@pytest.mark.parametrize("contract", ARGUMENTS)
def test_what_an_argument_is_made_of_can_be_imported(contract: str) -> None:
    fields = getattr(acr_patterns, contract).__annotations__
    named = {name for hint in fields.values() for name in named_in(hint)}
    assert named <= {*dir(acr_patterns)}
