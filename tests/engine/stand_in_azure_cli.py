"""A stand-in for the Azure CLI: as many of its commands as the smoke test uses, on a simulated subscription.

    python stand_in_azure_cli.py STATE_FILE CLOCK_SCALE GROUP... --option value...

It answers in the form of the Azure CLI: properties beside name and id. A run and a deployment get times, which the simulation has not.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from acr_patterns.testing.shared_azure import SharedAzure
from acr_patterns.testing.simulated_azure import SUBSCRIPTION_ID, TENANT_ID, AzureError, Resource, SimulatedAzure

REGISTRY = "Microsoft.ContainerRegistry/registries"
TASK = f"{REGISTRY}/tasks"
TASK_RUN = f"{REGISTRY}/taskRuns"
DEPLOYMENT = "Microsoft.Resources/deployments"
CONTAINER_GROUP = "Microsoft.ContainerInstance/containerGroups"
ROLE_ASSIGNMENT = "Microsoft.Authorization/roleAssignments"
RESOURCE_GROUP = "Microsoft.Resources/resourceGroups"
ACR_PUSH = "8311e382-0749-4cb8-b61a-304f252e45ec"

Options = dict[str, str]


def named(azure: SimulatedAzure, type_: str, name: str) -> Resource:
    for resource in azure.of_type(type_):
        if resource["name"] == name:
            return resource
    raise AzureError(404, "ResourceNotFound", f"{type_} {name} was not found.")


def flat(resource: Resource) -> dict[str, Any]:
    return {**resource, **resource.get("properties", {})}


def account(azure: SimulatedAzure, options: Options) -> Any:
    user = {"name": "owner@example.com", "type": "user"}
    return {"id": SUBSCRIPTION_ID, "name": "Simulated", "tenantId": TENANT_ID, "user": user, "state": "Enabled"}


def runs(azure: SimulatedAzure, options: Options) -> Any:
    named(azure, TASK, options["name"])
    return [
        {"runId": run.run_id, "status": run.status, "createTime": at(number), "finishTime": at(number)}
        for number, run in enumerate(azure.runs)
    ]


def at(minute: int) -> str:
    return f"2026-01-01T00:{minute:02}:00.000000+00:00"


def log(azure: SimulatedAzure, options: Options) -> Any:
    return "\n".join(azure.runs[-1].log)


def run_task(azure: SimulatedAzure, options: Options) -> Any:
    task = named(azure, TASK, options["name"])
    registry = named(azure, REGISTRY, options["registry"])
    request = {"type": "TaskRunRequest", "taskId": task["id"]}
    run_id = f"{registry['id']}/taskRuns/by-hand-{len(azure.runs)}"
    azure.put(run_id, {"properties": {"forceUpdateTag": "1", "runRequest": request}})
    return {"runId": azure.runs[-1].run_id, "status": azure.runs[-1].status}


def images(azure: SimulatedAzure, options: Options) -> Any:
    registry = named(azure, REGISTRY, options.get("registry") or options["name"])
    return azure.state.manifests.get(registry["properties"]["loginServer"], {})


def manifests(azure: SimulatedAzure, options: Options) -> Any:
    found = images(azure, options)[options["name"]]
    return [{"digest": digest} for digest in found]


def tags(azure: SimulatedAzure, options: Options) -> Any:
    found = images(azure, options)[options["repository"]]
    return [tag for manifest in found.values() for tag in manifest["tags"]]


def delete_repository(azure: SimulatedAzure, options: Options) -> Any:
    server = named(azure, REGISTRY, options["name"])["properties"]["loginServer"]
    azure.delete_images(server, options["repository"])
    return {}


def deployment(azure: SimulatedAzure, options: Options) -> Any:
    found = named(azure, DEPLOYMENT, options["name"])
    return {**found, "properties": {**found["properties"], "timestamp": at(59)}}


def operations(azure: SimulatedAzure, options: Options) -> Any:
    properties = named(azure, DEPLOYMENT, options["name"])["properties"]
    message = {"error": properties["error"]} if "error" in properties else None
    return [{"properties": {"provisioningState": properties["provisioningState"], "statusMessage": message}}]


def delete_deployment(azure: SimulatedAzure, options: Options) -> Any:
    azure.delete(named(azure, DEPLOYMENT, options["name"])["id"])


def update_container_group(azure: SimulatedAzure, options: Options) -> Any:
    """As if Azure refused every change that the library makes by a replacement."""
    assert options["resource-type"] == CONTAINER_GROUP
    message = f"The updates on container group '{options['name']}' are invalid."
    raise AzureError(400, "InvalidContainerGroupUpdate", message)


def delete_role_assignment(azure: SimulatedAzure, options: Options) -> Any:
    assert options["role"] == "AcrPush"
    for grant in azure.of_type(ROLE_ASSIGNMENT):
        properties = grant["properties"]
        if properties["roleDefinitionId"].endswith(ACR_PUSH) and properties["scope"] == options["scope"]:
            azure.delete(grant["id"])


def with_credentials(azure: SimulatedAzure, options: Options, credentials: dict[str, Any]) -> Any:
    task = named(azure, TASK, options["name"])
    body = {key: task[key] for key in ("identity", "location", "properties")}
    body["properties"] = {**body["properties"], "credentials": {"customRegistries": credentials}}
    azure.put(task["id"], body)
    return credentials


def groups(azure: SimulatedAzure, options: Options) -> Any:
    key, _, value = options["tag"].partition("=")
    return [group["name"] for group in azure.of_type(RESOURCE_GROUP) if group.get("tags", {}).get(key) == value]


COMMANDS: dict[str, Callable[[SimulatedAzure, Options], Any]] = {
    "version": lambda azure, options: {"azure-cli": "2.80.0"},
    "account show": account,
    "account list-locations": lambda azure, options: ["northeurope", "westeurope"],
    "provider show": lambda azure, options: "Registered",
    "group list": groups,
    "group exists": lambda azure, options: any(
        group["name"] == options["name"] for group in azure.of_type(RESOURCE_GROUP)
    ),
    "group delete": lambda azure, options: azure.delete(named(azure, RESOURCE_GROUP, options["name"])["id"]),
    "acr show": lambda azure, options: flat(named(azure, REGISTRY, options["name"])),
    "acr show-endpoints": lambda azure, options: {"loginServer": f"{options['name']}.azurecr.io"},
    "acr task show": lambda azure, options: flat(named(azure, TASK, options["name"])),
    "acr task list-runs": runs,
    "acr task logs": log,
    "acr task run": run_task,
    "acr task credential remove": lambda azure, options: with_credentials(azure, options, {}),
    "acr task credential add": lambda azure, options: with_credentials(
        azure, options, {options["login-server"]: {"identity": options["use-identity"]}}
    ),
    "acr taskrun show": lambda azure, options: flat(named(azure, TASK_RUN, options["name"])),
    "acr repository show-tags": tags,
    "acr repository delete": delete_repository,
    "acr manifest list-metadata": manifests,
    "deployment group show": deployment,
    "deployment group delete": delete_deployment,
    "deployment operation group list": operations,
    "container show": lambda azure, options: flat(named(azure, CONTAINER_GROUP, options["name"])),
    "container list": lambda azure, options: [flat(group) for group in azure.of_type(CONTAINER_GROUP)],
    "resource update": update_container_group,
    "role assignment list": lambda azure, options: [flat(grant) for grant in azure.of_type(ROLE_ASSIGNMENT)],
    "role assignment delete": delete_role_assignment,
}


def install_azure_cli(folder: Path, subscription: SharedAzure) -> None:
    """Put an executable `az` into a folder."""
    launcher = folder / "az"
    folder.mkdir(parents=True, exist_ok=True)
    command = f"{sys.executable} {Path(__file__).resolve()} {subscription.file} {subscription.clock_scale}"
    launcher.write_text(f'#!/bin/sh\nexec {command} "$@"\n')
    launcher.chmod(0o755)


def main(state: str, scale: str, *arguments: str) -> int:
    """Carry out one command."""
    first_option = next((i for i, word in enumerate(arguments) if word.startswith("--")), len(arguments))
    words = arguments[:first_option]
    options: Options = {}
    for index, word in enumerate(arguments[first_option:], start=first_option):
        if word.startswith("--"):
            following = arguments[index + 1] if index + 1 < len(arguments) else ""
            options[word.removeprefix("--")] = "" if following.startswith("--") else following
    try:
        with SharedAzure(Path(state), clock_scale=float(scale)).opened() as azure:
            answer = COMMANDS[" ".join(words)](azure, options)
    except (AzureError, KeyError) as error:
        sys.stderr.write(f"ERROR: {error}\n")
        return 1
    sys.stdout.write(answer if isinstance(answer, str) and " ".join(words) == "acr task logs" else json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
