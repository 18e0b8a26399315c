"""What one run of a task takes in place of what the task says.

Source: the ARM type definition of Microsoft.ContainerRegistry/registries/taskRuns@2019-06-01-preview, OverrideTaskStepProperties.
That arguments and values replace those of the same name, and leave the others, is an inference from `az acr task run --set`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ..state import Resource

_FILES = {"docker": "dockerFilePath", "filetask": "taskFilePath"}
Named = Sequence[Mapping[str, Any]]


def overridden(task: Resource, override: Mapping[str, Any]) -> Resource:
    """A task with the step that this run is to take."""
    step = {**task["properties"]["step"]}
    for key in ("contextPath", "target"):
        if override.get(key):
            step[key] = override[key]
    file = _FILES.get(step["type"].lower())
    if override.get("file") and file:
        step[file] = override["file"]
    for key in ("arguments", "values"):
        if override.get(key):
            step[key] = _by_name(step.get(key) or (), override[key])
    return {**task, "properties": {**task["properties"], "step": step}}


def _by_name(before: Named, instead: Named) -> list[Mapping[str, Any]]:
    return list({**{one["name"]: one for one in before}, **{one["name"]: one for one in instead}}.values())
