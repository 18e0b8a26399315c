"""Tasks made of raw bodies, in a simulated Azure whose clock stands still until a test lets time pass."""

import base64
import re
import uuid
from collections.abc import Mapping
from typing import Any

from acr_patterns.roles import ACR_PULL, ACR_PUSH, Role, role_definition_id
from acr_patterns.testing import ManualClock, SimulatedAzure
from acr_patterns.testing.simulated_azure import SUBSCRIPTION_ID, Resource, Run

GROUP = f"/subscriptions/{SUBSCRIPTION_ID}/resourceGroups/shop"
REPOSITORY = "https://github.com/contoso/shop.git"
CONTEXT = f"{REPOSITORY}#main"
TOKEN = "ghp_t0ken"
MINUTE, HOUR, DAY = 60, 3600, 86_400

PLATFORM = {"os": "Linux", "architecture": "amd64"}


def registry_id(name: str = "contoso") -> str:
    return f"{GROUP}/providers/Microsoft.ContainerRegistry/registries/{name}"


def docker(*images: str, context: str = CONTEXT, push: bool = True) -> dict[str, Any]:
    """A step that builds an image and pushes it under these names."""
    return {
        "type": "Docker",
        "contextPath": context,
        "dockerFilePath": "Dockerfile",
        "imageNames": list(images or ("shop/api:{{.Run.ID}}",)),
        "isPushEnabled": push,
    }


def encoded(text: str, **properties: Any) -> dict[str, Any]:
    """A step with a task file in itself."""
    return {"type": "EncodedTask", "encodedTaskContent": base64.b64encode(text.encode()).decode(), **properties}


def source(*events: str, url: str = REPOSITORY, branch: str | None = "main", status: str = "Enabled") -> dict[str, Any]:
    """A trigger by commits, or pull requests, or both."""
    control = "Github" if "github.com" in url else "VisualStudioTeamService"
    repository: dict[str, Any] = {
        "sourceControlType": control,
        "repositoryUrl": url,
        "sourceControlAuthProperties": {"token": TOKEN, "tokenType": "PAT"},
    }
    if branch is not None:
        repository["branch"] = branch
    return {
        "name": "source",
        "sourceRepository": repository,
        "sourceTriggerEvents": list(events or ("commit",)),
        "status": status,
    }


def timer(schedule: str, name: str = "daily", status: str = "Enabled") -> dict[str, str]:
    return {"name": name, "schedule": schedule, "status": status}


def base_image(kind: str = "Runtime", status: str = "Enabled") -> dict[str, Any]:
    return {"baseImageTrigger": {"name": "base-image", "baseImageTriggerType": kind, "status": status}}


def task_body(
    step: Mapping[str, Any] | None = None, trigger: Mapping[str, Any] | None = None, **properties: Any
) -> dict[str, Any]:
    """The body of a task that logs in to its registry with its own identity."""
    return {
        "location": "westeurope",
        "identity": {"type": "SystemAssigned"},
        "properties": {
            "platform": PLATFORM,
            "step": step or docker(),
            "credentials": {"customRegistries": {"contoso.azurecr.io": {"identity": "[system]"}}},
            **({} if trigger is None else {"trigger": trigger}),
            **properties,
        },
    }


class Shop:
    """A subscription with a registry, and whatever tasks a test makes."""

    def __init__(self, sku: str = "Standard") -> None:
        self.clock = ManualClock()
        self.azure = SimulatedAzure(clock=self.clock)
        self.azure.put(GROUP, {"location": "westeurope"})
        self.add_registry("contoso", sku)

    def add_registry(self, name: str, sku: str = "Standard", **properties: Any) -> None:
        self.azure.put(registry_id(name), {"sku": {"name": sku}, "properties": properties})

    def add_task(
        self, name: str, step: Mapping[str, Any] | None = None, trigger: Mapping[str, Any] | None = None, **more: Any
    ) -> Resource:
        """Make a task whose identity may push, or change it."""
        made = self.azure.put(f"{registry_id()}/tasks/{name}", task_body(step, trigger, **more))
        self.grant(made, ACR_PUSH)
        return self.azure.get(made["id"])

    def grant(self, task: Resource, role: Role = ACR_PULL, registry: str = "contoso") -> None:
        """Assign the identity of a task a role at a registry."""
        scope = registry_id(registry)
        principal_id = task["identity"]["principalId"]
        name = uuid.uuid5(uuid.UUID(principal_id), f"{role.guid}{scope}")
        properties = {
            "principalId": principal_id,
            "roleDefinitionId": role_definition_id(role, scope),
            "principalType": "ServicePrincipal",
        }
        self.azure.put(
            f"{scope}/providers/Microsoft.Authorization/roleAssignments/{name}",
            {"properties": {**properties, "scope": scope}},
        )

    def run(self, task: Resource, revision: str = "v1") -> None:
        """Run a task by hand."""
        self.azure.put(
            f"{registry_id()}/taskRuns/{task['name']}",
            {
                "properties": {
                    "forceUpdateTag": f"{revision}-{len(self.azure.runs)}",
                    "runRequest": {"type": "TaskRunRequest", "taskId": task["id"]},
                }
            },
        )


def told(runs: list[Run]) -> list[tuple[str, str, str]]:
    """Task, trigger and status of each run."""
    return [(run.task_id.rpartition("/")[2], run.trigger, run.status) for run in runs]


def built(run: Run) -> str:
    """The context that a run has fetched, as its log has it."""
    return next(iter(re.findall(r"https://[^\s'\"]+#[^\s'\"]+", "\n".join(run.log))), "")
