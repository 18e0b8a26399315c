"""A reference to another stack gives the same in process as with the real engine."""

import json
from pathlib import Path
from typing import Any

import pytest
from acr_patterns.testing.project import Project
from acr_patterns.testing.property_values import SIGNATURE
from pulumi_runs import NewEngine, succeeded

PROJECT = Path(__file__).parent / "projects" / "references"


def without_nothing(outputs: dict[str, object]) -> dict[str, object]:
    """The outputs that the engine's state keeps."""
    return {name: value for name, value in outputs.items() if value is not None}


def secret_outputs(state: dict[str, Any]) -> set[str]:
    """The names of the outputs that are encrypted in a stack's state, or partly so."""
    [stack] = [resource for resource in state["deployment"]["resources"] if resource["type"] == "pulumi:pulumi:Stack"]
    return {name for name, value in stack["outputs"].items() if SIGNATURE in json.dumps(value)}


@pytest.mark.parametrize("name", ["organization/references/source", "source"])
def test_outputs_and_what_is_secret_are_as_with_the_engine(new_engine: NewEngine, name: str) -> None:
    engine, project = new_engine(PROJECT), Project.find(PROJECT)
    for stack in ("source", "reader"):
        succeeded(engine.up(stack, "--skip-preview", "-c", f"source={name}"))
    source = project.simulate("source")
    reader = project.simulate("reader", [f"source={name}"], references=[source])
    assert without_nothing(reader.outputs) == engine.outputs("reader")
    assert without_nothing(source.outputs) == engine.outputs("source")
    for simulation in (source, reader):
        assert simulation.secret_outputs == secret_outputs(engine.export(simulation.stack))
    assert source.secret_outputs == {"secret", "partly"}


def test_a_stack_that_is_not_there_fails_with_the_engine_too(new_engine: NewEngine) -> None:
    run = new_engine(PROJECT).up("reader", "--skip-preview")
    assert run.returncode != 0
    assert 'unknown stack "organization/references/source"' in run.output
