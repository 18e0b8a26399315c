"""A registry that exists in mode AbacRepositoryPermissions, with images of two teams, and programs on it."""

from collections.abc import Callable
from typing import Any, cast

import pulumi
from acr_patterns import (
    BuildTask,
    BuildTaskArgs,
    ContainerGroup,
    PullIdentity,
    PullIdentityArgs,
    PurgeTask,
    PurgeTaskArgs,
    RegistryReference,
    existing_registry,
)
from acr_patterns.roles import Role
from acr_patterns.testing import ManualClock, SimulatedAzure, Simulation
from existing import ABAC_REGISTRY, ABAC_SERVER, DIGEST, GROUP_NAME, subscription
from programs import CONTAINER, ROLE_ASSIGNMENT, SOURCE

TASKS = "Microsoft.ContainerRegistry/registries/tasks"
ASSIGNMENTS = "Microsoft.Authorization/roleAssignments"
TEAMS = ("team-a/api", "team-b/api", "team-abc/api", "team-a")


def teams(clock: ManualClock | None = None) -> SimulatedAzure:
    """The subscription, without admin users, in which each repository of `TEAMS` has an image."""
    azure = subscription()
    for one in azure.of_type("Microsoft.ContainerRegistry/registries"):
        one["properties"]["adminUserEnabled"] = False
    azure.clock = clock or azure.clock
    for repository in TEAMS:
        azure.push_image(ABAC_SERVER, repository, "v1", DIGEST)
    return azure


def registry() -> RegistryReference:
    """The registry, as somebody refers to it who did not make it."""
    return existing_registry(**cast(Any, ABAC_REGISTRY))


def identity(**arguments: Any) -> PullIdentity:
    """A pull identity on the registry."""
    return PullIdentity(
        "api", cast(PullIdentityArgs, {"resource_group_name": GROUP_NAME, "registry": registry(), **arguments})
    )


def identifying(**arguments: Any) -> Callable[[], None]:
    """A program with one pull identity."""

    def program() -> None:
        made = identity(**arguments)
        pulumi.export("command", made.grant_command)
        pulumi.export("role", made.role_name)
        pulumi.export("id", made.identity_id)

    return program


def pulling(repository: str, *, known: bool = True, **arguments: Any) -> Callable[[], None]:
    """A program with one container group that pulls from `repository`; `known`: the group is told what its identity is limited to."""

    def program() -> None:
        reference = identity(**arguments).reference
        if not known:
            reference.pop("role_repositories", None)
        ContainerGroup(
            "api",
            resource_group_name=GROUP_NAME,
            registry=registry(),
            pull_identity=reference,
            containers=[cast(Any, {**CONTAINER, "image": f"{ABAC_SERVER}/{repository}@{DIGEST}"})],
        )

    return program


def building(**arguments: Any) -> Callable[[], None]:
    """A program with one build task, of `team-a/api` unless it is given what else."""

    def program() -> None:
        given = {"registry": registry(), "source": SOURCE, "repository": "team-a/api", **arguments}
        task = BuildTask("api", cast(BuildTaskArgs, {key: one for key, one in given.items() if one is not None}))
        pulumi.export("image", task.image)
        pulumi.export("role", task.role_name)
        pulumi.export("command", task.grant_command)

    return program


def purging(**arguments: Any) -> Callable[[], None]:
    """A program with one clean-up, of `team-a/api`, each night, of what is older than a day."""

    def program() -> None:
        given = {"repositories": ["team-a/api"], "older_than_in_days": 1, "schedule": "0 3 * * *", **arguments}
        task = PurgeTask("old", cast(PurgeTaskArgs, {"registry": registry(), **given}))
        pulumi.export("command", task.grant_command)

    return program


def assigned(simulation: Simulation) -> dict[str, tuple[str, bool]]:
    """Logical name of each role assignment -> the role's GUID, and whether a condition limits it."""
    return {
        one.name: (one.inputs["roleDefinitionId"].rpartition("/")[2], "condition" in one.inputs)
        for one in simulation.of_type(ROLE_ASSIGNMENT)
    }


def give(azure: SimulatedAzure, principal_id: str, role: Role, **properties: str) -> dict[str, Any]:
    """Assign a role at the registry, by hand."""
    scope = ABAC_REGISTRY["id"]
    number = len(azure.of_type(ASSIGNMENTS))
    definition = f"/subscriptions/{scope.split('/')[2]}/providers/Microsoft.Authorization/roleDefinitions/{role.guid}"
    body = {
        "principalId": principal_id,
        "roleDefinitionId": definition,
        "principalType": "ServicePrincipal",
        **properties,
    }
    return azure.put(f"{scope}/providers/{ASSIGNMENTS}/00000000-0000-4000-9000-{number:012}", {"properties": body})
