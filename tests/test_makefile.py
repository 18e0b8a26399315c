"""What the targets of the Makefile need."""

import subprocess
from pathlib import Path

PROJECT = Path(__file__).parents[1]


def planned(target: str, *variables: str) -> str:
    """The commands that `make` would run."""
    command = ["make", "--dry-run", target, *variables]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout  # noqa: S603 own words


def test_versions_are_chosen_anew_without_the_environment_that_the_old_ones_make(tmp_path: Path) -> None:
    without_environment = f"VENV={tmp_path}/none"
    assert "--constraint constraints.txt" in planned("simulate", without_environment)
    lock = planned("lock", without_environment)
    assert "pip compile" in lock
    assert "--constraint" not in lock
    assert f"{tmp_path}" not in lock
