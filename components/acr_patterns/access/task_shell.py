"""A line of a task as the shell of the agent takes it apart: whether it runs one command that is known, and with which options.

The agent gives `docker run …`, with the text of a step behind it, to /bin/sh. What stands behind an operator is a command of its own.

Source: https://github.com/Azure/acr-builder (builder/context.go)
"""

import re
import shlex
from itertools import pairwise

from ..tasks.steps.template_text import RUN_VARIABLES

_QUOTED = re.compile(r"""'[^']*'|"[^"$`\\]*\"""")
_NOT_PLAIN = re.compile(rf"""[;&|<>()`\\'"\r\n]|(?:\A|\s)#|\$(?!(?:{"|".join(RUN_VARIABLES)})(?![A-Za-z0-9]))""")
"""Outside quotes: an operator, a comment, a quote that is not closed, or what the shell or the agent puts another text for."""
_WRITES = re.compile(r"--(?:push|output|cache-to)|-[A-Za-z]*o|.*type=registry")
"""Options of `docker build` that push, or may."""
_DRY_RUN = ("--dry-run", "--dry-run=true")
_WITHOUT_VALUE = (*_DRY_RUN, "--untagged", "--include-locked")
"""Options of `acr purge` that do not take the next word."""


def is_one_command(text: str) -> bool:
    """Whether the shell reads one command, or a part of one, and nothing in it is put in only when it runs."""
    return _NOT_PLAIN.search(_QUOTED.sub("x", text)) is None


def words_of(text: str) -> tuple[str, ...]:
    """The words, without their quotes; those between the spaces where the quotes do not fit."""
    try:
        return tuple(shlex.split(text))
    except ValueError:
        return tuple(text.split())


def writes(build: tuple[str, ...]) -> bool:
    """Whether an option of a build pushes, or may: the image, or a cache."""
    return any(_WRITES.match(word) for word in build)


def is_dry_run(purge: tuple[str, ...]) -> bool:
    """Whether an `acr purge` is known to delete nothing: the option is there, is none's value, and nothing takes it back."""
    given = [(before, word) for before, word in pairwise(purge) if word.startswith("--dry-run")]
    is_option = all(word in _DRY_RUN and (before in _WITHOUT_VALUE or before[:1] != "-") for before, word in given)
    return bool(given) and is_option and not any(word == "--" or word[:1] == "#" for word in purge)
