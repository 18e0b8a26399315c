"""The image is not in the registry."""

import shlex

from ..facts import Registry
from ..pull import Pull
from ..rule import PASS, Answer, CannotTell, Fail, Link, Rule, Severity


def _check(pull: Pull) -> Answer:
    registry, image = pull.registry, pull.reference
    if not isinstance(registry, Registry):
        return PASS  # no document describes it: nothing is known of its images
    if image is None:
        return CannotTell(f"which image the {pull.title} runs", pull.consumer.show_command)
    listings = pull.inventory.listings_of(registry)
    if any((image.repository, image.name) in one.images for one in listings):
        return PASS
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
        f"az acr repository show --name {registry.name} --image {image.repository}{sign}{image.name}",
    )


def _command(pull: Pull, registry: Registry) -> str | None:
    image = pull.reference
    if image is None or image.digest:
        return None  # a digest comes of a build, and cannot be asked for
    return f"az acr build --registry {registry.described.name} --image {shlex.quote(f'{image.repository}:{image.name}')} SOURCE"


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
