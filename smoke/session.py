"""Takes the steps one after the other, records each, and removes everything in the end, whatever happened."""

import secrets
import tempfile
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from .azure_cli import AzureCli
from .commands import Commands, Finished
from .questions import QUESTIONS, Live
from .records import FIRST_UP, Record, Records, UnsettledError
from .redaction import Redaction
from .removal import Removed, remove
from .stack import Stack
from .steps import REMOVAL, STEPS, Act, Step
from .trace import read_trace

DENIED = ("denied", "unauthorized")
"""Words in the log of a run whose push was refused."""

STATE_REVEALS = "the exported state holds a secret in plain text"
STATE_REVEALS_NOTHING = "the exported state holds none of the secrets that were seen"

RUNS, PAUSE = 11, 60.0
"""How often the task runs after its role was taken away, and the seconds in between: Azure may take ten minutes."""


class Session:
    """One smoke test."""

    def __init__(
        self,
        commands: Commands,
        stack: Stack,
        azure: AzureCli,
        redaction: Redaction,
        live: Live,
        folder: Path,
        work: Path,
        say: Callable[[str], None],
    ) -> None:
        """Begin.

        Args:
            commands: runs programs, and knows of interrupts.
            stack: the stack, not made yet.
            azure: asks Azure.
            redaction: takes secrets out of everything.
            live: the names of what stands in Azure.
            folder: where records go.
            work: where what holds secrets goes meanwhile.
            say: tells the owner how it goes.
        """
        self.records = Records()
        self.begun = False
        """Whether a step was begun, so that there may be something to remove."""
        self.removed: Removed | None = None
        self._commands = commands
        self._stack = stack
        self._azure = azure
        self._redaction = redaction
        self._live = live
        self._folder = folder
        self._work = work
        self._say = say
        self._number = 0

    def take_all(self, after_each: Callable[[], None]) -> None:
        """Take every step; after an interrupt, or if the stack cannot be brought up at all, removal is the next.

        `after_each` is called after every step, so that a report is there whenever this is cut off.
        """
        self.begun = True
        try:
            for step in STEPS:
                if self._commands.interrupted:
                    break
                self._take(step)
                after_each()
        finally:
            try:
                self._remove()
            finally:
                after_each()

    def _remove(self) -> None:
        self._commands.removing = True
        self._say("Removing everything; Ctrl-C does not stop this.")
        record = self._begin(REMOVAL)
        with self._trace_if_possible() as trace:
            finished, self.removed = remove(self._stack, self._azure, trace, self._live.resource_groups)
            self._note(record, finished, trace)
        self._end(record)

    def _take(self, step: Step) -> None:
        record = self._begin(step)
        reason = self._reason_to_leave_out(step)
        if reason:
            record.notes.append(f"left out: {reason}")
        else:
            self._do(step, record)
        if self._commands.interrupted:
            record.cut_off = True
            record.notes.append("cut off by an interrupt")
        self._end(record)

    def _reason_to_leave_out(self, step: Step) -> str | None:
        if step.if_failed is not None:
            failed = self.records.find(step.if_failed)
            return None if failed is not None and failed.exit_code != 0 else f"step {step.if_failed} succeeded"
        if step.name not in FIRST_UP and not self.records.was_deployed():
            return "the stack was never brought up"
        return None

    def _do(self, step: Step, record: Record) -> None:
        for question in step.before:
            self._ask(record, question)
        settings: dict[str, Any] = dict(step.settings)
        if step.with_secret:
            settings["dnsNameLabel"] = self._stack.name
            value = secrets.token_urlsafe(24)
            self._redaction.learn(value)
            self._stack.set_secret("secretEnvironment.PASSWORD", value)
        record.settings = settings
        self._stack.set(settings)
        with self._trace() as trace:
            if step.act is Act.UP:
                self._note(record, self._stack.up(trace, step.replace), trace)
            elif step.act is Act.PREVIEW:
                self._note(record, self._stack.preview_after_refresh(trace), trace)
        if step.act is Act.RUN_UNTIL_DENIED:
            self._run_until_denied(record)
        for question in step.after:
            self._ask(record, question)
        if step.export:
            revealed = self._redaction.reveals(self._stack.export().stdout)
            record.notes.append(STATE_REVEALS if revealed else STATE_REVEALS_NOTHING)

    def _run_until_denied(self, record: Record) -> None:
        """Run the task again and again; the answers of the last run are kept, and how many there were."""
        removed = record.answers.get("remove-push-role")
        if removed is None or not removed.ok:
            return
        for number in range(1, RUNS + 1):
            self._ask(record, "run-task")
            self._ask(record, "runs")
            self._ask(record, "log")
            record.notes = [f"runs after the role was taken away: {number}"]
            log = record.answers.get("log")
            if self._commands.interrupted or (log is not None and any(word in str(log.value) for word in DENIED)):
                return
            if number < RUNS:
                self._commands.pause(PAUSE)

    def _ask(self, record: Record, question: str) -> None:
        try:
            record.answers[question] = self._azure.ask(*QUESTIONS[question](self._live))
        except UnsettledError as reason:
            record.notes.append(f"not asked: {question}, because {reason}")

    def _note(self, record: Record, finished: Finished, trace: Path | None) -> None:
        record.calls = read_trace(trace, self._redaction) if trace else []
        record.exit_code = finished.exit_code
        record.seconds = finished.seconds
        record.output = self._redaction.text(finished.output)
        if finished.timed_out:
            record.notes.append("interrupted, because it took too long")
        self._live.follow(record.calls)

    def _begin(self, step: Step) -> Record:
        self._number += 1
        self._say(f"{self._number:2}/{len(STEPS) + 1}  {step.name}: {step.what}")
        return Record(self._number, step.name, step.what)

    def _end(self, record: Record) -> None:
        self.records.add(record)
        record.write(self._folder)

    @contextmanager
    def _trace(self) -> Generator[Path]:
        """A file for the engine's trace, which holds secrets: in the folder that nobody else can read, and gone afterwards."""
        with tempfile.TemporaryDirectory(dir=self._work, ignore_cleanup_errors=True) as folder:
            yield Path(folder) / "trace.json"

    @contextmanager
    def _trace_if_possible(self) -> Generator[Path | None]:
        """The same; None where it cannot be made, as on a full disk, which must not prevent removal."""
        with ExitStack() as opened:
            try:
                trace = opened.enter_context(self._trace())
            except OSError:
                trace = None
            yield trace
