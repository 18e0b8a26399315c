"""Runs the workflow of docs/pipelines as GitHub Actions runs it."""

import json
from collections.abc import Mapping

from pipeline_files import Job, Step, github_jobs
from pipeline_service import NOT_RUN, Run, Service, Values, filled, holds
from stand_in_hosting import ID_TOKENS


class GitHubActions(Service):
    """The workflow on GitHub."""

    jobs = github_jobs()

    def scheduled(self) -> Run:
        return self._start("schedule", "staging")

    def by_hand(self, stack: str) -> Run:
        return self._start("workflow_dispatch", stack)

    def merged(self) -> Run:
        return self._start("push", "")

    def approved(self, stack: str, commit: str = "") -> Run:
        run = Run(commit or self.hosting.commit("main"), stack)
        self._job(run, self.jobs["up"], stack)
        return run

    def _start(self, event: str, stack: str) -> Run:
        run = Run(self.hosting.commit("main"), stack)
        stacks = "[]"
        if holds({"github.event_name != 'push'": event != "push"}, self.jobs["propose"].condition):
            self._job(run, self.jobs["propose"], stack)
        if holds({"github.event_name == 'push'": event == "push"}, self.jobs["preview"].condition):
            stacks = self._job(run, self.jobs["preview"], "").get("preview.stacks", "")
        if not run.failed and holds(
            {"needs.preview.outputs.stacks != '[]'": stacks != "[]"}, self.jobs["up"].condition
        ):
            for one in json.loads(stacks):
                self._job(run, self.jobs["up"], one)
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
            if run.failed or step.name in NOT_RUN or not _condition(step, outputs):
                continue
            output.write_text("")
            environment = {**given, **filled(job.environment, known), **filled(step.environment, known)}
            command = ["bash", "--noprofile", "--norc", "-eo", "pipefail"]
            self.shell(run, clone, command, step.script or "", environment)
            for line in output.read_text().splitlines():
                name, _, value = line.partition("=")
                outputs[f"{step.id}.outputs.{name}"] = value
        run.summary += summary.read_text()
        run.signed_in += signed_in.read_text().splitlines()
        if job.approved_in and not run.failed:
            run.brought_up.append(stack)
        return {name.replace(".outputs", ""): value for name, value in outputs.items()}


def _condition(step: Step, outputs: Mapping[str, str]) -> bool:
    return holds(
        {"": True, "steps.new.outputs.branch != ''": outputs.get("new.outputs.branch", "") != ""}, step.condition
    )
