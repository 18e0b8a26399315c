"""What the body of a task says of its triggers: which of them are on, and what they wait for.

A trigger is on unless it, or its task, is Disabled.

Source: the ARM type definition of Microsoft.ContainerRegistry/registries/tasks@2019-06-01-preview.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .state import Resource, part

DEFAULT_BRANCH = "main"
"""The branch of a source trigger whose task names none anywhere."""

WITH_BUILD_TIME_IMAGES = "all"
"""The type of base image trigger, in lower case, for which images of earlier stages of a Dockerfile count too."""


@dataclass(frozen=True)
class Timer:
    """A schedule of a task."""

    name: str
    schedule: str


def timers(task: Resource) -> Iterator[Timer]:
    """The schedules by which a task runs."""
    for one in _triggers(task, "timerTriggers"):
        yield Timer(one["name"], one["schedule"])


def source_triggers(task: Resource, event: str, url: str, branch: str) -> Iterator[Mapping[str, Any]]:
    """The source triggers that an event in a branch of a repository sets off.

    Args:
        task: the task that has them.
        event: commit or pullrequest.
        url: the repository.
        branch: the branch that got a commit, or that a pull request is for.
    """
    for one in _triggers(task, "sourceTriggers"):
        repository = one["sourceRepository"]
        watched, _, named = repository["repositoryUrl"].partition("#")
        waits_for = repository.get("branch") or named or _branch(context_of(task)) or DEFAULT_BRANCH
        events = [each.lower() for each in one["sourceTriggerEvents"]]
        if event in events and same_repository(watched, url) and waits_for == branch:
            yield one


def base_image_type(task: Resource) -> str | None:
    """The type of a task's base image trigger, in lower case: all or runtime; None where it has none that is on."""
    trigger = part(task, "properties", "trigger", "baseImageTrigger")
    return trigger["baseImageTriggerType"].lower() if trigger and _is_on(task, trigger) else None


def context_of(task: Resource) -> str:
    """The context of a task's step; nothing where it has none."""
    return str(part(task, "properties", "step").get("contextPath") or "")


def context_at(context: str, url: str, revision: str) -> str | None:
    """The context at another commit of its repository `url`; None where it is a context of something else."""
    repository, _, ref = context.partition("#")
    _, colon, folder = ref.partition(":")
    return f"{repository}#{revision}{colon}{folder}" if same_repository(repository, url) else None


def same_repository(one: str, other: str) -> bool:
    """Whether two URLs are of one repository: with or without .git at the end."""
    return _bare(one) == _bare(other)


def _bare(url: str) -> str:
    return url.partition("#")[0].lower().rstrip("/").removesuffix(".git")


def _branch(context: str) -> str:
    return context.partition("#")[2].partition(":")[0]


def _triggers(task: Resource, kind: str) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = part(task, "properties", "trigger").get(kind) or []
    return [one for one in found if _is_on(task, one)]


def _is_on(task: Resource, trigger: Mapping[str, Any]) -> bool:
    states = (part(task, "properties").get("status"), trigger.get("status"))
    return all((state or "Enabled").lower() == "enabled" for state in states)
