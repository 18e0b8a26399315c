"""The command `acr-patterns promote`, with programs on PATH in place of `pulumi` and `az`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from acr_patterns.cli import app
from existing import DIGEST, REGISTRY, SERVER
from stand_in_programs import program
from typer.testing import CliRunner

IMAGE = f"{SERVER}/shop/api@{DIGEST}"
HERE = {"id": REGISTRY["id"], "loginServer": SERVER}


def test_the_command_runs_the_programs_on_path_in_this_folder(tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tools)
    outside = CliRunner().invoke(app, ["promote", "staging", "prod"])
    assert outside.exit_code == 1
    assert outside.stderr == f"No Pulumi.yaml in {tools} or above it; go to the folder of a Pulumi project\n"
    (tools / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    missing = CliRunner().invoke(app, ["promote", "staging", "prod"])
    assert (missing.exit_code, missing.stdout) == (1, "")
    assert (
        missing.stderr == "pulumi is not on PATH; install it (https://www.pulumi.com/docs/install/) and do this again\n"
    )
    registry = json.dumps({"image": IMAGE, "registry": HERE})
    settings = json.dumps({"shop:registryId": {"value": HERE["id"]}, "shop:registryLoginServer": {"value": SERVER}})
    cases = f"""case "$1 $2" in "stack output") echo '{registry}';; "config --json") echo '{settings}';; *) echo "$@" >> done;; esac"""
    program(tools, "pulumi", cases)
    missing = CliRunner().invoke(app, ["promote", "staging", "prod"])
    assert missing.stderr.startswith(
        "az is not on PATH; install it (https://learn.microsoft.com/cli/azure/install-azure"
    )
    program(tools, "az", "echo 'WARNING: old' >&2; echo \"ERROR: Please run 'az login' to setup account.\" >&2; exit 1")
    failed = CliRunner().invoke(app, ["promote", "staging", "prod"])
    assert failed.exit_code == 1
    assert failed.stderr.endswith("failed: ERROR: Please run 'az login' to setup account.\n")
    assert not (tools / "done").exists()
    program(tools, "az", 'cat >> done; echo "$3" >> done; echo true')
    done = CliRunner().invoke(app, ["promote", "staging", "prod", "--no-lock"])
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Promoted {IMAGE}, from stack staging to stack prod, which had none; ")
    written = f"config set image {IMAGE} --stack prod --non-interactive --color never"
    assert (tools / "done").read_text().splitlines() == ["show", written]
    assert CliRunner().invoke(app, ["promote", "staging", "prod"]).exit_code == 0
    assert (tools / "done").read_text().splitlines() == ["show", written, "show", "update", written]


def test_a_program_is_given_no_input(tools: Path) -> None:
    program(tools, "az", "cat")
    code = f"from pathlib import Path\nfrom acr_patterns.programs import Programs\nprint([Programs(Path(), {{'PATH': '{tools}:/bin:/usr/bin'}}).run('az')])"
    ended = subprocess.run([sys.executable, "-c", code], input="typed", capture_output=True, text=True, check=True)  # noqa: S603
    assert ended.stdout == "['']\n"
