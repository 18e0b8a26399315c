"""The text of an encoded task: what its steps push, as far as that can be told without running it.

The agent that runs a task replaces aliases, renders a Go template and reads YAML. Here run variables and the task's own aliases are read,
which is enough to tell where an image goes. A text that needs more than that, or that is not whole, is not read at all. Anybody may have
written it: it is never printed, has a largest size, and YAML's own aliases, by which a small text becomes a huge value, are refused.

Source: https://github.com/Azure/acr-builder (graph/step.go, graph/preprocessor.go, util/parse.go) and
https://learn.microsoft.com/azure/container-registry/container-registry-tasks-reference-yaml
"""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, cast

import yaml

from .task_shell import is_dry_run, is_one_command, words_of, writes

LARGEST = 64 * 1024
"""Characters of the largest text, encoded, that is read."""
DEEPEST = 10
"""Lists and objects within each other; a step has its words three deep."""
OWN_REGISTRY = "$Registry"
"""How an image name here begins that lies in the registry of the task, whichever way the text names it."""

_TEMPLATE = re.compile(r"\{\{([^{}]*)\}\}")
_RUN_VARIABLE = re.compile(r"\.Run\.(\w+)\Z")
_OTHER_VALUE = re.compile(r"\.(?:Values|Secrets)\.\w+\Z")
_NOT_KNOWN = "$?"
"""What stands for a value that the text does not have."""
_ALIAS = re.compile(r"\$(\$|[A-Za-z0-9]+)")
"""An alias; two signs stand for one."""
_ALIAS_VALUE = re.compile(r"[A-Za-z0-9._/:@$-]{0,256}\Z")
"""What an alias may stand for here: the agent puts it in before it reads YAML, so other signs could begin another step."""
_KINDS = ("build", "push", "cmd")
_OF_EVERY_STEP = ("env", "workingDirectory")
"""What a task gives to each of its steps."""
_ACR_CLI = re.compile(r"(?:acr|mcr\.microsoft\.com/acr/acr-cli(?:[:@].*)?)\Z")


@dataclass(frozen=True)
class TaskText:
    """What the steps of an encoded task do."""

    pushed: tuple[str, ...] = field(repr=False)
    """The image names of its push steps; without a server they are Docker Hub's, as the agent takes them."""
    may_push_more: bool
    """Whether something else may push too: a command that runs neither what a step built nor a purge, a build that pushes by itself, or
    a text in which the shell may find another command."""
    deletes: bool
    """Whether a command is known to delete tags and manifests: `acr purge`, and not for a dry run."""
    urls: tuple[str, ...] = field(repr=False)
    """The words with a URL in its builds, commands and environment variables."""


class _NotReadError(Exception):
    """The text has a form that is not read here."""


def read_task_text(encoded: str) -> TaskText | None:
    """The task in a base64 text; None if it cannot be read.

    Args:
        encoded: `encodedTaskContent` of an encoded step.
    """
    try:
        return _read(_decoded(encoded))
    except (_NotReadError, yaml.YAMLError, ValueError, RecursionError):  # ValueError: such as a number too long
        return None


def _decoded(encoded: str) -> str:
    if len(encoded) > LARGEST:
        raise _NotReadError
    try:
        text = base64.b64decode("".join(encoded.split()), validate=True).decode()
    except (binascii.Error, UnicodeError):
        raise _NotReadError from None
    return text


def _read(text: str) -> TaskText:
    task = _loaded(_TEMPLATE.sub(_rendered, text))
    aliases = _aliases(task.get("alias"))
    steps = [_Step.of(one, aliases) for one in _list(task.get("steps"))]
    if not steps:
        raise _NotReadError
    built = {tag for one in steps for tag in one.tags}
    return TaskText(
        tuple(name for one in steps for name in one.pushed),
        any(one.may_push(built) for one in steps) or not _plain([task.get(key) for key in _OF_EVERY_STEP], aliases),
        any(one.purges and not is_dry_run(one.words) for one in steps),
        tuple(
            word
            for word in (*_texts(task.get("env")), *(word for one in steps for word in one.words + one.env))
            if "://" in word
        ),
    )


