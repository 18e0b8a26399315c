"""Where a run has its steps from: the body of the task, or a file of its source."""

import base64
import binascii
import posixpath
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, cast

from .docker_step import docker_steps
from .step import Step, TaskError
from .task_text import HIDDEN, read_steps
from .yaml_text import read_mapping

if TYPE_CHECKING:
    from ..azure import SimulatedAzure


def steps_of(
    azure: "SimulatedAzure", step: Mapping[str, Any], run: Mapping[str, str], servers: Collection[str]
) -> list[Step]:
    """The steps of a run.

    Args:
        azure: where.
        step: the step of the task.
        run: the run variables.
        servers: the login servers that the task logs in to.

    Raises:
        TaskError: the agent cannot read them.
    """
    match step["type"].lower():
        case "docker":
            return docker_steps(step, run, servers)
        case "filetask":
            file = _file(azure, step, "template", step["taskFilePath"])
            return read_steps(file, run, _values(azure, step))
        case _:
            return read_steps(_decoded(step["encodedTaskContent"], "template"), run, _values(azure, step))


def context_below(source: str, context: str) -> str:
    """The context of a docker build: a folder of the source of the run, or the URL of another source."""
    if "://" in context or not source:
        return context
    url, mark, rest = source.partition("#")
    revision, _, folder = rest.partition(":")
    path = posixpath.normpath(posixpath.join(folder, context))
    return source if path == posixpath.normpath(folder) else f"{url}{mark}{revision}:{path}"


def _values(azure: "SimulatedAzure", step: Mapping[str, Any]) -> Mapping[str, Any]:
    """What `{{.Values.name}}` stands for: the values of a file, and above them those that the task or the run sets."""
    text = ""
    if step.get("valuesFilePath"):
        text = _file(azure, step, "values file", step["valuesFilePath"])
    elif step.get("encodedValuesContent"):
        text = _decoded(step["encodedValuesContent"], "config")
    set_here = {one["name"]: HIDDEN if one.get("isSecret") else one["value"] for one in step.get("values") or ()}
    return {**read_mapping(text), **set_here}


def _file(azure: "SimulatedAzure", step: Mapping[str, Any], what: str, path: str) -> str:
    context = cast(str, step.get("contextPath") or "")
    text = azure.file_at(context, path)
    if text is None:
        raise TaskError(
            f"failed to load {what} at path {path}: stat /workspace/{path}: no such file or directory",
            _adding(context, path),
        )
    return text


def _adding(context: str, path: str) -> str:
    """How a test puts a file into a source, for all branches and commits."""
    url, _, rest = context.partition("#")
    return f'add_file("{url}", "{posixpath.join(rest.partition(":")[2], path)}", TEXT)'


def _decoded(encoded: str, what: str) -> str:
    try:
        return base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise TaskError(f"failed to decode Base64 {what}: illegal base64 data") from error
