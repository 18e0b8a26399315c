"""Runs the scripts of the pipelines as GitHub Actions and Azure DevOps run them: each literally, in order, in a fresh clone.

Only what a script sees of its service is stood in for: variables, outputs, conditions and logging commands. An expression or condition that
is not in a table here fails the test.
"""

import json
import os
import re
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline_files import Job, Step, azure_devops_stages, github_jobs
from stand_in_hosting import ID_TOKENS, PULLS, Hosting

NOT_RUN = {"Check out", "Install Pulumi", "Install the program", "Install"}
"""What the test has done already: the clone, the Pulumi CLI and the environment of the program."""

Values = dict[str, str]


@dataclass
class Run:
    """What one run of a pipeline did."""

    commit: str
    stack: str
    steps: list[str] = field(default_factory=list[str])
    brought_up: list[str] = field(default_factory=list[str])
    signed_in: list[str] = field(default_factory=list[str])
    summary: str = ""
    output: str = ""
    failed: bool = False


class Service(ABC):
    """A service that runs a pipeline for a repository."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        """Run with the programs that are on the PATH of `environment`; `folder` holds the repository and all that a run leaves."""
        self.folder = folder
        self.hosting = Hosting(folder)
        self._environment = dict(environment)
        self._clones = 0

    @abstractmethod
    def scheduled(self) -> Run:
        """The run that the schedule starts."""

    @abstractmethod
    def by_hand(self, stack: str) -> Run:
        """The run that somebody starts for a stack."""

    @abstractmethod
    def merged(self) -> Run:
        """The run that a push to main starts. Everything is approved."""

    @abstractmethod
    def approved(self, stack: str, commit: str = "") -> Run:
        """What such a run does when a stack is approved, alone; the run is that of the newest commit unless another is given."""

    def clone(self, commit: str) -> Path:
        """A fresh clone at a commit, with the environment of the program."""
        self._clones += 1
        clone = self.folder / f"clone-{self._clones}"
        _git("clone", "--quiet", str(self.hosting.origin), str(clone))
        _git("-C", str(clone), "checkout", "--quiet", "--detach", commit)
        (clone / ".venv").symlink_to(Path(sys.executable).parents[1])
        return clone

    def shell(self, run: Run, clone: Path, command: list[str], script: str, environment: Mapping[str, str]) -> str:
        """Run a script; what it printed, errors last."""
        file = self.folder / "script"
        file.write_text(script)
        done = subprocess.run(  # noqa: S603 the scripts of this repository
            [*command, str(file)],
            cwd=clone,
            env={**self._environment, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        run.output += done.stdout + done.stderr
        run.failed = done.returncode != 0
        return done.stdout

    @property
    def backend(self) -> str:
        """Where the test's own Pulumi CLI keeps its state."""
        return self._environment["PULUMI_BACKEND_URL"]

    def temporary(self) -> Path:
        """An empty folder for what a job keeps between steps."""
        folder = self.folder / f"temporary-{self._clones}"
        folder.mkdir()
        return folder


class GitHubActions(Service):
    """The workflow on GitHub."""

    def scheduled(self) -> Run:
        return self._start("schedule", "staging")

    def by_hand(self, stack: str) -> Run:
        return self._start("workflow_dispatch", stack)

    def merged(self, commit: str = "") -> Run:
        return self._start("push", "")

    def approved(self, stack: str, commit: str = "") -> Run:
        run = Run(commit or self.hosting.commit("main"), stack)
        self._job(run, github_jobs()["up"], stack)
        return run

    def _start(self, event: str, stack: str) -> Run:
        run = Run(self.hosting.commit("main"), stack)
        jobs, stacks = github_jobs(), "[]"
        if _known({"github.event_name != 'push'": event != "push"}, jobs["propose"].condition):
            self._job(run, jobs["propose"], stack)
        if _known({"github.event_name == 'push'": event == "push"}, jobs["preview"].condition):
            stacks = self._job(run, jobs["preview"], "").get("preview.stacks", "")
        if not run.failed and _known({"needs.preview.outputs.stacks != '[]'": stacks != "[]"}, jobs["up"].condition):
            for one in json.loads(stacks):
                self._job(run, jobs["up"], one)
        return run

    def _job(self, run: Run, job: Job, stack: str) -> Values:
        """Run a job; its steps' outputs, by step and name."""
        clone, outputs, temporary = self.clone(run.commit), Values(), self.temporary()
        output, summary, signed_in = (temporary / name for name in ("output", "summary", "signed-in"))
        summary.touch()
        signed_in.touch()
        expressions = {
            "vars.AZURE_CLIENT_ID": f"client-of-{stack if job.approved_in else 'main'}",
            "vars.AZURE_TENANT_ID": "tenant",
            "vars.AZURE_SUBSCRIPTION_ID": "subscription",
            "vars.PULUMI_BACKEND_URL": self.backend,
            "inputs.stack || 'staging'": stack,
            "matrix.stack": stack,
            "github.token": "github-token",
        }
        given = {
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(summary),
            "GITHUB_REPOSITORY": "contoso/shop",
            "GITHUB_SHA": run.commit,
            "RUNNER_TEMP": str(temporary),
            "ACTIONS_ID_TOKEN_REQUEST_URL": ID_TOKENS.partition("&")[0],
            "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "request-token",
            "SIGNED_IN": str(signed_in),
        }
        for step in job.steps:
            known = {**expressions, **{f"steps.{name}": value for name, value in outputs.items()}}
            if run.failed or step.name in NOT_RUN or not _github_condition(step, outputs):
                continue
            output.write_text("")
            environment = {**given, **_filled(job.environment, known), **_filled(step.environment, known)}
            command = ["bash", "--noprofile", "--norc", "-eo", "pipefail"]
            self.shell(run, clone, command, step.script or "", environment)
            run.steps.append(f"{job.name}: {step.name}")
            for line in output.read_text().splitlines():
                name, _, value = line.partition("=")
                outputs[f"{step.id}.outputs.{name}"] = value
        run.summary += summary.read_text()
        run.signed_in += signed_in.read_text().splitlines()
        if job.approved_in and not run.failed:
            run.brought_up.append(stack)
        return {name.replace(".outputs", ""): value for name, value in outputs.items()}


