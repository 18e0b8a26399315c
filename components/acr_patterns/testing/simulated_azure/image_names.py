"""The names of an image: people leave out its server, its tag or both."""

from ...access.image_reference import DOCKER_HUB, ImageReference, read_image

_OTHER_NAMES_OF_DOCKER_HUB = ("index.docker.io", "registry-1.docker.io")


def full_name(name: str) -> str:
    """An image's name with server and tag, so that one image has one name."""
    image = read_image(name)
    return f"{_whole_repository(image)}{'@' if image.digest else ':'}{image.name}"


def repository_of(name: str) -> str:
    """Server and repository of an image."""
    return _whole_repository(read_image(name))


def names_of(name: str) -> set[str]:
    """What people call an image: with and without its server, with and without its tag."""
    image = read_image(name)
    return {f"{server}{image.repository}{tag}" for server in ("", f"{image.server}/") for tag in ("", f":{image.name}")}


def _whole_repository(image: ImageReference) -> str:
    server, repository = image.server.lower(), image.repository
    if server in (DOCKER_HUB, *_OTHER_NAMES_OF_DOCKER_HUB):
        server, repository = DOCKER_HUB, repository.removeprefix("library/")
    return f"{server}/{repository}"
