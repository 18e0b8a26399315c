"""A whole run of the smoke test with stand-ins for `pulumi` and `az`: what it writes, keeps and says."""

from collections.abc import Callable
from pathlib import Path

import pytest
from stand_in_programs import CONFIRMED, az, program

from smoke import __main__ as module
from smoke.__main__ import main
from smoke.azure_cli import AzureCli
from smoke.commands import Commands
from smoke.redaction import REDACTED, Redaction
from smoke.session import Session

VALUE = "correct-horse-battery-staple"
Run = Callable[[int], int]


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "smoke"


@pytest.fixture
def run(tools: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run it; nothing can be deployed, and `pulumi destroy` ends with the exit code that is given."""
    monkeypatch.setenv("ARM_CLIENT_SECRET", VALUE)
    az(tools, **{"version --only-show-errors": {"azure-cli": VALUE}})

    def go(destroy: int) -> int:
        cases = ['"up --yes") stat -c "mode %a" ..; exit 1 ;;', f'"destroy --yes") exit {destroy} ;;']
        program(tools, "pulumi", "\n".join(['case "$1 $2" in', *cases, "esac"]))
        return main([*CONFIRMED, "--output", str(output)])

    return go


def records(output: Path) -> Path:
    [folder] = output.glob("20*")
    return folder


def test_the_report_is_free_of_secrets(run: Run, output: Path) -> None:
    run(0)
    report = (records(output) / "report.md").read_text()
    assert VALUE not in report
    assert f"Azure CLI {REDACTED}" in report


def test_nobody_else_can_read_state_and_passphrase_meanwhile(run: Run, output: Path) -> None:
    run(0)
    assert "mode 700" in (records(output) / "01-deploy.json").read_text()


def test_state_and_passphrase_are_gone_once_everything_is_removed(run: Run, output: Path) -> None:
    assert run(0) == 2, "nothing was ever up"
    assert not (records(output) / "work").exists()


def test_state_and_passphrase_are_kept_until_everything_is_removed(
    run: Run, output: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(1) == 2
    work = records(output) / "work"
    assert {"passphrase", "project", "pulumi", "state"} <= {path.name for path in work.iterdir()}
    assert f"State and passphrase are kept in {work}. It holds secrets" in capsys.readouterr().out
    assert "**It is not known whether everything was removed.**" in (records(output) / "report.md").read_text()


def test_a_failure_of_the_smoke_test_itself_is_not_the_exit_code_of_a_contradiction(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError(f"broken with {VALUE}")

    monkeypatch.setattr(Session, "take_all", fail)
    assert run(0) == 2
    said = capsys.readouterr().out
    assert f"RuntimeError: broken with {REDACTED}" in said
    assert VALUE not in said


def test_what_the_azure_cli_complains_of_is_free_of_secrets(tools: Path) -> None:
    program(tools, "az", f"echo cannot use {VALUE} >&2; exit 1")
    answer = AzureCli(Commands(), redaction=Redaction({"ARM_CLIENT_SECRET": VALUE}, {})).ask("account", "show")
    assert answer.error == f"cannot use {REDACTED}\n"


def test_the_project_is_this_repository() -> None:
    assert (module.PROJECT / "Pulumi.yaml").exists()
