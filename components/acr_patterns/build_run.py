"""The run of a task at deploy time: an ARM deployment with one `taskRuns` resource in it.

`azure-native:containerregistry:TaskRun` reports a failure after a run that succeeded (pulumi-azure-native#1713), so Azure Resource
Manager waits for the run instead. Its inputs are constant: the run happens again when they change, and only then. The template
adds the time to them, so whenever the deployment is sent, because an input changed or because the last run failed, Azure runs the task.

Source: the ARM type definition of Microsoft.ContainerRegistry/registries/taskRuns@2019-06-01-preview and
https://learn.microsoft.com/azure/container-registry/container-registry-task-run-template
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, cast

import pulumi

from .errors import BuildError
from .images import pinned
from .resource_ids import parse_registry_id
from .role_propagation import Grant

API_VERSION = "2019-06-01-preview"

RUN_TYPE = "azure-native:resources:Deployment"
"""The type token of the resource that is a run."""

_STRING = {"type": "string"}

TEMPLATE: Mapping[str, Any] = {
    "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    "contentVersion": "1.0.0.0",
    "parameters": {
        "registryName": _STRING,
        "taskRunName": _STRING,
        "taskId": _STRING,
        "contextPath": _STRING,
        "inputs": _STRING,
        "requested": {"type": "string", "defaultValue": "[utcNow()]"},
    },
    "resources": [
        {
            "type": "Microsoft.ContainerRegistry/registries/taskRuns",
            "apiVersion": API_VERSION,
            "name": "[format('{0}/{1}', parameters('registryName'), parameters('taskRunName'))]",
            "properties": {
                "forceUpdateTag": "[format('{0}-{1}', parameters('inputs'), parameters('requested'))]",
                "runRequest": {
                    "type": "TaskRunRequest",
                    "taskId": "[parameters('taskId')]",
                    "isArchiveEnabled": False,
                    "overrideTaskStepProperties": {"contextPath": "[parameters('contextPath')]"},
                },
            },
        }
    ],
    "outputs": {
        "digest": {
            "type": "string",
            "value": (
                "[reference(resourceId('Microsoft.ContainerRegistry/registries/taskRuns', parameters('registryName'), "
                f"parameters('taskRunName')), '{API_VERSION}').runResult.properties.outputImages[0].digest]"
            ),
        }
    },
}
"""The same for every run; what differs comes in as parameters."""


def image_of(where: str, login_server: str, registry_id: str, repository: str, outputs: object) -> str:
    """The image that the run pushed, pinned by digest.

    Raises:
        BuildError: the deployment succeeded and names no digest.
    """
    digest = cast(Mapping[str, Any], outputs or {}).get("digest", {}).get("value")
    if not digest:
        raise BuildError(
            f"{where}: the task run succeeded but named no image digest, so nothing can be pinned to it; "
            f"look at its result with `az acr task list-runs {_of(registry_id)} --output json`"
        )
    return pinned(login_server, repository, digest)


def explaining_failure(
    where: str, registry_id: pulumi.Input[str], task_name: pulumi.Output[str], grant: Grant
) -> Callable[[pulumi.ErrorHookArgs], Awaitable[bool]]:
    """When a run failed: say where the cause of a failed run is: azure-native keeps only the deployment's outer message."""

    async def explain(args: pulumi.ErrorHookArgs) -> bool:
        if "DeploymentFailed" not in args.errors[0]:
            return False
        registry, task = await pulumi.Output.from_input(registry_id).future(), await task_name.future()
        late = None if await grant.made_at() is None else grant.role.name
        pulumi.log.error(run_failed(where, str(registry), str(task), late))
        return False

    return explain


def run_failed(where: str, registry_id: str, task_name: str, new_role: str | None) -> str:
    """The sentence for a run that did not end in an image; `new_role` is what its identity was assigned in this update."""
    late = (
        f"if it says `denied` or `unauthorized`, Azure does not honour the new {new_role} role assignment yet, which takes up to ten minutes; "
        if new_role
        else ""
    )
    return (
        f"{where}: the run of task {task_name} in registry {parse_registry_id(registry_id).name} did not succeed; find it with "
        f"`az acr task list-runs {_of(registry_id)} --name {task_name} --output table` and read its log with "
        f"`az acr task logs {_of(registry_id)} --run-id RUN_ID`; {late}correct the cause and run `pulumi up` again: it runs anew"
    )


def _of(registry_id: str) -> str:
    """The options by which `az acr task` finds a registry, whichever subscription is active and whatever its login server is called."""
    registry = parse_registry_id(registry_id)
    return f"--registry {registry.name} --subscription {registry.subscription}"
