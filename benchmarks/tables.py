"""Tables that read well in a terminal and are Markdown at the same time."""

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version

from rich import box
from rich.table import Table


def new_table(title: str, columns: Sequence[str]) -> Table:
    """An empty table."""
    table = Table(*columns, title=title, title_justify="left", title_style="bold", box=box.MARKDOWN)
    for column in table.columns:
        column.no_wrap = True
    return table


def machine(pulumi: str | None) -> str:
    """What was measured on; `pulumi` is the version of the CLI."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GB; Python {platform.python_version()}, "
        f"pulumi {version('pulumi')}, pulumi-azure-native {version('pulumi_azure_native')}, "
        f"CLI {pulumi or 'not there'}"
    )
