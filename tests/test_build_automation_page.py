"""Every program that docs/build-automation.md shows runs as it stands, and does what the page says."""

import re
import sys
from collections.abc import Callable
from types import CodeType, ModuleType
from typing import Any

import pytest
from acr_patterns import BuildTask, Registry
from acr_patterns.tasks.steps.purge_steps import ORAS
from acr_patterns.testing import SimulatedAzure, Simulation, SimulationError, simulate
from acr_patterns.testing.simulated_azure.builds import Builds
from acr_patterns.testing.simulated_azure.triggers import Triggers
from pages import DOCS, blocks
from pulumi_azure_native import resources

PAGE = "build-automation.md"
PROGRAMS = [
    "One Docker build",
    "Steps in the program",
    "A task file",
    "Sources",
    "Triggers",
    "Other registries",
    "Agent pools",
    "Clean-up",
]
WITH_A_BLOCK_THAT_RUNS_THEM = ["A task file", "Other registries"]


def runnable(block: str) -> CodeType:
    return compile(block, f"docs/{PAGE}", "exec")


def shown(heading: str) -> Simulation:
    """The first program of a section, run with no more than the secrets that it reads."""
    block = blocks(PAGE, heading, "python")[0]
    secrets = {f"shop:{name}": "any-text" for name in re.findall(r'require_secret\("(\w+)"\)', block)}
    return simulate(lambda: exec(runnable(block), {}), config=secrets, secret_config=[*secrets])  # noqa: S102 the page's own code


@pytest.fixture
def run_by_the_page(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], SimulatedAzure]:
    """Runs the last block of a section, which imports the program of a section from a module `shop`."""

    def run(of: str, where: str) -> SimulatedAzure:
        program = runnable(blocks(PAGE, of, "python")[0])
        module: Any = ModuleType("shop")
        module.program = lambda: exec(program, {})  # noqa: S102 the page's own code
        monkeypatch.setitem(sys.modules, "shop", module)
        names: dict[str, Any] = {}
        exec(runnable(blocks(PAGE, where, "python")[-1]), names)  # noqa: S102 the page's own code
        return names["azure"]

    return run


@pytest.mark.parametrize("heading", [one for one in PROGRAMS if one not in WITH_A_BLOCK_THAT_RUNS_THEM])
def test_every_program_of_the_page_runs_with_nothing_but_its_secrets(heading: str) -> None:
    assert {run.status for run in shown(heading).azure.runs} == {"Succeeded"}


@pytest.mark.parametrize("heading", WITH_A_BLOCK_THAT_RUNS_THEM)
def test_what_a_program_needs_beforehand_is_on_the_page_and_suffices(
    heading: str, run_by_the_page: Callable[[str, str], SimulatedAzure]
) -> None:
    with pytest.raises(SimulationError):
        shown(heading)
    assert {run.status for run in run_by_the_page(heading, heading).runs} == {"Succeeded"}


def test_the_page_has_no_other_program() -> None:
    headings = [*PROGRAMS, *WITH_A_BLOCK_THAT_RUNS_THEM, "Try it without Azure"]
    text = (DOCS / PAGE).read_text()
    assert text.count("```python") == len(headings)
    assert sum(len(blocks(PAGE, heading, "python")) for heading in {*headings}) == len(headings)


def test_the_steps_of_the_page_build_side_by_side_and_push_at_the_end() -> None:
    simulation = shown("Steps in the program")
    [run] = simulation.azure.runs
    started = {step.id: str(step.started) for step in run.steps}
    assert started["api"] == started["web"] < started["test"] < started["push"]
    assert [*simulation.outputs["images"]] == ["shop/api", "shop/web"]


def test_what_the_page_says_of_trying_it_is_true(run_by_the_page: Callable[[str, str], SimulatedAzure]) -> None:
    assert run_by_the_page("Triggers", "Try it without Azure").runs


def test_what_the_page_on_testing_says_of_runs_is_true(monkeypatch: pytest.MonkeyPatch) -> None:
    def program() -> None:
        group = resources.ResourceGroup("shop")
        registry = Registry("shop", resource_group_name=group.name)
        BuildTask(
            "api",
            registry=registry.reference,
            source={"url": "https://github.com/contoso/shop.git", "branch": "main", "access_token": "t"},
            steps=[
                {"build": {"images": ["shop/api:{{.Run.ID}}"]}},
                {"id": "test", "cmd": "$Registry/shop/api:{{.Run.ID}} npm test"},
                {"push": ["shop/api:{{.Run.ID}}"]},
            ],
            triggers={"commit": {}, "base_image": {}, "schedules": [{"name": "nightly", "cron": "30 4 * * *"}]},
        )

    module: Any = ModuleType("shop")
    module.program = program
    monkeypatch.setitem(sys.modules, "shop", module)
    [block] = blocks("testing.md", "Runs of tasks", "python")
    exec(compile(block, "docs/testing.md", "exec"), {})  # noqa: S102 the page's own code


def test_the_page_imports_the_oras_that_a_clean_up_runs() -> None:
    [imported] = [block for block in blocks(PAGE, "Clean-up", "sh") if "az acr import" in block]
    assert imported.split()[-1] == ORAS.replace(":v1.2.0@", "@")


def test_the_page_on_testing_names_everything_that_happens_to_tasks() -> None:
    named = set(re.findall(r"(?<=`)(?:azure\.)?(\w+)(?=[(`])", (DOCS / "testing.md").read_text()))
    made_for_tests = {*vars(Builds), *vars(Triggers), "set_base_images", "update_public_image"}
    asked_by_runs = {"file_at", "build_failure", "seconds_of", "take_plan"}
    assert {one for one in made_for_tests if not one.startswith("_")} - asked_by_runs <= named
