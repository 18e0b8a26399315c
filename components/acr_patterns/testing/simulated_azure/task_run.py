"""Runs of ACR tasks: a build, a login, a push."""

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ...access.pull import Push
from ...access.rule import Pass
from ...access.verdicts import first_cause, may
from ...images import pinned
from ...names import TASK_RUN
from .errors import AzureError, invalid_name, not_found
from .facts import facts_about
from .resource_id import ResourceId
from .state import Resource, Run

if TYPE_CHECKING:
    from .azure import SimulatedAzure

TYPE = "Microsoft.ContainerRegistry/registries/taskRuns"

_DENIED = "denied: requested access to the resource"
_NOTHING: Mapping[str, str] = MappingProxyType({})
_RUN_ID = re.compile(r"\{\{\s*\.Run\.ID\s*\}\}")


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
    step = {**task["properties"]["step"], **request.get("overrideTaskStepProperties", {})}
    task = {**task, "properties": {**task["properties"], "step": step}}
    run = azure.start_task(task, "Manual")
    if run.status != "Succeeded":
        error = AzureError(400, "TaskRunFailed", f"The run {run.run_id} ended with status {run.status}: {run.log[-1]}")
        cause = None if run.log[-1] == azure.build_failure(step["contextPath"]) else first_cause(_push(azure, task))
        raise error.because_of(cause)
    result = {"properties": {"runId": run.run_id, "status": run.status, "outputImages": run.images}}
    return {"properties": {**properties, "runResult": result, "provisioningState": "Succeeded"}}


def run_task(
    azure: "SimulatedAzure",
    task: Resource,
    *,
    trigger: str,
    context: str | None = None,
    event: Mapping[str, str] = _NOTHING,
) -> Run:
    """Run a task now, and note the run; a run that fails is noted too, and raises nothing.

    Args:
        azure: where.
        task: the task, with its step as this run is to take it.
        trigger: what started the run: Manual, Commit, PullRequest, ImageUpdate or Timer.
        context: the context that is built; that of the step by default.
        event: run variables that the trigger sets, such as Commit and Branch -> value; all others are empty.
    """
    step = task["properties"]["step"]
    run = _run(azure, _push(azure, task), step if context is None else {**step, "contextPath": context})
    now = datetime.fromtimestamp(azure.clock.now(), UTC).isoformat()
    run.trigger, run.created, run.started, run.finished = trigger, now, now, now
    azure.state.runs.append(run)
    return run


def _push(azure: "SimulatedAzure", task: Resource) -> Push:
    """The push of a task to the registry that owns it."""
    owner = ResourceId.parse(task["id"]).parent
    facts = facts_about(azure, task, {azure.get(owner.text if owner else "")["properties"]["loginServer"]})
    return Push(facts, facts.tasks[0])


def _run(azure: "SimulatedAzure", push: Push, step: dict[str, Any]) -> Run:
    run = Run(run_id=f"ca{len(azure.runs) + 1}", task_id=push.described.address, status="Failed")
    run.log.append(f"Downloading source code from {step['contextPath']}")
    for failure in (_login_failure(push), azure.build_failure(step["contextPath"])):
        if failure:
            run.log.append(failure)
            return run
    run.log.append(f"Successfully built {step.get('dockerFilePath', step.get('file'))}")
    login_server = str(push.inventory.registries[0].login_server)
    for image_name in step["imageNames"] if push.task.pushes else ():
        repository, _, tag = _RUN_ID.sub(run.run_id, image_name).partition(":")
        run.log.append(f"The push refers to repository [{login_server}/{repository}]")
        if not isinstance(may(push), Pass):
            run.log.append(f"{_DENIED} {repository} is denied")
            return run
        digest = "sha256:" + hashlib.sha256(f"{step}{run.run_id}{login_server}".encode()).hexdigest()
        azure.push_image(login_server, repository, tag, digest)
        run.images.append({"registry": login_server, "repository": repository, "tag": tag, "digest": digest})
        run.log.append(f"pushed {pinned(login_server, repository, digest)}")
    run.status = "Succeeded"
    return run


def _login_failure(push: Push) -> str | None:
    """Why the task does not even log in: what a rule about the task says, unless it is the push that Azure refuses."""
    cause = first_cause(push)
    if cause is None or not isinstance(cause.subject, Push) or cause.rule.prevents.startswith(_DENIED):
        return None
    return cause.rule.prevents
