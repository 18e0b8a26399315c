"""What the containers of cmd steps do that matters to registries. All others do nothing, and succeed."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ....tasks.steps.purge_steps import ORAS_DIGEST
from ..image_names import full_name, repository_of
from .command import Command, CommandError
from .oras import oras
from .purge import acr

if TYPE_CHECKING:
    from .run_context import RunContext


def _docker(run: "RunContext", words: Sequence[str]) -> Sequence[str]:
    """`docker tag SOURCE TARGET`: another name for an image that the machine has."""
    if len(words) == 3 and words[0] == "tag":
        source, target = words[1:]
        digest = run.local_images.get(full_name(source))
        if digest is None:
            raise CommandError(f"Error response from daemon: No such image: {source}")
        run.local_images[full_name(target)] = digest
    return ()


_COMMANDS: Mapping[str, Command] = {
    "docker.io/docker": _docker,
    "ghcr.io/oras-project/oras": oras,
    "mcr.microsoft.com/acr/acr-cli": acr,
}
"""Server and repository of an image -> what a container of it does."""


def command_of(image: str) -> Command | None:
    """What a container of this image does; None if it is nothing that matters. A copy of `oras` in another registry has the same digest."""
    return oras if image.endswith(f"@{ORAS_DIGEST}") else _COMMANDS.get(repository_of(image))
