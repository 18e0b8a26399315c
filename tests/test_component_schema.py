"""The components can be described to every Pulumi language."""

from pathlib import Path
from typing import Any

import acr_patterns
import pytest
from acr_patterns import BuildTask, ContainerGroup, PullIdentity, Registry
from pulumi.provider.experimental.analyzer import Analyzer


@pytest.mark.parametrize("component", [Registry, BuildTask, PullIdentity, ContainerGroup])
def test_every_input_and_output_of_a_component_has_a_type_and_a_description(component: Any) -> None:
    result: Any = Analyzer(name="acr-patterns").analyze([component])
    definition = result["component_definitions"][component.__name__]
    assert definition.description
    assert definition.inputs
    assert definition.outputs
    for name, described in {**definition.inputs, **definition.outputs}.items():
        assert described.description, name
    for kind in result["type_definitions"].values():
        for name, described in kind.properties.items():
            assert described.description, f"{kind.name}.{name}"


def test_the_types_are_shipped() -> None:
    assert (Path(acr_patterns.__file__).parent / "py.typed").exists()
