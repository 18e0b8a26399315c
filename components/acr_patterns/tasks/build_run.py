"""The run of a task at deploy time: an ARM deployment with one `taskRuns` resource in it.

`azure-native:containerregistry:TaskRun` reports a failure after a run that succeeded (pulumi-azure-native#1713), so Azure Resource
Manager waits for the run instead. Its inputs are constant: the run happens again when they change, and only then. The template
adds the time to them, so whenever the deployment is sent, because an input changed or because the last run failed, Azure runs the task.

Source: the ARM type definition of Microsoft.ContainerRegistry/registries/taskRuns@2019-06-01-preview and
https://learn.microsoft.com/azure/container-registry/container-registry-task-run-template
"""

from collections.abc import Mapping
from typing import Any, cast

from ..errors import BuildError
from ..images import pinned
from ..resource_ids import RegistryId

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


def image_of(where: str, login_server: str, registry: RegistryId, repository: str, outputs: object) -> str:
    """The image that the run pushed, pinned by digest.

    Raises:
        BuildError: the deployment succeeded and names no digest.
    """
    digest = cast(Mapping[str, Any], outputs or {}).get("digest", {}).get("value")
    if not digest:
        raise BuildError(
            f"{where}: the task run succeeded but named no image digest, so nothing can be pinned to it; "
            f"look at its result with `az acr task list-runs {registry.option('--registry')} --output json`"
        )
    return pinned(login_server, repository, digest)
