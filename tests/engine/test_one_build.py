"""One build, promoted from stack to stack on the real engine; a purge takes what nobody runs any more, and nothing else."""

import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from acr_patterns.roles import Purpose
from acr_patterns.testing import engine as engine_module
from acr_patterns.testing.engine import SimulatedEngine
from pulumi_runs import changes, succeeded

IDENTITIES = "Microsoft.ManagedIdentity/userAssignedIdentities"
ON_THE_PLATFORM = ("-c", "build=false", "-c", "platform=organization/acr-patterns/platform")


class Shop:
    """The repository's own project, and a simulation of its stacks as `make up` and `make promote` keep it."""

    def __init__(self, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.project = project
        self.engine = SimulatedEngine(project, project / ".simulated")
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        monkeypatch.chdir(project)

    def up(self, stack: str, *settings: str) -> str:
        succeeded(self.engine.up(stack, "--skip-preview", *settings))
        return str(self.engine.outputs(stack)["image"])

    def promote(self, source: str, target: str) -> tuple[int, str]:
        """What the command for the simulation says."""
        self._monkeypatch.setattr(sys, "argv", ["engine", "promote", source, target])
        code = engine_module.main()
        said = self._capsys.readouterr()
        return code, said.err if code else said.out

    def setting(self, stack: str) -> str | None:
        file = self.project / "stacks" / f"Pulumi.{stack}.yaml"
        return yaml.safe_load(file.read_text())["config"].get("acr-patterns:image")

    def purge(self) -> list[str]:
        server = self.engine.outputs("platform")["registry"]["loginServer"]
        with self.engine.subscription.opened() as azure:
            return [f"{server}/{image}" for image in azure.purge_images(server, 0.0)]

    def pulls(self, stack: str, policy: str) -> bool:
        """Whether a container group that is made anew can pull what the stack runs."""
        run = self.engine.up(stack, "--skip-preview", "-c", f"restartPolicy={policy}")
        return run.returncode == 0 and changes(run.stdout)["replaced"] == 1

    def az(self, command: str) -> None:
        subprocess.run(shlex.split(command), env=self.engine.environment, check=True, capture_output=True)  # noqa: S603


def test_one_build_is_promoted_and_what_runs_outlives_every_purge(
    own_project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shop = Shop(own_project, monkeypatch, capsys)
    first = shop.up("platform")
    assert shop.up("dev", *ON_THE_PLATFORM) == first
    for source, target in (("dev", "staging"), ("staging", "prod")):
        code, said = shop.promote(source, target)
        assert (code, said.partition(",")[0]) == (0, f"Promoted {first}")
        assert shop.setting(target) == first
        assert shop.up(target) == first
    with shop.engine.subscription.opened() as azure:
        assert len(azure.runs) == 1
        [registry] = azure.of_type("Microsoft.ContainerRegistry/registries")
        principals = [one["properties"]["principalId"] for one in azure.of_type(IDENTITIES)]
        assert len(principals) == 3
        assert all(azure.may(principal, Purpose.PULL, registry) for principal in principals)
        assert not any(azure.may(principal, Purpose.PUSH, registry) for principal in principals)

    second = shop.up("platform", "-c", "sourceRevision=1234567")
    assert second != first
    assert shop.up("dev", *ON_THE_PLATFORM) == second
    code, said = shop.promote("dev", "staging")
    assert code == 0, said
    unlock = said.splitlines()[1].split("`")[1]
    assert shop.up("staging") == second
    assert shop.setting("prod") == first
    assert shop.purge() == []
    assert shop.pulls("prod", "OnFailure")

    assert shop.promote("staging", "prod")[0] == 0
    assert shop.up("prod") == second
    with shop.engine.subscription.opened() as azure:
        assert len(azure.runs) == 2
    assert shop.purge() == []
    shop.az(unlock)
    assert shop.purge() == [first]
    assert shop.pulls("prod", "OnFailure")
    assert shop.pulls("staging", "Never")
    code, said = shop.promote("staging", "prod")
    assert (code, said) == (
        0,
        f"Stack prod has {second} already, which is locked against deletion; nothing was written.\n",
    )


def test_what_is_not_there_is_refused_and_nothing_is_written(
    own_project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shop = Shop(own_project, monkeypatch, capsys)
    code, said = shop.promote("platform", "staging")
    assert code == 1
    assert said.startswith(
        "The outputs of stack platform cannot be read: error: no stack named 'platform' found; bring it up"
    )
    assert shop.promote("platform", "production") == (
        1,
        "No Pulumi.production.yaml, so there is no stack production to promote to; name one that has settings\n",
    )
    image = shop.up("platform")
    server, _, name = image.partition("/")
    with shop.engine.subscription.opened() as azure:
        azure.delete_images(server, name.partition("@")[0])
    code, said = shop.promote("platform", "staging")
    assert code == 1
    assert "does not have this image, or no longer" in said
    assert shop.promote("staging", "prod")[1].startswith(
        "Stack staging has no output `image`, so there is nothing to promote"
    )
    assert shop.setting("staging") is shop.setting("prod") is None
