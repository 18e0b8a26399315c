"""One step: what kind it is, which properties its kind has, and what each takes.

Source: https://learn.microsoft.com/azure/container-registry/container-registry-tasks-reference-yaml#task-step-types and the agent that
runs tasks, https://github.com/Azure/acr-builder (graph/step.go, builder/builder.go), which ignores what this module refuses to a build.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, cast

import pulumi

from ...arguments import whole_number
from ...errors import ArgumentError, shown
from ..platform import BuildPlatform
from .arguments import ImageBuildArgs, StepArgs
from .build_line import check_stage
from .image_names import check_image_name
from .secret_names import NAMED_LIKE_A_SECRET
from .template_text import uses_secret
from .text import check_build_argument, check_command, check_value

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
_KEPT = "keep it in a key vault, name that in secrets, and write {{.Secrets.NAME}} "
KEEP_IN_A_VAULT: Mapping[str, str] = {
    "env": f"{_KEPT}here",
    "build arguments": f"{_KEPT}in the env of a cmd; a build argument stays in the history of the image, for whoever may pull it",
}
"""The field of a step -> what to do with a secret in place of writing it there."""
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
        raise ArgumentError(
            f"{where}: {given}, and a step does one of three things; give exactly one of build, push and cmd"
        )
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
    given = cast(Mapping[str, Any], step)
    _check_numbers(where, given)
    for field in ("working_directory", "entry_point", "user"):
        if field in step and not _WORD.match(given[field]):
            raise ArgumentError(
                f"{where}: {field} {shown(given[field])} cannot be used; it takes one word of letters, digits and . _ / \\ : + -, not - first"
            )
    if "build" in step:
        _check_build(where, step["build"])
    if "push" in step:
        _check_images(f"{where}: push", step["push"])
    if "cmd" in step:
        check_command(where, step["cmd"], secrets, platform)
    for field, name, value in variables(step):
        if not _VARIABLE.match(name):
            raise ArgumentError(
                f"{where}: {field} {shown(name)} cannot be the name of a variable: it takes letters, digits and _, not a digit first"
            )
        if isinstance(value, str):
            check_variable(where, field, name, value, secrets, platform)


def variables(step: StepArgs) -> Iterator[tuple[str, str, pulumi.Input[str]]]:
    """What a step gives a value to: the field that does, `env` or `build arguments`; the name; the value."""
    for name, value in step.get("env", {}).items():
        yield "env", name, value
    for name, value in step["build"].get("arguments", {}).items() if "build" in step else ():
        yield "build arguments", name, value


def check_variable(
    where: str, field: str, name: str, value: str, secrets: Collection[str], platform: BuildPlatform
) -> str:
    """`value`, unless it cannot be that of the variable `name`.

    Raises:
        ArgumentError: with what it may have.
    """
    at = f"{where}: {field} {name}"
    if NAMED_LIKE_A_SECRET.search(name) and not uses_secret(value):
        raise ArgumentError(
            f"{at} has the name of a secret, and Azure shows steps to whoever may read the task; {KEEP_IN_A_VAULT[field]}"
        )
    return (check_value if field == "env" else check_build_argument)(at, value, secrets, platform)


def _check_numbers(where: str, step: Mapping[str, Any]) -> None:
    seconds = "a whole number of seconds"
    for name, least in (("timeout_in_seconds", 1), ("retry_delay_in_seconds", 1), ("start_delay_in_seconds", 0)):
        if name in step:
            whole_number(where, name, step[name], least, LONGEST_RUN, seconds)
    retries = step.get("retries", 0)
    if not 0 <= retries <= MOST_RETRIES or retries != int(retries):
        raise ArgumentError(
            f"{where}: retries is {shown(retries)}, but it takes a whole number from 0 to {MOST_RETRIES}; correct why the step fails, or give a pause "
            "(retry_delay_in_seconds)"
        )


def _check_build(where: str, build: ImageBuildArgs) -> None:
    _check_images(f"{where}: build", build["images"])
    for field in ("dockerfile", "context"):
        path = build.get(field, ".")
        if not _PATH.match(path) or path.startswith("/"):
            raise ArgumentError(
                f"{where}: build {field} {shown(path)} cannot be used; it takes a path inside the source folder, relative to it, "
                "in letters, digits and . _ / + -, without spaces: ACR Tasks takes the line of a build apart at each"
            )
    if "target" in build:
        check_stage(f"{where}: build target", build["target"])


def _check_images(where: str, images: Sequence[str]) -> None:
    if not images:
        raise ArgumentError(f"{where} names no image; name one or more as repository:tag")
    for image in images:
        check_image_name(where, image)
