"""What `make smoke` hands on: what was typed on its command line, whatever it holds, and nothing of the environment."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HOSTILE = [
    'x"; touch PWNED; echo "',
    "x'; touch PWNED; echo '",
    "`touch PWNED`",
    "$$(touch PWNED)",
    "$(shell touch PWNED)",
]


def handed_on(tmp_path: Path, *arguments: str, **environment: str) -> list[str]:
    """The arguments of the program that `make smoke` starts, with a stand-in for Python in an environment that is set up."""
    programs = tmp_path / "venv" / "bin"
    programs.mkdir(parents=True)
    (programs / "python").write_text('#!/bin/sh\nfor word; do echo "$word"; done\n')
    (programs / "python").chmod(0o755)
    (tmp_path / "venv" / ".ready").touch()
    return subprocess.run(  # noqa: S603
        ["make", "-f", str(ROOT / "Makefile"), "smoke", "VENV=venv", *arguments],  # noqa: S607
        cwd=_project(tmp_path),
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()


def _project(tmp_path: Path) -> Path:
    """The folder, with what the environment is made from; both older than it."""
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (0, 0))
    return tmp_path


def given(location: str, subscription: str) -> list[str]:
    return ["-m", "smoke", "--location", location, "--subscription", subscription]


def test_without_arguments_nothing_is_confirmed(tmp_path: Path) -> None:
    assert handed_on(tmp_path) == given("", "")


def test_what_is_typed_is_handed_on(tmp_path: Path) -> None:
    assert handed_on(tmp_path, "SUBSCRIPTION=id", "LOCATION=westeurope") == given("westeurope", "id")


@pytest.mark.parametrize("switch", [(), ("-e",)], ids=["as it is", "make -e"])
def test_variables_of_the_environment_are_not(tmp_path: Path, switch: tuple[str, ...]) -> None:
    assert handed_on(tmp_path, *switch, SUBSCRIPTION="id", LOCATION="westeurope") == given("", "")


def test_a_variable_in_makeflags_counts_for_make_as_one_of_the_command_line(tmp_path: Path) -> None:
    assert handed_on(tmp_path, MAKEFLAGS="SUBSCRIPTION=id") == given("", "id"), "docs/smoke.md says so"


@pytest.mark.parametrize("name", ["SUBSCRIPTION", "LOCATION"])
@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_variable_of_the_environment_runs_nothing(tmp_path: Path, name: str, text: str) -> None:
    assert handed_on(tmp_path, **{name: text.replace("$$", "$")}) == given("", "")
    assert not (tmp_path / "PWNED").exists()


@pytest.mark.parametrize("text", HOSTILE[:4])
def test_what_is_typed_is_no_command_of_the_shell(tmp_path: Path, text: str) -> None:
    assert handed_on(tmp_path, f"LOCATION={text}", f"SUBSCRIPTION={text}") == given(text, text)
    assert not (tmp_path / "PWNED").exists()
