"""Peak memory and processor time of the processes that a command starts.

Linux keeps a process's peak memory (VmHWM) while it lives, so a look now and then misses little. Elsewhere nothing is seen.

Source: proc_pid_status(5) and proc_pid_stat(5).
"""

import os
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_PROC = Path("/proc")
_SECONDS_BETWEEN_LOOKS = 0.1
_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")

PROGRAM = "pulumi-language-python-exec"
"""What the command line of the process has in it that runs the Pulumi program."""


@dataclass(frozen=True)
class Process:
    """What a process has used, when it was last seen."""

    command: str
    memory: float
    """Peak, in MB."""
    processor: float
    """Seconds of processor time, its own."""


@dataclass
class Usage:
    """What a command took."""

    seconds: float = 0.0
    """By the clock on the wall."""
    processes: dict[int, Process] = field(default_factory=dict[int, Process])

    @property
    def memory(self) -> float:
        """Sum of the peaks of all processes, in MB."""
        return sum(process.memory for process in self.processes.values())

    @property
    def processor(self) -> float:
        """Processor time of all processes, in seconds."""
        return sum(process.processor for process in self.processes.values())

    @property
    def program_processor(self) -> float:
        """Processor time of the Pulumi program, in seconds."""
        return sum(process.processor for process in self.processes.values() if PROGRAM in process.command)


@contextmanager
def watched() -> Generator[Usage]:
    """Watch all descendants of this process until the end of the block."""
    usage, ended = Usage(), threading.Event()

    def look_now_and_then() -> None:
        while not ended.wait(_SECONDS_BETWEEN_LOOKS):
            for pid in _descendants(os.getpid()):
                try:
                    usage.processes[pid] = _look(pid)
                except (OSError, KeyError):
                    continue  # it has just ended, and what was seen last stands

    thread = threading.Thread(target=look_now_and_then)
    started = time.perf_counter()
    thread.start()
    try:
        yield usage
    finally:
        usage.seconds = time.perf_counter() - started
        ended.set()
        thread.join()


def _descendants(pid: int) -> Iterator[int]:
    for children in (_PROC / str(pid) / "task").glob("*/children"):
        try:
            pids = children.read_text().split()
        except OSError:
            continue
        for child in map(int, pids):
            yield child
            yield from _descendants(child)


def _look(pid: int) -> Process:
    folder = _PROC / str(pid)
    status = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines())
    times = (folder / "stat").read_text().rpartition(")")[2].split()
    return Process(
        command=(folder / "cmdline").read_text(),
        memory=int(status["VmHWM"].split()[0]) / 1024,
        processor=(int(times[11]) + int(times[12])) / _TICKS_PER_SECOND,
    )
