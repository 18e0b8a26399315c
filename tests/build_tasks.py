"""Programs with one build task, for what its parts are sent as and what of them is refused."""

from collections.abc import Callable
from typing import Any, cast

import pulumi
from acr_patterns import BuildTask, BuildTaskArgs, Registry
from acr_patterns.testing import SimulatedAzure, Simulation, simulate
from existing import GROUP
from programs import ROLE_ASSIGNMENT, SOURCE, TASK
from pulumi_azure_native import resources

VAULT = f"{GROUP}/providers/Microsoft.KeyVault/vaults/contoso-vault"
USER = {"url": "https://contoso-vault.vault.azure.net/secrets/hub-user", "vault_id": VAULT}
PASSWORD = {"url": "https://contoso-vault.vault.azure.net/secrets/hub-token"}
PRIVATE = {"url": SOURCE["url"], "branch": "main", "access_token": "s3cr3t"}
SECRETS_USER = "4633458b-17de-408a-b874-0445c86b69e6"
ACR_PULL = "7f951dda-4ed3-4680-a7ca-43fe172d538d"
REPOSITORY_READER = "b93aa761-3e63-49ed-ac28-beffa264f7ac"


def building(registry: dict[str, Any] | None = None, **arguments: Any) -> Callable[[], None]:
    """A program with one build task; `repository` None leaves it out."""

    def program() -> None:
        group = resources.ResourceGroup("shop")
        made = Registry("shop", cast(Any, {"resource_group_name": group.name, **(registry or {})}))
        needed = {"registry": made.reference, "source": SOURCE, "repository": "shop/api"}
        given = {**needed, **{key: value() if callable(value) else value for key, value in arguments.items()}}
        task = BuildTask("api", cast(BuildTaskArgs, given))
        pulumi.export("images", task.images)
        pulumi.export("image", task.image)
        pulumi.export("command", task.grant_command)

    return program


def task(simulation: Simulation, name: str = "api") -> dict[str, Any]:
    return simulation.resource(TASK, name).inputs


def roles(simulation: Simulation) -> dict[str, tuple[str, str]]:
    """Role assignment -> the role's GUID and its scope."""
    return {
        one.name: (one.inputs["roleDefinitionId"].rpartition("/")[2], one.inputs["scope"])
        for one in simulation.of_type(ROLE_ASSIGNMENT)
    }


def with_file(**fields: Any) -> Simulation:
    """A task file that builds and pushes shop/api."""
    azure = SimulatedAzure()
    text = "version: v1.1.0\nsteps:\n  - build: -t $Registry/shop/api:$ID .\n  - push: [$Registry/shop/api:$ID]\n"
    azure.add_file("https://github.com/contoso/shop.git#88a601d", "ci/acr-task.yaml", text)
    azure.add_file("https://github.com/contoso/shop.git#88a601d", "ci/values.yaml", "channel: stable\n")
    file = {"path": "ci/acr-task.yaml", "repositories": ["shop/api"], **fields}
    return simulate(building(repository=None, task_file=file), azure=azure)
