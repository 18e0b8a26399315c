"""A task with a system-assigned identity, and the roles that the identity needs."""

from collections.abc import Awaitable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Optional, cast

import pulumi
from pulumi_azure_native import containerregistry

from ..api_versions import newer_api
from ..names import TASK, child_name
from ..placement import Tags
from ..references import RegistryReference
from ..repository_conditions import repository_condition
from ..resource_hooks import Reactions, hooks_for
from ..resource_ids import RegistryId, parse_registry_id
from ..role_grant import RoleGrant, all_grant_commands, grant_role
from ..role_propagation import Grant
from ..roles import LEAST_ROLE, Purpose, Role
from .build_failures import asking_for_a_provider
from .platform import BuildPlatform, platform_properties
from .steps.kinds import StepInput

TYPE = "azure-native:containerregistry:Task"
"""The type token of a task."""


@dataclass(frozen=True)
class Need:
    """A role that a task's identity needs at a scope."""

    suffix: str
    """What the role assignment's logical name ends in."""
    role: Role
    scope: pulumi.Input[str]
    condition: Optional[str] = None
    """What limits it to some repositories; None where nothing does."""


def needed(registry: RegistryReference, suffix: str, purpose: Purpose, repositories: Collection[str] = ()) -> Need:
    """The least role for one purpose at a registry, for some of its repositories or for all.

    Args:
        registry: where.
        suffix: what the role assignment's logical name ends in.
        purpose: what is done there.
        repositories: names and prefixes that the role is limited to; none for all of the registry.
    """
    role = LEAST_ROLE[purpose, registry["role_assignment_mode"]]
    return Need(suffix, role, registry["id"], repository_condition(role, repositories) if repositories else None)


@dataclass(frozen=True)
class TaskPlan:
    """What a task does, when, where, and with which rights."""

    step: StepInput
    triggers: Optional[containerregistry.TriggerPropertiesArgs]
    credentials: Optional[pulumi.Output[Mapping[str, containerregistry.CustomRegistryCredentialsArgs]]]
    """The logins to registries, by login server; None if there are none."""
    needs: Sequence[Need]
    """The first is the one whose role is the task's."""
    timeout: int
    platform: BuildPlatform = BuildPlatform.LINUX_AMD64
    cpu: Optional[int] = None
    agent_pool_name: Optional[pulumi.Input[str]] = None
    default_login: bool = True
    """Whether Azure also logs it in to its own registry by itself, which in mode LegacyRegistryPermissions may push."""
    source_identity: bool = False
    """Whether it logs in to its own registry with its own identity, as in mode AbacRepositoryPermissions; this needs a newer API version."""


@dataclass(frozen=True)
class GrantedTask:
    """A task that was made, with its role assignments."""

    task: containerregistry.Task
    principal_id: pulumi.Output[str]
    grants: Sequence[Grant]
    assignments: Sequence[RoleGrant] = field(repr=False)

    @property
    def depends_on(self) -> list[pulumi.Resource]:
        """What has to be there before the task is run."""
        return [one.assignment for one in self.assignments if one.assignment is not None]


@dataclass(frozen=True)
class Surroundings:
    """Where a task is made, and by whom."""

    component: pulumi.ComponentResource
    where: str
    registry: RegistryReference
    here: bool
    """Whether roles are assigned here."""
    location: Optional[pulumi.Input[str]]
    tags: Optional[pulumi.Input[Tags]]

    @property
    def registry_id(self) -> pulumi.Output[RegistryId]:
        """The parts of the registry's id."""
        return pulumi.Output.from_input(self.registry["id"]).apply(parse_registry_id)

    @property
    def resource_group_name(self) -> pulumi.Output[str]:
        """The resource group of the registry, and so of the task."""
        return self.registry_id.apply(lambda parts: parts.resource_group)

    @property
    def registry_name(self) -> pulumi.Output[str]:
        """The name of the registry."""
        return self.registry_id.apply(lambda parts: parts.name)


def make_task(name: str, around: Surroundings, plan: TaskPlan) -> GrantedTask:
    """Make a task and assign its identity what it needs.

    Args:
        name: logical name of the task; role assignments are called NAME-SUFFIX.
        around: where and by whom.
        plan: what.
    """
    # As an output of this component the URN would make its children depend on themselves.
    urn = pulumi.Output.from_input(cast(Awaitable[str], around.component.urn.future()))
    args = containerregistry.TaskArgs(
        task_name=urn.apply(lambda known: child_name(TASK, name, known)),
        registry_name=around.registry_name,
        resource_group_name=around.resource_group_name,
        location=around.location,
        tags=around.tags,
        status=containerregistry.TaskStatus.ENABLED,
        is_system_task=False,
        platform=platform_properties(plan.platform),
        agent_configuration=None if plan.cpu is None else containerregistry.AgentPropertiesArgs(cpu=plan.cpu),
        agent_pool_name=plan.agent_pool_name,
        timeout=plan.timeout,
        identity=containerregistry.IdentityPropertiesArgs(type=containerregistry.ResourceIdentityType.SYSTEM_ASSIGNED),
        credentials=containerregistry.CredentialsArgs(
            source_registry=None
            if plan.default_login
            else containerregistry.SourceRegistryCredentialsArgs(
                login_mode=containerregistry.SourceRegistryLoginMode.NONE
            ),
            custom_registries=plan.credentials,
        ),
        step=plan.step,
        trigger=plan.triggers,
    )
    task = newer_api.make_task(
        name,
        args,
        # A live task keeps the name it was made with, also when the component has moved (aliases) and its URN with it.
        pulumi.ResourceOptions(
            parent=around.component,
            ignore_changes=["taskName"],
            hooks=hooks_for(
                around.component,
                TYPE,
                name,
                Reactions(on_error=asking_for_a_provider(around.where, around.registry_id)),
            ),
        ),
        source_identity=plan.source_identity,
    )
    principal_id = task.identity.apply(lambda identity: cast(str, identity and identity.principal_id))
    assignments = [
        grant_role(
            f"{name}-{need.suffix}",
            around.where,
            need.role,
            principal_id,
            need.scope,
            parent=around.component,
            here=around.here,
            condition=need.condition,
        )
        for need in plan.needs
    ]
    grants = [Grant(need.role, principal_id, need.scope, condition=need.condition) for need in plan.needs]
    return GrantedTask(task, principal_id, grants, assignments)


def all_commands(*made: GrantedTask) -> pulumi.Output[Optional[str]]:
    """The commands by which somebody else assigns the roles, as one line; None where they are assigned here."""
    return all_grant_commands(role for one in made for role in one.assignments)
