"""The clocks a simulation runs on."""

import asyncio
import time
from datetime import UTC, datetime
from typing import Protocol

START = datetime(2026, 1, 1, tzinfo=UTC).timestamp()


def iso_time(seconds: float) -> str:
    """A time in seconds since 1970, in ISO 8601."""
    return datetime.fromtimestamp(seconds, UTC).isoformat()


class Clock(Protocol):
    """Says what time it is in the simulation."""

    def now(self) -> float:
        """Seconds since 1970."""
        ...


class ManualClock:
    """Stands still until it is advanced."""

    def __init__(self, start: float = START) -> None:
        self._now = start

    def now(self) -> float:
        """Seconds since 1970."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass."""
        self._now += seconds

    def advance_to(self, time: float) -> None:
        """Let it be `time`, in seconds since 1970; without the rounding that a difference would bring."""
        self._now = time


class ScaledClock:
    """Runs `scale` times as fast as the machine's clock since `start`; what sleeps by it wakes so much sooner."""

    def __init__(self, scale: float, start: float) -> None:
        self._scale = scale
        self._start = start

    def now(self) -> float:
        """Seconds since 1970, counted faster since `start`."""
        return self._start + (time.time() - self._start) * self._scale

    async def sleep(self, seconds: float) -> None:
        """Let `seconds` of this clock pass."""
        await asyncio.sleep(seconds / self._scale)
