"""The code in docs/testing.md."""

import re
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "testing.md"


def code(heading: str) -> list[str]:
    """The Python blocks of one section."""
    _, _, rest = PAGE.read_text().partition(f"## {heading}")
    section, *_ = rest.split("\n## ")
    return re.findall(r"```python\n(.*?)```", section, re.DOTALL)
