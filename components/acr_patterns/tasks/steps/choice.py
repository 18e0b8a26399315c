"""Which kind of steps a build task was given: one Docker build, a task file, or inline steps."""

from collections.abc import Mapping
from typing import Any, cast

import pulumi

from ...arguments import never_secret
from ...errors import ArgumentError
from ..git_source import GitSourceArgs
from ..key_vault import KeyVaultSecretArgs
from ..platform import BuildPlatform
from .arguments import StepArgs
from .build_line import plain_values
from .docker_step import DockerBuild
from .inline_steps import InlineSteps
from .kinds import TaskSteps
from .task_file import FileTask, TaskFileArgs

RUN_ID = "{{.Run.ID}}"
"""The run variable that gives every run a tag of its own, so no tag ever comes to mean another image."""

_KINDS = {
    "repository": ("image_tags", "dockerfile", "build_arguments", "secret_build_arguments", "target"),
    "task_file": (),
    "steps": ("secrets",),
}
"""The argument that chooses a kind of steps -> those that go with it only."""


def chosen_steps(where: str, arguments: Mapping[str, Any], source: GitSourceArgs, platform: BuildPlatform) -> TaskSteps:
    """The steps that the arguments of a `BuildTask` describe, checked.

    Raises:
        ArgumentError: none or several kinds, an argument that belongs to another kind, or steps that Azure would refuse.
    """
    given = [kind for kind in _KINDS if kind in arguments]
    if len(given) != 1:
        raise ArgumentError(
            f"{where}: {' and '.join(given) if given else 'neither repository nor task_file nor steps'} given, and a task does one of three things; "
            "give repository (one Docker build that is pushed there), task_file (steps in a file of the source) or steps (steps written here)"
        )
    [kind] = given
    for other, belonging in _KINDS.items():
        for argument in belonging if other != kind else ():
            if argument in arguments:
                raise ArgumentError(f"{where}: {argument} goes with {other}, and {kind} is given; {_INSTEAD[kind]}")
    steps = _steps(where, kind, arguments, source, platform)
    steps.check(where)
    return steps


_INSTEAD = {
    "repository": "leave it out",
    "task_file": "say it in the task file",
    "steps": "say it in the build step",
}


def _steps(
    where: str, kind: str, arguments: Mapping[str, Any], source: GitSourceArgs, platform: BuildPlatform
) -> TaskSteps:
    match kind:
        case "repository":
            at = f"{where}: build_arguments"
            plain = _shown(at, arguments.get("build_arguments", {}), "give it in secret_build_arguments")
            secret = arguments.get("secret_build_arguments", {})
            return DockerBuild(
                source,
                arguments["repository"],
                arguments.get("image_tags", [RUN_ID]),
                arguments.get("dockerfile", "Dockerfile"),
                plain_values(at, plain),
                plain_values(f"{where}: secret_build_arguments", secret),
                arguments.get("target"),
            )
        case "task_file":
            file = cast(TaskFileArgs, arguments["task_file"])
            values = _shown(f"{where}: task_file values", file.get("values", {}), "give it in secret_values")
            return FileTask(source, file, values)
        case _:
            secrets = cast(Mapping[str, KeyVaultSecretArgs], arguments.get("secrets", {}))
            return InlineSteps(source, cast(list[StepArgs], arguments["steps"]), secrets, platform, where)


def _shown(where: str, values: Mapping[str, pulumi.Input[str]], instead: str) -> dict[str, pulumi.Input[str]]:
    """Values that Azure shows to whoever may read the task, so none of them is a secret."""
    stack = pulumi.get_stack()
    return {name: never_secret(f"{where} {name}", stack, value, instead) for name, value in values.items()}
