"""One step: what kind it is, which properties its kind has, and what each takes.

Source: https://learn.microsoft.com/azure/container-registry/container-registry-tasks-reference-yaml#task-step-types and the agent that
runs tasks, https://github.com/Azure/acr-builder (graph/step.go, builder/builder.go), which ignores what this module refuses to a build.
"""

import re
from collections.abc import Collection, Iterator, Mapping

import pulumi

from ..arguments import whole_number
from ..errors import ArgumentError, shown
from .image_names import check_image_name
from .platform import BuildPlatform
from .step_arguments import ImageBuildArgs, StepArgs
from .step_text import check_build_argument, check_command, check_value

LONGEST_RUN = 28_800
"""Seconds: a run never takes longer, so no step and no pause of one does."""

MOST_RETRIES = 100

_OF_ALL = ("id", "when", "env", "timeout_in_seconds", "start_delay_in_seconds", "ignore_errors")
_OF_BUILD_AND_CMD = (*_OF_ALL, "retries", "retry_delay_in_seconds", "working_directory")
PROPERTIES: Mapping[str, tuple[str, ...]] = {
    "build": _OF_BUILD_AND_CMD,
    "push": _OF_ALL,
    "cmd": (*_OF_BUILD_AND_CMD, "detach", "entry_point", "user"),
}
"""The kind of a step -> the properties that it may have."""

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_PATH = re.compile(r"(?!-)(?!.*(?:^|/)\.\.(?:/|\Z))[A-Za-z0-9._/+-]+\Z")
_WORD = re.compile(r"(?!-)[A-Za-z0-9._/\\:+-]+\Z")
_STAGE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")
_INSTEAD = {
    "retries": "; the agent repeats a push that failed by itself",
    "retry_delay_in_seconds": "; the agent repeats a push that failed by itself",
}


def kind_of(where: str, step: StepArgs) -> str:
    """What a step does: `build`, `push` or `cmd`.

    Raises:
        ArgumentError: none or several of them.
    """
    kinds = [kind for kind in PROPERTIES if kind in step]
    if len(kinds) != 1:
        given = f"{' and '.join(kinds)} given" if kinds else "neither build nor push nor cmd given"
        raise ArgumentError(f"{where}: {given}, and a step does one of three things; give exactly one of build, push and cmd")
    return kinds[0]


def check_step(where: str, step: StepArgs, secrets: Collection[str], platform: BuildPlatform) -> None:
    """Refuse a step that the agent would refuse, or would not run as it is meant. Its id and `when` are not looked at.

    Raises:
        ArgumentError: with the property, and what it takes.
    """
    kind = kind_of(where, step)
    for name in step:
        if name not in (kind, *PROPERTIES[kind]):
            having = " and ".join(other for other, names in PROPERTIES.items() if name in names)
            raise ArgumentError(
                f"{where}: {name} goes with {having}, and this step is a {kind}; leave it out{_INSTEAD.get(name, '')}"
            )
    _check_numbers(where, step)
    for field in ("working_directory", "entry_point", "user"):
        if field in step and not _WORD.match(str(step[field])):
            raise ArgumentError(
                f"{where}: {field} {shown(step[field])} cannot be used; it takes one word of letters, digits and . _ / \\ : + -, not - first"
            )
    if "build" in step:
        _check_build(where, step["build"])
    if "push" in step:
        _check_images(f"{where}: push", step["push"])
    if "cmd" in step:
        check_command(where, step["cmd"], secrets, platform)
    for at, check, value in values_of(where, step):
        if isinstance(value, str):
            check(at, value, secrets, platform)
