"""What a simulation says of a run that did not succeed: which, at which step, why, and what a test can do."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pulumi
import pytest
from acr_patterns import AgentPool, BuildTask, BuildTaskArgs, Registry, RegistrySku
from acr_patterns.cli import app
from acr_patterns.testing import SimulatedAzure, SimulationError, simulate
from pulumi_azure_native import resources
from typer.testing import CliRunner

URL = "https://github.com/contoso/shop.git"
SOURCE = {"url": URL, "branch": "main", "revision": "88a601d", "folder": "api"}
TASK_FILE = "version: v1.1.0\nsteps:\n  - build: -t $Registry/shop/api:$ID .\n  - push: [$Registry/shop/api:$ID]\n"
STEPS: list[dict[str, Any]] = [
    {"build": {"images": ["shop/api:{{.Run.ID}}"]}},
    {"id": "test", "cmd": "$Registry/shop/api:{{.Run.ID}} npm test"},
    {"push": ["shop/api:{{.Run.ID}}"]},
]


def building(**arguments: Any) -> Callable[[], None]:
    def program() -> None:
        group = resources.ResourceGroup("shop")
        registry = Registry("shop", resource_group_name=group.name, sku=RegistrySku.PREMIUM).reference
        BuildTask("api", cast(BuildTaskArgs, {"registry": registry, "source": SOURCE, **arguments}))

    return program


def refused(program: Callable[[], None], azure: SimulatedAzure | None = None) -> SimulationError:
    with pytest.raises(SimulationError, match='Code="DeploymentFailed"') as failed:
        simulate(program, azure=azure)
    return failed.value


def lines(error: SimulationError) -> dict[str, str]:
    """What stands below Azure's own words."""
    _, *below = str(error).splitlines()
    return {key.strip(): value.strip() for key, _, value in (line.partition(": ") for line in below)}


def test_a_step_that_fails_is_named_with_what_it_said() -> None:
    azure = SimulatedAzure()
    azure.fail_step("test", "npm ERR! 1 test failed")
    said = lines(refused(building(steps=STEPS), azure))
    [task] = azure.of_type("Microsoft.ContainerRegistry/registries/tasks")
    assert said["the run"] == f"ca1 of task {task['name']} has the status Failed at step test: npm ERR! 1 test failed"
    assert said["its log"] == 'error.simulation.azure.run_log("ca1"), in a test'
    assert said.keys() == {"the run", "its log"}


def test_the_command_says_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    task_file = {"path": "acr-task.yaml", "repositories": ["shop/api"]}
    (tmp_path / "__main__.py").write_text(f"""
from acr_patterns import BuildTask, Registry
from pulumi_azure_native import resources

group = resources.ResourceGroup("shop")
registry = Registry("shop", resource_group_name=group.name).reference
BuildTask("api", registry=registry, source={SOURCE}, task_file={task_file})
""")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["simulate", "dev"])
    assert result.exit_code == 1
    assert "the run:     ca1 of task api-" in result.stderr
    assert "stat /workspace/acr-task.yaml: no such file or directory" in result.stderr


def test_the_timeout_of_a_run_names_the_steps_that_it_stopped() -> None:
    azure = SimulatedAzure()
    azure.step_takes("test", 500)
    said = lines(refused(building(steps=STEPS, timeout_in_seconds=300), azure))
    assert "has the status Timeout at step test" in said["the run"]


def test_a_task_file_that_is_not_there_is_named_with_how_to_add_it_and_then_the_program_works() -> None:
    program = building(task_file={"path": "acr-task.yaml", "repositories": ["shop/api"]})
    error = refused(program)
    said = lines(error)
    assert "stat /workspace/acr-task.yaml: no such file or directory" in said["the run"]
    call, _, again = said["in a test"].partition(", and then ")
    assert again == "simulate(program, before=error.simulation)"
    eval(call, {"error": error, "TEXT": TASK_FILE})  # noqa: S307 the message's own code
    simulation = simulate(program, before=error.simulation)
    assert simulation.azure.runs[-1].status == "Succeeded"


def test_an_image_that_a_step_runs_and_nobody_pushed_is_named_with_how_to_push_it() -> None:
    steps = [STEPS[0], {"id": "tool", "cmd": "$Registry/tools/lint:1 src"}, STEPS[2]]
    program = building(steps=steps)
    error = refused(program)
    said = lines(error)
    assert "at step tool: docker: Error response from daemon: manifest for" in said["the run"]
    eval(said["in a test"].partition(", and then ")[0], {"error": error, "DIGEST": "sha256:" + "1" * 64})  # noqa: S307 the message's own code
    assert simulate(program, before=error.simulation).azure.runs[-1].status == "Succeeded"


def test_a_pool_without_a_machine_is_named() -> None:
    def program() -> None:
        group = resources.ResourceGroup("shop")
        registry = Registry("shop", resource_group_name=group.name, sku=RegistrySku.PREMIUM).reference
        pool = AgentPool("builds", registry=registry, count=0)
        BuildTask(
            "api",
            cast(
                BuildTaskArgs,
                {"registry": registry, "source": SOURCE, "steps": STEPS, "agent_pool": pool.reference},
            ),
        )

    error = refused(program)
    [pool] = error.simulation.azure.of_type("Microsoft.ContainerRegistry/registries/agentPools")
    assert lines(error)["the run"].endswith(f"has the status Queued: the agent pool {pool['name']} has no machine")


def test_the_first_cause_of_a_push_stands_below_the_run() -> None:
    said = lines(refused(building(repository="shop/api", grant=False)))
    assert "at step push: denied: requested access to the resource shop/api is denied" in said["the run"]
    assert said["first cause"].endswith("[role-missing]")


def test_what_is_secret_is_not_told_with_the_run() -> None:
    azure = SimulatedAzure()
    azure.fail_step("build", "npm ERR! no package for token hidden-token")

    def program() -> None:
        group = resources.ResourceGroup("shop")
        registry = Registry("shop", resource_group_name=group.name).reference
        secret = {"NPM_TOKEN": pulumi.Output.secret("hidden-token")}
        given = {"registry": registry, "source": SOURCE, "repository": "shop/api", "secret_build_arguments": secret}
        BuildTask("api", cast(BuildTaskArgs, given))

    error = refused(program, azure)
    assert "hidden-token" not in str(error)
    assert lines(error)["the run"].endswith("has the status Failed at step build")
