"""Colour for what a terminal shows; nowhere else, and not where NO_COLOR asks for none.

Source: https://no-color.org
"""

import os
import re
import sys
from collections.abc import Iterable

import typer

_COLOURS = {"BROKEN": typer.colors.RED, "high": typer.colors.RED, "ok": typer.colors.GREEN, "?": typer.colors.YELLOW}
_MARK = re.compile(r"^((?: {4}\w+ +)?|    )(BROKEN|high|ok|\?)(?=  )")


def show(lines: Iterable[str]) -> None:
    """Print lines, their marks in colour."""
    coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    typer.echo("\n".join(_coloured(line) for line in lines) if coloured else "\n".join(lines))


def _coloured(line: str) -> str:
    return _MARK.sub(lambda found: found[1] + typer.style(found[2], fg=_COLOURS[found[2]], bold=True), line)
