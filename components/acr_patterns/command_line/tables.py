"""Tables for a terminal; elsewhere plain lines that are never folded."""

import typer
from rich.console import Console
from rich.table import Table

PLAIN_WIDTH = 10_000


def table(title: str, *columns: str) -> Table:
    """An empty table; its cells are rich's markup, so text of others has to be escaped."""
    made = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for column in columns:
        made.add_column(column, overflow="fold")
    return made


def print_tables(*tables: Table) -> None:
    """Print tables, each with an empty line behind it."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=PLAIN_WIDTH)
    for one in tables:
        with console.capture() as capture:
            console.print(one)
        text = capture.get()
        typer.echo(text if console.is_terminal else "\n".join(line.rstrip() for line in text.splitlines()) + "\n")
