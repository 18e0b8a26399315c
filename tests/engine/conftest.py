"""Tests on the real Pulumi engine; they are skipped where there is none."""

import shutil
from pathlib import Path

import pytest
from acr_patterns.testing.engine import SimulatedEngine
from pulumi_runs import NewEngine

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
CLOCK_SCALE = 20.0
"""A task run waits three seconds for its grant; faster, and a slow machine would not see it wait."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = [program for program in ("pulumi", "pulumi-language-python") if shutil.which(program) is None]
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.engine)
            if missing:
                item.add_marker(pytest.mark.skip(reason=f"{' and '.join(missing)} not on PATH"))


@pytest.fixture
def new_engine(tmp_path: Path) -> NewEngine:
    """An engine on a project, this repository's own unless another is given, with an empty subscription."""

    def make(project: Path = PROJECT, *, role_delay: float = 20.0, clock_scale: float = CLOCK_SCALE) -> SimulatedEngine:
        return SimulatedEngine(project, tmp_path / "home", role_delay=role_delay, clock_scale=clock_scale)

    return make


@pytest.fixture
def own_project(tmp_path: Path) -> Path:
    """A copy of this repository's project, for a test that changes its settings."""
    project = tmp_path / "project"
    shutil.copytree(PROJECT / "stacks", project / "stacks")
    shutil.copy(PROJECT / "Pulumi.yaml", project)
    return project
