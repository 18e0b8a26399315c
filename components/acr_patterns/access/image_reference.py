"""Image references as people write them in programs: the server may be left out, and so may the tag."""

import re
from dataclasses import dataclass

DOCKER_HUB = "docker.io"

_PUBLIC = re.compile(
    r"(?:mcr\.microsoft\.com|(?:index\.|registry-1\.)?docker\.io|ghcr\.io|quay\.io|public\.ecr\.aws|registry\.k8s\.io)\Z",
    re.IGNORECASE,
)
_AZURE = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9]+)?\.azurecr\.[a-z.]+\Z", re.IGNORECASE)


@dataclass(frozen=True)
class ImageReference:
    """An image reference, taken apart."""

    text: str
    server: str
    """Docker Hub's where none was given."""
    repository: str
    tag: str | None
    digest: str | None

    @property
    def on_azure(self) -> bool:
        """Whether the server is that of an Azure container registry, in any cloud."""
        return bool(_AZURE.match(self.server))

    @property
    def registry_name(self) -> str:
        """The name that a registry with this server has, in lower case."""
        return registry_name_in(self.server)

    @property
    def public(self) -> bool:
        """Whether the server is a well-known public one, which asks for no credential."""
        return bool(_PUBLIC.match(self.server))

    @property
    def surely_public(self) -> bool:
        """Whether anybody may pull it: all that Microsoft's registry has. Elsewhere an image may be private."""
        return self.server.lower() == "mcr.microsoft.com"

    @property
    def name(self) -> str:
        """Tag or digest, as the registry knows the image in its repository."""
        return self.digest or self.tag or "latest"


def registry_name_in(login_server: str) -> str:
    """The name of the registry with this login server, in lower case: its first part, before the hash of a domain name label scope."""
    return re.split(r"[-.]", login_server.lower())[0]


def read_image(text: str) -> ImageReference:
    """Take a reference apart.

    Source: https://github.com/distribution/reference (a first part with a dot, a colon or `localhost` is a server)
    """
    rest, _, digest = text.partition("@")
    first, slash, path = rest.partition("/")
    server = first if slash and (re.search(r"[.:]", first) or first == "localhost") else ""
    path = path if server else rest
    repository, _, tag = path.partition(":")
    return ImageReference(text, server or DOCKER_HUB, repository, tag or None, digest or None)
