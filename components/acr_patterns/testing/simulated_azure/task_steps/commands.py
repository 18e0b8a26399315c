"""What the containers of cmd steps do that matters to registries. All others do nothing, and succeed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..image_names import full_name
from .registry_commands import rights_of, run_registry_command

if TYPE_CHECKING:
    from .run_context import RunContext


class CommandError(Exception):
    """A container ends with an error; the message is what it says of it, after all else that it prints."""


def run_command(run: "RunContext", image: str, words: Sequence[str]) -> Sequence[str]:
    """Run a container.

    Args:
        run: the run.
        image: server and repository of its image.
        words: what it is told.

    Returns:
        what it prints.

    Raises:
        CommandError: it ends with an error.
    """
    if image == "docker.io/docker" and words[:1] == ["tag"] and len(words) == 3:
        return _tag(run, *words[1:])
    result = run_registry_command(run.azure, [image, *words], run.access.own_server, rights_of(run.azure, run.task))
    if result is None:
        return ()
    if result.succeeded:
        return result.log
    said = next(line for line in result.log if line.startswith("Error"))
    run.log(*(line for line in result.log if line != said))
    raise CommandError(said)


def _tag(run: "RunContext", source: str, target: str) -> Sequence[str]:
    """`docker tag`: another name for an image that the machine has."""
    digest = run.local_images.get(full_name(source))
    if digest is None:
        raise CommandError(f"Error response from daemon: No such image: {source}")
    run.local_images[full_name(target)] = digest
    return ()
