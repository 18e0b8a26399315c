"""Peak memory and processor time of the processes that a command starts.

Linux keeps a process's peak memory (VmHWM) until it ends, so looking a few times a second misses little. Elsewhere nothing is
measured, and the tables say so.

Source: proc_pid_status(5) and proc_pid_stat(5).
"""

import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_PROC = Path("/proc")
_SECONDS_BETWEEN_LOOKS = 0.05
_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")

ROLES = {
    "pulumi-language-python-exec": "program",
    "acr_patterns.testing.provider": "provider",
    "pulumi-language-python": "language host",
    "pulumi": "engine",
}
"""Word in a command line -> what the process is; the first that fits."""


@dataclass
class Usage:
    """What processes used."""

    seconds: float = 0.0
    """By the clock on the wall."""
    memory: dict[str, float] = field(default_factory=dict[str, float])
    """Role of a process -> its peak memory, in MB."""
    processor: dict[str, float] = field(default_factory=dict[str, float])
    """Role of a process -> its processor time, in seconds."""


class Watch:
    """Watches the descendants of this process while it is entered; `usage` says what they used."""

    def __init__(self) -> None:
        self.usage = Usage()
        self._seen: dict[int, tuple[str, float, float]] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look_repeatedly, daemon=True)

    def __enter__(self) -> "Watch":
        self._started = time.perf_counter()
        if _PROC.exists():
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.usage.seconds = time.perf_counter() - self._started
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()
        for role, memory, processor in self._seen.values():
            self.usage.memory[role] = self.usage.memory.get(role, 0.0) + memory
            self.usage.processor[role] = self.usage.processor.get(role, 0.0) + processor

    def _look_repeatedly(self) -> None:
        while not self._ended.wait(_SECONDS_BETWEEN_LOOKS):
            for pid in _descendants(os.getpid()):
                try:
                    self._seen[pid] = _look(pid)
                except (OSError, KeyError, IndexError):
                    continue  # it has just ended; what was seen last stands


def _descendants(pid: int) -> Iterator[int]:
    for task in (_PROC / str(pid) / "task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in map(int, children):
            yield child
            yield from _descendants(child)


def _look(pid: int) -> tuple[str, float, float]:
    command = (_PROC / str(pid) / "cmdline").read_text()
    role = next((role for word, role in ROLES.items() if word in command), "other")
    status = dict(line.split(":", 1) for line in (_PROC / str(pid) / "status").read_text().splitlines())
    times = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    return role, int(status["VmHWM"].split()[0]) / 1024, (int(times[11]) + int(times[12])) / _TICKS_PER_SECOND
