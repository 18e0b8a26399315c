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
TAGGED = ("--config-path", "-c", "tags.team=shop")
GROUPS, REGISTRIES = "Microsoft.ContainerInstance/containerGroups", "Microsoft.ContainerRegistry/registries"
TASKS = f"{REGISTRIES}/tasks"


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


def prepared(engine: SimulatedEngine, project: Path, stack: str) -> Life:
    """A stack of the project; prod on a platform that is up, with its image in the project's file."""
    if stack == "prod":
        succeeded(engine.up("platform", "--skip-preview"))
        promoted = engine.outputs("platform")["image"]
        succeeded(engine.pulumi(stack, "config", "set", "image", promoted))
        shutil.copy(engine.copy_of(stack) / f"stacks/Pulumi.{stack}.yaml", project / "stacks")
    return Life(engine, project, stack)


@pytest.mark.parametrize(
    ("stack", "resources", "fails"), [("dev", 13, GROUPS), ("platform", 9, TASKS), ("prod", 19, GROUPS)]
)
def test_a_stack_comes_up_in_one_go_stays_as_it_is_and_leaves_nothing(
    new_engine: NewEngine, own_project: Path, stack: str, resources: int, fails: str
) -> None:
    life = prepared(new_engine(own_project), own_project, stack)
    others = set(objects(life.engine))
    assert f"+ {resources} to create" in succeeded(life.run("preview", "--diff"))
    output = succeeded(life.run("up", "--yes", "--diff"))
    assert changes(output) == {"created": resources}
    assert ("waiting" in output) is (stack != "prod")
    with life.engine.subscription.opened() as azure:
        for group in azure.of_type(GROUPS):
            assert group["properties"]["imageRegistryCredentials"][0].keys() == {"server", "identity"}
        assert [run.status for run in azure.runs] == ["Succeeded"]

    again = succeeded(life.run("up", "--yes", "--expect-no-changes"))
    assert "unknown" not in again
    assert changes(again) == {"unchanged": resources}
    refreshed = resources + (stack == "prod")  # prod: with the reference to the platform
    assert changes(succeeded(life.run("refresh", "--yes", "--expect-no-changes"))) == {"unchanged": refreshed}
    succeeded(life.run("preview", "--refresh", "--diff", "--expect-no-changes"))

    with life.engine.subscription.opened() as azure:
        azure.plan_fault(Fault.FAILS_AFTER_ACCEPTING, "PUT", fails)
    assert 'Code="OperationFailed"' in failed(life.run("up", "--yes", "--diff", *CHANGED, *TAGGED))
    with life.engine.subscription.opened() as azure:
        assert [run.status for run in azure.runs] == ["Succeeded"]
    assert "settings that cannot be used" in failed(life.run("up", "--yes", "--diff", "-c", "dockerfile=../Dockerfile"))
    assert json.dumps(life.engine.export(stack)).count("ciphertext") >= (len(SECRETS) if stack == "dev" else 1)
    life.assert_nothing_is_in_plain_text()

    if stack == "platform":
        refused = failed(life.run("destroy", "--yes"))
        assert "cannot be deleted\n    because it is protected" in refused
        assert "pulumi state unprotect" in refused
        with life.engine.subscription.opened() as azure:
            assert azure.of_type(TASKS)
        succeeded(life.run("state", "unprotect", "--all", "--yes"))
    succeeded(life.run("destroy", "--yes", "--diff"))
    assert set(objects(life.engine)) == others
    life.assert_nothing_is_in_plain_text()


def objects(engine: SimulatedEngine) -> list[str]:
    """Everything in Azure, images too."""
    with engine.subscription.opened() as azure:
        return [*azure.state.resources, *azure.state.manifests]


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
