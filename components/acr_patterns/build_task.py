"""A task that builds an image from a git repository and pushes it to a registry."""

from collections.abc import Mapping
from typing import Any, NotRequired, Optional, TypedDict, Unpack, cast, overload

import pulumi

from .arguments import checked_arguments, component
from .placement import checked_location, checked_tags
from .references import AgentPoolReference, RegistryReference
from .tasks.agent_pools import needs_a_way
from .tasks.build_plan import build_plan
from .tasks.build_run import images_of, run_now
from .tasks.git_source import GitSourceArgs, revision_context
from .tasks.granted_task import Surroundings, all_commands, make_task
from .tasks.key_vault import KeyVaultSecretArgs
from .tasks.logins import RegistryLoginArgs, check_other_registries
from .tasks.platform import BuildPlatform
from .tasks.steps.arguments import StepArgs
from .tasks.steps.task_file import TaskFileArgs
from .tasks.triggers import TriggersArgs


class BuildTaskArgs(TypedDict):
    """The arguments of a `BuildTask`. What it does is given by exactly one of repository, task_file and steps."""

    registry: RegistryReference
    """The registry that owns the task and that its images are pushed to."""
    source: GitSourceArgs
    """The git repository that is built."""
    repository: NotRequired[str]
    """One Docker build: the repository of its image, such as `shop/api`: lowercase, without server and tag."""
    image_tags: NotRequired[list[str]]
    """Tags of that image; run variables are allowed. `{{.Run.ID}}` by default, unique to each run."""
    dockerfile: NotRequired[str]
    """Path of its Dockerfile, relative to the source folder. `Dockerfile` by default."""
    build_arguments: NotRequired[dict[str, pulumi.Input[str]]]
    """Its Docker build arguments. Not for secrets: they are shown in the task. Values take letters, digits and . _ / : @ % + = , -, since
    ACR Tasks quotes none of them; `steps` quote theirs."""
    secret_build_arguments: NotRequired[dict[str, pulumi.Input[str]]]
    """The same for secrets, of the same characters: Azure never gives their values back. What a Dockerfile does with an ARG stays in the image's history."""
    target: NotRequired[str]
    """Stage of a multi-stage Dockerfile that is built. The last one by default."""
    task_file: NotRequired[TaskFileArgs]
    """Steps in a file of the source."""
    steps: NotRequired[list[StepArgs]]
    """Steps written here: builds, pushes and commands, in the order of their `when`."""
    secrets: NotRequired[dict[str, KeyVaultSecretArgs]]
    """Secrets of key vaults that `steps` may use: `{{.Secrets.NAME}}`."""
    triggers: NotRequired[TriggersArgs]
    """When the task runs by itself: on commits, pull requests, updates of base images, schedules. Never by default."""
    base_registries: NotRequired[dict[str, RegistryReference]]
    """Further registries that know the task's identity, each under a name of your own (letters, digits, - and _): it is assigned AcrPull (Repository Reader) at each, and the task logs
    in there, for base images and for the images that `steps` run."""
    registry_logins: NotRequired[dict[str, RegistryLoginArgs]]
    """User names and passwords in a key vault for registries that do not know Azure's identities, by login server, such as `docker.io`."""
    role_repositories: NotRequired[list[str]]
    """The repositories of its registry that its identity may push to and pull from, each by its whole name (`shop/api`), and prefixes, which end in a slash
    (`shop/`). Base images and images of cmd steps that lie there are pulled with it too. All by default. Needs a registry in mode AbacRepositoryPermissions.
    Plain text, no outputs: what they leave out is refused before anything is made."""
    platform: NotRequired[BuildPlatform]
    """What the images are built for: linux/amd64 by default."""
    timeout_in_seconds: NotRequired[int]
    """Time after which a run is stopped: 300 to 28,800 seconds. 3,600 by default. Each of `steps` has a time of its own, 600 seconds by default."""
    cpu: NotRequired[int]
    """CPU cores of the machine that a run gets: 1 to 32, limits of this library, as Azure names none. 2 by default. Not with agent_pool: the pool's tier decides there."""
    agent_pool: NotRequired[AgentPoolReference]
    """The registry's agent pool that it runs on, such as `AgentPool(…).reference`. Azure's shared machines by default. It runs as soon as it is made: at a registry
    that does not answer the internet the pool takes that as `RegistryPrivateEndpoint(…).registry`. Pull requests are built on those in any case, unless their trigger says push True."""
    rebuild: NotRequired[str]
    """Any text: the task runs again now when it changes, though nothing else has."""
    grant: NotRequired[bool]
    """Whether roles are assigned here. True by default. False where the deployer may not assign roles: `grant_command` says what to run."""
    location: NotRequired[pulumi.Input[str]]
    """Azure region of the task. That of the registry's resource group by default."""
    tags: NotRequired[pulumi.Input[Mapping[str, pulumi.Input[str]]]]
    """Tags of the task."""


