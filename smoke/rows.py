"""The rows of docs/unproven.md: what the smoke test settles, and what has to be settled by hand."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from . import checks_pull, checks_pulumi, checks_registry, checks_task
from .outcomes import CHECKS, find

__all__ = ["BY_HAND", "CHECKS", "CHECK_MODULES", "Row", "find", "read_rows"]

CHECK_MODULES = (checks_task, checks_pull, checks_registry, checks_pulumi)
"""All modules with checks: imported, they have entered them."""

BY_HAND: Mapping[str, str] = {
    "context-token": "needs a private repository and a token for it",
    "tasks-not-allowed": "needs a subscription in which ACR Tasks are paused",
    "deployer-roles": "needs a principal that has these roles only",
}
"""Id of a row that no check settles -> why not."""

_ROW = re.compile(r"^\| `([a-z-]+)` \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)


@dataclass(frozen=True)
class Row:
    """One assumption."""

    id: str
    assumption: str


def read_rows(page: Path) -> list[Row]:
    """The rows of the page, in its order."""
    return [Row(match[1], match[2]) for match in _ROW.finditer(page.read_text(encoding="utf-8"))]
