"""The run of a task at deploy time: an ARM deployment with one `taskRuns` resource in it.

`azure-native:containerregistry:TaskRun` reports a failure after a run that succeeded (pulumi-azure-native#1713), so Azure Resource
Manager waits for the run instead. Its inputs are constant: the run happens again when they change, and only then. The template
adds the time to them, so whenever the deployment is sent, because an input changed or because the last run failed, Azure runs the task.

Source: the ARM type definition of Microsoft.ContainerRegistry/registries/taskRuns@2019-06-01-preview and
https://learn.microsoft.com/azure/container-registry/container-registry-task-run-template
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import pulumi
from pulumi_azure_native import resources

from ..errors import ArgumentError, BuildError, shown
from ..images import pinned
from ..names import DEPLOYMENT, TASK_RUN
from ..resource_hooks import Reactions, hooks_for
from ..resource_ids import RegistryId
from ..role_propagation import waiting_for
from .build_failures import explaining_failed_run
from .granted_task import GrantedTask, Surroundings, all_commands

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
        "images": {
            "type": "array",
            "value": (
                "[reference(resourceId('Microsoft.ContainerRegistry/registries/taskRuns', parameters('registryName'), "
                f"parameters('taskRunName')), '{API_VERSION}').runResult.properties.outputImages]"
            ),
        }
    },
}
"""The same for every run; what differs comes in as parameters."""


def run_now(
    name: str,
    around: Surroundings,
    made: GrantedTask,
    context: str,
    inputs: pulumi.Output[str],
    *,
    from_network: bool,
) -> resources.Deployment:
    """Run a task once its identity has its roles, and wait until the run has ended.

    Args:
        name: logical name of the run.
        around: where the task is, and by whom it was made.
        made: the task.
        context: what is built.
        inputs: what stands for all that the run is made from: another text, another run.
        from_network: whether it runs on an agent pool, and the registry may be closed to the internet.
    """
    run_name = DEPLOYMENT.logical(name)
    reactions = Reactions(
        before=waiting_for(around.where, *made.grants),
        on_error=explaining_failed_run(
            around.where, around.registry_id, made.task.name, made.grants, all_commands(made), from_network=from_network
        ),
    )
    parameters: dict[str, pulumi.Input[str]] = {
        "registryName": around.registry_name,
        "taskRunName": made.task.name.apply(lambda known: TASK_RUN.logical(known, reserve=0)),
        "taskId": made.task.id,
        "contextPath": context,
        "inputs": inputs,
    }
    return resources.Deployment(
        run_name,
        resource_group_name=around.resource_group_name,
        properties=resources.DeploymentPropertiesArgs(
            mode=resources.DeploymentMode.INCREMENTAL,
            template=TEMPLATE,
            parameters={key: resources.DeploymentParameterArgs(value=value) for key, value in parameters.items()},
        ),
        opts=pulumi.ResourceOptions(
            parent=around.component,
            depends_on=made.depends_on,
            # A deployment that changes is sent, and one that is sent runs the task: other tags are no reason to build.
            ignore_changes=["tags"],
            hooks=hooks_for(around.component, RUN_TYPE, run_name, reactions),
        ),
    )


class PushedImages(dict[str, str]):
    """The images that a run pushed, by repository."""

    def __init__(self, where: str, images: Mapping[str, str]) -> None:
        """Take the images of the component that messages call `where`."""
        super().__init__(images)
        self._where = where

    def __missing__(self, repository: str) -> str:
        """Refuse a repository that the task does not push to."""
        raise ArgumentError(
            f"{self._where}: images has none of {shown(repository)}, since the task pushes only to {', '.join(self)}; ask for one of these, by its "
            "name without server and tag"
        )


def images_of(
    where: str, login_server: str, registry: RegistryId, repositories: Sequence[str], outputs: object
) -> PushedImages:
    """The images that the run pushed to the task's registry, by repository, each pinned by digest.

    Raises:
        BuildError: the deployment succeeded and names no digest for one of the repositories.
    """
    images = cast(Mapping[str, Any], outputs or {}).get("images", {})
    pushed = cast(Sequence[Mapping[str, str]], images.get("value") or [])
    here = [one for one in pushed if one.get("registry", "").lower() == login_server.lower()]
    digests = {one["repository"]: one["digest"] for one in reversed(here) if one.get("digest")}
    missing = [repository for repository in repositories if repository not in digests]
    if missing:
        raise BuildError(
            f"{where}: the task run succeeded but named no image digest for {', '.join(missing)}, so nothing can be pinned to it; "
            f"look at its result with `az acr task list-runs {registry.option('--registry')} --output json`"
        )
    return PushedImages(where, {one: pinned(login_server, one, digests[one]) for one in repositories})
