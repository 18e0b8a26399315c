"""The steps of a run in their order and at their times: at once where they may, until the first that fails.

Time does not pass meanwhile: a run is computed at once, and what it pushes is there when it is computed.
"""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..clock import iso_time
from ..state import RunStep
from .attempts import Failure, RunCanceledError, attempt
from .run_context import RunContext
from .step import Step

_LATE = Failure("context deadline exceeded", "context deadline exceeded")


@dataclass(frozen=True)
class End:
    """How and when a run ended."""

    status: str
    at: float
    """Seconds since the run began."""
    failure: Failure | None = None


class _Attempt(NamedTuple):
    """An attempt at a step that goes on. Of those that end at the same time, that of the earlier step in the list ends first."""

    ends: float
    number: int
    late: bool
    """Whether it ends because the step has used up its time."""


class Schedule:
    """The steps of one run."""

    def __init__(self, run: RunContext, steps: Sequence[Step], waits: Mapping[str, set[str]]) -> None:
        """Take the steps, and what each of them waits for."""
        self._run, self._steps = run, steps
        self._waits = {step.id: set(waits[step.id]) for step in steps}
        self._notes = {step.id: RunStep(step.id, "skipped") for step in steps}
        self._began = run.azure.clock.now()
        self._deadlines: dict[str, float] = {}
        self._retries = {step.id: 0 if step.push else step.retries for step in steps}
        self._elapsed: dict[str, float] = {}
        self._due: list[_Attempt] = []
        run.run.steps = list(self._notes.values())

    def go(self, longest: float) -> End:
        """Run everything, for at most `longest` seconds."""
        now = 0.0
        self._start_what_may(now)
        while self._due:
            ending = heapq.heappop(self._due)
            if ending.ends > longest:
                return End("Timeout", longest, _LATE)
            now = ending.ends
            try:
                failure = self._end(ending, self._steps[ending.number])
            except RunCanceledError:
                return End("Canceled", now)
            if failure:
                return End("Failed", now, failure)
        return End("Succeeded", now)

    def log_results(self) -> None:
        """Write what became of each step, as the agent does at the end of a run that succeeded."""
        for step in self._steps:
            status, elapsed = self._notes[step.id].status, self._elapsed[step.id]
            self._run.log(f"Step ID: {step.id} marked as {status} (elapsed time in seconds: {elapsed:f})")

    def _start_what_may(self, now: float) -> None:
        for number, step in enumerate(self._steps):
            if step.id in self._deadlines or self._waits[step.id]:
                continue
            self._run.log(
                f"Executing step ID: {step.id}. Timeout(sec): {step.timeout}, Working directory: '{step.working_directory}', Network: ''"
            )
            if step.start_delay > 0:
                self._run.log(f"Waiting {step.start_delay} seconds before executing step ID: {step.id}")
            begins = now + step.start_delay
            self._deadlines[step.id] = begins + step.timeout
            self._notes[step.id].status, self._notes[step.id].started = "inprogress", iso_time(self._began + begins)
            if step.build:
                self._run.log("Scanning for dependencies...", "Successfully scanned dependencies")
            self._begin(begins, step, number)

    def _begin(self, now: float, step: Step, number: int) -> None:
        if not step.push:
            self._run.log(f"Launching container with name: {step.id}")
        deadline = max(now, self._deadlines[step.id])
        ends = now + (0.0 if step.detach else self._run.azure.seconds_of(step.id))
        heapq.heappush(self._due, _Attempt(min(ends, deadline), number, ends > deadline))

    def _end(self, ending: _Attempt, step: Step) -> Failure | None:
        """End an attempt; give back why the run fails by it."""
        failure = _LATE if ending.late else attempt(self._run, step)
        if failure and self._retries[step.id]:
            self._retries[step.id] -= 1
            self._run.log(
                f"Container failed during run: {step.id}, waiting {step.retry_delay} seconds before retrying..."
            )
            self._begin(ending.ends + step.retry_delay, step, ending.number)
            return None
        if not step.push:
            ended = f"Container failed during run: {step.id}. No retries remaining."
            self._run.log(ended if failure else f"Successfully executed container: {step.id}")
        self._note_end(step, ending.ends, failed=failure is not None and not step.ignore_errors)
        if failure and not step.ignore_errors:
            self._run.log(f"failed to run step ID: {step.id}: {failure.agent}")
            return failure
        if failure:
            self._run.log(
                f"Step ID: {step.id} encountered an error: {failure.agent}, but is set to ignore errors. Continuing..."
            )
        for others in self._waits.values():
            others.discard(step.id)
        self._start_what_may(ending.ends)
        return None

    def _note_end(self, step: Step, now: float, *, failed: bool) -> None:
        note = self._notes[step.id]
        note.status, note.finished = "failed" if failed else "successful", iso_time(self._began + now)
        self._elapsed[step.id] = now - (self._deadlines[step.id] - step.timeout)
