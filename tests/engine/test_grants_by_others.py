"""A deployer who may not assign roles: what somebody else has to run is said, and with it the stack comes up."""

import json
import re
import shlex
import subprocess

from acr_patterns.testing.engine import SimulatedEngine
from pulumi_runs import NewEngine, changes, failed, succeeded

GRANTS = "Microsoft.Authorization/roleAssignments"
UP = ("--skip-preview", "-c", "grant=false")


def commands(output: str) -> set[str]:
    """What the output asks somebody else to run."""
    return set(re.findall(r"`(az role assignment create [^`]+)`", " ".join(output.split())))


def run(engine: SimulatedEngine, command: str) -> None:
    """Run it as it stands, as an administrator does."""
    subprocess.run(shlex.split(command), env=engine.environment, check=True, capture_output=True)  # noqa: S603


def test_a_stack_comes_up_once_the_commands_that_it_printed_were_run_and_not_before(new_engine: NewEngine) -> None:
    engine = new_engine(role_delay=0.0)
    said = failed(engine.up("dev", *UP))
    assert "AcrPush is not assigned here; who may assign roles runs once `az role assignment create" in said
    assert "if it says `denied` or `unauthorized`, the role is not assigned, or not honoured yet" in said
    asked = {role: command for command in commands(said) for role in ("AcrPush", "AcrPull") if f" {role} " in command}
    with engine.subscription.opened() as azure:
        assert azure.of_type(GRANTS) == []
        assert [run.status for run in azure.runs] == ["Failed"]

    run(engine, asked["AcrPush"])
    said = failed(engine.up("dev", *UP))
    assert 'Code="InaccessibleImage"' in said
    assert "who may assign roles assigns it with `az role assignment create" in " ".join(said.split())
    assert asked["AcrPull"] in commands(said)

    run(engine, asked["AcrPull"])
    assert changes(succeeded(engine.up("dev", *UP)))["created"] == 1
    assert set(engine.outputs("dev")["grantCommands"]) == set(asked.values())
    assert "RoleAssignment" not in json.dumps(engine.export("dev")["deployment"]["resources"])
    assert changes(succeeded(engine.up("dev", *UP, "--expect-no-changes"))).keys() == {"unchanged"}
    succeeded(engine.destroy("dev", "--skip-preview"))
