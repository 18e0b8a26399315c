"""What a command of a cmd step is."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .run_context import RunContext


class CommandError(Exception):
    """A container ends with an error; the message is the last that it prints."""


Command = Callable[["RunContext", Sequence[str]], Sequence[str]]
"""Runs a container: the run, and the words behind the image; gives back what it prints, or raises `CommandError`."""
