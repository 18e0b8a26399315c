"""Checks of the rows "Task and run" of docs/unproven.md."""

from typing import Any

from .evidence import NOT_ALLOWED, accepted, first_attempt, made, mentions, moment, new_runs, runs, short
from .outcomes import settles
from .records import DEPLOYMENT, FIRST_UP, TASK, Record, Records, UnsettledError
from .session import DENIED


def _first_run(records: Records) -> tuple[Record, Any]:
    """The record of the first deployment and its newest run, None if the task has not run.

    Raises:
        UnsettledError: ACR Tasks are not allowed in the subscription.
    """
    record = first_attempt(records)
    operations = record.answers.get("operations")
    if mentions([call.errors for call in record.calls], NOT_ALLOWED) or (
        operations and mentions(operations.value, NOT_ALLOWED)
    ):
        raise UnsettledError(f"the subscription may not run ACR Tasks ({NOT_ALLOWED})")
    return record, next(iter(runs(record)), None)


@settles("run-by-arm", *FIRST_UP)
def run_by_arm(records: Records) -> tuple[bool, str]:
    """An ARM deployment runs the task."""
    record, run = _first_run(records)
    holds, why = accepted(made(record, DEPLOYMENT))
    if run is None:
        return False, f"{why}; the task has not run"
    if run["status"] != "Succeeded":
        raise UnsettledError(f"run {run['runId']} ended with status {run['status']}; its log, in the record, shows why")
    return holds, f"{why}; run {run['runId']} ended with status {run['status']}"


@settles("run-awaited", *FIRST_UP, "failed-run")
def run_awaited(records: Records) -> tuple[bool, str]:
    """The deployment ends after the run, and fails where the run failed."""
    first, run = _first_run(records)
    ended, deployed = run["finishTime"], first.answer("deployment")["properties"]["timestamp"]
    failing = made(records.get("failed-run"), DEPLOYMENT)
    waited = moment(deployed) >= moment(ended)
    return waited and bool(failing.errors), (
        f"the run ended at {ended}, the deployment at {deployed}; "
        f"the deployment of a run that failed {'failed' if failing.errors else 'succeeded'}"
    )


@settles("run-digest", *FIRST_UP)
def run_digest(records: Records) -> tuple[bool, str]:
    """The deployment gives the digest of the image that its run pushed."""
    record = first_attempt(records)
    [image] = record.answer("deployment")["properties"]["outputs"]["images"]["value"]
    digest = image["digest"]
    pushed = [manifest["digest"] for manifest in record.answer("manifests")]
    return digest in pushed, f"output digest {digest}; the registry holds {', '.join(pushed)}"


@settles("run-again", *FIRST_UP, "new-revision", "unchanged", "failed-run", "failed-run-again")
def run_again(records: Records) -> tuple[bool, str]:
    """The task runs again for another revision and after a failed run, and not if nothing has changed."""
    up = records.deployed().step
    counts = [
        new_runs(records, up, "new-revision"),
        new_runs(records, "new-revision", "unchanged"),
        new_runs(records, "failed-run", "failed-run-again"),
    ]
    return counts == [1, 0, 1], (
        f"new runs after another revision: {counts[0]}; unchanged: {counts[1]}; unchanged after a failed run: {counts[2]}"
    )


@settles("short-commit", *FIRST_UP)
def short_commit(records: Records) -> tuple[bool, str]:
    """A task builds an abbreviated commit."""
    record = records.get("deploy")
    context = made(record, DEPLOYMENT).inputs["properties"]["parameters"]["contextPath"]["value"]
    [*_, first] = runs(record)
    if first["status"] == "Succeeded":
        return True, f"run {first['runId']} built {context}"
    log = str(record.answer("log"))
    if mentions(log, "checkout", "fetch", "pathspec", "couldn't find remote ref"):
        return False, f"run {first['runId']} of {context} failed, and its log speaks of fetching the source"
    raise UnsettledError(f"run {first['runId']} of {context} ended with status {first['status']} for another reason")


