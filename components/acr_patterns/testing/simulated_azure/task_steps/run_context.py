"""What a run has while it goes on."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ....access.image_reference import DOCKER_HUB, ImageReference, read_image
from ..state import Run
from .registry_access import Refusal, RegistryAccess

if TYPE_CHECKING:
    from ..azure import SimulatedAzure


@dataclass
class RunContext:
    """A run, and the machine it goes on."""

    azure: "SimulatedAzure"
    run: Run
    access: RegistryAccess
    context: str
    """The source; empty where the task has none."""
    local_images: dict[str, str] = field(default_factory=dict[str, str])
    """The images that the machine has, by `full_name` -> digest."""

    def log(self, *lines: str) -> None:
        """Write to the run's log."""
        self.run.log.extend(lines)

    def pull(self, name: str) -> Refusal | None:
        """Have an image on the machine; say why not."""
        if full_name(name) in self.local_images:
            return None
        image = read_image(name)
        refused = self.access.refused_pull(image)
        if refused:
            return refused
        server = image.server.lower()
        if self.azure.registry_at(server) is None:
            self.local_images[full_name(name)] = ""
            return None
        if not self.azure.has_image(server, image.repository, image.name):
            return Refusal(
                f'manifest for {name} not found: manifest unknown: manifest tagged by "{image.name}" is not found'
            )
        self.local_images[full_name(name)] = self.azure.image(server, image.repository, image.name)[0]
        return None


def full_name(name: str) -> str:
    """The name of an image with server and tag, so that one image has one name."""
    image = read_image(name)
    repository = image.repository.removeprefix("library/") if image.server == DOCKER_HUB else image.repository
    return f"{image.server.lower()}/{repository}{'@' if image.digest else ':'}{image.name}"


def names_of(image: ImageReference) -> set[str]:
    """What people call an image: with and without its server, with and without its tag."""
    return {
        server + image.repository + tag
        for server in ("", f"{image.server}/")
        for tag in ("", f":{image.tag or 'latest'}")
    }
