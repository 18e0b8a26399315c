"""Text that a step is written in: one line of a task's YAML, which becomes part of a command line.

ACR Tasks takes the text of a task first for a text with aliases (`$Registry`), then for a Go template (`{{.Run.ID}}`), then for YAML;
the agent puts the parts of a step together to one command and gives that to the shell of its machine: /bin/sh, or PowerShell.
Source: https://github.com/Azure/acr-builder (cmd/acb/commands/exec/exec.go, builder/context.go, util/parse.go)
"""

import re
import shlex
from collections.abc import Collection

from ...errors import ArgumentError, shown
from ..platform import BuildPlatform
from .template_text import check_references

WINDOWS = BuildPlatform.WINDOWS_AMD64

_OPTIONS_OF_BUILD = ("-t", "--tag", "-f", "--file", "--target", "--build-arg")
_IMAGE_FIRST = re.compile(r"[A-Za-z0-9$]|\{\{")
_SECRET_FIRST = re.compile(r"\{\{\s*\.Secrets\.")
_UNQUOTED = re.compile(r"[A-Za-z0-9_./-]+\Z")


def check_line(where: str, text: str, secrets: Collection[str]) -> None:
    """Refuse text that is not one line, or that has template text in it which a task does not know.

    Raises:
        ArgumentError: with what it may have.
    """
    if not text.isprintable():
        raise ArgumentError(
            f"{where} has a line break, a tab or another character in it that cannot be printed, and a step is a line of text; "
            "write it without, or keep it in a file of the source"
        )
    check_references(where, text, secrets)


def check_value(where: str, text: str, secrets: Collection[str], platform: BuildPlatform) -> str:
    """`text`, unless it cannot be given to a step as the value of a variable.

    Raises:
        ArgumentError: with what it may have.
    """
    check_line(where, text, secrets)
    if platform is WINDOWS and re.search("['\"]", text):
        raise ArgumentError(
            f"{where} has a quote in it, which does not get through PowerShell unchanged; write it without"
        )
    return text


def check_build_argument(where: str, text: str, secrets: Collection[str], platform: BuildPlatform) -> str:
    """`text`, unless it cannot be given to a Docker build as an argument.

    Raises:
        ArgumentError: with what it may have.
    """
    check_value(where, text, secrets, platform)
    # The agent looks for options between the spaces of the line, without regard to quotes.
    for option in f"'{text}'".split():
        if option in _OPTIONS_OF_BUILD:
            raise ArgumentError(
                f"{where} has the word {option} in it, which ACR Tasks takes for an option of docker build; write the value without it"
            )
    return text


def check_command(where: str, command: str, secrets: Collection[str], platform: BuildPlatform) -> None:
    """Refuse a command that the shell could not take apart.

    Raises:
        ArgumentError: with what it takes.
    """
    if not command.strip():
        raise ArgumentError(f"{where}: cmd is empty; name an image, and behind it what it is to do")
    # A line that begins with # is taken out of a task as a comment, whatever stands around it.
    if not _IMAGE_FIRST.match(command) or command != command.rstrip():
        raise ArgumentError(
            f"{where}: cmd {shown(command)} does not begin with the name of an image, or ends with white space; "
            "write the image and, behind a space, what it is to do"
        )
    if _SECRET_FIRST.match(command):
        raise ArgumentError(
            f"{where}: cmd {shown(command)} begins with a secret, and would run whatever image that names; write the image itself"
        )
    check_line(f"{where}: cmd", command, secrets)
    if platform is WINDOWS:
        return
    try:
        shlex.split(command)
    except ValueError:
        raise ArgumentError(
            f"{where}: cmd {shown(command)} opens a quote that it does not close, or ends with a backslash; correct it"
        ) from None


def literal(text: str, platform: BuildPlatform) -> str:
    """`text` as one word that means itself: not aliases, and nothing to the shell. Template text in it stays template text."""
    unaliased = text.replace("$", "$$")
    if platform is not WINDOWS:
        return shlex.quote(unaliased)
    return unaliased if _UNQUOTED.match(unaliased) else f"'{unaliased}'"
