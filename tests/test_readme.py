"""What the README shows is true."""

import re
from pathlib import Path

import pytest
from acr_patterns.cli import app
from acr_patterns.testing import SimulatedAzure, simulate
from acr_patterns.testing.project import Project
from programs import CONTAINER_GROUP, REGISTRY, ROLE_ASSIGNMENT, TASK
from typer.testing import CliRunner

LOGS = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/logs"
ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()


def test_the_library_program_runs_in_any_stack() -> None:
    section = README.split("## As a library", 1)[1]
    [program] = re.findall(r"```python\n(.*?)```", section, re.DOTALL)[:1]
    assert len(program.splitlines()) <= 25
    for stack in ("dev", "prod"):
        simulation = simulate(lambda: exec(compile(program, "README.md", "exec"), {}), stack=stack)  # noqa: S102 the README's own program
        assert [len(simulation.of_type(token)) for token in (REGISTRY, TASK, ROLE_ASSIGNMENT, CONTAINER_GROUP)] == [
            1,
            1,
            2,
            1,
        ]
        assert "/shop/api@sha256:" in simulation.outputs["image"]


def tables(output: str) -> dict[str, tuple[str, list[list[str]]]]:
    """Title -> heads of the columns, and the cells of each row."""
    parts = [part.splitlines() for part in output.strip().split("\n\n")]
    return {
        title: (" ".join(head.split()), [re.split(r" {2,}", row.strip()) for row in rows])
        for title, head, *rows in parts
    }


def test_the_output_of_simulate_it_shows_is_that_of_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(app, ["simulate", "dev"])
    assert result.exit_code == 0, result.output
    [shown] = re.findall(r"<!-- simulate output -->\n```text\n(.*?)```", README, re.DOTALL)
    readme, run = tables(shown), tables(result.stdout)
    assert {title: head for title, (head, _) in readme.items()} == {title: head for title, (head, _) in run.items()}
    made, access, outputs = run
    assert list(readme) == [made, access, outputs]
    assert [row[0] for row in readme[made][1]] == [row[0] for row in run[made][1]]
    assert sorted(row[1] for row in readme[made][1]) == sorted(row[1] for row in run[made][1])
    assert sorted(row[1:3] for row in readme[access][1]) == sorted(row[1:3] for row in run[access][1])
    assert [row[0] for row in readme[outputs][1]] == [row[0] for row in run[outputs][1]]


def test_the_resource_providers_to_register_are_those_of_what_the_stacks_make() -> None:
    step = README.split("register the resource providers once", 1)[1].split("\n2. ", 1)[0]
    project, azure = Project.find(Path(__file__).parent), SimulatedAzure()
    azure.put(LOGS, {"location": "westeurope"})
    azure.put(f"{LOGS}/providers/Microsoft.OperationalInsights/workspaces/logs", {"location": "westeurope"})
    workspace = f"logAnalyticsWorkspaceId={LOGS}/providers/Microsoft.OperationalInsights/workspaces/logs"
    project.simulate("dev", [workspace, "sku=Premium", "publicIp=false", "privateNetwork=true"], azure)
    made = {one.type.partition("/")[0] for one in azure.operations} - {"Microsoft.Resources", "Microsoft.Authorization"}
    assert made == set(re.findall(r"Microsoft\.\w+", step))


def test_every_make_target_it_names_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)", "\n".join(re.findall(r"```sh\n(.*?)```", README, re.DOTALL))))
    assert named
    assert named <= targets


def test_every_page_it_links_to_exists() -> None:
    pages = re.findall(r"\]\((?!https?:)([^)#]+)", README)
    assert pages
    assert [page for page in pages if not (ROOT / page).exists()] == []
