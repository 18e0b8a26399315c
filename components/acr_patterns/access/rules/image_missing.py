"""The image is not in the registry."""

import shlex

from ..facts import Registry
from ..image_reference import ImageReference
from ..pull import Pull
from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity


def _check(pull: Pull) -> Answer:
    registry, image = pull.registry, pull.reference
    if image and pull.private and image.repository != image.repository.lower():
        return Fail(f"the {pull.title} runs the image {image.text}, and the name of a repository has no capitals")
    if not isinstance(registry, Registry):
        return PASS  # no document describes it: nothing is known of its images
    if image is None:
        return CannotTell(f"which image the {pull.title} runs", pull.consumer.show_command)
    listings = pull.inventory.listings_of(registry)
    if any((image.repository, image.name) in one.images for one in listings):
        return _released(registry, image)
    if any(one.repositories is not None and image.repository not in one.repositories for one in listings):
        return Fail(f"the registry {registry.name} has no repository {image.repository}", _command(pull, registry))
    if any(image.repository in one.complete for one in listings):
        return Fail(
            f"the repository {image.repository} of the registry {registry.name} has no image {image.name}",
            _command(pull, registry),
        )
    sign = "@" if image.digest else ":"
    return CannotTell(
        f"whether the registry {registry.name} has the image {image.repository}{sign}{image.name}",
        f"az acr repository show --name {registry.named} --image {shlex.quote(image.repository + sign + image.name)}",
    )


def _command(pull: Pull, registry: Registry) -> str | None:
    image = pull.reference
    if image is None or image.digest:
        return None  # a digest comes of a build, and cannot be asked for
    return f"az acr build --registry {registry.named} --image {shlex.quote(f'{image.repository}:{image.name}')} SOURCE"


def _released(registry: Registry, image: ImageReference) -> Answer:
    """Of an image that is there: under quarantine it cannot be pulled until something releases it, and no document shows that."""
    if registry.policy("quarantinePolicy") in (None, False):
        return PASS
    return CannotTell(
        f"whether something has released the image {image.repository}, {image.name}, from the quarantine of the registry {registry.name}"
    )


RULE = Rule(
    id="image-missing",
    about=Pull,
    severity=Severity.BROKEN,
    link=Link.IMAGE,
    catches="an image that is not in its registry",
    prevents="InaccessibleImage",
    why="Azure says the same of an image that is not there as of one that may not be pulled. A misspelled repository, a tag never pushed and a service made before its image look like a missing role.",
    change="image=build.image, an output of the BuildTask that pushes it, so that the service is made after it",
    command="az acr build --registry REGISTRY --image REPOSITORY:TAG SOURCE",
    source="https://learn.microsoft.com/troubleshoot/azure/azure-container-instances/configuration-setup/inaccessible-image",
    check=_check,
)
