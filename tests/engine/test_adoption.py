"""docs/adoption.md, run as it stands: what exists comes under the components, and nothing of it is made anew."""

import json
import subprocess
from pathlib import Path
from typing import Any

import by_hand
import pytest
from acr_patterns.testing.engine import SimulatedEngine
from pages import blocks
from pulumi_runs import NewEngine, changes, succeeded

PAGE = "adoption.md"
STACK = "prod"
BY_HAND = "What was made by hand"


class Adopter:
    """Somebody who follows the page, in the stack prod."""

    def __init__(self, engine: SimulatedEngine, project: Path) -> None:
        self.engine = engine
        self.project = project

    def write(self, program: str) -> None:
        """Take this program for the stack."""
        (self.project / "__main__.py").write_text(program)
        succeeded(self.engine.pulumi(STACK, "config"))

    def run(self, commands: str) -> str:
        """Run the commands of a block in the project, saying yes to each; what the last one said."""
        return [self._run(command) for command in commands.splitlines()][-1]

    def _run(self, command: str) -> str:
        yes = {} if "--preview-only" in command else {"PULUMI_SKIP_CONFIRMATIONS": "true"}
        return succeeded(
            subprocess.run(  # noqa: S603 the page's own commands
                ["/bin/sh", "-c", command],
                cwd=self.engine.copy_of(STACK),
                env={**self.engine.environment, **yes},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
            )
        )

    def import_(self, entries: list[dict[str, Any]]) -> None:
        """Import these resources."""
        (self.engine.copy_of(STACK) / "adopt.json").write_text(json.dumps({"resources": entries}))
        self.run("pulumi import --file adopt.json --generate-code=false")


@pytest.fixture
def adopter(new_engine: NewEngine, tmp_path: Path) -> Adopter:
    project = tmp_path / "shop"
    project.mkdir()
    (project / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    return Adopter(new_engine(project, clock_scale=600.0), project)


def test_what_was_made_by_hand_is_adopted_by_the_steps_of_the_page(adopter: Adopter) -> None:
    with adopter.engine.subscription.opened() as azure:
        by_hand.make(azure)
        before = by_hand.facts(azure)
    [program], [entries] = blocks(PAGE, BY_HAND, "python"), blocks(PAGE, BY_HAND, "json")
    writing, _finding, importing, previewing, updating = blocks(PAGE, BY_HAND, "sh")
    imported, foreseen, done = blocks(PAGE, BY_HAND, "text")
    adopter.write(program)
    adopter.run(writing)
    file = adopter.engine.copy_of(STACK) / "adopt.json"
    assert without_ids(file.read_text(), leave_out={"build-run", "build-push"}) == without_ids(entries)
    file.write_text(entries)
    assert imported in adopter.run(importing)
    assert foreseen in adopter.run(previewing)
    assert done in adopter.run(updating)
    with adopter.engine.subscription.opened() as azure:
        after = by_hand.facts(azure)
        assert after.pop("assignments") > before.pop("assignments")
        assert after == before
    assert changes(adopter.run("pulumi up --refresh")) == {"unchanged": 12}


def without_ids(file: str, leave_out: set[str] = frozenset()) -> list[dict[str, Any]]:
    """The entries of an import file, but not what the page leaves out of them."""
    entries = [
        {key: value for key, value in entry.items() if key not in ("id", "version")}
        for entry in json.loads(file)["resources"]
        if entry["name"] not in leave_out
    ]
    return sorted(entries, key=lambda entry: entry["type"])