@settles("task-credential", "without-push-role")
def task_credential(records: Records) -> tuple[bool, str]:
    """Without AcrPush the push of a run is denied."""
    return _refused(records, "without-push-role", "remove-push-role")


@settles("default-login", "without-credential")
def default_login(records: Records) -> tuple[bool, str]:
    """Without a credential a run pushes to its own registry all the same."""
    refused, why = _refused(records, "without-credential", "remove-credential")
    return not refused, why


@settles("bare-system", "bare-system")
def bare_system(records: Records) -> tuple[bool, str]:
    """A credential that says `system` without brackets is refused."""
    return _refused(records, "bare-system", "add-bare-system", "failed to login", "no identity")


def _refused(records: Records, step: str, change: str, *more_words: str) -> tuple[bool, str]:
    """Whether the task's run was refused after a change that itself succeeded."""
    record = records.get(step)
    record.answer(change)
    run = runs(record)[0]
    if run["status"] == "Succeeded":
        return False, f"run {run['runId']} succeeded; {'; '.join(record.notes)}".rstrip("; ")
    if mentions(record.answer("log"), *DENIED, *more_words):
        return True, f"run {run['runId']} was refused, as its log says; {'; '.join(record.notes)}".rstrip("; ")
    raise UnsettledError(f"run {run['runId']} ended with status {run['status']}, and its log speaks of no refusal")


@settles("task-shape", *FIRST_UP)
def task_shape(records: Records) -> tuple[bool, str]:
    """Azure accepts the task as the component describes it."""
    return accepted(made(records.get("deploy"), TASK))


@settles("run-tag", *FIRST_UP)
def run_tag(records: Records) -> tuple[bool, str]:
    """The run's id is a tag of the image."""
    record, run = _first_run(records)
    tags = record.answer("tags")
    return run["runId"] in tags, f"run {run['runId']}; tags {', '.join(tags)}"


@settles("push-wait", *FIRST_UP, "new-registry")
def push_wait(records: Records) -> tuple[bool, str]:
    """A minute between AcrPush and the run is enough: no push was refused. This can be contradicted only."""
    waited = [record for step in (*FIRST_UP, "new-registry") if (record := records.find(step))]
    for record in waited:
        newest = runs(record)[0]
        if newest["status"] != "Succeeded" and mentions(record.answer("log"), *DENIED):
            return False, f"step {record.step}: the push of run {newest['runId']} was refused, as its log says"
    raise UnsettledError(
        f"held in each of {len(waited)} runs that followed a new role assignment; few runs show no rule"
    )


@settles("run-object-stays", "deployment-record")
def run_object_stays(records: Records) -> tuple[bool, str]:
    """The task run outlives the record of its deployment."""
    record = records.get("deployment-record")
    record.answer("delete-deployment")
    shown = record.answers["task-run"]
    if shown.ok:
        return True, "the task run object is still there"
    if mentions(shown.error, "NotFound", "could not be found", "not found"):
        return False, "the task run object is gone"
    raise UnsettledError("`az` could not show the task run object")


@settles("deployment-location", *FIRST_UP)
def deployment_location(records: Records) -> tuple[bool, str]:
    """A deployment in a resource group needs no location."""
    call = made(first_attempt(records), DEPLOYMENT)
    if "location" in call.inputs:
        raise UnsettledError("the deployment was sent with a location")
    return not mentions(
        call.errors, "InvalidDeployment", "LocationNotAllowed"
    ), "the deployment was sent without a location"


@settles("failure-in-operations", "failed-run")
def failure_in_operations(records: Records) -> tuple[bool, str]:
    """The operations of a deployment say why its run failed."""
    record = records.get("failed-run")
    errors = made(record, DEPLOYMENT).errors
    failed = [operation for operation in record.answer("operations") if _state(operation) == "Failed"]
    outer = mentions(errors, "DeploymentFailed", "At least one resource deployment operation failed")
    return outer and bool(failed), (
        f"azure-native passed on: {short(errors[0]) if errors else 'no error'}; operations that failed: {len(failed)}"
    )


def _state(operation: Any) -> str:
    return str(operation["properties"]["provisioningState"])
