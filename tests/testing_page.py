"""The code in docs/testing.md."""

from pages import DOCS, blocks

PAGE = DOCS / "testing.md"


def code(heading: str) -> list[str]:
    """The Python blocks of one section."""
    return blocks(PAGE.name, heading, "python")
