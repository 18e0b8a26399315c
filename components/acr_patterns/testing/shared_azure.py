"""A simulated Azure in a file, so that several processes share it."""

import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from .simulated_azure import PUBLIC_REGISTRY_SUFFIX, ScaledClock, SimulatedAzure
from .state_file import StateFile


@dataclass(frozen=True)
class SharedAzure:
    """Where the subscription is kept, and how it passes its time."""

    file: Path
    role_delay: float = 0.0
    """Simulated seconds until Azure honours a role assignment."""
    clock_scale: float = 1.0
    """Simulated seconds in a second. Whoever shares the subscription uses the same."""
    latencies: Mapping[str, float] = field(default_factory=dict[str, float])
    """Azure type -> simulated seconds from the moment Azure accepts an object of it until it is ready; nothing for the others.

    Azure decides as a request arrives, so a refusal takes no time, and a task run pushes only if its role is honoured when it starts.
    """

    registry_suffix: str = PUBLIC_REGISTRY_SUFFIX
    """What the login servers of the cloud end with: azurecr.io; azurecr.us in Azure Government, azurecr.cn in Azure China."""

    def pass_latency(self, type_: str) -> None:
        """Take the time that Azure takes with an object of this type that it has accepted."""
        time.sleep(self.latencies.get(type_, 0.0) / self.clock_scale)

    @contextmanager
    def opened(self) -> Generator[SimulatedAzure]:
        """The subscription, for nobody else meanwhile; what happened to it is kept, also after an error."""
        with self._state_file.held() as state:
            clock = ScaledClock(self.clock_scale, state.started)
            yield SimulatedAzure(
                clock=clock, role_delay=self.role_delay, registry_suffix=self.registry_suffix, state=state
            )

    @cached_property
    def _state_file(self) -> StateFile:
        return StateFile(self.file)
