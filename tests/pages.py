"""The code in the pages of docs/."""

import re
from pathlib import Path

DOCS = Path(__file__).parent.parent / "docs"


def blocks(page: str, heading: str, language: str) -> list[str]:
    """The blocks in one language in one section of a page, without the indentation of a list they stand in."""
    _, found, rest = (DOCS / page).read_text().partition(f"## {heading}\n")
    assert found, f"{page} has no section {heading}"
    section, *_ = rest.split("\n## ")
    indented = re.findall(rf"^( *)```{language}\n(.*?)^ *```$", section, re.DOTALL | re.MULTILINE)
    return [re.sub(rf"^{indent}", "", block, flags=re.MULTILINE) for indent, block in indented]
