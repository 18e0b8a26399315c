"""Runs the pipeline of docs/pipelines as Azure DevOps runs it."""

import re
from collections.abc import Mapping
from pathlib import Path

from pipeline_files import Job, Step, azure_devops_stages
from pipeline_service import NOT_RUN, Run, Service, Values, filled, holds
from stand_in_hosting import PULLS


class AzureDevOps(Service):
    """The pipeline on Azure DevOps."""

    jobs = azure_devops_stages()

    def scheduled(self) -> Run:
        return self._start("Schedule", "staging")

    def by_hand(self, stack: str) -> Run:
        return self._start("Manual", stack)

    def merged(self) -> Run:
        return self._start("IndividualCI", "staging")

    def approved(self, stack: str, commit: str = "") -> Run:
        run = Run(commit or self.hosting.commit("main"), stack)
        self._stage(run, self.jobs[stack], Values())
        return run

    def _start(self, reason: str, stack: str) -> Run:
        run = Run(self.hosting.commit("main"), stack)
        outputs = Values()
        for stage in self.jobs.values():
            changed = outputs.get("preview.stacks.changed", "")
            conditions = {
                "in(variables['Build.Reason'], 'Schedule', 'Manual')": reason in ("Schedule", "Manual"),
                "eq(variables['Build.Reason'], 'IndividualCI')": reason == "IndividualCI",
                "and(not(failed()), not(canceled()), "
                f"contains(dependencies.preview.outputs['preview.stacks.changed'], '{stage.name}'))": not run.failed
                and stage.name in changed,
            }
            if holds(conditions, stage.condition):
                self._stage(run, stage, outputs)
        return run

    def _stage(self, run: Run, stage: Job, outputs: Values) -> None:
        clone, temporary = self.clone(run.commit), self.temporary()
        known = {"parameters.stack": run.stack, "System.AccessToken": "access-token"}
        collection, project, _, _, _, repository, _ = PULLS.removeprefix("https://dev.azure.com/").split("/")
        variables = {
            **filled(stage.environment, known),
            "PULUMI_BACKEND_URL": self.backend,
            "AGENT_TEMPDIRECTORY": str(temporary),
            "BUILD_REPOSITORY_ID": repository,
            "BUILD_SOURCEVERSION": run.commit,
            "SYSTEM_COLLECTIONURI": f"https://dev.azure.com/{collection}/",
            "SYSTEM_TEAMPROJECTID": project,
        }
        for step in stage.steps:
            if run.failed or step.name in NOT_RUN or not _condition(step, variables):
                continue
            command = ["bash"] if step.connection else ["bash", "--noprofile", "--norc"]
            environment = {**variables, **filled(step.environment, known)}
            printed = self.shell(run, clone, command, step.script or "", environment)
            run.signed_in += [step.connection] if step.connection else []
            for name, is_output, value in re.findall(
                r"^##vso\[task\.setvariable variable=(\w+)(;isOutput=true)?\](.*)$", printed, re.MULTILINE
            ):
                (outputs if is_output else variables)[f"{stage.name}.{step.id}.{name}" if is_output else name] = value
            for file in re.findall(r"^##vso\[task\.uploadsummary\](.*)$", printed, re.MULTILINE):
                run.summary += f"## {Path(file).stem}\n{Path(file).read_text()}"
        if stage.approved_in and not run.failed:
            run.brought_up.append(stage.name)


def _condition(step: Step, variables: Mapping[str, str]) -> bool:
    return holds(
        {"": True, "and(succeeded(), ne(variables['BRANCH'], ''))": variables.get("BRANCH", "") != ""}, step.condition
    )