def _rendered(found: re.Match[str]) -> str:
    """A run variable in the form of an alias; any other action of the template is not read."""
    action = found[1].strip(" \t-")
    variable = _RUN_VARIABLE.match(action)
    if variable:
        return f"${variable[1]}"
    if _OTHER_VALUE.match(action):
        return _NOT_KNOWN
    raise _NotReadError


def _loaded(text: str) -> Mapping[str, Any]:
    """The YAML, once nothing in it can grow or nest without end."""
    depth = 0
    for event in cast(Any, yaml).parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or depth > DEEPEST:
            raise _NotReadError
    return _object(yaml.load(text, Loader=yaml.CSafeLoader))


def _object(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _NotReadError
    return cast(Mapping[str, Any], value)


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise _NotReadError
    return cast(list[Any], value)


def _aliases(block: Any) -> Mapping[str, str]:
    """The aliases that the text defines; those of another file, or behind another sign, are not read."""
    if block is None:
        return {}
    given = _object(block)
    if set(given) - {"values"}:
        raise _NotReadError
    return {str(key): _short(value) for key, value in _object(given.get("values") or {}).items()}


def _short(value: Any) -> str:
    if not isinstance(value, str) or not _ALIAS_VALUE.match(value):
        raise _NotReadError
    return value


@dataclass(frozen=True)
class _Step:
    """One step."""

    words: tuple[str, ...]
    """Of a build or command."""
    env: tuple[str, ...]
    pushed: tuple[str, ...]
    tags: tuple[str, ...]
    """What a build names its image."""
    runs: str | None
    """The image that a command runs."""
    pushes_unseen: bool
    """Whether a build pushes by itself, a cache or its image, or the shell may find another command in a text of the step."""
    purges: bool

    @classmethod
    def of(cls, given: Any, aliases: Mapping[str, str]) -> "_Step":
        step = _object(given)
        kinds = [one for one in _KINDS if step.get(one)]
        if len(kinds) != 1:
            raise _NotReadError
        kind = kinds[0]
        if kind == "push":
            return cls((), (), tuple(_expanded(one, aliases) for one in _list(step[kind])), (), None, False, False)
        env = tuple(_texts(step.get("env")))
        words, plain = words_of(_expanded(step[kind], aliases)), _plain(step, aliases)
        if kind == "build":
            return cls(
                words, env, (), tuple(_tags(words)), None, bool(step.get("cache")) or writes(words) or not plain, False
            )
        image = aliases.get(words[0], words[0]) if words and not step.get("entryPoint") else _NOT_KNOWN
        return cls(words, env, (), (), image, not plain, bool(_ACR_CLI.match(image)) and words[1:2] == ("purge",))

    def may_push(self, built: set[str]) -> bool:
        """Whether it may push besides its push names, where these images are what the task itself built."""
        if self.pushes_unseen or self.runs is None or self.purges:
            return self.pushes_unseen
        # A name that is one word of letters may be an alias that all tasks have, such as docker, and then runs another image.
        return self.runs not in built or self.runs.isalnum()


def _plain(value: Any, aliases: Mapping[str, str]) -> bool:
    """Whether no text in a value brings a command of its own to the shell."""
    return all(is_one_command(_expanded(text, aliases)) for text in _texts(value))


def _texts(value: Any) -> Iterator[str]:
    """The texts in lists and objects."""
    if isinstance(value, str):
        yield value
    parts: Iterable[Any] = ()
    if isinstance(value, dict):
        parts = cast(Mapping[Any, Any], value).values()
    elif isinstance(value, list):
        parts = cast(list[Any], value)
    for part in parts:
        yield from _texts(part)


def _expanded(value: Any, aliases: Mapping[str, str]) -> str:
    if not isinstance(value, str):
        raise _NotReadError
    return _ALIAS.sub(lambda found: aliases.get(found[1], found[0]), value)


def _tags(words: tuple[str, ...]) -> Iterator[str]:
    for word, following in pairwise(words):
        if word in ("-t", "--tag"):
            yield following
