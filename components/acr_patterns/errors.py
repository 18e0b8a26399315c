"""The exceptions this library raises, one family.

Every message is one sentence or two: what was asked, why it cannot be, what to do instead.
They derive from `pulumi.RunError`, so `pulumi up` shows the sentence alone, without a traceback. None is a `ValueError`: Pulumi's
serializer wraps those in errors of its own, and the sentence would drown in a traceback.
"""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

import pulumi

_SECRETS = ContextVar[Sequence[str]]("secrets that no message shows", default=())

_LONGEST = 300
"""Characters of a value that a message shows."""

_LARGEST = 10**20


class AcrPatternsError(pulumi.RunError):
    """The root of the family: catch this to catch whatever the library refuses or reports."""


class ArgumentError(AcrPatternsError):
    """An argument is unknown, missing, or has a value that Azure or this library does not accept."""


class DevStackOnlyError(AcrPatternsError):
    """Something that only a dev stack may have was asked for in another stack."""


class BuildError(AcrPatternsError):
    """A task run ended without the image it was to build."""


@contextmanager
def hiding(secrets: Sequence[str]) -> Generator[None]:
    """Messages that are written meanwhile show none of `secrets`, and no part of one."""
    before = _SECRETS.set(secrets)
    try:
        yield
    finally:
        _SECRETS.reset(before)


def shown(value: object) -> str:
    """How a message shows a value that was given: text and numbers as they are, but not at any length; of all else the type alone.

    What was given in the place of something else may hold a credential.
    """
    if not isinstance(value, str | int | float):
        return f"a value of type {type(value).__name__}"
    if isinstance(value, int) and abs(value) > _LARGEST:
        return f"a whole number of {value.bit_length()} bits"
    if isinstance(value, str) and any(value in secret or (secret and secret in value) for secret in _SECRETS.get()):
        return "a secret value"
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(text) - _LONGEST} more)"
