"""What the smoke test refuses, before anything is made."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from smoke.__main__ import main
from smoke.preflight import CONFIRM

ROOT = Path(__file__).parent.parent
SUBSCRIPTION = "11111111-2222-4333-8444-555555555555"
CONFIRMED = ("--subscription", SUBSCRIPTION, "--location", "westeurope")
ANSWERS: dict[str, Any] = {
    "account show": {"id": SUBSCRIPTION, "name": "Shop", "tenantId": "t", "user": {"name": "owner@example.com"}},
    "account list-locations": ["westeurope", "northeurope"],
    "provider show": "Registered",
    "group list": [],
}


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with programs, the only one on PATH beside the shell's."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder


def program(tools: Path, name: str, script: str = "exit 1") -> None:
    (tools / name).write_text(f"#!/bin/sh\n{script}\n")
    (tools / name).chmod(0o755)


def az(tools: Path, **changed: Any) -> None:
    """An `az` that gives fixed answers; None for one that fails."""
    answers = {**ANSWERS, **{key.replace("_", " "): value for key, value in changed.items()}}
    cases = [
        f'"{words}") {"exit 1" if answer is None else f"echo {json.dumps(json.dumps(answer))}"} ;;'
        for words, answer in answers.items()
    ]
    program(tools, "az", "\n".join(['case "$1 $2" in', *cases, "esac"]))


def refusal(tmp_path: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main([*arguments, "--output", str(tmp_path / "smoke")]) == 2
    assert not (tmp_path / "smoke").exists()
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("Nothing was made, because ")
    assert said.err.count("\n") == 1
    return said.err


@pytest.mark.parametrize(
    ("arguments", "missing"),
    [
        ((), "SUBSCRIPTION and LOCATION"),
        (("--location", "westeurope"), "SUBSCRIPTION"),
        (("--subscription", SUBSCRIPTION), "LOCATION"),
    ],
)
def test_without_a_confirmation_it_says_what_it_would_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], missing: str
) -> None:
    said = refusal(tmp_path, capsys, *arguments)
    assert f"because {missing} is not given" in said
    for word in (CONFIRM, "resource group", "container registry", "deletes in the end", "an hour", "price"):
        assert word in said


@pytest.mark.parametrize("missing", ["pulumi", "az"])
def test_a_missing_program_is_named(
    tmp_path: Path, tools: Path, capsys: pytest.CaptureFixture[str], missing: str
) -> None:
    for name in {"pulumi", "az"} - {missing}:
        program(tools, name)
    assert f"{missing} is not on PATH; install it (https://" in refusal(tmp_path, capsys, *CONFIRMED)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"account_show": None}, "run `az login`"),
        ({"account_show": {"id": "other", "name": "Bank"}}, "the Azure CLI has chosen other (Bank)"),
        ({"account_list-locations": ["northeurope"]}, "no region 'westeurope'"),
        (
            {"provider_show": "NotRegistered"},
            "run `az provider register --wait --namespace Microsoft.ContainerRegistry`",
        ),
        ({"group_list": ["helloworld-dev"]}, "is taken by resource group helloworld-dev"),
        ({"group_list": None}, "resource groups cannot be listed"),
    ],
    ids=["no login", "another subscription", "no region", "not registered", "name taken", "not told"],
)
def test_a_subscription_that_is_not_ready_is_refused(
    tmp_path: Path, tools: Path, capsys: pytest.CaptureFixture[str], answers: dict[str, Any], words: str
) -> None:
    program(tools, "pulumi")
    az(tools, **answers)
    assert words in refusal(tmp_path, capsys, *CONFIRMED)


def test_ctrl_c_before_anything_is_made_is_said_as_that(
    tmp_path: Path, tools: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program(tools, "pulumi")
    program(tools, "az", f"kill -INT {os.getpid()}; sleep 30")
    assert refusal(tmp_path, capsys, *CONFIRMED) == "Nothing was made, because of the interrupt.\n"


def test_a_stack_that_cannot_be_set_up_is_nothing_made_and_nothing_kept(
    tmp_path: Path, tools: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program(tools, "pulumi", "echo no such backend >&2; exit 1")
    az(tools)
    assert main([*CONFIRMED, "--output", str(tmp_path / "smoke")]) == 2
    assert "because the stack cannot be set up: no such backend" in capsys.readouterr().out
    assert [path for path in (tmp_path / "smoke").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("environment", "arguments", "given"),
    [
        ({}, (), '--subscription ""'),
        ({"SUBSCRIPTION": SUBSCRIPTION}, (), '--subscription ""'),
        ({}, (f"SUBSCRIPTION={SUBSCRIPTION}",), f'--subscription "{SUBSCRIPTION}"'),
    ],
    ids=["nothing", "environment", "command line"],
)
def test_make_takes_the_confirmation_from_the_command_line_only(
    environment: dict[str, str], arguments: tuple[str, ...], given: str
) -> None:
    shown = subprocess.run(  # noqa: S603
        ["make", "--dry-run", "smoke", *arguments],  # noqa: S607
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert given in shown
