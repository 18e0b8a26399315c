"""The pipelines that users copy: well-formed, by what linters know, and without a stored secret.

What their scripts do is tried in engine/test_pipelines.py.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from pipeline_files import AZURE_DEVOPS, GITHUB, azure_devops_stages, github_jobs, scripts

PROGRAMS = Path(sys.executable).parent
SCRIPTS = {
    **{f"GitHub, {name}": script for name, script in scripts(github_jobs()).items()},
    **{f"Azure DevOps, {name}": script for name, script in scripts(azure_devops_stages()).items()},
}


def linted(program: str, *arguments: str, given: str = "") -> None:
    run = subprocess.run(  # noqa: S603 programs of the test environment
        [PROGRAMS / program, *arguments], input=given, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_workflow_is_one_that_github_takes() -> None:
    linted("check-jsonschema", "--builtin-schema", "vendor.github-workflows", str(GITHUB))


def test_the_pipeline_is_one_that_azure_devops_takes() -> None:
    # The schema has regular expressions that are none in Unicode mode.
    azure_devops = ("--builtin-schema", "vendor.azure-pipelines", "--data-transform", "azure-pipelines")
    linted("check-jsonschema", *azure_devops, "--regex-variant", "nonunicode", str(AZURE_DEVOPS))


def test_an_audit_of_the_workflow_finds_nothing(tmp_path: Path) -> None:
    workflow = tmp_path / ".github" / "workflows" / "images.yml"
    workflow.parent.mkdir(parents=True)
    workflow.write_text(GITHUB.read_text())
    linted("zizmor", "--offline", "--persona", "auditor", "--strict-collection", str(workflow))


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_a_script_has_no_fault_that_shellcheck_knows(script: str) -> None:
    linted("shellcheck", "--shell", "bash", "-", given=script)


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_no_expression_is_put_into_a_script(script: str) -> None:
    assert not re.search(r"\$\{\{|\$\([A-Za-z_.]+\)", script)


@pytest.mark.parametrize("path", [GITHUB, AZURE_DEVOPS], ids=["GitHub", "Azure DevOps"])
def test_nothing_is_a_stored_secret(path: Path) -> None:
    stored = re.compile(r"secret|password|passphrase|PULUMI_ACCESS_TOKEN|ACCESS_?KEY|SAS_TOKEN", re.I)
    lines = [line for line in path.read_text().splitlines() if not line.startswith("#")]
    assert [line for line in lines if stored.search(line)] == []


def test_every_action_is_pinned_by_its_commit() -> None:
    used = re.findall(r"uses: (.*)", GITHUB.read_text())
    assert used == [
        "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
        "pulumi/actions@8e5e406f4007fca908480587cb9893c07090f58d # v7.0.0",
    ]


def test_only_the_job_that_proposes_may_write() -> None:
    workflow = yaml.safe_load(GITHUB.read_text())
    assert workflow["permissions"] == {}
    assert {name: job["permissions"] for name, job in workflow["jobs"].items()} == {
        "propose": {"contents": "write", "id-token": "write", "pull-requests": "write"},
        "preview": {"contents": "read", "id-token": "write"},
        "up": {"contents": "read", "id-token": "write"},
    }


def test_what_needs_azure_is_signed_in_by_the_task_on_azure_devops() -> None:
    for stage in azure_devops_stages().values():
        for step in stage.steps:
            needs_azure = re.search(r"(?<![\w./-])(pulumi|az|\.venv/bin/acr-patterns) [a-z]", step.script or "")
            assert bool(step.connection) == bool(needs_azure), step.name


def test_a_script_on_azure_devops_ends_with_the_first_command_that_fails() -> None:
    # GitHub's `shell: bash` sets the same options.
    for name, script in scripts(azure_devops_stages()).items():
        assert script.startswith("set -euo pipefail\n") or "\n" not in script, name


def test_what_writes_to_the_repository_is_not_known_to_the_program_on_azure_devops() -> None:
    knowing = [
        (step.name, step.connection)
        for stage in azure_devops_stages().values()
        for step in stage.steps
        if "SYSTEM_ACCESSTOKEN" in step.environment
    ]
    assert {connection for _, connection in knowing} == {""}
    assert {name for name, _ in knowing} == {
        "See whether it is new",
        "Open the pull request",
        "Refuse what a later merge has replaced",
    }


def test_both_install_the_pulumi_of_one_version_and_run_no_script_from_the_network() -> None:
    [version] = re.findall(r"pulumi-version: (.*)", GITHUB.read_text())
    archive = f"https://get.pulumi.com/releases/sdk/pulumi-v{version}-linux-x64.tar.gz"
    installing = [script for name, script in SCRIPTS.items() if name.endswith("Install")]
    assert installing
    for script in installing:
        assert re.findall(r"https://\S+", script) == [archive]
    assert not any(re.search(r"\|\s*(ba)?sh\b", script) for script in SCRIPTS.values())


def test_both_choose_the_image_by_the_same_commands() -> None:
    on_github = next(script for name, script in SCRIPTS.items() if name.endswith("propose: Choose the image"))
    on_azure_devops = next(
        script for name, script in SCRIPTS.items() if name == "Azure DevOps, propose: Choose the image"
    )
    assert on_github in on_azure_devops


def test_what_is_brought_up_waits_for_the_approval_of_its_environment() -> None:
    assert github_jobs()["up"].approved_in == "${{ matrix.stack }}"
    stages = azure_devops_stages()
    assert {name: (stage.approved_in, stage.needs) for name, stage in stages.items() if stage.approved_in} == {
        "platform": ("platform", ["preview"]),
        "staging": ("staging", ["preview", "platform"]),
        "prod": ("prod", ["preview", "platform", "staging"]),
    }


def test_nothing_runs_with_an_identity_before_it_is_merged() -> None:
    # A pull request's own code would otherwise run as the pipeline.
    assert "pull_request" not in yaml.safe_load(GITHUB.read_text())[True]
    assert yaml.safe_load(AZURE_DEVOPS.read_text())["pr"] == "none"
