"""Runs the scripts of the pipelines as GitHub Actions and Azure DevOps run them: each literally, in order, in a fresh clone.

Only what a script sees of its service is stood in for: variables, outputs, conditions and logging commands. An expression or condition that
is not in a table here fails the test.
"""

import os
import re
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from pipeline_files import Job, scripts
from stand_in_hosting import Hosting

NOT_RUN = {"Check out", "Install Pulumi", "Install the program", "Install"}
"""What the test has done already: the clone, the Pulumi CLI and the environment of the program."""

Values = dict[str, str]


@dataclass
class Run:
    """What one run of a pipeline did."""

    commit: str
    stack: str
    brought_up: list[str] = field(default_factory=list[str])
    signed_in: list[str] = field(default_factory=list[str])
    summary: str = ""
    output: str = ""
    failed: bool = False


class Service(ABC):
    """A service that runs a pipeline for a repository."""

    jobs: ClassVar[Mapping[str, Job]]
    """The jobs of its pipeline, in the order of the file."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        """Run with the programs that are on the PATH of `environment`; `folder` holds the repository and all that a run leaves."""
        self.folder = folder
        self.hosting = Hosting(folder)
        self._environment = dict(environment)
        self._clones = 0
        self._ran: set[str] = set()

    @property
    def never_run(self) -> set[str]:
        """The scripts that no run so far has run, by job and step; several jobs may have the same."""
        return {name for name, script in scripts(self.jobs).items() if script not in self._ran}

    @abstractmethod
    def scheduled(self) -> Run:
        """The run that the schedule starts."""

    @abstractmethod
    def by_hand(self, stack: str) -> Run:
        """The run that somebody starts for a stack."""

    @abstractmethod
    def merged(self) -> Run:
        """The run that a push to main starts. Everything is approved."""

    @abstractmethod
    def approved(self, stack: str, commit: str = "") -> Run:
        """What such a run does when a stack is approved, alone; the run is that of the newest commit unless another is given."""

    def clone(self, commit: str) -> Path:
        """A fresh clone at a commit, with the environment of the program."""
        self._clones += 1
        clone = self.folder / f"clone-{self._clones}"
        _git("clone", "--quiet", str(self.hosting.origin), str(clone))
        _git("-C", str(clone), "checkout", "--quiet", "--detach", commit)
        (clone / ".venv").symlink_to(Path(sys.executable).parents[1])
        return clone

    def shell(self, run: Run, clone: Path, command: list[str], script: str, environment: Mapping[str, str]) -> str:
        """Run a script; what it printed on its standard output."""
        self._ran.add(script)
        file = self.folder / "script"
        file.write_text(script)
        done = subprocess.run(  # noqa: S603 the scripts of this repository
            [*command, str(file)],
            cwd=clone,
            env={**self._environment, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        run.output += done.stdout + done.stderr
        run.failed = done.returncode != 0
        return done.stdout

    @property
    def backend(self) -> str:
        """Where the test's own Pulumi CLI keeps its state."""
        return self._environment["PULUMI_BACKEND_URL"]

    def temporary(self) -> Path:
        """An empty folder for what a job keeps between steps."""
        folder = self.folder / f"temporary-{self._clones}"
        folder.mkdir()
        return folder


def filled(values: Mapping[str, str], expressions: Mapping[str, str]) -> Values:
    """The values with every expression replaced by what it stands for."""
    return {
        name: re.sub(r"\$\{\{ (.*?) \}\}|\$\(([\w.]+)\)", lambda found: expressions[found[1] or found[2]], value)
        for name, value in values.items()
    }


def holds(conditions: Mapping[str, bool], condition: str) -> bool:
    """Whether a condition holds."""
    return conditions[condition]


def _git(*words: str) -> None:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(["git", *words], check=True, capture_output=True, env=environment)  # noqa: S603, S607
