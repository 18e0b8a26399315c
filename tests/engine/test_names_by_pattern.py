"""One block of configuration names everything: that of docs/one-place.md."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from acr_patterns.testing.engine import SimulatedEngine
from pulumi_runs import NewEngine, changes, failed, succeeded

PAGE = Path(__file__).parents[2] / "docs" / "one-place.md"

EXPECTED = {
    "resourceGroups": "rg-helloworld-dev",
    "registries": "crhelloworld[a-z0-9]{6}",
    "userAssignedIdentities": "id-helloworld-dev",
    "containerGroups": "ci-helloworld-dev",
    "deployments": "contoso-helloworld-run-[0-9a-f]{4}",
    "tasks": "helloworld-[0-9a-f]{6}",
    "taskRuns": "helloworld-[0-9a-f]{6}",
    "roleAssignments": "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
}


def configure(project: Path, value: dict[str, Any]) -> None:
    file = project / "Pulumi.yaml"
    settings = yaml.safe_load(file.read_text())
    settings["config"]["pulumi:autonaming"] = {"value": value}
    file.write_text(yaml.safe_dump(settings))


def documented() -> dict[str, Any]:
    [block] = re.findall(r"<!-- names in Pulumi.yaml -->\n```yaml\n(.*?)```", PAGE.read_text(), re.DOTALL)
    return yaml.safe_load(block)["config"]["pulumi:autonaming"]["value"]


def names(engine: SimulatedEngine) -> dict[str, list[str]]:
    """Kind -> the names of all objects of it."""
    found: dict[str, list[str]] = {}
    with engine.subscription.opened() as azure:
        for one in azure.state.resources.values():
            found.setdefault(one["type"].rsplit("/", 1)[-1], []).append(one["name"])
    return found


def test_one_block_of_configuration_names_the_whole_stack(new_engine: NewEngine, own_project: Path) -> None:
    configure(own_project, documented())
    engine = new_engine(own_project, role_delay=0.0, clock_scale=600.0)
    created = changes(succeeded(engine.up("dev", "--skip-preview")))["created"]
    found = names(engine)
    assert found.keys() == EXPECTED.keys()
    wrong = [name for kind in found for name in found[kind] if not re.fullmatch(EXPECTED[kind], name)]
    assert wrong == []
    assert changes(succeeded(engine.up("dev", "--refresh"))) == {"unchanged": created}
    configure(own_project, {"pattern": "other-${name}"})
    assert changes(succeeded(engine.up("dev", "--skip-preview"))) == {"unchanged": created}
    assert names(engine) == found


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ({"mode": "verbatim"}, "The role assignment ID must be a GUID."),
        ({"mode": "disabled"}, "missing required property 'resourceGroupName'"),
        ({"pattern": "contoso-${name}-${hex(4)}"}, "It takes 5 to 50 letters and digits, nothing else."),
    ],
)
def test_what_does_not_fit_is_refused(
    new_engine: NewEngine, own_project: Path, value: dict[str, Any], sentence: str
) -> None:
    configure(own_project, value)
    engine = new_engine(own_project, role_delay=0.0, clock_scale=600.0)
    assert sentence in failed(engine.up("dev", "--skip-preview"))


def test_a_role_assignment_may_have_a_pattern_of_its_own(new_engine: NewEngine, own_project: Path) -> None:
    resources = {"azure-native:authorization:RoleAssignment": {"pattern": "${uuid}"}}
    configure(own_project, {"mode": "verbatim", "providers": {"azure-native": {"resources": resources}}})
    engine = new_engine(own_project, role_delay=0.0, clock_scale=600.0)
    created = changes(succeeded(engine.up("dev", "--skip-preview")))["created"]
    found = names(engine)
    assert (found["registries"], found["containerGroups"]) == (["helloworld"], ["helloworld"])
    assert changes(succeeded(engine.up("dev", "--skip-preview"))) == {"unchanged": created}
