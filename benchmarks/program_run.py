"""One of the programs, on the real engine and an empty simulated subscription."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from acr_patterns.testing import engine
from acr_patterns.testing.engine import SimulatedEngine

from .azure_objects import azure_objects
from .process_tree import Usage, watched

PROJECT = Path(__file__).parent / "program"


class _WatchedEngine(SimulatedEngine):
    """An engine that notes what its last command took."""

    usage = Usage()

    def _run(self, stack: str, *arguments: str, stream: bool) -> engine.EngineRun:
        with watched() as self.usage:
            return super()._run(stack, *arguments, stream=stream)


class FailedRunError(Exception):
    """A command of the engine failed; the message is its output."""


class ProgramRun:
    """A program in a folder of its own, which is gone after the block."""

    def __init__(
        self,
        way: str,
        applications: int,
        *,
        role_delay: float = 0.0,
        clock_scale: float,
        latencies: Mapping[str, float] | None = None,
    ) -> None:
        """Prepare it.

        Args:
            way: components, by-hand or fixed-sleep.
            applications: how many.
            role_delay: simulated seconds until Azure honours a role assignment.
            clock_scale: simulated seconds in a second.
            latencies: Azure type -> simulated seconds that making an object of it takes.
        """
        self._options = ("-c", f"way={way}", "-c", f"applications={applications}")
        self._home = tempfile.TemporaryDirectory()
        self._engine = _WatchedEngine(
            PROJECT, Path(self._home.name), role_delay=role_delay, clock_scale=clock_scale, latencies=latencies
        )

    def __enter__(self) -> "ProgramRun":  # noqa: D105
        return self

    def __exit__(self, *_: object) -> None:  # noqa: D105
        self._home.cleanup()

    def preview(self) -> Usage:
        """Preview everything.

        Raises:
            FailedRunError: the preview failed.
        """
        return self._checked(self._engine.preview("dev", *self._options))

    def up(self) -> Usage:
        """Bring everything up, without a preview before it.

        Raises:
            FailedRunError: something could not be made.
        """
        return self._checked(self._engine.up("dev", "--skip-preview", *self._options))

    def objects(self) -> list[str]:
        """What there is in Azure now."""
        with self._engine.subscription.opened() as azure:
            return azure_objects(azure)

    def _checked(self, run: engine.EngineRun) -> Usage:
        if run.returncode:
            raise FailedRunError(run.stdout + run.stderr)
        return self._engine.usage