class AzureDevOps(Service):
    """The pipeline on Azure DevOps."""

    def scheduled(self) -> Run:
        return self._start("Schedule", "staging")

    def by_hand(self, stack: str) -> Run:
        return self._start("Manual", stack)

    def merged(self, commit: str = "") -> Run:
        return self._start("IndividualCI", "staging")

    def approved(self, stack: str, commit: str = "") -> Run:
        run = Run(commit or self.hosting.commit("main"), stack)
        self._stage(run, azure_devops_stages()[stack], Values())
        return run

    def _start(self, reason: str, stack: str) -> Run:
        run = Run(self.hosting.commit("main"), stack)
        outputs = Values()
        for stage in azure_devops_stages().values():
            changed = outputs.get("preview.stacks.changed", "")
            conditions = {
                "in(variables['Build.Reason'], 'Schedule', 'Manual')": reason in ("Schedule", "Manual"),
                "eq(variables['Build.Reason'], 'IndividualCI')": reason == "IndividualCI",
                "and(not(failed()), not(canceled()), "
                f"contains(dependencies.preview.outputs['preview.stacks.changed'], '{stage.name}'))": not run.failed
                and stage.name in changed,
            }
            if _known(conditions, stage.condition):
                self._stage(run, stage, outputs)
        return run

    def _stage(self, run: Run, stage: Job, outputs: Values) -> None:
        clone, temporary = self.clone(run.commit), self.temporary()
        known = {"parameters.stack": run.stack, "System.AccessToken": "access-token"}
        collection, project, _, _, _, repository, _ = PULLS.removeprefix("https://dev.azure.com/").split("/")
        variables = {
            **_filled(stage.environment, known),
            "PULUMI_BACKEND_URL": self.backend,
            "AGENT_TEMPDIRECTORY": str(temporary),
            "BUILD_REPOSITORY_ID": repository,
            "BUILD_SOURCEVERSION": run.commit,
            "SYSTEM_COLLECTIONURI": f"https://dev.azure.com/{collection}/",
            "SYSTEM_TEAMPROJECTID": project,
        }
        for step in stage.steps:
            if run.failed or step.name in NOT_RUN or not _azure_devops_condition(step, variables):
                continue
            command = ["bash"] if step.connection else ["bash", "--noprofile", "--norc"]
            environment = {**variables, **_filled(step.environment, known)}
            printed = self.shell(run, clone, command, step.script or "", environment)
            run.steps.append(f"{stage.name}: {step.name}")
            run.signed_in += [step.connection] if step.connection else []
            for name, is_output, value in re.findall(
                r"^##vso\[task\.setvariable variable=(\w+)(;isOutput=true)?\](.*)$", printed, re.MULTILINE
            ):
                (outputs if is_output else variables)[f"{stage.name}.{step.id}.{name}" if is_output else name] = value
            for file in re.findall(r"^##vso\[task\.uploadsummary\](.*)$", printed, re.MULTILINE):
                run.summary += f"## {Path(file).stem}\n{Path(file).read_text()}"
        if stage.approved_in and not run.failed:
            run.brought_up.append(stage.name)


def _git(*words: str) -> None:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(["git", *words], check=True, capture_output=True, env=environment)  # noqa: S603, S607


def _filled(values: Mapping[str, str], expressions: Mapping[str, str]) -> Values:
    """The values with every expression replaced by what it stands for."""
    return {
        name: re.sub(r"\$\{\{ (.*?) \}\}|\$\(([\w.]+)\)", lambda found: expressions[found[1] or found[2]], value)
        for name, value in values.items()
    }


def _known(conditions: Mapping[str, bool], condition: str) -> bool:
    """Whether a condition holds."""
    return conditions[condition]


def _github_condition(step: Step, outputs: Mapping[str, str]) -> bool:
    return _known(
        {"": True, "steps.new.outputs.branch != ''": outputs.get("new.outputs.branch", "") != ""}, step.condition
    )


def _azure_devops_condition(step: Step, variables: Mapping[str, str]) -> bool:
    return _known(
        {"": True, "and(succeeded(), ne(variables['BRANCH'], ''))": variables.get("BRANCH", "") != ""}, step.condition
    )
