"""A task that builds an image from a git repository and pushes it to a registry."""

from collections.abc import Awaitable, Mapping
from typing import Any, NotRequired, Optional, TypedDict, Unpack, cast, overload

import pulumi
from pulumi_azure_native import containerregistry, resources

from .arguments import checked_arguments, choice, component, never_secret, whole_number
from .errors import ArgumentError
from .images import check_repository
from .names import DEPLOYMENT, TASK, TASK_RUN, child_name
from .placement import checked_location, checked_tags
from .references import RegistryReference, checked_registry
from .resource_hooks import Reactions, hooks_for
from .resource_ids import parse_registry_id
from .role_grant import grant_role
from .role_propagation import Grant, waiting_for
from .roles import LEAST_ROLE, Purpose, Role, RoleAssignmentMode
from .tasks.build_failures import asking_for_a_provider, explaining_failed_run
from .tasks.build_run import API_VERSION, RUN_TYPE, TEMPLATE, image_of
from .tasks.docker_step import BuildPlatform, DockerBuild, platform_properties
from .tasks.git_source import GitSourceArgs, check_dockerfile, check_git_source, revision_context
from .tasks.image_names import check_image_tag

TYPE = "azure-native:containerregistry:Task"
"""The type token of a task."""

TASK_IDENTITY = "[system]"
"""How a task's credential names the task's system-assigned identity. Not `system`, as some documentation has it: that logs in as nobody."""

RUN_ID = "{{.Run.ID}}"
"""The run variable that gives every run a tag of its own, so no tag ever comes to mean another image."""

TIMEOUT_SECONDS = (300, 28_800)
CPUS = (1, 32)


class BuildTaskArgs(TypedDict):
    """The arguments of a `BuildTask`."""

    registry: RegistryReference
    """The registry that owns the task and that the image is pushed to."""
    repository: str
    """Repository of the image, such as `shop/api`: lowercase, without server and tag."""
    source: GitSourceArgs
    """The git repository that is built."""
    tag: NotRequired[str]
    """Tag of the image; run variables are allowed. `{{.Run.ID}}` by default, unique to each run."""
    dockerfile: NotRequired[str]
    """Path of the Dockerfile, relative to the source folder. `Dockerfile` by default."""
    build_arguments: NotRequired[dict[str, pulumi.Input[str]]]
    """Docker build arguments. Not for secrets: they are shown in the task and stay in the image's history."""
    target: NotRequired[str]
    """Stage of a multi-stage Dockerfile that is built. The last one by default."""
    platform: NotRequired[BuildPlatform]
    """What the image is built for: linux/amd64 by default."""
    timeout_in_seconds: NotRequired[int]
    """Time after which a run is stopped: 300 to 28,800 seconds. 3,600 by default."""
    cpu: NotRequired[int]
    """CPU cores of the machine that a run gets: 1 to 32. 2 by default."""
    grant: NotRequired[bool]
    """Whether AcrPush is assigned here. True by default. False where the deployer may not assign roles: `grant_command` says what to run."""
    location: NotRequired[pulumi.Input[str]]
    """Azure region of the task. That of the registry's resource group by default."""
    tags: NotRequired[pulumi.Input[Mapping[str, pulumi.Input[str]]]]
    """Tags of the task."""


