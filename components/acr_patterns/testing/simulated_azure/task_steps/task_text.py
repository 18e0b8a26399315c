"""Steps that are written as YAML: a file in the repository, or the encoded text of a task."""

import re
from collections.abc import Mapping
from typing import Any

from .step import RETRY_DELAY, STEP_TIMEOUT, Build, Step, TaskError
from .template import render, with_aliases, without_comments
from .yaml_text import flag_at, mappings_at, read_mapping, text_at, texts_at, whole_at

HIDDEN = "***"
"""What stands for a secret wherever a run would have it: the simulated Azure keeps the value of none."""

_VERSIONS = ("1.0-preview-1", "v1.0.0", "v1.1.0")
_OF_A_SECRET = "unable to render task: failed to resolve secrets in the task with error: "  # noqa: S105 no password


def read_steps(text: str, run: Mapping[str, str], values: Mapping[str, Any]) -> list[Step]:
    """The steps of a task.

    Args:
        text: the task, as it is written.
        run: the run variables.
        values: what `{{.Values.name}}` stands for.

    Raises:
        TaskError: the agent cannot read it.
    """
    known = {"Run": run, "Build": {"ID": run["ID"]}, "Values": values}
    text, aliases = with_aliases(without_comments(text), known)
    secrets = dict.fromkeys(_secrets(read_mapping(render(text, known))), HIDDEN)
    task = read_mapping(render(text, {**known, "Secrets": secrets}))
    version = text_at(task, "version")
    if version and version.lower() not in _VERSIONS:
        raise TaskError(f'failed to unmarshal task before running: invalid version specified: "{version}"')
    return [_step(index, step, task, aliases) for index, step in enumerate(mappings_at(task, "steps"))]


def _step(index: int, step: Mapping[str, Any], task: Mapping[str, Any], aliases: Mapping[str, str]) -> Step:
    build = text_at(step, "build")
    image, space, rest = text_at(step, "cmd").strip().partition(" ")
    return Step(
        id=text_at(step, "id") or f"acb_step_{index}",
        build=Build.of(build) if build else None,
        push=tuple(dict.fromkeys(texts_at(step, "push"))),
        cmd=aliases.get(image, image) + space + rest,
        when=tuple(texts_at(step, "when")),
        timeout=_first_above_zero(whole_at(step, "timeout"), whole_at(task, "stepTimeout"), STEP_TIMEOUT),
        retries=whole_at(step, "retries"),
        retry_delay=_first_above_zero(whole_at(step, "retryDelay"), RETRY_DELAY),
        start_delay=whole_at(step, "startDelay"),
        ignore_errors=flag_at(step, "ignoreErrors"),
        detach=flag_at(step, "detach"),
        working_directory=text_at(step, "workingDirectory") or text_at(task, "workingDirectory"),
    )


def _first_above_zero(*seconds: int) -> int:
    return next(one for one in seconds if one > 0)


def _secrets(task: Mapping[str, Any]) -> list[str]:
    """The ids of the secrets that a task reads from key vaults."""
    found: list[str] = []
    for secret in mappings_at(task, "secrets"):
        name = text_at(secret, "id")
        if not name:
            raise TaskError(f"{_OF_A_SECRET}secret is missing an ID as well as auto-generated ID")
        if re.search(r"\s", name):
            raise TaskError(f"{_OF_A_SECRET}secret ID cannot contain spaces")
        if not text_at(secret, "keyvault"):
            raise TaskError(f"{_OF_A_SECRET}secret should contain keyvault property for vault secret")
        if name in found:
            raise TaskError(f"{_OF_A_SECRET}duplicate secret found with ID: {name}")
        found.append(name)
    return found
