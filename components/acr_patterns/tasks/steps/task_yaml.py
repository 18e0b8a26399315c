"""Steps written as Azure's YAML, always in the same order, so that the same steps are the same text.

Source: https://learn.microsoft.com/azure/container-registry/container-registry-tasks-reference-yaml
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import yaml

from ..platform import BuildPlatform
from .arguments import ImageBuildArgs, StepArgs
from .order import step_ids
from .text import literal

VERSION = "v1.1.0"
"""The first version of the format that has aliases, `$Registry` among them."""

_NUMBERS = {
    "timeout_in_seconds": "timeout",
    "retries": "retries",
    "retry_delay_in_seconds": "retryDelay",
    "start_delay_in_seconds": "startDelay",
}
_SWITCHES = {"ignore_errors": "ignoreErrors", "detach": "detach"}
_WORDS = {"working_directory": "workingDirectory", "entry_point": "entryPoint", "user": "user"}


class _Writer(yaml.SafeDumper):
    """Writes text with a template in it as a block: what replaces the template may then have any character but a line break."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write what occurs twice twice; YAML's own aliases would be taken for another step's."""
        return True


def _text(writer: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    node = writer.represent_str(text)
    if "{{" in text:
        node.style = "|"
    return node


_Writer.add_representer(str, _text)


def task_yaml(steps: Sequence[StepArgs], secrets: Mapping[str, str], platform: BuildPlatform) -> str:
    """The text of a task.

    Args:
        steps: the steps, all values known.
        secrets: the name of each secret -> its identifier in a key vault.
        platform: what it runs on.
    """
    vaults = [{"id": name, "keyvault": secrets[name]} for name in sorted(secrets)]
    ids = step_ids(steps)
    task = {
        "version": VERSION,
        **({"secrets": vaults} if vaults else {}),
        "steps": [{"id": own, **_step(step, platform)} for own, step in zip(ids, steps, strict=True)],
    }
    return yaml.dump(task, Dumper=_Writer, sort_keys=False, allow_unicode=True, width=float("inf"))


def _step(step: StepArgs, platform: BuildPlatform) -> dict[str, Any]:
    written: dict[str, Any] = {}
    if "build" in step:
        written["build"] = _build(step["build"], platform)
    if "push" in step:
        written["push"] = [_of_the_registry(image) for image in step["push"]]
    if "cmd" in step:
        written["cmd"] = step["cmd"]
    if "when" in step:
        written["when"] = sorted(step["when"])
    given = cast(Mapping[str, Any], step)
    if given.get("env"):
        written["env"] = _assignments(given["env"], platform)
    return {
        **written,
        **{word: int(given[name]) for name, word in _NUMBERS.items() if name in given},
        **{word: given[name] for name, word in _SWITCHES.items() if name in given},
        **{word: literal(given[name], platform) for name, word in _WORDS.items() if name in given},
    }


def _build(build: ImageBuildArgs, platform: BuildPlatform) -> str:
    context = build.get("context", ".").removeprefix("./")
    inside = "" if context in {"", "."} else f"{context.rstrip('/')}/"
    arguments = _assignments(cast(Mapping[str, str], build.get("arguments", {})), platform)
    # The agent takes the last of each option for the one that counts, so what a value could be mistaken for comes first.
    words = [
        *(word for argument in arguments for word in ("--build-arg", argument)),
        *("-f", build.get("dockerfile", f"{inside}Dockerfile")),
        *(("--target", build["target"]) if "target" in build else ()),
        *(word for image in build["images"] for word in ("-t", _of_the_registry(image))),
        # A folder called github.com/… would be taken for a repository.
        f"./{inside}".rstrip("/"),
    ]
    return " ".join(words)


def _assignments(values: Mapping[str, str], platform: BuildPlatform) -> list[str]:
    return [f"{name}={literal(values[name], platform)}" for name in sorted(values)]


def _of_the_registry(image: str) -> str:
    return f"$Registry/{image}"
