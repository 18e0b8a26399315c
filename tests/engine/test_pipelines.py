"""The pipelines of docs/pipelines do what docs/promotion.md says: their own scripts, with the real engine on a simulated Azure."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from acr_patterns.testing.azure_cli import install_azure_cli
from acr_patterns.testing.engine import SimulatedEngine
from acr_patterns.testing.provider import install_provider
from azure_devops import AzureDevOps
from github_actions import GitHubActions
from pipeline_service import NOT_RUN, Service
from pulumi_runs import NewEngine
from stand_in_hosting import install_hosting

PROMOTED = Path(__file__).parent / "projects" / "promoted"
SIGN_IN = Path(__file__).parent / "stand_in_sign_in.py"
OLD, NEW, SIGNATURE = f"sha256:{'f' * 64}", f"sha256:{'0' * 64}", f"sha256:{'1' * 64}"
REGISTRY = "Microsoft.ContainerRegistry/registries"
CONTAINER_GROUP = "Microsoft.ContainerInstance/containerGroups"


class Shop:
    """A project in a repository: a platform that is up, and two environments that run its oldest image."""

    def __init__(self, engine: SimulatedEngine, folder: Path, kind: type[Service]) -> None:
        programs = folder / "programs"
        programs.mkdir(parents=True)
        install_provider(engine.home / "pulumi" / "plugins", engine.subscription)
        (engine.home / "state").mkdir()
        install_hosting(programs, folder)
        install_azure_cli(programs, engine.subscription, (str(SIGN_IN),))
        self._engine = engine
        self._environment = {
            **engine.environment,
            "PATH": os.pathsep.join([str(programs), engine.environment["PATH"]]),
            "GIT_CONFIG_GLOBAL": os.devnull,
        }
        self._work = folder / "work"
        shutil.copytree(PROMOTED, self._work)
        (self._work / "stacks").mkdir()
        self._git("init", "--quiet", "--initial-branch", "main")
        self.server = self._up_for_the_first_time()
        self._git("add", ".")
        self._commit("Begin")
        self._git("clone", "--quiet", "--bare", str(self._work), str(folder / "origin.git"))
        self._git("remote", "add", "origin", str(folder / "origin.git"))
        self.service = kind(folder, self._environment)

    def push_image(self, digest: str, tag: str | None) -> None:
        """What a triggered build does, or with no tag somebody who signs."""
        with self._engine.subscription.opened() as azure:
            azure.push_image(self.server, "shop", tag, digest)

    def running(self) -> dict[str, str]:
        """Resource group, without its suffix -> digest of what its container group runs."""
        with self._engine.subscription.opened() as azure:
            return {
                group["id"].split("/")[4].removeprefix("shop-")[:-8]: group["properties"]["containers"][0]["image"][
                    -71:
                ]
                for group in azure.of_type(CONTAINER_GROUP)
            }

    def locked(self) -> list[str]:
        """The digests that cannot be deleted."""
        with self._engine.subscription.opened() as azure:
            manifests = azure.state.manifests[self.server]["shop"]
        return sorted(name for name, one in manifests.items() if not one["changeableAttributes"]["deleteEnabled"])

    def merge(self, branch: str) -> list[str]:
        """Merge a branch into main; what it changed, line by line."""
        self._git("fetch", "--quiet", "origin")
        self._git(
            "-c", "user.name=a", "-c", "user.email=a@example.com", "merge", "--quiet", "--no-ff", f"origin/{branch}"
        )
        self._git("push", "--quiet", "origin", "main")
        changed = self._git("diff", "--unified=0", "HEAD^", "HEAD").splitlines()
        return [line for line in changed if line[:1] in "+-" and line[:3] not in ("+++", "---")]

    def _up_for_the_first_time(self) -> str:
        self._pulumi("stack", "init", "platform")
        self._pulumi("up", "--yes", "--skip-preview", "--stack", "platform")
        with self._engine.subscription.opened() as azure:
            [registry] = azure.of_type(REGISTRY)
            self.server = registry["properties"]["loginServer"]
        self.push_image(OLD, "run-1")
        for stack in ("staging", "prod"):
            self._pulumi("stack", "init", stack)
            self._pulumi("config", "set", "image", f"{self.server}/shop@{OLD}", "--stack", stack)
            self._pulumi("up", "--yes", "--skip-preview", "--stack", stack)
        return self.server

    def _commit(self, message: str) -> None:
        self._git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "--message", message)

    def _git(self, *words: str) -> str:
        return self._run("git", *words)

    def _pulumi(self, *words: str) -> str:
        return self._run("pulumi", *words, "--non-interactive")

    def _run(self, *words: str) -> str:
        done = subprocess.run(  # noqa: S603 programs of this test
            words, cwd=self._work, env=self._environment, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(params=[GitHubActions, AzureDevOps], ids=["GitHub", "Azure DevOps"])
def shop(new_engine: NewEngine, tmp_path: Path, request: pytest.FixtureRequest) -> Shop:
    return Shop(new_engine(PROMOTED, role_delay=0.0), tmp_path / "service", request.param)


def test_a_rebuilt_image_is_proposed_merged_and_promoted_and_nothing_runs_it_before(shop: Shop) -> None:
    service = shop.service
    shop.push_image(SIGNATURE, None)
    nothing_new = service.scheduled()
    assert not nothing_new.failed, nothing_new.output
    assert "The setting of staging is" in nothing_new.output
    assert service.hosting.pulls == []

    shop.push_image(NEW, "run-2")
    assert shop.running() == {"staging": OLD, "prod": OLD}
    service.hosting.open(f"image/staging-{NEW[-12:]}", "An outsider's, from a fork", "", fork=True)
    service.hosting.refuse_pulls(refused=True)
    refused = service.scheduled()
    assert refused.failed
    assert "a pull request may not be opened" in refused.output
    service.hosting.refuse_pulls(refused=False)
    proposed = service.scheduled()
    assert not proposed.failed, proposed.output
    [_outsiders, pull] = service.hosting.pulls
    assert pull["title"] == f"Let staging run shop@{NEW}"
    [comment] = pull["comments"]
    assert comment.startswith("Preview of staging:\n\n~~~~~~diff\n")
    assert f"shop@{NEW}" in comment
    assert "1 to update" in comment
    assert shop.locked() == [NEW]

    again = service.scheduled()
    assert not again.failed, again.output
    assert "A pull request has proposed" in again.output
    assert len(service.hosting.pulls) == 2

    assert shop.merge(pull["branch"]) == [
        f"-  promoted:image: {shop.server}/shop@{OLD}",
        f"+  promoted:image: {shop.server}/shop@{NEW}",
    ]
    assert shop.running() == {"staging": OLD, "prod": OLD}
    merged = service.merged()
    assert not merged.failed, merged.output
    assert merged.brought_up == ["staging"]
    assert len(merged.signed_in) == 2
    assert [name.rpartition("-")[2] for name in merged.signed_in] == ["main", "staging"]
    assert "staging" in merged.summary
    assert f"shop@{NEW}" in merged.summary
    assert shop.running() == {"staging": NEW, "prod": OLD}

    by_hand = service.by_hand("prod")
    assert not by_hand.failed, by_hand.output
    assert service.hosting.pulls[2]["title"] == f"Let prod run shop@{NEW}"
    shop.merge(service.hosting.pulls[2]["branch"])
    approved_late = service.approved("prod", merged.commit)
    assert approved_late.failed
    assert "There is a later merge to main" in approved_late.output
    assert shop.running() == {"staging": NEW, "prod": OLD}
    approved = service.approved("prod")
    assert not approved.failed, approved.output
    assert shop.running() == {"staging": NEW, "prod": NEW}
    assert {name.partition(": ")[2] for name in service.never_run} <= NOT_RUN
