"""Every program that docs/build-automation.md shows runs as it stands, and does what the page says."""

import sys
from types import ModuleType
from typing import Any

import pytest
from acr_patterns import BuildTask, Registry
from acr_patterns.tasks.steps.purge_steps import ORAS
from acr_patterns.testing import SimulatedAzure, Simulation, simulate
from acr_patterns.testing.simulated_azure import SUBSCRIPTION_ID
from pages import blocks
from pulumi_azure_native import resources

PAGE = "build-automation.md"
PLATFORM = f"/subscriptions/{SUBSCRIPTION_ID}/resourceGroups/platform"
TASK_FILE = "version: v1.1.0\nsteps:\n  - build: -t $Registry/shop/api:$ID .\n  - push: [$Registry/shop/api:$ID]\n"
SECRETS = {"shop:npmToken": "n", "shop:gitHubToken": "g", "shop:azureDevOpsToken": "a"}
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


def azure() -> SimulatedAzure:
    """What the programs find: a registry of the platform, and a task file in the source."""
    made = SimulatedAzure()
    made.put(PLATFORM, {"location": "westeurope"})
    made.put(f"{PLATFORM}/providers/Microsoft.ContainerRegistry/registries/contosobase", {"sku": {"name": "Basic"}})
    made.add_file("https://github.com/contoso/shop.git#main", "acr-task.yaml", TASK_FILE)
    return made


def shown(heading: str) -> Simulation:
    """The first program of a section, run."""
    program = compile(blocks(PAGE, heading, "python")[0], f"docs/{PAGE}", "exec")
    return simulate(lambda: exec(program, {}), config=SECRETS, secret_config=[*SECRETS], azure=azure())  # noqa: S102 the page's own code


@pytest.mark.parametrize("heading", PROGRAMS)
def test_every_program_of_the_page_runs(heading: str) -> None:
    simulation = shown(heading)
    assert {run.status for run in simulation.azure.runs} == {"Succeeded"}


def test_the_page_has_no_other_program() -> None:
    headings = [*PROGRAMS, "Try it without Azure"]
    assert sum(len(blocks(PAGE, heading, "python")) for heading in headings) == len(headings)


def test_the_steps_of_the_page_build_side_by_side_and_push_at_the_end() -> None:
    simulation = shown("Steps in the program")
    [run] = simulation.azure.runs
    started = {step.id: str(step.started) for step in run.steps}
    assert started["api"] == started["web"] < started["test"] < started["push"]
    assert [*simulation.outputs["images"]] == ["shop/api", "shop/web"]


def test_what_the_page_says_of_trying_it_is_true(monkeypatch: pytest.MonkeyPatch) -> None:
    triggers = compile(blocks(PAGE, "Triggers", "python")[0], f"docs/{PAGE}", "exec")
    module: Any = ModuleType("shop")
    module.program = lambda: exec(triggers, {})  # noqa: S102 the page's own code
    monkeypatch.setitem(sys.modules, "shop", module)
    [block] = blocks(PAGE, "Try it without Azure", "python")
    exec(compile(block, f"docs/{PAGE}", "exec"), {})  # noqa: S102 the page's own code


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
