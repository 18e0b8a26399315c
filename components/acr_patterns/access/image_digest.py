"""The command that tells the digest of an image that is run by its tag."""

import shlex

from .image_reference import DOCKER_HUB
from .pull import Pull


def digest_command(pull: Pull) -> str | None:
    """Shows the digest; an image of another registry than Azure's is imported first, and keeps its digest. None while it is unknown."""
    image = pull.reference
    if image is None or pull.private is None:
        return None
    official = image.server == DOCKER_HUB and "/" not in image.repository
    place = f"{image.server}/{'library/' if official else ''}{image.repository}"
    named = shlex.quote(f"{place}:{image.name}")
    if pull.private:
        return f"az acr manifest show-metadata {named} --query digest (then deploy {shlex.quote(place)}@DIGEST)"
    return f"az acr import --name REGISTRY --source {named} (then deploy it from there by its digest)"
