"""Image references: how they are read, and which may run where.

Source: https://github.com/distribution/reference (the grammar) and
https://learn.microsoft.com/azure/container-registry/container-registry-image-tag-version (why not a tag).
"""

import re
from dataclasses import dataclass

from .environment import is_dev_stack
from .errors import ArgumentError, shown
from .resource_ids import RegistryId

_PATH = r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*"
_REPOSITORY = re.compile(rf"(?=.{{1,255}}\Z){_PATH}(?:/{_PATH})*\Z")
_SERVER = re.compile(r"(?=[^.:]*[.:])[A-Za-z0-9.-]+(?::[0-9]+)?\Z")
_REFERENCE = re.compile(
    rf"(?P<server>[A-Za-z0-9.-]+(?::[0-9]+)?)/(?P<repository>{_PATH}(?:/{_PATH})*)"
    r"(?::(?P<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(?P<digest>sha256:[0-9a-f]{64}))?\Z"
)


@dataclass(frozen=True)
class Image:
    """An image reference, taken apart."""

    server: str
    repository: str
    tag: str | None
    digest: str | None

    @property
    def name(self) -> str:
        """Repository with digest or tag, as the registry knows the image."""
        return f"{self.repository}@{self.digest}" if self.digest else f"{self.repository}:{self.tag or 'latest'}"


def pinned(login_server: str, repository: str, digest: str) -> str:
    """The reference by which exactly one image is meant, whatever happens to the tags."""
    return f"{login_server}/{repository}@{digest}"


def parse_image(where: str, reference: object) -> Image:
    """Take an image reference apart; the registry's server is part of it.

    Raises:
        ArgumentError: it is not an image reference, or names no server.
    """
    match = _REFERENCE.match(reference) if isinstance(reference, str) else None
    if match is None or not re.search(r"[.:]", match["server"]):
        raise ArgumentError(
            f"{where}: image {shown(reference)} is not a full image reference; write SERVER/REPOSITORY@sha256:DIGEST, or use the image output of a BuildTask"
        )
    return Image(match["server"], match["repository"], match["tag"], match["digest"])


def check_pinned(where: str, reference: object, stack: str) -> Image:
    """Refuse an image that is not pinned by digest outside a dev stack.

    Raises:
        ArgumentError: the image is named by a bare tag, `latest`, or nothing, and the stack is not a dev stack.
    """
    image = parse_image(where, reference)
    if image.digest is None and not is_dev_stack(stack):
        moving = f"tag {image.tag!r}" if image.tag else "no tag, which means 'latest'"
        raise ArgumentError(
            f"{where}: image {shown(reference)} is named by {moving}, which can come to mean another image; outside a dev stack (this one is {stack!r}) "
            "pin it by digest, SERVER/REPOSITORY@sha256:DIGEST, or use the image output of a BuildTask"
        )
    return image


def is_login_server(text: str) -> bool:
    """Whether `text` can be the server that images lie on: a host name, perhaps with a port."""
    return _SERVER.match(text) is not None


def check_login_server(where: str, login_server: object) -> str:
    """`login_server`, unless it cannot be the server that images lie on.

    Raises:
        ArgumentError: with the rule in words.
    """
    if not isinstance(login_server, str) or not is_login_server(login_server):
        raise ArgumentError(
            f"{where}: registry login_server {shown(login_server)} is not a host name; give it as Azure does "
            "(`az acr show --name NAME --query loginServer`), such as shop.azurecr.io, without https:// and without a path"
        )
    return login_server


def check_owner(where: str, login_server: str, registry_name: str) -> str:
    """`login_server`, unless it is that of another registry than `registry_name`.

    The first part of the host name is the registry's name in lower case; a registry with a domain name label scope adds a hyphen and a hash.

    Raises:
        ArgumentError: they are of two registries.
    """
    host, name = login_server.lower(), registry_name.lower()
    if ":" in host or not re.match(rf"{re.escape(name)}(-[a-z0-9]+)?\.[a-z0-9]", host):
        raise ArgumentError(
            f"{where}: registry login_server {shown(login_server)} is not that of the registry {shown(registry_name)} that the id names, so images and "
            f"roles would be of two registries; give both of one (`az acr show --name {registry_name} --query loginServer`)"
        )
    return login_server


def check_server(where: str, image: Image, login_server: str, registry: RegistryId) -> None:
    """Refuse an image that lies on another server than the registry that the credential is for.

    Raises:
        ArgumentError: the servers differ.
    """
    if image.server.lower() != login_server.lower():
        raise ArgumentError(
            f"{where}: image {shown(image.name)} lies on {shown(image.server)}, but the registry given is {shown(login_server)} and its credential is "
            f"for that server only; import the image (`az acr import {registry.option('--name')} --source {image.server}/{image.name}`) "
            "and use the imported reference"
        )


def check_repository(where: str, repository: str) -> None:
    """Refuse a repository name that no registry takes.

    Raises:
        ArgumentError: with the rule in words.
    """
    if not _REPOSITORY.match(repository):
        raise ArgumentError(
            f"{where}: repository {shown(repository)} cannot be a repository name: it takes lowercase letters, digits and . _ - between them, "
            "in parts separated by /, up to 255 characters, without server or tag"
        )
