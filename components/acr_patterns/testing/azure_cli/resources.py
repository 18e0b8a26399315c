"""Commands about the account, and about what the components make beside a registry.

Source: https://learn.microsoft.com/cli/azure/account, https://learn.microsoft.com/cli/azure/group,
https://learn.microsoft.com/cli/azure/resource, https://learn.microsoft.com/cli/azure/container, https://learn.microsoft.com/cli/azure/deployment/group and
https://learn.microsoft.com/cli/azure/acr/task
"""

from collections.abc import Mapping
from typing import Any

from ..simulated_azure import SUBSCRIPTION_ID, TENANT_ID, SimulatedAzure
from .command import Command, Options, Text
from .lookup import REGISTRY, flat, in_subscription, named

TASK = f"{REGISTRY}/tasks"
DEPLOYMENT = "Microsoft.Resources/deployments"
CONTAINER_GROUP = "Microsoft.ContainerInstance/containerGroups"
RESOURCE_GROUP = "Microsoft.Resources/resourceGroups"
IDENTITY = "Microsoft.ManagedIdentity/userAssignedIdentities"

LISTED = (REGISTRY, TASK, IDENTITY, CONTAINER_GROUP)
"""The types that are listed as resources of a group; role assignments, deployments and task runs are not."""

OWNER = {"name": "owner@example.com", "type": "user"}


def show_account(azure: SimulatedAzure, options: Options) -> Any:
    """The subscription, and who is signed in."""
    subscription = options.get("subscription", SUBSCRIPTION_ID)
    return {"id": subscription, "name": "Simulated", "tenantId": TENANT_ID, "user": OWNER, "state": "Enabled"}


def list_groups(azure: SimulatedAzure, options: Options) -> Any:
    """Resource groups, with a tag KEY or KEY=VALUE if one is given."""
    key, separator, value = options.get("tag", "").partition("=")
    return [
        flat(group)
        for group in in_subscription(azure, RESOURCE_GROUP, options)
        if not key or (key in group.get("tags", {}) and (not separator or group["tags"][key] == value))
    ]


def group_exists(azure: SimulatedAzure, options: Options) -> Any:
    """Whether there is a resource group of this name."""
    return any(group["name"] == options["name"] for group in in_subscription(azure, RESOURCE_GROUP, options))


def delete_group(azure: SimulatedAzure, options: Options) -> None:
    """Delete a resource group with all that lies in it."""
    azure.delete(named(azure, RESOURCE_GROUP, options["name"], options)["id"])


def list_resources(azure: SimulatedAzure, options: Options) -> Any:
    """What lies in a resource group, without its properties."""
    group = options["resource-group"].lower()
    return [
        {key: value for key, value in one.items() if key != "properties"}
        for type_ in LISTED
        for one in in_subscription(azure, type_, options)
        if one["id"].split("/")[4].lower() == group
    ]


def show_task(azure: SimulatedAzure, options: Options) -> Any:
    """A task."""
    return flat(named(azure, TASK, options["name"], options))


def show_log(azure: SimulatedAzure, options: Options) -> Text:
    """The log of a run, of the last one of the task unless it is named."""
    task = named(azure, TASK, options["name"], options)["id"] if "name" in options else None
    runs = [
        run for run in azure.runs if options.get("run-id", run.run_id) == run.run_id and task in (None, run.task_id)
    ]
    return Text("\n".join(runs[-1].log) if runs else "")


def run_task(azure: SimulatedAzure, options: Options) -> Any:
    """Run a task by hand."""
    registry = named(azure, REGISTRY, options["registry"], options)
    request = {"type": "TaskRunRequest", "taskId": named(azure, TASK, options["name"], options)["id"]}
    run_id = f"{registry['id']}/taskRuns/by-hand-{len(azure.runs)}"
    azure.put(run_id, {"properties": {"forceUpdateTag": "1", "runRequest": request}})
    return {"runId": azure.runs[-1].run_id, "status": azure.runs[-1].status}


def delete_deployment(azure: SimulatedAzure, options: Options) -> None:
    """Delete the record of a deployment."""
    azure.delete(named(azure, DEPLOYMENT, options["name"], options)["id"])


def list_operations(azure: SimulatedAzure, options: Options) -> Any:
    """What became of a deployment's resources."""
    properties = named(azure, DEPLOYMENT, options["name"], options)["properties"]
    message = {"error": properties["error"]} if "error" in properties else None
    return [{"properties": {"provisioningState": properties["provisioningState"], "statusMessage": message}}]


def show_container_group(azure: SimulatedAzure, options: Options) -> Any:
    """A container group."""
    return flat(named(azure, CONTAINER_GROUP, options["name"], options))


def list_container_groups(azure: SimulatedAzure, options: Options) -> Any:
    """All container groups."""
    return [flat(group) for group in in_subscription(azure, CONTAINER_GROUP, options)]


_IN_GROUP = ("--name -n", "--resource-group -g")
_TASK = ("--registry -r", "--name -n", "[--resource-group -g]")

COMMANDS: Mapping[str, Command] = {
    "account show": Command(show_account),
    "group list": Command(list_groups, ("[--tag]",)),
    "group exists": Command(group_exists, ("--name -n",)),
    "group delete": Command(delete_group, ("--name -n", "[--yes -y]!", "[--no-wait]!")),
    "resource list": Command(list_resources, ("--resource-group -g",)),
    "acr task show": Command(show_task, _TASK),
    "acr task logs": Command(show_log, ("--registry -r", "[--name -n]", "[--run-id]")),
    "acr task run": Command(run_task, (*_TASK, "[--no-logs]!")),
    "deployment group delete": Command(delete_deployment, _IN_GROUP),
    "deployment operation group list": Command(list_operations, _IN_GROUP),
    "container show": Command(show_container_group, _IN_GROUP),
    "container list": Command(list_container_groups, ("[--resource-group -g]",)),
}
