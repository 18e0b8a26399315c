"""One of the programs, on the real engine and an empty simulated subscription."""

import subprocess
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from acr_patterns.testing.engine import SimulatedEngine

from .azure_objects import azure_objects
from .process_tree import Usage, watched

PROJECT = Path(__file__).parent / "program"
STACK = "dev"


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
        checkpoints: bool = True,
    ) -> None:
        """Prepare it.

        Args:
            way: components, by-hand, empty-components or fixed-sleep.
            applications: how many.
            role_delay: simulated seconds until Azure honours a role assignment.
            clock_scale: simulated seconds in a second.
            latencies: Azure type -> simulated seconds that making an object of it takes.
            checkpoints: whether the engine writes its state after every step, as it does by default.
        """
        self._options = ("-c", f"way={way}", "-c", f"applications={applications}")
        self._settings = {} if checkpoints else {"PULUMI_SKIP_CHECKPOINTS": "true"}
        self._clock_scale = clock_scale
        self._home = tempfile.TemporaryDirectory()
        self._engine = SimulatedEngine(
            PROJECT, Path(self._home.name), role_delay=role_delay, clock_scale=clock_scale, latencies=latencies
        )

    def __enter__(self) -> "ProgramRun":
        """Make the stack."""
        _checked(self._engine.pulumi(STACK, "config"))
        return self

    def __exit__(self, *_: object) -> None:
        """Remove the folder."""
        self._home.cleanup()

    def preview(self) -> Usage:
        """Preview everything.

        Raises:
            FailedRunError: the preview failed.
        """
        return self._measured("preview")

    def up(self) -> Usage:
        """Bring everything up, without a preview before it.

        Raises:
            FailedRunError: something could not be made.
        """
        return self._measured("up", "--yes", "--skip-preview")

    def objects(self) -> list[str]:
        """What there is in Azure now."""
        with self._engine.subscription.opened() as azure:
            return azure_objects(azure)

    def seconds_from_first_to_last(self) -> float:
        """Simulated seconds from when the first resource was there to when the last one was; start-up of CLI and program is not in it."""
        resources = self._engine.export(STACK)["deployment"]["resources"]
        made = [datetime.fromisoformat(one["created"]) for one in resources if one["type"].startswith("azure-native:")]
        return (max(made) - min(made)).total_seconds() * self._clock_scale

    def _measured(self, *command: str) -> Usage:
        """Run the CLI alone: what the engine does to prepare a command is not measured."""
        with watched() as usage:
            done = subprocess.run(  # noqa: S603 fixed commands
                ["pulumi", *command, "--stack", STACK, *self._options, "--non-interactive"],  # noqa: S607 whichever is on PATH
                cwd=self._engine.copy_of(STACK),
                env={**self._engine.environment, **self._settings},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
            )
        _checked(done)
        return usage


def _checked(done: subprocess.CompletedProcess[str]) -> None:
    if done.returncode:
        raise FailedRunError(done.stdout + done.stderr)
