"""A simulated subscription in a file, so that several processes share it."""

import fcntl
import os
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from .simulated_azure import ScaledClock, SimulatedAzure, State


@dataclass(frozen=True)
class SharedAzure:
    """Where the subscription is kept, and how it passes its time."""

    file: Path
    role_delay: float = 0.0
    """Simulated seconds until Azure honours a role assignment."""
    clock_scale: float = 1.0
    """Simulated seconds in a second. Whoever shares the subscription uses the same."""
    latencies: Mapping[str, float] = field(default_factory=dict[str, float])
    """Azure type -> simulated seconds that making or changing an object of it takes; nothing for the others."""

    def pass_latency(self, type_: str) -> None:
        """Take the time that Azure takes to make or change an object of this type."""
        time.sleep(self.latencies.get(type_, 0.0) / self.clock_scale)

    @contextmanager
    def opened(self) -> Generator[SimulatedAzure]:
        """The subscription, for nobody else meanwhile; what happened to it is kept, also after an error."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            state = State.from_json(self.file.read_text()) if self.file.exists() else State(started=time.time())
            clock = ScaledClock(self.clock_scale, state.started)
            azure = SimulatedAzure(clock=clock, role_delay=self.role_delay, state=state)
            try:
                yield azure
            finally:
                unfinished = self.file.with_suffix(".new")
                unfinished.write_text(azure.state.to_json())
                os.replace(unfinished, self.file)
