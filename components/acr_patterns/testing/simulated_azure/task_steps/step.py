"""A step of a task, and the order of steps."""

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

AT_ONCE = "-"
"""What stands in `when` for no other step: it starts with the run."""

_ROOT = "acb_root"
STEP_TIMEOUT, RETRY_DELAY = 600, 5
"""Seconds a step may take, and between its retries, where nothing is said."""


class TaskError(Exception):
    """A task cannot be run as it is written; the message is the agent's.

    Attributes:
        remedy: what a test gives the simulated Azure against it, as a call of a method of it; None if nothing helps but another task.
    """

    def __init__(self, message: str, remedy: str | None = None) -> None:
        super().__init__(message)
        self.remedy = remedy


@dataclass(frozen=True)
class Build:
    """A docker build."""

    text: str
    """What it is made from, as one text."""
    images: tuple[str, ...]
    """What is built, with server and tag."""
    context: str
    """A path in the source of the run, or the URL of another."""

    @classmethod
    def of(cls, command: str) -> "Build":
        """Read the arguments of `docker build`, as the agent does: the last word that is no option is the context."""
        words = _words(command)
        images, context, before = list[str](), ".", ""
        for word in words:
            if before in ("-t", "--tag"):
                images.append(word)
            elif word.startswith("--tag="):
                images.append(word.removeprefix("--tag="))
            elif not before.startswith("-") and not word.startswith("-"):
                context = word
            before = word
        return cls(command, tuple(images), context)


@dataclass(frozen=True)
class Step:
    """A step: exactly one of build, push and cmd. Times are in seconds."""

    id: str
    build: Build | None = None
    push: tuple[str, ...] = ()
    cmd: str = ""
    when: tuple[str, ...] = ()
    timeout: int = STEP_TIMEOUT
    retries: int = 0
    retry_delay: int = RETRY_DELAY
    start_delay: int = 0
    ignore_errors: bool = False
    detach: bool = False
    working_directory: str = ""

    @property
    def images(self) -> tuple[str, ...]:
        """The images it builds, pushes or runs."""
        if self.build:
            return self.build.images
        return self.push or tuple(self.words[:1])

    @property
    def words(self) -> list[str]:
        """The words of its cmd: an image, and what that is given."""
        return _words(self.cmd)


def depends_on(steps: Sequence[Step]) -> Mapping[str, set[str]]:
    """What each step waits for: one that says nothing waits for the one before it.

    Raises:
        TaskError: the agent refuses a step or the order. A step can only wait for one that stands before it in the list.
    """
    waits: dict[str, set[str]] = {}
    previous: str | None = None
    for step in steps:
        _check(step)
        if step.id in waits:
            raise TaskError(f"{step.id} already exists as a vertex")
        waits[step.id] = set()
        named = step.when or ((previous,) if previous else ())
        for other in named:
            if other not in waits and other not in (AT_ONCE, _ROOT):
                raise TaskError(f"{other} does not exist as a vertex [from: {other}, to: {step.id}]")
        waits[step.id] = {other for other in named if other not in (AT_ONCE, _ROOT)}
        previous = step.id
    return waits


def _check(step: Step) -> None:
    if step.retries < 0:
        raise TaskError("step must specify retries >= 0")
    if sum(map(bool, (step.build, step.push, step.cmd))) > 1:
        raise TaskError("step must only contain a single build, cmd, or push property")
    if re.search(r"\s", step.id):
        raise TaskError("step ID cannot contain spaces")
    if not (step.build or step.push or step.cmd):
        raise TaskError("step is missing a cmd, build, or push property")
    if AT_ONCE in step.when and len(step.when) > 1:
        raise TaskError("step cannot contain other IDs in when if the immediate execution token is specified")
    if step.id in step.when:
        raise TaskError(f"Step ID: {step.id} is self-referenced")
    if step.id == _ROOT:
        raise TaskError(f"{_ROOT} is a reserved ID, it can't be used")


def _words(command: str) -> list[str]:
    """The words of a command as a shell splits them; as they stand where a quote is left open."""
    try:
        return shlex.split(command)
    except ValueError:
        return command.split()
