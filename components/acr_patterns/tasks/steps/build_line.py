"""Parts of the line of a Docker build that ACR Tasks writes itself.

It puts them between spaces and quotes none of them: a template is filled in there first, and then a shell reads the line.
Source: https://github.com/Azure/acr-builder (cmd/acb/commands/build/build.go, builder/builder.go) and
https://github.com/Azure/acr-builder/issues/329
"""

import re
from collections.abc import Mapping

import pulumi

from ...arguments import when_known
from ...errors import ArgumentError, shown

_STAGE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")
_DOCKERFILE = re.compile(r"(?!-)[A-Za-z0-9._/-]+\Z")
_PLAIN = re.compile(r"[A-Za-z0-9._/:@%+=,-]*\Z")


def check_stage(where: str, target: str) -> None:
    """Refuse what cannot be the stage of a Dockerfile.

    Raises:
        ArgumentError: with what it takes.
    """
    if not _STAGE.match(target):
        raise ArgumentError(
            f"{where} {shown(target)} cannot be the stage of a Dockerfile: it takes letters, digits and . _ -, not one of these first"
        )


def check_one_word(where: str, dockerfile: str) -> None:
    """Refuse the path of a Dockerfile that the line of a build takes for an option or for several words.

    Raises:
        ArgumentError: with what it takes.
    """
    if not _DOCKERFILE.match(dockerfile):
        raise ArgumentError(
            f"{where}: dockerfile {shown(dockerfile)} cannot be used; it takes letters, digits and . _ / -, not - first, without spaces: "
            "ACR Tasks takes the line of a build apart at each"
        )


def plain_values(where: str, values: Mapping[str, pulumi.Input[str]]) -> dict[str, pulumi.Input[str]]:
    """`values` by name, as a Docker build takes them without quotes; outputs are checked once they are known.

    Raises:
        ArgumentError: one has a character that a shell or a template may read. The message does not show the value.
    """

    def check(name: str, value: str) -> str:
        if not _PLAIN.match(value):
            raise ArgumentError(
                f"{where} {name} has a character that is not a letter, a digit or one of . _ / : @ % + = , - in it, and ACR Tasks puts "
                "the value between others on the line of a shell, without quotes; write it without, or build with `steps`, which quote values"
            )
        return value

    return {name: when_known(value, lambda text, name=name: check(name, text)) for name, value in values.items()}
