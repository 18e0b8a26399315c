"""The one build of a task of type Docker, as the two steps that the agent makes of it.

Source: https://github.com/Azure/acr-builder/blob/main/cmd/acb/commands/build/build.go
"""

from collections.abc import Collection, Mapping
from typing import Any

from .step import Build, Step
from .task_text import HIDDEN
from .template import render

_BUILD_SECONDS, _PUSH_SECONDS = 8 * 3600, 3600


def docker_steps(step: Mapping[str, Any], run: Mapping[str, str], servers: Collection[str]) -> list[Step]:
    """A build and, unless it is not asked for, a push of what was built.

    Args:
        step: the step of the task.
        run: the run variables; they may stand in the names of images.
        servers: the login servers that the task logs in to: any other name of an image lies on the registry that owns the task.
    """
    names = [render(name, {"Run": run}) for name in step.get("imageNames") or ()]
    images = tuple(
        name if any(name.startswith(f"{server}/") for server in servers) else f"{run['Registry']}/{name}"
        for name in names
    )
    arguments = [
        f"--build-arg {one['name']}={HIDDEN if one.get('isSecret') else one.get('value')}"
        for one in step.get("arguments") or ()
    ]
    text = " ".join(
        [f"-f {step['dockerFilePath']}", *arguments, f"--target {step['target']}" if step.get("target") else ""]
    )
    build = Step(id="build", build=Build(text, images, step.get("contextPath") or "."), timeout=_BUILD_SECONDS)
    push = Step(id="push", push=images, when=("build",), timeout=_PUSH_SECONDS)
    return [build] if step.get("isPushEnabled") is False or not images else [build, push]
