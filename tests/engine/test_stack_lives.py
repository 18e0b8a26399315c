"""The whole life of each stack of this project on the real engine, with secrets in its configuration."""

import json
import shutil
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from acr_patterns.testing.engine import SimulatedEngine
from acr_patterns.testing.simulated_azure import Fault
from pulumi_runs import NewEngine, changes, failed, succeeded

TOKEN, VARIABLE = "ghp_0123456789abcdef", "correct-horse-battery-staple"
SECRETS = {"sourceAccessToken": TOKEN, "secretEnvironment.PASSWORD": VARIABLE}
CHANGED = ("--config-path", "-c", "environment.GREETING=hello")
GROUPS, REGISTRIES = "Microsoft.ContainerInstance/containerGroups", "Microsoft.ContainerRegistry/registries"


class Life:
    """A stack with secrets, and everything that was ever said or written about it."""

    def __init__(self, engine: SimulatedEngine, project: Path, stack: str) -> None:
        self.engine = engine
        self.stack = stack
        self.said: list[str] = []
        for key, secret in SECRETS.items():
            succeeded(engine.pulumi(stack, "config", "set", "--secret", "--path", key, secret))
            shutil.copy(engine.copy_of(stack) / f"stacks/Pulumi.{stack}.yaml", project / "stacks")

    def run(self, *arguments: str) -> CompletedProcess[str]:
        run = self.engine.pulumi(self.stack, *arguments)
        self.said.append(run.stdout + run.stderr)
        return run

    def assert_nothing_is_in_plain_text(self, *more: str) -> None:
        kept = {str(path): path.read_text(errors="replace") for path in self.engine.home.rglob("*") if path.is_file()}
        exported = json.dumps(self.engine.export(self.stack))
        for where, text in {"export": exported, **dict(enumerate(self.said)), **kept}.items():
            assert not [secret for secret in (*SECRETS.values(), *more) if secret in text], where


@pytest.mark.parametrize("stack", ["dev", "staging", "prod"])
def test_a_stack_comes_up_in_one_go_stays_as_it_is_and_leaves_nothing(
    new_engine: NewEngine, own_project: Path, stack: str
) -> None:
    life = Life(new_engine(own_project), own_project, stack)
    assert "+ 13 to create" in succeeded(life.run("preview", "--diff"))
    output = succeeded(life.run("up", "--yes", "--diff"))
    assert changes(output) == {"created": 13}
    assert "waiting" in output
    with life.engine.subscription.opened() as azure:
        [group] = azure.of_type(GROUPS)
        assert group["properties"]["imageRegistryCredentials"][0].keys() == {"server", "identity"}
        assert [run.status for run in azure.runs] == ["Succeeded"]

    again = succeeded(life.run("up", "--yes", "--expect-no-changes"))
    assert "unknown" not in again
    assert changes(again) == {"unchanged": 13}
    assert changes(succeeded(life.run("refresh", "--yes", "--expect-no-changes"))) == {"unchanged": 13}
    succeeded(life.run("preview", "--refresh", "--diff", "--expect-no-changes"))

    with life.engine.subscription.opened() as azure:
        azure.plan_fault(Fault.FAILS_AFTER_ACCEPTING, "PUT", GROUPS)
    assert 'Code="OperationFailed"' in failed(life.run("up", "--yes", "--diff", *CHANGED))
    assert "settings that cannot be used" in failed(life.run("up", "--yes", "--diff", "-c", "dockerfile=../Dockerfile"))
    assert json.dumps(life.engine.export(stack)).count("ciphertext") >= len(SECRETS)
    life.assert_nothing_is_in_plain_text()

    if stack != "dev":
        refused = failed(life.run("destroy", "--yes"))
        assert "cannot be deleted\n    because it is protected" in refused
        assert "pulumi state unprotect" in refused
        with life.engine.subscription.opened() as azure:
            assert azure.of_type(GROUPS)
        succeeded(life.run("state", "unprotect", "--all", "--yes"))
    succeeded(life.run("destroy", "--yes", "--diff"))
    with life.engine.subscription.opened() as azure:
        assert azure.state.resources == {}
        assert azure.state.manifests == {}
    life.assert_nothing_is_in_plain_text()


def test_the_admin_password_is_nowhere_in_plain_text(new_engine: NewEngine, own_project: Path) -> None:
    life = Life(new_engine(own_project, role_delay=0.0), own_project, "dev")
    admin = ("up", "--yes", "--diff", "-c", "authentication=AdminUser")
    succeeded(life.run(*admin))
    with life.engine.subscription.opened() as azure:
        [registry] = azure.of_type(REGISTRIES)
        passwords = [one["value"] for one in azure.list_credentials(registry["id"])["passwords"]]
        azure.delete_images(registry["properties"]["loginServer"], "helloworld")
    assert changes(succeeded(life.run(*admin))) == {"unchanged": 10}
    assert 'Code="InaccessibleImage"' in failed(life.run(*admin, *CHANGED))
    succeeded(life.run("preview", "--refresh", "--diff"))
    life.assert_nothing_is_in_plain_text(*passwords)
