"""Stand-ins for the stack and the Azure CLI that the smoke test removes with."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from smoke.azure_cli import Answer
from smoke.commands import Finished


class FakeStack:
    """A stack whose commands end with given exit codes."""

    name = "dev-smoke-1"

    def __init__(self, *destroy: int, state: Any = None) -> None:
        self.done: list[str] = []
        self.traces: list[Path | None] = []
        self._destroy: Iterator[int] = iter(destroy)
        self._state = state

    def export(self) -> Finished:
        return Finished((), 0, json.dumps(self._state), "", 1.0)

    def destroy(self, trace: Path | None) -> Finished:
        self.done.append("destroy")
        self.traces.append(trace)
        return Finished((), next(self._destroy), "", "", 1.0)

    def unlock(self) -> Finished:
        self.done.append("unlock")
        return Finished((), 0, "", "", 1.0)

    def set(self, settings: Any) -> None:
        raise RuntimeError("the smoke test itself is broken")


class BrokenStack(FakeStack):
    """A stack that cannot even be asked for."""

    def export(self) -> Finished:
        raise OSError("the disk is gone")

    def destroy(self, trace: Path | None) -> Finished:
        raise RuntimeError("the smoke test itself is broken")


class FakeAzure:
    """An Azure CLI that lists given groups, one list a call, and notes what it is to delete.

    `untagged` are groups that are there without the tag; they go when they are deleted, unless they are `locked`.
    """

    def __init__(self, *groups: list[str] | None, untagged: tuple[str, ...] = (), locked: bool = False) -> None:
        self.deleted: list[str] = []
        self._groups = iter(groups)
        self._untagged = untagged
        self._locked = locked

    def ask(self, *arguments: str) -> Answer:
        if arguments[:2] == ("group", "delete"):
            assert "--yes" in arguments
            self.deleted.append(arguments[-1])
            return Answer("", int(self._locked), None, "")
        if arguments[:2] == ("group", "exists"):
            name = arguments[-1]
            return Answer("", 0, name in self._untagged and (self._locked or name not in self.deleted), "")
        assert arguments[:4] == ("group", "list", "--tag", "acr-patterns-smoke=dev-smoke-1")
        groups = next(self._groups)
        return Answer("", int(groups is None), groups, "")


class Speechless(FakeAzure):
    """An Azure CLI that cannot say whether a group exists, whatever it prints."""

    def ask(self, *arguments: str) -> Answer:
        return Answer("", 1, False, "") if arguments[:2] == ("group", "exists") else super().ask(*arguments)
