"""A task that deletes old images from a registry, at fixed times."""

from collections.abc import Awaitable, Mapping, Sequence
from typing import Any, NotRequired, Optional, TypedDict, Unpack, cast, overload

import pulumi
from pulumi_azure_native import containerregistry

from .arguments import checked_arguments, checked_output, component, whole_number
from .names import short_hash
from .networks.reachability import check_reachable
from .placement import checked_location, checked_tags
from .references import AgentPoolReference, RegistryReference, checked_registry
from .repository_conditions import check_among, checked_role_repositories
from .roles import Purpose, RoleAssignmentMode
from .tasks.agent_pools import machines_of, pool_name
from .tasks.build_plan import TIMEOUT_SECONDS
from .tasks.granted_task import Need, Surroundings, TaskPlan, all_commands, make_task, needed
from .tasks.logins import custom_registries, logs_in_by_source
from .tasks.schedules import check_cron
from .tasks.steps.purge_steps import (
    PurgeSteps,
    check_in_use,
    check_kept_tags,
    check_oras_repository,
    check_repositories,
)

TIMER = "purge"
"""Name of the task's schedule."""

DAYS = (1, 150 * 365)
"""Least and most days of `older_than_in_days`: `acr purge` counts no further."""

KEEP = (0, 2**31 - 1)


class PurgeTaskArgs(TypedDict):
    """The arguments of a `PurgeTask`."""

    registry: RegistryReference
    """The registry that owns the task and whose images are deleted."""
    repositories: list[str]
    """The repositories that are purged, each by its whole name, such as `shop/api`. No other is touched."""
    older_than_in_days: int
    """Age from which a tag goes, counted from its last push: 1 to 54,750 days. An untagged manifest goes at the same age."""
    schedule: str
    """When it runs. Five fields, in UTC: minute, hour, day of the month, month, day of the week, such as `0 3 * * Sun`."""
    keep: NotRequired[int]
    """How many of the old tags stay in each repository, the latest, tags `in-use-…` that are no longer in use among them; and as many of the old untagged
    manifests. 0 by default."""
    keep_tags: NotRequired[list[str]]
    """Tags that never go, in any of the repositories, each by its whole name, such as `stable`; their images stay with them. None by default."""
    in_use: NotRequired[pulumi.Input[list[pulumi.Input[str]]]]
    """Images of the registry that never go, by digest (SERVER/REPOSITORY@sha256:…), such as those that services run. None by default."""
    oras_repository: NotRequired[str]
    """Repository of the registry that `oras`, which tags images in use, was imported to, by the same digest. It is pulled from ghcr.io by default."""
    role_repositories: NotRequired[list[str]]
    """The repositories that its identity may read and delete from, each by its whole name, and prefixes, which end in a slash (`shop/`): at least those that
    are purged, and `oras_repository`. All by default. Needs a registry in mode AbacRepositoryPermissions.
    Plain text, no outputs: what they leave out is refused before anything is made."""
    dry_run: NotRequired[bool]
    """Whether it deletes nothing, and only its log says what would go. True by default: read a log before you say False."""
    untagged: NotRequired[bool]
    """Whether manifests without a tag go too, which frees the storage. True by default."""
    timeout_in_seconds: NotRequired[int]
    """Time after which a run is stopped: 300 to 28,800 seconds. 3,600 by default."""
    agent_pool: NotRequired[AgentPoolReference]
    """The registry's agent pool that it runs on, such as `AgentPool(…).reference`. Azure's shared machines by default."""
    grant: NotRequired[bool]
    """Whether roles are assigned here. True by default. False where the deployer may not assign roles: `grant_command` says what to run."""
    location: NotRequired[pulumi.Input[str]]
    """Azure region of the task. That of the registry's resource group by default."""
    tags: NotRequired[pulumi.Input[Mapping[str, pulumi.Input[str]]]]
    """Tags of the task."""


