"""Triggers of a task: what starts a run of it without anybody asking.

Source: the ARM type definition of Microsoft.ContainerRegistry/registries/tasks@2019-06-01-preview and
https://learn.microsoft.com/azure/container-registry/container-registry-tasks-overview#automatically-triggered-tasks
"""

import re
from collections.abc import Sequence
from enum import Enum
from itertools import combinations
from typing import NotRequired, TypedDict, cast

import pulumi
from pulumi_azure_native import containerregistry

from ..arguments import choice
from ..errors import ArgumentError, shown
from .git_source import GitSourceArgs, source_control
from .schedules import check_cron, same_schedule

SOURCE_TRIGGER = "source"
"""Name of a task's trigger by commits and pull requests."""

BASE_IMAGE_TRIGGER = "base-image"
"""Name of a task's trigger by base images."""

_NAME = re.compile(r"[A-Za-z0-9_-]{1,50}\Z")


class BaseImageTriggerType(str, Enum):
    """Which base images start a run when they are updated."""

    RUNTIME = "Runtime"
    """Those that the image that runs is made from: the last stage of the Dockerfile."""
    ALL = "All"
    """Those of every stage. Azure may not notice those of earlier stages: its page on base images says that it does not track them."""


class CommitTriggerArgs(TypedDict):
    """A run for each commit that is pushed to the source's branch. The source needs an access token, also for a public repository."""

    enabled: NotRequired[bool]
    """Whether it starts runs. True by default; False keeps the trigger in the task, switched off."""


class PullRequestTriggerArgs(TypedDict):
    """A run for each pull request into the source's branch, and for each change to it. The source needs an access token."""

    enabled: NotRequired[bool]
    """Whether it starts runs. True by default; False keeps the trigger in the task, switched off."""
    push: NotRequired[bool]
    """Whether what a pull request builds is pushed to the registry: then anybody who may open one writes there. False by default:
    a second task builds it and pushes nothing. Its code can read the source's access token, and all that the task's identity may pull."""


class BaseImageTriggerArgs(TypedDict):
    """A run when an image is updated that this one is built from. Azure knows of it after the task has built once."""

    type: NotRequired[BaseImageTriggerType]
    """Which base images: those of the last stage (Runtime), or of all stages (All). Runtime by default."""
    enabled: NotRequired[bool]
    """Whether it starts runs. True by default; False keeps the trigger in the task, switched off."""


class ScheduleArgs(TypedDict):
    """Runs at fixed times."""

    name: str
    """Name of the schedule in its task: letters, digits, - and _, up to 50 characters."""
    cron: str
    """Five fields, in UTC: minute, hour, day of the month, month, day of the week, such as `30 4 * * Mon-Fri`. A day that both day
    fields restrict has to match both."""
    enabled: NotRequired[bool]
    """Whether it starts runs. True by default; False keeps the schedule in the task, switched off."""


class TriggersArgs(TypedDict):
    """What starts a run of a task, beside `pulumi up`. All can be combined."""

    commit: NotRequired[CommitTriggerArgs]
    """A commit pushed to the source's branch; `{}` is enough."""
    pull_request: NotRequired[PullRequestTriggerArgs]
    """A pull request into the source's branch; `{}` is enough."""
    base_image: NotRequired[BaseImageTriggerArgs]
    """An update of a base image; `{}` is enough."""
    schedules: NotRequired[list[ScheduleArgs]]
    """Times, each schedule with a name of its own."""


def check_triggers(where: str, triggers: TriggersArgs, source: GitSourceArgs) -> None:
    """Refuse triggers that Azure does not take, or that the source cannot have.

    Raises:
        ArgumentError: with the trigger, and what to do instead.
    """
    for name in ("commit", "pull_request"):
        if name in triggers:
            _check_source(where, name, source)
    if "base_image" in triggers:
        choice(where, "triggers base_image type", BaseImageTriggerType, _base_image_type(triggers["base_image"]))
    _check_schedules(where, triggers.get("schedules", []))


def task_triggers(triggers: TriggersArgs, source: GitSourceArgs) -> containerregistry.TriggerPropertiesArgs | None:
    """The triggers of the task that pushes; None if it has none."""
    events: dict[containerregistry.SourceTriggerEvent, bool] = {}
    if "commit" in triggers:
        events[containerregistry.SourceTriggerEvent.COMMIT] = triggers["commit"].get("enabled", True)
    if "pull_request" in triggers and triggers["pull_request"].get("push", False):
        events[containerregistry.SourceTriggerEvent.PULLREQUEST] = triggers["pull_request"].get("enabled", True)
    base_image = triggers.get("base_image")
    timers = [_timer(schedule) for schedule in triggers.get("schedules", [])]
    if not (events or timers) and base_image is None:
        return None
    return containerregistry.TriggerPropertiesArgs(
        base_image_trigger=None if base_image is None else _base_image_trigger(base_image),
        source_triggers=[_source_trigger(source, events)] if events else None,
        timer_triggers=timers or None,
    )


