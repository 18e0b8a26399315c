"""What a run has while it goes on."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ....access.image_reference import read_image
from ..image_names import full_name
from ..state import Resource, Run
from ..task_triggers import context_of
from .registry_access import Refusal, RegistryAccess

if TYPE_CHECKING:
    from ..azure import SimulatedAzure


@dataclass
class RunContext:
    """A run, and the machine it goes on."""

    azure: "SimulatedAzure"
    run: Run
    access: RegistryAccess
    task: Resource
    """The task, with the step that this run takes."""
    local_images: dict[str, str] = field(default_factory=dict[str, str])
    """The images that the machine has, by `full_name` -> digest."""
    built_on: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    """The base images of what it has built: `runtime` those of the last stages, `all` all."""

    @property
    def context(self) -> str:
        """The source; empty where the task has none."""
        return context_of(self.task)

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
                f'manifest for {name} not found: manifest unknown: manifest tagged by "{image.name}" is not found',
                remedy=f'push_image("{server}", "{image.repository}", "{image.name}", DIGEST)',
            )
        self.local_images[full_name(name)] = self.azure.image(server, image.repository, image.name)[0]
        return None
