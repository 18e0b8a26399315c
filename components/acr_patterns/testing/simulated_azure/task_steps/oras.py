"""`oras tag`: a further tag for an image that lies in a registry, which stays as it is.

Source: https://oras.land/docs/commands/oras_tag. The words of a refusal are an inference.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ....access.image_reference import read_image
from ..errors import AzureError
from .command import CommandError

if TYPE_CHECKING:
    from .run_context import RunContext


def oras(run: "RunContext", words: Sequence[str]) -> list[str]:
    """`oras tag IMAGE TAG…`; nothing else that it does changes what is in a registry here.

    Raises:
        CommandError: the registry refuses it, or has no such image.
    """
    if len(words) < 3 or words[0] != "tag":
        return []
    name, *tags = words[1:]
    image = read_image(name)
    refused = run.access.refused_pull(image) or run.access.refused_push(image)
    if refused:
        raise CommandError(f"Error response from registry: {refused.said}")
    try:
        digest, _ = run.azure.image(image.server.lower(), image.repository, image.name)
        for tag in tags:
            run.azure.tag_image(image.server.lower(), image.repository, digest, tag)
    except AzureError as error:
        raise CommandError(f"Error response from registry: {error.message}: {name}") from error
    return [f"Tagged {tag}" for tag in tags]