def pull_request_triggers(
    triggers: TriggersArgs, source: GitSourceArgs
) -> containerregistry.TriggerPropertiesArgs | None:
    """The triggers of the second task, which builds pull requests and pushes nothing; None if there is to be no such task."""
    if "pull_request" not in triggers or triggers["pull_request"].get("push", False):
        return None
    enabled = triggers["pull_request"].get("enabled", True)
    events = {containerregistry.SourceTriggerEvent.PULLREQUEST: enabled}
    return containerregistry.TriggerPropertiesArgs(source_triggers=[_source_trigger(source, events)])


def _check_source(where: str, name: str, source: GitSourceArgs) -> None:
    if source_control(source["url"]) is None:
        raise ArgumentError(
            f"{where}: triggers {name} cannot be used: ACR Tasks is told of commits and pull requests by github.com and Azure DevOps "
            "(dev.azure.com, ORG.visualstudio.com) only, not by GitHub Enterprise or another host; use triggers schedules instead"
        )
    if "branch" not in source:
        raise ArgumentError(
            f"{where}: triggers {name} cannot be used with source tag: it is for what happens to a branch, and a tag stays where it is; "
            "give source branch instead of tag"
        )
    if source.get("access_token") in (None, ""):
        raise ArgumentError(
            f"{where}: triggers {name} needs source access_token: ACR Tasks sets a webhook in the repository with it, in a public one too; "
            "give a personal access token as a secret (GitHub: repo:status and public_repo, or repo for a private repository; "
            "Azure DevOps: Code (Read))"
        )


def _check_schedules(where: str, schedules: Sequence[ScheduleArgs]) -> None:
    for schedule in schedules:
        if not _NAME.match(schedule["name"]):
            raise ArgumentError(
                f"{where}: triggers schedules has the name {shown(schedule['name'])}, but a name takes letters, digits, - and _, "
                "from 1 to 50 characters"
            )
        check_cron(f"{where}: triggers schedule {shown(schedule['name'])}", schedule["cron"])
    for one, other in combinations(schedules, 2):
        if one["name"].lower() == other["name"].lower():
            raise ArgumentError(
                f"{where}: triggers schedules has the name {shown(other['name'])} twice, and Azure tells the schedules of a task apart by "
                "their names; give each a name of its own"
            )
        if same_schedule(one["cron"], other["cron"]):
            raise ArgumentError(
                f"{where}: triggers schedules {shown(one['name'])} and {shown(other['name'])} are the same times "
                f"({shown(one['cron'])}, {shown(other['cron'])}), and the schedules of a task have to differ; leave one of them out"
            )


def _base_image_type(trigger: BaseImageTriggerArgs) -> str:
    return trigger.get("type", BaseImageTriggerType.RUNTIME)


def _status(enabled: bool) -> containerregistry.TriggerStatus:
    return containerregistry.TriggerStatus.ENABLED if enabled else containerregistry.TriggerStatus.DISABLED


def _source_trigger(
    source: GitSourceArgs, events: dict[containerregistry.SourceTriggerEvent, bool]
) -> containerregistry.SourceTriggerArgs:
    """The trigger with the events that are enabled; switched off, with all of them, where none is: Azure takes no trigger without events."""
    enabled = [event for event, on in events.items() if on]
    token = source.get("access_token")
    return containerregistry.SourceTriggerArgs(
        name=SOURCE_TRIGGER,
        source_repository=containerregistry.SourcePropertiesArgs(
            repository_url=source["url"],
            source_control_type=cast(containerregistry.SourceControlType, source_control(source["url"])),
            branch=source.get("branch"),
            source_control_auth_properties=None
            if token is None
            else containerregistry.AuthInfoArgs(
                token=pulumi.Output.secret(token), token_type=containerregistry.TokenType.PAT
            ),
        ),
        source_trigger_events=enabled or list(events),
        status=_status(bool(enabled)),
    )


def _base_image_trigger(trigger: BaseImageTriggerArgs) -> containerregistry.BaseImageTriggerArgs:
    return containerregistry.BaseImageTriggerArgs(
        name=BASE_IMAGE_TRIGGER,
        base_image_trigger_type=BaseImageTriggerType(_base_image_type(trigger)).value,
        status=_status(trigger.get("enabled", True)),
    )


def _timer(schedule: ScheduleArgs) -> containerregistry.TimerTriggerArgs:
    return containerregistry.TimerTriggerArgs(
        name=schedule["name"], schedule=schedule["cron"], status=_status(schedule.get("enabled", True))
    )
