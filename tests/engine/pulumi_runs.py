"""Runs of the Pulumi CLI, and what their output says."""

import re
from collections.abc import Callable
from subprocess import CompletedProcess

from acr_patterns.testing.engine import SimulatedEngine
from acr_patterns.testing.engine_run import resource_changes

NewEngine = Callable[..., SimulatedEngine]


def succeeded(run: CompletedProcess[str]) -> str:
    """The output of a run that must have succeeded."""
    output = run.stdout + run.stderr
    assert run.returncode == 0, output
    assert not re.search("warning(?!: retrying (create|update))", output), output
    return output


def failed(run: CompletedProcess[str]) -> str:
    """The output of a run that must have failed."""
    output = run.stdout + run.stderr
    assert run.returncode != 0, output
    return output


def changes(output: str) -> dict[str, int]:
    """What the last summary of an output says was done, such as {"updated": 2, "unchanged": 11}."""
    return resource_changes(output)
