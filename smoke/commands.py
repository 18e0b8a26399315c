"""Runs other programs so that an interrupt never tears them apart, and none of them waits for input or for ever."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

INTERRUPTED = 130
"""The exit code of a program that was not started any more, as a shell gives it after Ctrl-C."""

NOT_FOUND = 127
"""The exit code of a program that cannot be started, as a shell gives it."""

GRACE = 180.0
"""Seconds that a program gets to end after it was interrupted."""


@dataclass(frozen=True)
class Finished:
    """A program that has ended."""

    arguments: tuple[str, ...]
    exit_code: int
    stdout: str
    stderr: str
    seconds: float
    timed_out: bool = False

    @property
    def output(self) -> str:
        """All that it wrote."""
        return self.stdout + self.stderr


class Commands:
    """Runs one program at a time, each in a session of its own: Ctrl-C reaches this process alone, which hands it on.

    Pulumi, when it is interrupted, finishes what is under way and keeps its state; killed, it would leave resources that no state knows.
    """

    def __init__(self) -> None:
        self._running: subprocess.Popen[str] | None = None
        self._woken = threading.Event()
        self.interrupted = False
        """Whether somebody asked for the end: by Ctrl-C, by closing the terminal, or by SIGTERM as a CI system sends it."""
        self.removing = False
        """Whether removal is under way, which an interrupt does not stop."""

    @contextlib.contextmanager
    def listening(self) -> Generator[None]:
        """Take interrupts meanwhile, except those that whoever started this has switched off, as `nohup` does."""
        before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
        for number, handler in before.items():
            if handler is not signal.SIG_IGN:
                signal.signal(number, self._on_signal)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.interrupt()

    def interrupt(self) -> None:
        """Ask the running program to end, unless it is the one that removes."""
        self.interrupted = True
        self._woken.set()
        if not self.removing:
            self._signal(signal.SIGINT)

    def pause(self, seconds: float) -> None:
        """Wait, or until an interrupt."""
        self._woken.wait(seconds)

    def run(
        self, arguments: Sequence[str], *, environment: Mapping[str, str], limit: float, folder: Path | None = None
    ) -> Finished:
        """Run a program to its end, or interrupt it after `limit` seconds. After an interrupt only removal starts anything.

        What cannot be started, or not in `folder`, has failed like any other program. What it writes is read as UTF-8; a byte that is
        not, is replaced.
        """
        if self.interrupted and not self.removing:
            return Finished(tuple(arguments), INTERRUPTED, "", "not started after the interrupt\n", 0.0)
        try:
            return self._run(arguments, environment, limit, folder)
        except OSError as problem:
            return Finished(tuple(arguments), NOT_FOUND, "", f"not started: {problem}\n", 0.0)

    def _run(
        self, arguments: Sequence[str], environment: Mapping[str, str], limit: float, folder: Path | None
    ) -> Finished:
        started = time.monotonic()
        with subprocess.Popen(  # noqa: S603 the callers' own commands
            list(arguments),
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        ) as process:
            self._running = process
            if self.interrupted and not self.removing:  # while it was starting
                self._signal(signal.SIGINT)
            try:
                stdout, stderr, timed_out = self._ended(process, limit)
            finally:
                self._running = None
        seconds = time.monotonic() - started
        return Finished(tuple(arguments), process.returncode, stdout, stderr, round(seconds, 1), timed_out)

    def _ended(self, process: subprocess.Popen[str], limit: float) -> tuple[str, str, bool]:
        """Wait; then interrupt, twice as Pulumi wants it for an operation that a hook keeps asking for again; then kill."""
        for number, patience in enumerate((limit, GRACE, GRACE)):
            try:
                return *process.communicate(timeout=patience), number > 0
            except subprocess.TimeoutExpired:
                self._signal(signal.SIGINT if number < 2 else signal.SIGKILL)
        return *process.communicate(), True

    def _signal(self, number: signal.Signals) -> None:
        process = self._running
        if process is not None and process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, number)
