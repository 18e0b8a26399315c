"""The pages of docs/ link to what exists."""

import re
from pathlib import Path

import pytest
from pages import DOCS

FOR_AN_ERROR = ["../README.md", "why-cant-it-pull.md", "diagnose.md"]


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives to the headings of a page."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=lambda page: page.name)
def test_every_page_and_heading_that_a_page_links_to_exists(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]*)#?([^)]*)\)", page.read_text())
    targets = [((page.parent / file).resolve() if file else page, anchor) for file, anchor in links]
    assert [file for file, _ in targets if not file.exists()] == []
    assert [(file.name, anchor) for file, anchor in targets if anchor and anchor not in anchors(file)] == []


@pytest.mark.parametrize("page", FOR_AN_ERROR)
def test_a_preview_that_is_to_be_diagnosed_shows_what_stays_too(page: str) -> None:
    previews = re.findall(r"pulumi preview(?!.*--policy-pack)[^`|>\n]*", (DOCS / page).read_text())
    assert previews
    assert [one for one in previews if "--json --show-sames" not in one] == []


@pytest.mark.parametrize("page", FOR_AN_ERROR)
def test_the_pages_for_somebody_with_an_error_say_how_to_get_the_command_before_they_use_it(page: str) -> None:
    text = (DOCS / page).read_text()
    used = min(found.start() for found in re.finditer(r"^acr-patterns |\| acr-patterns ", text, re.MULTILINE))
    assert "pip install ." in text[:used]


def test_the_index_has_every_page() -> None:
    linked = re.findall(r"^- \[([a-z-]+\.md)\]\(\1\): ", (DOCS / "README.md").read_text(), re.MULTILINE)
    assert sorted([*linked, "README.md"]) == sorted(page.name for page in DOCS.glob("*.md"))
