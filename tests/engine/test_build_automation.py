"""Every kind of step and trigger on the real engine: what is unchanged is left alone, and what failed is done again."""

from pathlib import Path

from acr_patterns.testing.engine import SimulatedEngine
from pulumi_runs import NewEngine, changes, failed, succeeded

PROJECT = Path(__file__).parent / "projects" / "automation"
SOURCE = "https://github.com/contoso/shop.git"
TASK_FILE = "version: v1.1.0\nsteps:\n  - build: -t $Registry/shop/file:$ID .\n  - push: [$Registry/shop/file:$ID]\n"
SECRET = "correct-horse-battery-staple"


def statuses(engine: SimulatedEngine) -> list[tuple[str, str]]:
    """Name of the component and status of each run, oldest first."""
    with engine.subscription.opened() as azure:
        return [(run.task_id.rpartition("/")[2].rpartition("-")[0], run.status) for run in azure.runs]


def test_tasks_of_every_kind_change_only_with_their_program_and_a_failed_build_is_done_again(
    new_engine: NewEngine,
) -> None:
    engine = new_engine(PROJECT, role_delay=0.0, clock_scale=600.0)
    with engine.subscription.opened() as azure:
        azure.add_file(f"{SOURCE}#88a601d", "acr-task.yaml", TASK_FILE)
        azure.add_file(f"{SOURCE}#1234567", "acr-task.yaml", TASK_FILE)
    output = succeeded(engine.up("dev", "--skip-preview"))
    assert sorted(statuses(engine)) == [(name, "Succeeded") for name in ("checked", "docker", "file", "steps")]
    assert SECRET not in output
    files = [path for path in engine.home.rglob("*") if path.is_file() and path.name != "__main__.py"]
    kept = [path for path in files if SECRET in path.read_text(errors="replace")]
    assert kept == []

    assert changes(succeeded(engine.up("dev", "--skip-preview"))).keys() == {"unchanged"}
    again = changes(succeeded(engine.up("dev", "--skip-preview", "-c", "cron=0 5 * * *")))
    assert again["updated"] == 1
    assert again.keys() == {"updated", "unchanged"}
    assert len(statuses(engine)) == 4

    with engine.subscription.opened() as azure:
        azure.fail_step("test", "npm ERR! 1 test failed")
    refused = failed(engine.up("dev", "--skip-preview", "-c", "revision=1234567", "-c", "cron=0 5 * * *"))
    assert "the run of task steps-" in refused
    assert statuses(engine).count(("steps", "Failed")) == 1
    with engine.subscription.opened() as azure:
        azure.mend_step("test")
    assert changes(succeeded(engine.up("dev", "--skip-preview"))).get("updated", 0) >= 1
    assert statuses(engine)[-1] == ("steps", "Succeeded")