class BuildTask(pulumi.ComponentResource):
    """An ACR task that builds an image and pushes it with an identity of its own.

    Makes a task with a system-assigned identity, assigns that identity AcrPush at the registry, makes the task log in with it, and runs
    the task once now; again when source, Dockerfile or arguments change. `image` exists only when the image is in the registry.
    Task and run are named after the component and a hash of its URN: no two components that build into one registry meet in it.
    A task that has moved (aliases) keeps its name, so what takes its old place needs another.
    Task and run lie beside the registry. For one in another subscription the component needs that subscription's provider in its options.
    With `grant` False nothing is assigned: the log and `grant_command` have the command for whoever may, and the run fails until it was run.

    Raises:
        ArgumentError: an argument is unknown, missing or not accepted, or the registry's role assignment mode is
            AbacRepositoryPermissions.
        BuildError: a run succeeded without naming the image it pushed.
    """

    image: pulumi.Output[str]
    """The image that the last run at deploy time pushed, pinned by digest: SERVER/REPOSITORY@sha256:…"""
    task_id: pulumi.Output[str]
    """Resource id of the task."""
    task_name: pulumi.Output[str]
    """Name of the task."""
    principal_id: pulumi.Output[str]
    """Principal id (object id) of the task's system-assigned identity."""
    role_name: pulumi.Output[str]
    """Name of the role that it needs, and has unless `grant` is False."""
    grant_command: pulumi.Output[Optional[str]]
    """With `grant` False, the Azure CLI command by which somebody else assigns the role; None otherwise."""

    @overload
    def __init__(self, name: str, args: BuildTaskArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None: ...
    @overload
    def __init__(
        self, name: str, *, opts: Optional[pulumi.ResourceOptions] = None, **fields: Unpack[BuildTaskArgs]
    ) -> None: ...
    def __init__(
        self,
        name: str,
        args: BuildTaskArgs = cast(BuildTaskArgs, None),
        opts: Optional[pulumi.ResourceOptions] = None,
        **fields: Any,
    ) -> None:
        where = component("BuildTask", name)
        arguments = checked_arguments(where, BuildTaskArgs, args, fields)
        registry, source = checked_registry(where, arguments["registry"]), arguments["source"]
        role = _push_role(where, registry["role_assignment_mode"])
        location = checked_location(where, arguments.get("location"))
        tags = checked_tags(where, arguments.get("tags"))
        tag = arguments.get("tag", RUN_ID)
        build = DockerBuild(
            source,
            f"{arguments['repository']}:{tag}",
            arguments.get("dockerfile", "Dockerfile"),
            {
                key: never_secret(
                    f"{where}: build_arguments {key}",
                    pulumi.get_stack(),
                    value,
                    "build without it: it would stay in the image too",
                )
                for key, value in arguments.get("build_arguments", {}).items()
            },
            arguments.get("target"),
            choice(where, "platform", BuildPlatform, arguments.get("platform", BuildPlatform.LINUX_AMD64)),
        )
        check_git_source(where, source)
        check_dockerfile(where, build.dockerfile)
        check_repository(where, arguments["repository"])
        check_image_tag(where, tag)
        timeout = whole_number(
            where,
            "timeout_in_seconds",
            arguments.get("timeout_in_seconds", 3600),
            *TIMEOUT_SECONDS,
            "a whole number of seconds",
        )
        cpu = whole_number(where, "cpu", arguments.get("cpu", 2), *CPUS, "a whole number of CPU cores")

        super().__init__("acr-patterns:index:BuildTask", name, None, opts)
        registry_id = pulumi.Output.from_input(registry["id"]).apply(parse_registry_id)
        registry_name = registry_id.apply(lambda parts: parts.name)
        resource_group_name = registry_id.apply(lambda parts: parts.resource_group)
        # As an output of this component the URN would make its children depend on themselves.
        urn = pulumi.Output.from_input(cast(Awaitable[str], self.urn.future()))
        task = containerregistry.Task(
            name,
            task_name=urn.apply(lambda known: child_name(TASK, name, known)),
            registry_name=registry_name,
            resource_group_name=resource_group_name,
            location=location,
            tags=tags,
            status=containerregistry.TaskStatus.ENABLED,
            is_system_task=False,
            platform=platform_properties(build.platform),
            agent_configuration=containerregistry.AgentPropertiesArgs(cpu=cpu),
            timeout=timeout,
            identity=containerregistry.IdentityPropertiesArgs(
                type=containerregistry.ResourceIdentityType.SYSTEM_ASSIGNED
            ),
            credentials=containerregistry.CredentialsArgs(
                custom_registries=pulumi.Output.from_input(registry["login_server"]).apply(_log_in_as_the_task)
            ),
            step=build.step(),
            # A live task keeps the name it was made with, also when the component has moved (aliases) and its URN with it.
            opts=pulumi.ResourceOptions(
                parent=self,
                ignore_changes=["taskName"],
                hooks=hooks_for(self, TYPE, name, Reactions(on_error=asking_for_a_provider(where, registry_id))),
            ),
        )
        principal_id = task.identity.apply(lambda identity: cast(str, identity and identity.principal_id))
        here = arguments.get("grant", True)
        grant = grant_role(f"{name}-push", where, role, principal_id, registry["id"], parent=self, here=here)
        granted = Grant(role, principal_id, registry["id"])
        run_name = DEPLOYMENT.logical(f"{name}-run")
        reactions = Reactions(
            before=waiting_for(where, granted),
            on_error=explaining_failed_run(where, registry_id, task.name, granted, grant.command),
        )
        run = resources.Deployment(
            run_name,
            resource_group_name=resource_group_name,
            properties=resources.DeploymentPropertiesArgs(
                mode=resources.DeploymentMode.INCREMENTAL,
                template=TEMPLATE,
                parameters=_parameters(
                    registryName=registry_name,
                    taskRunName=task.name.apply(lambda known: TASK_RUN.logical(known, reserve=0)),
                    taskId=task.id,
                    contextPath=revision_context(source),
                    inputs=build.inputs_hash(),
                ),
            ),
            opts=pulumi.ResourceOptions(
                parent=self,
                depends_on=[] if grant.assignment is None else [grant.assignment],
                # A deployment that changes is sent, and one that is sent runs the task: other tags are no reason to build.
                ignore_changes=["tags"],
                hooks=hooks_for(self, RUN_TYPE, run_name, reactions),
            ),
        )
        self.image = pulumi.Output.all(registry["login_server"], registry_id, run.properties["outputs"]).apply(
            lambda known: image_of(where, known[0], known[1], arguments["repository"], known[2])
        )
        self.task_id = task.id
        self.task_name = task.name
        self.principal_id = principal_id
        self.role_name = pulumi.Output.from_input(role.name)
        self.grant_command = grant.command
        self.register_outputs(
            {
                "image": self.image,
                "task_id": self.task_id,
                "task_name": self.task_name,
                "principal_id": self.principal_id,
                "role_name": self.role_name,
                "grant_command": self.grant_command,
            }
        )


def _log_in_as_the_task(login_server: str) -> Mapping[str, containerregistry.CustomRegistryCredentialsArgs]:
    """Without this entry the role of the task's identity is not used at all, even for the registry that owns the task."""
    return {login_server: containerregistry.CustomRegistryCredentialsArgs(identity=TASK_IDENTITY)}


def _parameters(**values: pulumi.Input[str]) -> dict[str, resources.DeploymentParameterArgs]:
    return {name: resources.DeploymentParameterArgs(value=value) for name, value in values.items()}


def _push_role(where: str, mode: RoleAssignmentMode) -> Role:
    if mode is RoleAssignmentMode.ABAC:
        raise ArgumentError(
            f"{where}: the registry's role assignment mode is {mode.value}, where a task pushes only through a setting that the tasks API "
            f"{API_VERSION} does not have; use a registry in mode {RoleAssignmentMode.LEGACY.value}"
        )
    return LEAST_ROLE[Purpose.PUSH, mode]
