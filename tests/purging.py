"""Programs with a clean-up of a registry that exists, for several tests."""

import base64
from collections.abc import Callable
from typing import Any, cast

import yaml
from acr_patterns import PurgeTask, PurgeTaskArgs, RoleAssignmentMode, existing_registry
from acr_patterns.testing import ManualClock, SimulatedAzure
from acr_patterns.testing.simulated_azure import Resource

GROUP = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/shop"
REGISTRY = f"{GROUP}/providers/Microsoft.ContainerRegistry/registries/contoso42"
SERVER = "contoso42.azurecr.io"
TASKS = "Microsoft.ContainerRegistry/registries/tasks"
API = "shop/api"
DAY = 86_400.0


def digest(number: int) -> str:
    """A digest of an image of its own."""
    return f"sha256:{number:064x}"


def named(number: int, repository: str = API) -> str:
    """An image by digest."""
    return f"{SERVER}/{repository}@{digest(number)}"


def new_azure() -> SimulatedAzure:
    """An Azure with one registry, and a clock that a test advances."""
    azure = SimulatedAzure(clock=ManualClock())
    azure.put(GROUP, {"location": "westeurope"})
    azure.put(REGISTRY, {"sku": {"name": "Basic"}})
    return azure


def purge(mode: RoleAssignmentMode = RoleAssignmentMode.LEGACY, **arguments: Any) -> Callable[[], None]:
    """A clean-up of `shop/api`, each night, of what is older than 30 days; callables are called inside the program."""
    given = {"repositories": [API], "older_than_in_days": 30, "schedule": "0 3 * * *", **arguments}

    def program() -> None:
        registry = existing_registry(REGISTRY, SERVER, mode)
        known = {name: value() if callable(value) else value for name, value in given.items()}
        PurgeTask("old", cast(PurgeTaskArgs, {"registry": registry, **known}))

    return program


def steps_of(task: Resource) -> list[dict[str, Any]]:
    """The steps that a task was sent."""
    text = base64.b64decode(task["properties"]["step"]["encodedTaskContent"]).decode()
    assert text.startswith("version: v1.1.0\nsteps:\n")
    return yaml.safe_load(text)["steps"]


def images(azure: SimulatedAzure, repository: str = API) -> dict[str, list[str]]:
    """Digest -> tags of all images of a repository."""
    manifests = azure.repositories(SERVER).get(repository, {})
    return {digest: sorted(manifest["tags"]) for digest, manifest in manifests.items()}
