"""What the README shows is true."""

import re
from pathlib import Path

from acr_patterns.testing import simulate
from programs import CONTAINER_GROUP, REGISTRY, ROLE_ASSIGNMENT, TASK

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()


def test_the_library_program_runs_in_any_stack() -> None:
    section = README.split("## As a library", 1)[1]
    [program] = re.findall(r"```python\n(.*?)```", section, re.DOTALL)[:1]
    assert len(program.splitlines()) <= 25
    for stack in ("dev", "prod"):
        simulation = simulate(lambda: exec(compile(program, "README.md", "exec"), {}), stack=stack)  # noqa: S102 the README's own program
        assert [len(simulation.of_type(token)) for token in (REGISTRY, TASK, ROLE_ASSIGNMENT, CONTAINER_GROUP)] == [
            1,
            1,
            2,
            1,
        ]
        assert "/shop/api@sha256:" in simulation.outputs["image"]


def test_every_make_target_it_names_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)", "\n".join(re.findall(r"```sh\n(.*?)```", README, re.DOTALL))))
    assert named
    assert named <= targets


def test_every_page_it_links_to_exists() -> None:
    pages = re.findall(r"\]\((?!https?:)([^)#]+)", README)
    assert pages
    assert [page for page in pages if not (ROOT / page).exists()] == []
