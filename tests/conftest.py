"""What all tests share."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from deployed import Deployed
from hypothesis import HealthCheck, settings
from rich.console import Console
from rich.table import Table

# The tests run beside each other and beside engines: how long one example takes says nothing.
settings.register_profile("busy machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy machine")


@pytest.fixture
def shop_in_azure() -> Deployed:
    """A registry, a task that pushed, an identity, and a container group that pulled."""
    return Deployed()


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with programs, the only one on PATH beside the shell's."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder


LONGEST = ("engine/test_smoke", "engine/test_pipelines", "engine/test_stack_lives", "engine/", "test_any_")
"""Where the tests are that take longest, the longest first."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no worker is left alone with it at the end."""
    items.sort(
        key=lambda item: next((place for place, part in enumerate(LONGEST) if part in str(item.path)), len(LONGEST))
    )


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the table of faults: what each run did, operation by operation."""
    rows = sorted(_recorded(terminalreporter))
    if not rows:
        return
    table = Table("run", "operation", "a run with a fault, and what it did", "the next run", box=None, pad_edge=False)
    for row in rows:
        table.add_row(*row)
    console = Console(width=160, highlight=False)
    with console.capture() as capture:
        console.print(table)
    terminalreporter.section("operations and faults")
    terminalreporter.write(re.sub(r" +\n", "\n", capture.get()))


def _recorded(terminalreporter: Any) -> Iterator[list[str]]:
    for report in cast(list[pytest.TestReport], terminalreporter.stats.get("passed", [])):
        for name, row in report.user_properties:
            if name == "fault":
                yield [_text(cell) for cell in cast(list[Any], row)]


def _text(cell: Any) -> str:
    return cell if isinstance(cell, str) else ", ".join(f"{count} {what}" for what, count in cell.items())
