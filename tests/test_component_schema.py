"""The components can be described to every Pulumi language."""

import json
import subprocess
import sys
from pathlib import Path

import acr_patterns
import pytest

# In a process of its own: the analyser parses source, and CPython 3.11.7 sometimes cannot after certain exceptions were raised.
DESCRIBE = """
import json, sys
import acr_patterns
from pulumi.provider.experimental.analyzer import Analyzer
result = Analyzer(name="acr-patterns").analyze([getattr(acr_patterns, sys.argv[1])])
definition = result["component_definitions"][sys.argv[1]]
described = {"component": definition.description}
for kind, properties in (("input", definition.inputs), ("output", definition.outputs)):
    described |= {f"{kind} {name}": one.description for name, one in properties.items()}
for nested in result["type_definitions"].values():
    described |= {f"{nested.name} {name}": one.description for name, one in nested.properties.items()}
print(json.dumps(described))
"""


@pytest.mark.parametrize(
    ("component", "properties"),
    [
        ("Registry", ["input sku", "output loginServer", "output privateDnsZone"]),
        ("RegistryPrivateEndpoint", ["input virtualNetworkIds", "output privateEndpointId"]),
        ("BuildTask", ["input source", "output image"]),
        ("AgentPool", ["input tier", "output agentPoolName"]),
        ("PrivateNetwork", ["input addressSpace", "output containerGroupSubnetId"]),
        ("PurgeTask", ["input inUse", "output taskId"]),
        ("PullIdentity", ["input registry", "output identityId"]),
        ("ContainerGroup", ["input containers", "input subnet", "output ipAddress"]),
    ],
)
def test_every_input_and_output_of_a_component_has_a_type_and_a_description(
    component: str, properties: list[str]
) -> None:
    command = [sys.executable, "-c", DESCRIBE, component]
    result = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 own code
    described = json.loads(result.stdout)
    assert set(properties) <= set(described)
    assert [name for name, description in described.items() if not description] == []


def test_the_types_are_shipped() -> None:
    assert (Path(acr_patterns.__file__).parent / "py.typed").exists()
