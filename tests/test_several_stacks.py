"""`acr-patterns simulate` with several stacks, and with roles that somebody else assigns."""

import re
from pathlib import Path

import pytest
from acr_patterns.cli import app
from acr_patterns.testing.project import Project, ProjectError
from acr_patterns.testing.several_stacks import bring_up
from typer.testing import CliRunner, Result

ENVIRONMENTS = Path(__file__).parent / "projects" / "environments"


@pytest.fixture(autouse=True)
def in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ENVIRONMENTS)


def simulated(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["simulate", *arguments])


def made(output: str, stack: str) -> list[str]:
    """The types in the table of what was made for a stack."""
    _, _, rest = output.partition(f"Stack {stack}: made, in this order\n")
    rows, *_ = rest.split("\n\n")
    return [row.split()[1].rpartition("/")[2] for row in rows.splitlines()[1:]]


OF_A_SERVICE = ["resourceGroups", "userAssignedIdentities", "roleAssignments", "containerGroups"]
OF_THE_PLATFORM = ["resourceGroups", "registries", "tasks", "roleAssignments", "taskRuns", "deployments"]


def test_each_stack_finds_the_registry_and_gets_the_image_of_those_before_it() -> None:
    result = simulated("platform", "staging", "prod")
    assert result.exit_code == 0, result.output
    assert [made(result.stdout, stack) for stack in ("platform", "staging", "prod")] == [
        OF_THE_PLATFORM,
        OF_A_SERVICE,
        OF_A_SERVICE,
    ]
    images = re.findall(r"^image +(\S+@sha256:[0-9a-f]{64})$", result.stdout, re.MULTILINE)
    assert len(images) == 3
    assert len(set(images)) == 1
    promoted = [line for line in result.stdout.splitlines() if line.startswith("promoted")]
    assert promoted == [
        f"promoted {images[0]} from platform to staging",
        f"promoted {images[0]} from staging to prod",
    ]
    assert (
        result.stdout.index("Stack platform: made")
        < result.stdout.index(promoted[0])
        < result.stdout.index("Stack staging")
    )


def test_a_stack_without_the_one_it_refers_to_says_which_to_simulate_first() -> None:
    result = simulated("prod")
    assert result.exit_code == 1
    assert (result.stdout, "`acr-patterns simulate platform prod`" in result.stderr) == ("", True)


def test_what_came_up_before_a_refusal_is_shown() -> None:
    result = simulated("platform", "staging", "--config", "image=contoso42.azurecr.io/shop@sha256:" + 64 * "0")
    assert result.exit_code == 1
    assert made(result.stdout, "platform") == OF_THE_PLATFORM
    assert "promoted" not in result.stdout
    assert "contoso42" in result.stderr


def test_a_stack_that_comes_again_is_brought_up_again() -> None:
    result = simulated("platform", "platform")
    assert result.exit_code == 0, result.output
    assert result.stdout.count("Stack platform: made, in this order") == 1
    assert "Stack platform: nothing had to be made or changed" in result.stdout
    assert "promoted" not in result.stdout
    assert len(set(re.findall(r"^image .*$", result.stdout, re.MULTILINE))) == 1


def test_a_secret_output_is_not_shown() -> None:
    result = simulated("platform", "--secret", "token=t0ken")
    assert result.exit_code == 0, result.output
    assert re.search(r"^token +\[secret\]$", result.stdout, re.MULTILINE)
    assert "t0ken" not in result.output


def test_roles_are_assigned_by_an_administrator_where_the_program_may_not() -> None:
    result = simulated("platform", "staging", "--config", "grant=false")
    assert (result.exit_code, result.stderr) == (0, "")
    for stack, error, role in [
        ("platform", "DeploymentFailed", "AcrPush"),
        ("staging", "InaccessibleImage", "AcrPull"),
    ]:
        said = rf"""Stack {stack} is refused: azure-native:.*{error}.*
An administrator has to run
  az role assignment create --assignee-object-id \S+ --assignee-principal-type ServicePrincipal --role {role} --scope \S+
That is done now, as the administrator would, and stack {stack} is brought up again\.

Stack {stack}: made, in this order
"""
        assert re.search(said, result.stdout), result.stdout
    assert made(result.stdout, "platform") == OF_THE_PLATFORM
    assert made(result.stdout, "staging") == OF_A_SERVICE


def test_a_line_is_never_folded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: long\nruntime: python\n")
    (tmp_path / "__main__.py").write_text("import pulumi\npulumi.export('text', 500 * '[long] ' + 'end')")
    monkeypatch.chdir(tmp_path)
    assert f"text  {500 * '[long] '}end" in simulated("dev").stdout.splitlines()


def test_a_refusal_that_no_role_mends_stays_one() -> None:
    image = "image=contoso42.azurecr.io/shop@sha256:" + 64 * "0"
    result = simulated("prod", "--config", "grant=false", "--config", image)
    assert (result.exit_code, result.stdout) == (1, "")


def test_what_is_promoted_is_locked_against_deletion() -> None:
    stacks = bring_up(Project.find(ENVIRONMENTS), ["platform", "staging"])
    azure = next(stacks).simulation.azure
    next(stacks)
    [[manifest]] = [
        list(repository.values()) for server in azure.state.manifests.values() for repository in server.values()
    ]
    assert manifest["changeableAttributes"]["deleteEnabled"] is False


def test_only_an_image_that_is_in_the_registry_is_promoted() -> None:
    stacks = bring_up(Project.find(ENVIRONMENTS), ["platform", "staging"])
    platform = next(stacks)
    image: str = platform.simulation.outputs["image"]
    server, _, rest = image.partition("/")
    platform.simulation.azure.delete_images(server, rest.partition("@")[0])
    with pytest.raises(
        ProjectError, match=r"shop/api@sha256:\w+, the output image of stack platform, is not in the registry"
    ):
        next(stacks)
