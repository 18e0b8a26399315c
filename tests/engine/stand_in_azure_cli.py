"""The stand-in for the Azure CLI, with what only the smoke test asks: answers that the simulation has no facts for."""

import sys
from pathlib import Path
from typing import Any

from acr_patterns.testing.azure_cli import Command, Options, install_azure_cli, main
from acr_patterns.testing.azure_cli.lookup import flat, named
from acr_patterns.testing.azure_cli.resources import CONTAINER_GROUP, DEPLOYMENT, TASK
from acr_patterns.testing.shared_azure import SharedAzure
from acr_patterns.testing.simulated_azure import AzureError, SimulatedAzure

TASK_RUN = "Microsoft.ContainerRegistry/registries/taskRuns"
IN_GROUP = ("--name -n", "--resource-group -g")
OF_REGISTRY = ("--registry -r", "--name -n")


def at(minute: int) -> str:
    return f"2026-01-01T00:{minute:02}:00.000000+00:00"


def runs(azure: SimulatedAzure, options: Options) -> Any:
    named(azure, TASK, options["name"], options)
    return [
        {"runId": run.run_id, "status": run.status, "createTime": at(number), "finishTime": at(number)}
        for number, run in enumerate(azure.runs)
    ]


def deployment(azure: SimulatedAzure, options: Options) -> Any:
    found = named(azure, DEPLOYMENT, options["name"], options)
    return {**found, "properties": {**found["properties"], "timestamp": at(59)}}


def update_container_group(azure: SimulatedAzure, options: Options) -> Any:
    """As if Azure refused every change that the library makes by a replacement."""
    assert options["resource-type"] == CONTAINER_GROUP
    message = f"The updates on container group '{options['name']}' are invalid."
    raise AzureError(400, "InvalidContainerGroupUpdate", message)


def with_credentials(azure: SimulatedAzure, options: Options, credentials: dict[str, Any]) -> Any:
    task = named(azure, TASK, options["name"], options)
    body = {key: task[key] for key in ("identity", "location", "properties")}
    body["properties"] = {**body["properties"], "credentials": {"customRegistries": credentials}}
    azure.put(task["id"], body)
    return credentials


COMMANDS = {
    "version": Command(lambda azure, options: {"azure-cli": "2.80.0"}),
    "account list-locations": Command(lambda azure, options: [{"name": "northeurope"}, {"name": "westeurope"}]),
    "provider show": Command(lambda azure, options: {"registrationState": "Registered"}, ("--namespace -n",)),
    "acr show-endpoints": Command(
        lambda azure, options: {"loginServer": f"{options['name']}.azurecr.io"}, ("--name -n",)
    ),
    "acr task list-runs": Command(runs, (*OF_REGISTRY, "[--top]")),
    "acr task credential remove": Command(
        lambda azure, options: with_credentials(azure, options, {}), (*OF_REGISTRY, "--login-server")
    ),
    "acr task credential add": Command(
        lambda azure, options: with_credentials(
            azure, options, {options["login-server"]: {"identity": options["use-identity"]}}
        ),
        (*OF_REGISTRY, "--login-server", "--use-identity"),
    ),
    "acr taskrun show": Command(
        lambda azure, options: flat(named(azure, TASK_RUN, options["name"], options)), OF_REGISTRY
    ),
    "deployment group show": Command(deployment, IN_GROUP),
    "resource update": Command(update_container_group, (*IN_GROUP, "--resource-type", "[--set]", "[--remove]")),
}


def install(folder: Path, subscription: SharedAzure) -> None:
    """Put an executable `az` into a folder."""
    install_azure_cli(folder, subscription, (str(Path(__file__).resolve()),))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], COMMANDS))
