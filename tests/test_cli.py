import re
from pathlib import Path

import pytest
from acr_patterns.cli import app
from typer.testing import CliRunner

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def test_simulate_shows_what_is_made_who_pulls_and_pushes_and_what_runs() -> None:
    result = CliRunner().invoke(app, ["simulate", "dev"])
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0] == "Stack dev: made, in this order"
    made = [line.split()[1] for line in lines[2 : lines.index("")]]
    assert made[0] == "Microsoft.Resources/resourceGroups"
    assert made[-1] == "Microsoft.ContainerInstance/containerGroups"
    assert len(made) == 9
    assert "user-assigned identity                AcrPull" in result.stdout
    assert "system-assigned identity of the task  AcrPush" in result.stdout
    assert "/helloworld@sha256:" in result.stdout


def test_a_refusal_is_one_sentence_and_exit_code_1() -> None:
    result = CliRunner().invoke(app, ["simulate", "prod", "--config", "authentication=AdminUser"])
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "this stack is 'prod'; use ManagedIdentity" in result.stderr
    assert "Traceback" not in result.output


def test_a_setting_can_be_overridden() -> None:
    result = CliRunner().invoke(
        app, ["simulate", "dev", "--config", "authentication=AdminUser", "--config", "port=8080"]
    )
    assert result.exit_code == 0
    assert "shared password" in result.stdout


def test_an_unknown_setting_is_refused() -> None:
    result = CliRunner().invoke(app, ["simulate", "dev", "--config", "prot=8080"])
    assert (result.exit_code, result.stderr) == (
        1,
        "prot: the project has no such setting; did you mean port?\n",
    )


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        (
            "from pulumi_azure_native import containerregistry\n"
            "containerregistry.Registry('x', resource_group_name='gone', registry_name='contoso42', sku={'name': 'Basic'})",
            "Registry 'x': Status=404 Code=\"ResourceGroupNotFound\"",
        ),
        (
            "from pulumi_azure_native import storage\n"
            "storage.StorageAccount('x', resource_group_name='g', kind='StorageV2', sku={'name': 'Standard_LRS'})",
            "SimulatedAzure does not know azure-native:storage:StorageAccount",
        ),
    ],
    ids=["refused by Azure", "not known to the simulation"],
)
def test_a_failure_of_any_program_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, sentence: str
) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: broken\nruntime: python\n")
    (tmp_path / "__main__.py").write_text(program)
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["simulate", "dev"])
    assert result.exit_code == 1
    assert sentence in result.stderr
    assert "Traceback" not in result.output


def test_one_image_goes_the_way_from_the_platform_to_prod() -> None:
    result = CliRunner().invoke(app, ["simulate", "platform", "staging", "prod"])
    assert result.exit_code == 0, result.output
    images = re.findall(r"^image +(\S+)$", result.stdout, re.MULTILINE)
    assert len(images) == 3
    assert len(set(images)) == 1
    assert result.stdout.count("Microsoft.ContainerRegistry/registries/taskRuns") == 1
    assert f"promoted {images[0]} from staging to prod" in result.stdout


def test_a_stack_without_a_file_is_pointed_out() -> None:
    result = CliRunner().invoke(app, ["simulate", "dev-x"])
    assert (result.exit_code, result.stderr) == (
        0,
        "No Pulumi.dev-x.yaml: stack dev-x has the defaults of Pulumi.yaml.\n",
    )


def test_a_secret_is_given_as_one_and_taken_outside_dev_only_so() -> None:
    plain = CliRunner().invoke(app, ["simulate", "platform", "--config", "sourceAccessToken=t0ken"])
    assert plain.exit_code == 1
    assert "sourceAccessToken in plain text is for dev stacks only" in plain.stderr
    assert "pulumi config set --secret sourceAccessToken" in plain.stderr
    assert "t0ken" not in plain.output
    secret = CliRunner().invoke(app, ["simulate", "platform", "--secret", "sourceAccessToken=t0ken"])
    assert secret.exit_code == 0, secret.output
