"""Runs of ACR tasks."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ...names import TASK_RUN
from .clock import iso_time
from .errors import AzureError, invalid_name, not_found
from .resource_id import ResourceId
from .state import Resource, Run, part
from .task_body import without_secrets
from .task_steps.attempts import Failure
from .task_steps.registry_access import RegistryAccess
from .task_steps.run_context import RunContext
from .task_steps.run_log import last_line, setup_lines, source_lines
from .task_steps.run_variables import run_variables
from .task_steps.schedule import End, Schedule
from .task_steps.step import TaskError, depends_on
from .task_steps.task_override import overridden
from .task_steps.task_source import steps_of

if TYPE_CHECKING:
    from .azure import SimulatedAzure

TYPE = "Microsoft.ContainerRegistry/registries/taskRuns"

_NOTHING: Mapping[str, str] = MappingProxyType({})
_LONGEST = 3600
"""Seconds that a run may take whose task does not say it."""


def put(azure: "SimulatedAzure", where: ResourceId, body: dict[str, Any], existing: Resource | None) -> Resource:
    """Run a task, unless this very run was asked for before: `forceUpdateTag` tells runs apart."""
    if not TASK_RUN.pattern.match(where.name):
        raise invalid_name("task run", where.name, TASK_RUN.rule)
    properties = body["properties"]
    if existing is not None and existing["properties"]["forceUpdateTag"] == properties["forceUpdateTag"]:
        return {key: existing[key] for key in ("properties",)}
    request = properties["runRequest"]
    task = azure.find(request["taskId"])
    if task is None:
        raise not_found(request["taskId"])
    override = part(request, "overrideTaskStepProperties")
    run = azure.start_task(overridden(task, override), "Manual")
    if run.status != "Succeeded":
        message = f"The run {run.run_id} has the status {run.status}" + (f": {run.error}" if run.error else "")
        raise AzureError(400, "TaskRunFailed", message).because_of(run.first_cause, run)
    result = {"properties": {"runId": run.run_id, "status": run.status, "outputImages": run.images}}
    request = {**request, "overrideTaskStepProperties": without_secrets({"step": override})["step"]}
    return {"properties": {**properties, "runRequest": request, "runResult": result, "provisioningState": "Succeeded"}}


def run_task(
    azure: "SimulatedAzure",
    task: Resource,
    *,
    trigger: str,
    context: str | None = None,
    event: Mapping[str, str] = _NOTHING,
) -> Run:
    """Run a task now, and note the run; a run that fails is noted too, and raises nothing.

    One whose agent pool has no machine stays queued.

    Args:
        azure: where.
        task: the task, with its step as this run is to take it.
        trigger: what started the run: Manual, Commit, PullRequest, ImageUpdate or Timer.
        context: the context that is built; that of the step by default.
        event: run variables that the trigger sets, such as Commit and Branch -> value; all others are empty.
    """
    if context is not None:
        task = overridden(task, {"contextPath": context})
    began = azure.clock.now()
    run = Run(f"ca{len(azure.runs) + 1}", task["id"], "Queued", trigger=trigger, created=iso_time(began))
    azure.state.runs.append(run)
    run.error = _without_machine(azure, task)
    if run.error:
        return run
    run.status, run.started = "Running", run.created
    machine = RunContext(azure, run, RegistryAccess(azure, task), task)
    end = _run_steps(machine, run_variables(run.run_id, machine.access.own_server, task, began, event))
    run.status, run.finished = end.status, iso_time(began + end.at)
    if end.failure:
        run.error, run.first_cause, run.remedy = end.failure.said, end.failure.cause, end.failure.remedy
    if run.status == "Succeeded":
        azure.note_build(task, machine.built_on)
    run.log.extend(["", last_line(run.run_id, end.status, end.at)])
    return run


def _without_machine(azure: "SimulatedAzure", task: Resource) -> str | None:
    """Why no machine takes a run of this task; None if one does."""
    name = task["properties"].get("agentPoolName")
    owner = ResourceId.parse(task["id"]).parent
    if not name or not owner:
        return None
    pool = azure.find(f"{owner.text}/agentPools/{name}")
    return None if part(pool, "properties").get("count") else f"the agent pool {name} has no machine"


def _run_steps(machine: RunContext, variables: Mapping[str, str]) -> End:
    """Fetch the source, read the steps, log in and run them."""
    access, properties = machine.access, machine.task["properties"]
    if machine.context:
        machine.log(*source_lines(machine.context))
    try:
        steps = steps_of(machine.azure, properties["step"], variables, (access.own_server, *access.logins))
        waits = depends_on(steps)
    except TaskError as error:
        machine.log(str(error))
        return End("Failed", 0.0, Failure(str(error), remedy=error.remedy))
    machine.log(*setup_lines(variables["SharedVolume"]))
    for server in access.logins:
        machine.log(f"Logging in to registry: {server}")
        refused = access.failed_login(server)
        if refused:
            machine.log(refused.said)
            return End("Failed", 0.0, Failure(refused.said, cause=refused.cause))
        machine.log(f"Successfully logged into {server}")
    is_build = properties["step"]["type"].lower() == "docker"
    if is_build and any(step.push for step in steps) and (refused := access.without_any):
        machine.log(refused.said)
        return End("Failed", 0.0, Failure(refused.said, cause=refused.cause))
    schedule = Schedule(machine, steps, waits)
    end = schedule.go(properties.get("timeout") or _LONGEST)
    if end.status == "Succeeded":
        schedule.log_results()
    return end
