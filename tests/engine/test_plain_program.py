"""A program of somebody's own, with no component of this library, and several stacks in one subscription."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

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