class BuildTask(pulumi.ComponentResource):
    """An ACR task that builds images and pushes them with an identity of its own.

    Makes a task with a system-assigned identity, assigns that identity AcrPush at the registry (Container Registry Repository Writer where the registry's
    role assignment mode is AbacRepositoryPermissions, there limited to `role_repositories` where they are given), makes the task log in with it, and runs
    the task once now; again when source, steps, arguments or `rebuild` change. `image` exists only when the image is in the registry;
    what triggers build later is in the registry by its tags, and `image` stays what this program deployed.
    Pull requests are built by a second task, which has an identity of its own with AcrPull (Repository Reader) alone and pushes nothing, unless the trigger
    says push True. It runs on Azure's shared machines, never on an agent pool, and with `secrets` in use or `registry_logins` it is refused.
    Task and run are named after the component and a hash of its URN: no two components that build into one registry meet in it.
    A task that has moved (aliases) keeps its name, so what takes its old place needs another.
    Task and run lie beside the registry. For one in another subscription the component needs that subscription's provider in its options.
    With `grant` False nothing is assigned: the log and `grant_command` have the command for whoever may, and the run fails until it was run.

    Raises:
        ArgumentError: an argument is unknown, missing or not accepted, or the task would not reach a registry.
        BuildError: a run succeeded without naming the image it pushed.
    """

    image: pulumi.Output[str]
    """The image that the last run at deploy time pushed, pinned by digest: SERVER/REPOSITORY@sha256:… The first, where it pushes several."""
    images: pulumi.Output[Mapping[str, str]]
    """All images that this run pushed, each pinned by digest. Its keys are the repositories, such as `shop/api`; any other is refused."""
    task_id: pulumi.Output[str]
    """Resource id of the task."""
    task_name: pulumi.Output[str]
    """Name of the task."""
    pull_request_task_name: pulumi.Output[Optional[str]]
    """Name of the second task, which builds pull requests and pushes nothing; None if there is no such task."""
    principal_id: pulumi.Output[str]
    """Principal id (object id) of the task's system-assigned identity."""
    role_name: pulumi.Output[str]
    """Name of the role that it needs at the registry, and has unless `grant` is False."""
    grant_command: pulumi.Output[Optional[str]]
    """With `grant` False, the Azure CLI commands by which somebody else assigns the roles, joined by &&; None otherwise."""

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
        given = args or cast(BuildTaskArgs, fields)
        check_other_registries(where, given["registry"], given.get("base_registries") or {})
        plan = build_plan(where, arguments)
        location = checked_location(where, arguments.get("location"))
        tags = checked_tags(where, arguments.get("tags"))

        super().__init__("acr-patterns:index:BuildTask", name, None, opts)
        around = Surroundings(self, where, plan.registry, arguments.get("grant", True), location, tags)
        made = make_task(name, around, plan.task)
        checking = plan.pull_requests and make_task(f"{name}-pull-request", around, plan.pull_requests)
        run = run_now(
            f"{name}-run",
            around,
            made,
            revision_context(arguments["source"]),
            plan.fingerprint,
            from_network=needs_a_way(where, plan.registry, arguments.get("agent_pool")),
        )
        self.images = pulumi.Output.all(
            plan.registry["login_server"], around.registry_id, run.properties["outputs"]
        ).apply(lambda known: images_of(where, known[0], known[1], plan.repositories, known[2]))
        self.image = self.images.apply(lambda known: known[plan.repositories[0]])
        self.task_id = made.task.id
        self.task_name = made.task.name
        self.pull_request_task_name = pulumi.Output.from_input(checking and checking.task.name)
        self.principal_id = made.principal_id
        self.role_name = pulumi.Output.from_input(plan.task.needs[0].role.name)
        self.grant_command = all_commands(made, *([checking] if checking else []))
        self.register_outputs(
            {
                "image": self.image,
                "images": self.images,
                "task_id": self.task_id,
                "task_name": self.task_name,
                "pull_request_task_name": self.pull_request_task_name,
                "principal_id": self.principal_id,
                "role_name": self.role_name,
                "grant_command": self.grant_command,
            }
        )
