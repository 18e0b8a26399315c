"""What the smoke test refuses, before anything is made."""

import os
from pathlib import Path
from typing import Any

import pytest
from stand_in_programs import CONFIRMED, SUBSCRIPTION, az, program

from smoke.__main__ import main
from smoke.preflight import CONFIRM


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
        ((), "SUBSCRIPTION and LOCATION are"),
        (("--location", "westeurope"), "SUBSCRIPTION is"),
        (("--subscription", SUBSCRIPTION), "LOCATION is"),
    ],
)
def test_without_a_confirmation_it_says_what_it_would_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], missing: str
) -> None:
    said = refusal(tmp_path, capsys, *arguments)
    assert f"because {missing} not given" in said
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
    program(tools, "az", f"kill -INT {os.getpid()}; sleep 2")
    assert refusal(tmp_path, capsys, *CONFIRMED) == "Nothing was made, because of the interrupt.\n"


def test_a_stack_that_cannot_be_set_up_is_nothing_made_and_nothing_kept(
    tmp_path: Path, tools: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program(tools, "pulumi", "echo no such backend >&2; exit 1")
    az(tools)
    assert main([*CONFIRMED, "--output", str(tmp_path / "smoke")]) == 2
    assert "because the stack cannot be set up: no such backend" in capsys.readouterr().out
    assert [path for path in (tmp_path / "smoke").rglob("*") if path.is_file()] == []
