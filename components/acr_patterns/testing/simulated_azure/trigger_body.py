"""What the triggers of a task have to have, and what of them Azure never gives back.

Source: the ARM type definition of Microsoft.ContainerRegistry/registries/tasks@2019-06-01-preview,
https://learn.microsoft.com/azure/container-registry/container-registry-tasks-scheduled (schedules differ) and
https://learn.microsoft.com/azure/container-registry/container-registry-tasks-overview#personal-access-token (tokens)
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import combinations
from typing import Any

from ...errors import ArgumentError
from ...tasks.schedules import next_runs, same_schedule
from .body_checks import STATES, require, require_one_of
from .errors import invalid_request
from .state import part

_HOSTS = {
    "github": re.compile(r"https://([^/@]+@)?(www\.)?github\.com/", re.IGNORECASE),
    "visualstudioteamservice": re.compile(
        r"https://([^/@]+@)?(dev\.azure\.com|[^/@]+\.visualstudio\.com)/", re.IGNORECASE
    ),
}
"""Kind of source control, in lower case -> how the URLs of its repositories begin."""


def check_triggers(triggers: Mapping[str, Any]) -> None:
    """Refuse triggers that Azure would not take.

    Raises:
        AzureError: 400.
    """
    sources: list[Mapping[str, Any]] = triggers.get("sourceTriggers") or []
    timers: list[Mapping[str, Any]] = triggers.get("timerTriggers") or []
    for kind in (sources, timers):
        _check_names(kind)
    for source in sources:
        _check_source(source)
    _check_timers(timers)
    if triggers.get("baseImageTrigger"):
        _check_base_image(triggers["baseImageTrigger"])


def without_tokens(triggers: Mapping[str, Any]) -> dict[str, Any]:
    """What Azure gives back of triggers: neither what logs in to a repository, nor where updates of base images are sent."""
    shown = dict(triggers)
    if shown.get("sourceTriggers"):
        shown["sourceTriggers"] = [
            {**one, "sourceRepository": _without(one["sourceRepository"], "sourceControlAuthProperties")}
            for one in shown["sourceTriggers"]
        ]
    if shown.get("baseImageTrigger"):
        shown["baseImageTrigger"] = _without(shown["baseImageTrigger"], "updateTriggerEndpoint")
    return shown


def _check_names(triggers: Sequence[Mapping[str, Any]]) -> None:
    for one in triggers:
        require(one, "name")
        require_one_of("status", one.get("status"), STATES)
    for one, other in combinations(triggers, 2):
        if one["name"].lower() == other["name"].lower():
            raise invalid_request(f"The trigger name '{other['name']}' is used more than once.")


def _check_source(trigger: Mapping[str, Any]) -> None:
    repository = require(trigger, "sourceRepository")
    url, kind = str(require(repository, "repositoryUrl")), str(require(repository, "sourceControlType"))
    require_one_of("sourceControlType", kind, ("Github", "VisualStudioTeamService"))
    for event in require(trigger, "sourceTriggerEvents"):
        require_one_of("sourceTriggerEvents", event, ("commit", "pullrequest"))
    if not _HOSTS[kind.lower()].match(url):
        raise invalid_request(
            f"The repository of the source trigger '{trigger['name']}' is not of source control type {kind}."
        )
    login = part(repository, "sourceControlAuthProperties")
    if not login:
        raise invalid_request(
            f"The source trigger '{trigger['name']}' needs a token to set a webhook in the repository."
        )
    require(login, "token")
    require_one_of("tokenType", require(login, "tokenType"), ("PAT", "OAuth"))


def _check_timers(triggers: Sequence[Mapping[str, Any]]) -> None:
    for one in triggers:
        schedule = require(one, "schedule")
        try:
            next_runs(schedule, datetime.fromtimestamp(0, UTC), 1)
        except ArgumentError:
            raise invalid_request(
                f"The schedule '{schedule}' of the timer trigger '{one['name']}' is not a valid cron expression."
            ) from None
    for one, other in combinations(triggers, 2):
        if same_schedule(one["schedule"], other["schedule"]):
            raise invalid_request(
                f"The timer triggers '{one['name']}' and '{other['name']}' have the same schedule '{other['schedule']}'."
            )


def _check_base_image(trigger: Mapping[str, Any]) -> None:
    require(trigger, "name")
    require_one_of("baseImageTriggerType", require(trigger, "baseImageTriggerType"), ("All", "Runtime"))
    require_one_of("updateTriggerPayloadType", trigger.get("updateTriggerPayloadType"), ("Default", "Token"))
    require_one_of("status", trigger.get("status"), STATES)


def _without(body: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key != name}