class PurgeTask(pulumi.ComponentResource):
    """An ACR task that deletes old images at fixed times, and never one that is named as in use.

    Makes a task with a system-assigned identity that runs `acr purge`, and assigns that identity what this needs at the registry: AcrPull, and
    AcrDelete unless it is a dry run; AcrPush in the place of AcrPull with `in_use`. Where the registry's role assignment mode is
    AbacRepositoryPermissions: Container Registry Repository Contributor, in a dry run Repository Reader, or Writer with `in_use`; and Repository Catalog
    Lister, as `acr purge` lists all repositories before it takes those that are named. With `in_use` each run first gives every image in use a tag, `in-use-…`,
    that the purge leaves alone, so that none of them is untagged; a dry run does so too. It does so with `oras`. If one of these images is not
    there, the run fails and nothing is deleted. Nothing runs at deploy time. What is deleted cannot be brought back. When the component is removed, the tags that it
    gave stay, and with them their images: no clean-up deletes what another has kept.
    Name each service that runs an image of `in_use` in `depends_on` of its options: the task is then changed after the service, and stays as it was,
    with the old image in use, where the service fails to change. Purge one repository by one PurgeTask, or name all images in use in each of them:
    a PurgeTask protects only what it names itself, and what another one named only once that has run with `untagged`.
    For a registry in another subscription the component needs that subscription's provider in its options.
    With `grant` False nothing is assigned: the log and `grant_command` have the command for whoever may, and nothing is deleted until it was run.

    Raises:
        ArgumentError: an argument is unknown, missing or not accepted, an agent pool is given and the registry is known not to be Premium, or the task would not reach the registry.
    """

    task_id: pulumi.Output[str]
    """Resource id of the task."""
    task_name: pulumi.Output[str]
    """Name of the task."""
    principal_id: pulumi.Output[str]
    """Principal id (object id) of the task's system-assigned identity."""
    grant_command: pulumi.Output[Optional[str]]
    """With `grant` False, the Azure CLI commands by which somebody else assigns the roles, joined by &&; None otherwise."""

    @overload
    def __init__(self, name: str, args: PurgeTaskArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None: ...
    @overload
    def __init__(
        self, name: str, *, opts: Optional[pulumi.ResourceOptions] = None, **fields: Unpack[PurgeTaskArgs]
    ) -> None: ...
    def __init__(
        self,
        name: str,
        args: PurgeTaskArgs = cast(PurgeTaskArgs, None),
        opts: Optional[pulumi.ResourceOptions] = None,
        **fields: Any,
    ) -> None:
        where = component("PurgeTask", name)
        arguments = checked_arguments(where, PurgeTaskArgs, args, fields)
        registry = checked_registry(where, arguments["registry"])
        steps = _steps(where, arguments)
        check_repositories(where, steps.repositories)
        check_kept_tags(where, steps.kept_tags)
        check_oras_repository(where, steps.oras_repository, steps.repositories)
        check_cron(f"{where}: schedule", arguments["schedule"])
        pool = arguments.get("agent_pool")
        agent_pool_name = pool_name(where, registry, pool)
        check_reachable(where, registry, task=machines_of(pool))
        in_use = arguments.get("in_use", [])
        # Roles are decided now: a list that is known only later counts as one with images in it.
        needs = _needs(where, arguments, registry, tags=steps.untagged and in_use != [], deletes=not steps.dry_run)
        location = checked_location(where, arguments.get("location"))
        tags = checked_tags(where, arguments.get("tags"))

        super().__init__("acr-patterns:index:PurgeTask", name, None, opts)
        # As an output of this component the URN would make its children depend on themselves.
        urn = pulumi.Output.from_input(cast(Awaitable[str], self.urn.future()))

        def encoded(known: Sequence[Any]) -> str:
            urn, login_server, given = known
            images = cast(list[str], given or [])
            return steps.encoded(short_hash(urn), [check_in_use(where, login_server, image) for image in images])

        content = checked_output(pulumi.Output.all(urn, registry["login_server"], in_use), encoded)
        made = make_task(
            name,
            Surroundings(self, where, registry, arguments.get("grant", True), location, tags),
            TaskPlan(
                containerregistry.EncodedTaskStepArgs(type="EncodedTask", encoded_task_content=content),
                containerregistry.TriggerPropertiesArgs(
                    timer_triggers=[
                        containerregistry.TimerTriggerArgs(
                            name=TIMER,
                            schedule=arguments["schedule"],
                            status=containerregistry.TriggerStatus.ENABLED,
                        )
                    ]
                ),
                custom_registries(where, registry, [], {}),
                needs,
                steps.timeout,
                agent_pool_name=agent_pool_name,
                # The login that Azure gives a task by itself may delete, dry run or not.
                default_login=False,
                source_identity=logs_in_by_source(registry),
            ),
        )
        self.task_id = made.task.id
        self.task_name = made.task.name
        self.principal_id = made.principal_id
        self.grant_command = all_commands(made)
        self.register_outputs(
            {
                "task_id": self.task_id,
                "task_name": self.task_name,
                "principal_id": self.principal_id,
                "grant_command": self.grant_command,
            }
        )


def _steps(where: str, arguments: PurgeTaskArgs) -> PurgeSteps:
    def number(argument: str, value: object, limits: tuple[int, int], unit: str, taker: str = "acr purge") -> int:
        return whole_number(where, argument, value, *limits, f"a whole number of {unit}", taker=taker)

    return PurgeSteps(
        arguments["repositories"],
        number("older_than_in_days", arguments["older_than_in_days"], DAYS, "days"),
        number("keep", arguments.get("keep", 0), KEEP, "tags"),
        arguments.get("untagged", True),
        arguments.get("dry_run", True),
        number("timeout_in_seconds", arguments.get("timeout_in_seconds", 3600), TIMEOUT_SECONDS, "seconds", "Azure"),
        arguments.get("keep_tags", []),
        arguments.get("oras_repository"),
    )


def _needs(
    where: str, arguments: PurgeTaskArgs, registry: RegistryReference, *, tags: bool, deletes: bool
) -> list[Need]:
    """The roles, each for what is done; the one that deletes in mode AbacRepositoryPermissions reads and tags too, and none of them lists."""
    mode = registry["role_assignment_mode"]
    limits = checked_role_repositories(where, arguments, mode)
    for one in (*arguments["repositories"], *filter(None, [arguments.get("oras_repository")])):
        check_among(where, "purges or pulls from", one, limits)
    reads, removes = Purpose.PUSH if tags else Purpose.PULL, [Purpose.DELETE] if deletes else []
    if mode is RoleAssignmentMode.LEGACY:
        return [needed(registry, one.value, one) for one in (reads, *removes)]
    [purpose] = removes or [reads]
    return [needed(registry, purpose.value, purpose, limits), needed(registry, "list", Purpose.LIST)]
