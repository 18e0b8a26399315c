"""The smoke test, from its first step to its last, on the real engine and the simulated Azure, with a stand-in for the Azure CLI."""

import json
import os
import re
import secrets
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from acr_patterns.testing.engine import SimulatedEngine
from acr_patterns.testing.project_copy import copy_project
from acr_patterns.testing.provider import install_provider
from acr_patterns.testing.simulated_azure import SUBSCRIPTION_ID, TENANT_ID
from acr_patterns.testing.simulated_azure.registry import list_credentials
from pulumi_runs import NewEngine
from stand_in_azure_cli import install

from smoke.__main__ import main
from smoke.redaction import REDACTED
from smoke.steps import STEPS, THIRD

PROJECT = Path(__file__).parents[2]
SOURCE = "https://github.com/Azure-Samples/acr-build-helloworld-node.git"
SECRET, OWN_SECRET = "correct-horse-battery-staple", "ghp_0123456789abcdef"
CLOCK_SCALE = 20.0


@dataclass
class Owner:
    """Somebody with a subscription, who runs the smoke test."""

    engine: SimulatedEngine
    output: Path
    arguments: list[str]

    @property
    def records(self) -> Path:
        [folder] = self.output.glob("20*")
        return folder

    def left(self) -> list[str]:
        with self.engine.subscription.opened() as azure:
            return list(azure.state.resources)


@pytest.fixture
def owner(new_engine: NewEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Owner:
    engine = new_engine()
    project, output, programs = tmp_path / "project", tmp_path / "smoke", tmp_path / "bin"
    copy_project(PROJECT, project, CLOCK_SCALE)
    install_provider(output / "plugins", engine.subscription)
    install(programs, engine.subscription)
    with engine.subscription.opened() as azure:
        azure.fail_build(f"{SOURCE}#{THIRD}", "unable to prepare context: no Dockerfile")
    monkeypatch.setenv("PATH", os.pathsep.join([str(programs), str(Path(sys.executable).parent), os.environ["PATH"]]))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(PROJECT / "components"), str(PROJECT)]))
    monkeypatch.setenv("PULUMI_HOME", str(tmp_path / "own-pulumi"))
    monkeypatch.setenv("PULUMI_BACKEND_URL", "file:///nowhere")
    monkeypatch.setenv("PULUMI_DEBUG_PROVIDERS", "azure-native:1")
    monkeypatch.setenv("ARM_CLIENT_SECRET", OWN_SECRET)
    where = ("--project", str(project), "--output", str(output))
    return Owner(engine, output, ["--subscription", SUBSCRIPTION_ID, "--location", "westeurope", *where])


def test_every_step_is_taken_recorded_and_removed(
    owner: Owner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(secrets, "token_urlsafe", known_secret)
    code = main(owner.arguments)
    said = capsys.readouterr()
    report = (owner.records / "report.md").read_text()
    assert code == 0, report
    assert said.err == ""
    assert owner.left() == []

    unsettled = re.findall(r"^\| `([a-z-]+)` .*\*\*not settled\*\*", report, re.MULTILINE)
    assert unsettled == ["push-wait", "principal-asked-again"]
    assert report.count("**contradicted**") == 0
    assert "`pulumi destroy` removed everything." in report

    names = [recorded(step.name) for step in STEPS]
    assert sorted(path.name for path in owner.records.iterdir()) == [
        *names,
        f"{len(STEPS) + 1}-removal.json",
        "report.md",
    ]
    assert [path.name for path in owner.output.iterdir() if path != owner.records] == ["plugins"]
    assert not (tmp_path / "own-pulumi").exists()

    kept = {path.name: path.read_text() for path in owner.records.iterdir()}
    registry_name = re.findall(r"registries/(\w+)", kept[recorded("deploy")])[0]
    passwords = admin_passwords(kept[recorded("deploy")], registry_name)
    for name, text in {**kept, "output": said.out.split("Stack ", 1)[1].split("\n", 4)[4]}.items():
        for hidden in (SECRET, OWN_SECRET, *passwords, SUBSCRIPTION_ID, TENANT_ID, "owner@example.com"):
            assert hidden not in text, (name, hidden)
    assert json.dumps(REDACTED) in kept[recorded("admin-user")]
    assert json.dumps({"name": "PASSWORD", "secureValue": REDACTED}) in json.dumps(
        json.loads(kept[recorded("dns-name-label")])
    )


def recorded(step: str) -> str:
    """The file of a step."""
    [number] = [number for number, one in enumerate(STEPS, start=1) if one.name == step]
    return f"{number:02}-{step}.json"


def known_secret(_: int) -> str:
    return SECRET


def admin_passwords(record: str, registry_name: str) -> list[str]:
    """The passwords that the registry had."""
    group = re.findall(r"resourceGroups/([\w-]+)", record)[0]
    where = f"/subscriptions/{SUBSCRIPTION_ID}/resourceGroups/{group}/providers/Microsoft.ContainerRegistry/registries"
    known = {"id": f"{where}/{registry_name}", "name": registry_name, "properties": {"adminUserEnabled": True}}
    return [password["value"] for password in list_credentials(known)["passwords"]]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_in_the_middle_of_a_deployment_removes_what_was_made(owner: Owner, number: signal.Signals) -> None:
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "smoke", *owner.arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        while " 1/" not in (line := process.stdout.readline()):
            assert line, process.communicate()
        while len(owner.left()) < 3:
            assert process.poll() is None
        process.send_signal(number)
        _, error = process.communicate(timeout=300)
    assert (process.returncode, error) == (2, "")
    assert owner.left() == []
    report = (owner.records / "report.md").read_text()
    assert "**Interrupted** before every step was taken." in report
    assert "0 confirmed, 0 contradicted," in report
    assert sorted(path.name for path in owner.records.glob("*.json")) == ["01-deploy.json", "02-removal.json"]
