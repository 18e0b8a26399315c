"""The pipelines of docs/pipelines as data: their jobs and steps, and the scripts that they run."""

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import yaml

FOLDER = Path(__file__).parents[1] / "docs" / "pipelines"
GITHUB = FOLDER / "github-actions.yml"
AZURE_DEVOPS = FOLDER / "azure-pipelines.yml"

Values = Mapping[str, str]


@dataclass(frozen=True)
class Step:
    """One step of a job. It runs a script, or an action or task of the service's own."""

    name: str
    script: str | None
    condition: str = ""
    id: str = ""
    environment: Values = field(default_factory=dict[str, str])
    connection: str = ""
    """The service connection by whose identity the Azure DevOps task signs in."""


@dataclass(frozen=True)
class Job:
    """One job on GitHub, one stage on Azure DevOps."""

    name: str
    steps: list[Step]
    condition: str
    environment: Values
    needs: list[str]
    approved_in: str
    """The environment whose approval it waits for; empty for none."""


def github_jobs() -> dict[str, Job]:
    """The jobs of the GitHub Actions workflow, by name, in the order of the file."""
    workflow = _read(GITHUB)
    return {
        name: Job(
            name,
            [_github_step(step) for step in job["steps"]],
            job["if"],
            {**workflow["env"], **job["env"]},
            _list(job.get("needs", [])),
            job.get("environment", ""),
        )
        for name, job in workflow["jobs"].items()
    }


def azure_devops_stages() -> dict[str, Job]:
    """The stages of the Azure DevOps pipeline, by name, with `${{ each … }}` unrolled over the parameter's default."""
    pipeline = _read(AZURE_DEVOPS)
    defaults = {parameter["name"]: parameter["default"] for parameter in pipeline["parameters"]}
    stages = _unrolled(pipeline["stages"], defaults)
    return {stage["stage"]: _stage(stage, pipeline["variables"]) for stage in stages}


def scripts(jobs: Mapping[str, Job]) -> dict[str, str]:
    """All scripts, by job and step."""
    return {
        f"{job.name}: {step.name}": step.script
        for job in jobs.values()
        for step in job.steps
        if step.script is not None
    }


def _read(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text())


def _list(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _github_step(step: Mapping[str, Any]) -> Step:
    return Step(step["name"], step.get("run"), step.get("if", ""), step.get("id", ""), step.get("env", {}))


def _unrolled(stages: list[Any], parameters: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for stage in stages:
        [(first, body), *_] = stage.items()
        loop = re.fullmatch(r"\$\{\{ each (\w+) in parameters\.(\w+) \}\}", first)
        if loop is None:
            yield stage
            continue
        for item in parameters[loop[2]]:
            for one in body:
                yield _filled(copy.deepcopy(one), f"{loop[1]}.", item)


def _filled(value: Any, prefix: str, item: Mapping[str, Any]) -> Any:
    """A copy in which `${{ PREFIX.KEY }}` is replaced by what the item has by that key."""
    if isinstance(value, dict):
        return {key: _filled(inner, prefix, item) for key, inner in cast(dict[str, Any], value).items()}
    if isinstance(value, list):
        return [_filled(inner, prefix, item) for inner in cast(list[Any], value)]
    if not isinstance(value, str):
        return value
    for key, inner in item.items():
        expression = f"${{{{ {prefix}{key} }}}}"
        if value == expression:
            return inner
        value = value.replace(expression, str(inner))
    return value


def _stage(stage: Mapping[str, Any], variables: Values) -> Job:
    [job] = stage["jobs"]
    steps = job["steps"] if "steps" in job else job["strategy"]["runOnce"]["deploy"]["steps"]
    return Job(
        stage["stage"],
        [_azure_devops_step(step) for step in steps],
        " ".join(stage["condition"].split()),
        {**variables, **stage["variables"]},
        _list(stage["dependsOn"]),
        job.get("environment", ""),
    )


def _azure_devops_step(step: Mapping[str, Any]) -> Step:
    if "checkout" in step:
        return Step("Check out", None)
    inputs = step.get("inputs", {})
    return Step(
        step["displayName"],
        step.get("bash", inputs.get("inlineScript")),
        step.get("condition", ""),
        step.get("name", ""),
        step.get("env", {}),
        inputs.get("azureSubscription", ""),
    )
