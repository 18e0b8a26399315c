"""What the containers of cmd steps do that matters to registries. All others do nothing, and succeed."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .run_context import RunContext


class CommandError(Exception):
    """A container ends with an error; the message is what it prints."""


Command = Callable[["RunContext", Sequence[str]], list[str]]
"""Runs a container: the run, and the words behind the image; gives back what it prints, or raises `CommandError`."""


def _docker(run: "RunContext", words: Sequence[str]) -> list[str]:
    """`docker tag SOURCE TARGET`: another name for an image that the run has."""
    if len(words) == 3 and words[0] == "tag":
        source, target = words[1:]
        if source not in run.local_images:
            raise CommandError(f"Error response from daemon: No such image: {source}")
        run.local_images[target] = run.local_images[source]
    return []


COMMANDS: Mapping[str, Command] = {"docker.io/docker": _docker}
"""Server and repository of an image -> what a container of it does."""
