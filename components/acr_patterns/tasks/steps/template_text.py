"""Text of a task that is a Go template: what may stand in double braces, and what may not.

Source: https://learn.microsoft.com/azure/container-registry/container-registry-tasks-reference-yaml#run-variables
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from ...arguments import nearest
from ...errors import ArgumentError, shown

RUN_VARIABLES = (
    "ID",
    "SharedVolume",
    "Registry",
    "RegistryName",
    "Date",
    "OS",
    "Architecture",
    "Commit",
    "Branch",
    "TaskName",
)
"""What `{{.Run.NAME}}` may name."""

EMPTY_WITHOUT_COMMIT = ("Commit", "Branch")
"""Run variables that are empty unless a commit started the run, and so in the run at deploy time."""

SECRET_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
"""What a Go template can name behind `.Secrets.`."""

_OPENING = "{{"
_REFERENCE = re.compile(r"\{\{\s*\.(?P<kind>[A-Za-z]+)\.(?P<name>\w+)\s*\}\}")


@dataclass(frozen=True)
class Reference:
    """What a text has in double braces."""

    text: str
    kind: str
    """`Run`, `Secrets`, `Values`; empty for what is no reference."""
    name: str


def references(text: str) -> list[Reference]:
    """All that stands in double braces in `text`, read from the left, as Go reads it."""
    found: list[Reference] = []
    position = text.find(_OPENING)
    while position >= 0:
        match = _REFERENCE.match(text, position)
        if match is None:
            return [*found, Reference(text[position:], "", "")]
        found.append(Reference(match[0], match["kind"], match["name"]))
        position = text.find(_OPENING, match.end())
    return found


def uses_secret(written: object) -> bool:
    """Whether a text names a secret, or a text in a list or an object does; what an output holds is not looked at."""
    if isinstance(written, str):
        return any(reference.kind == "Secrets" for reference in references(written))
    parts: Iterable[object] = ()
    if isinstance(written, Mapping):
        parts = cast(Mapping[object, object], written).values()
    elif isinstance(written, list):
        parts = cast(list[object], written)
    return any(uses_secret(part) for part in parts)


def check_run_variable(where: str, reference: Reference) -> None:
    """Refuse a run variable that ACR Tasks does not have: a template would put nothing in its place.

    Raises:
        ArgumentError: with the nearest one, or all.
    """
    if reference.name not in RUN_VARIABLES:
        known = nearest(reference.name, RUN_VARIABLES) or f"; they are {', '.join(RUN_VARIABLES)}"
        raise ArgumentError(f"{where} has {shown(reference.text)} in it, which is no run variable of ACR Tasks{known}")


def check_references(where: str, text: str, secrets: Collection[str]) -> None:
    """Refuse template text that is neither a run variable nor one of `secrets`.

    Raises:
        ArgumentError: with what may be written instead.
    """
    for reference in references(text):
        if reference.kind == "Run":
            check_run_variable(where, reference)
        elif reference.kind == "Secrets":
            if reference.name not in secrets:
                hint = nearest(reference.name, secrets) or "; declare it there, with the url of its key vault secret"
                raise ArgumentError(
                    f"{where} has {shown(reference.text)} in it, but `secrets` has no {shown(reference.name)}{hint}"
                )
        elif reference.kind == "Values":
            raise ArgumentError(
                f"{where} has {shown(reference.text)} in it, and steps in a program have no values; "
                "write the value itself, or a secret of `secrets` as {{.Secrets.NAME}}"
            )
        else:
            raise ArgumentError(
                f"{where} has {shown(reference.text)} in it, and a task takes what stands behind {{{{ for a template; "
                "only {{.Run.NAME}} and {{.Secrets.NAME}} may stand there"
            )
