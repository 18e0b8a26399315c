"""`acr-patterns rules`: what is looked for."""

import difflib
from typing import Annotated

import typer
from rich.markup import escape

from ..access.reports.rule_table import HEADS, markdown, rows, whole
from ..access.rules import RULES
from ..printable import printable
from .tables import print_tables, table


def rules(
    rule: Annotated[str | None, typer.Argument(metavar="RULE", help="One rule, to see all of it.")] = None,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Print what docs/rules.md holds.")] = False,
) -> None:
    """List the rules that `diagnose`, the policy pack and the simulated Azure ask, in their order; or show one with why and fix.

    Exit code 0: shown. 1: there is no such rule.
    """
    if rule is not None:
        known = next((one for one in RULES if one.id == rule), None)
        if known is None:
            near = difflib.get_close_matches(rule, [one.id for one in RULES], n=1)
            typer.echo(
                f"{printable(rule)}: there is no such rule; "
                + (f"did you mean {near[0]}?" if near else "`acr-patterns rules` lists them all"),
                err=True,
            )
            raise typer.Exit(1)
        typer.echo("\n".join(whole(known)))
    elif as_markdown:
        typer.echo(markdown(), nl=False)
    else:
        shown = table("Rules, in the order in which they are asked", *HEADS)
        for row in rows():
            shown.add_row(*map(escape, row))
        print_tables(shown)
