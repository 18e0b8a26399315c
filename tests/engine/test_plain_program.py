"""A program of somebody's own, with no component of this library, and several stacks in one subscription."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from acr_patterns.arm_types import TYPES
from acr_patterns.testing.engine import SimulatedEngine
from acr_patterns.testing.simulated_azure import TENANT_ID
from pulumi_runs import NewEngine, succeeded

PROJECTS = Path(__file__).parent / "projects"
KEY = "correct-horse-battery-staple"
GROUPS = "Microsoft.Resources/resourceGroups"


def test_functions_get_unknown_values_and_secrets(new_engine: NewEngine) -> None:
    engine = new_engine(PROJECTS / "plain")
    assert engine.preview("dev").changes == {"create": 5}
    said = [
        engine.up("dev", "--skip-preview", "--diff"),
        engine.refresh("dev", "--skip-preview", "--diff"),
        engine.preview("dev", "--diff"),
    ]
    assert [run.returncode for run in said] == [0, 0, 0], [run.output for run in said]
    assert [run.changes.keys() for run in said] == [{"created"}, {"unchanged"}, {"unchanged"}]
    outputs = engine.outputs("dev")
    assert len(set(outputs["servers"])) == 1
    assert (outputs["tenant"], outputs["key"]) == (TENANT_ID, KEY)
    kept = [path for path in (engine.home / "state").rglob("*") if path.is_file()]
    assert kept
    assert [path for path in kept if KEY in path.read_text(errors="replace")] == []
    assert [run for run in said if KEY in run.output] == []


def test_a_program_for_imported_objects_sends_only_what_azure_does_not_give_back(
    new_engine: NewEngine, tmp_path: Path
) -> None:
    engine = new_engine(PROJECTS / "plain")
    succeeded(engine.up("dev", "--skip-preview"))
    made = [
        one for one in engine.export("dev")["deployment"]["resources"] if one["type"] in TYPES and "external" not in one
    ]
    wanted = tmp_path / "import.json"
    wanted.write_text(
        json.dumps({"resources": [{"type": one["type"], "name": "plain", "id": one["id"]} for one in made]})
    )
    taken_over = (
        "import",
        "--file",
        str(wanted),
        "--generate-code=false",
        "--protect=false",
        "--yes",
        "--skip-preview",
    )
    assert engine.pulumi("again", *taken_over).changes["imported"] == len(made) == 4
    run = engine.up("again", "--skip-preview", "--diff")
    assert run.changes == {"updated": 1, "unchanged": 4}, run.output
    assert "+ secureValue" in run.output, run.output


def test_stacks_of_several_projects_come_up_in_one_subscription_at_once(new_engine: NewEngine, tmp_path: Path) -> None:
    services = new_engine(PROJECTS / "services", role_delay=0.0)
    plain = SimulatedEngine(PROJECTS / "plain", tmp_path / "plain", subscription=services.subscription)
    with ThreadPoolExecutor() as threads:
        runs = [
            threads.submit(services.up, "dev", "--skip-preview", "-c", "names=api"),
            threads.submit(plain.up, "one", "--skip-preview"),
            threads.submit(plain.up, "two", "--skip-preview"),
        ]
    for run in runs:
        succeeded(run.result())
    with plain.subscription.opened() as azure:
        assert sorted(group["name"][:-8] for group in azure.of_type(GROUPS)) == ["plain", "plain", "shop"]
