"""A registry and a task in API versions that azure-native does not use by default; used only where an argument needs them.

Each version of a resource is an alias of the other, so that a live one changes between them in place.

Source: the ARM type definitions of Microsoft.ContainerRegistry/registries@2025-11-01 and
Microsoft.ContainerRegistry/registries/tasks@2025-03-01-preview.
"""

from collections.abc import Sequence
from typing import Any, Optional, cast

import pulumi
from pulumi_azure_native import containerregistry

from ..resource_hooks import hooks_for
from ..roles import RoleAssignmentMode
from .older_api import check_what_is, refusing_what_stays
from .packages import ApiPackage

REGISTRIES = ApiPackage("containerregistry", "v20251101")
"""Where registries have a role assignment mode and the bypass for tasks."""
TASKS = ApiPackage("containerregistry", "v20250301preview")
"""Where tasks log in to their own registry with an identity of their own."""

REGISTRY = "azure-native:containerregistry:Registry"
TASK = "azure-native:containerregistry:Task"
NEWER_REGISTRY = REGISTRIES.token("Registry")
NEWER_TASK = TASKS.token("Task")

SYSTEM = "[system]"
"""The system-assigned identity of a task, as its credentials name it."""


def make_registry(
    name: str,
    args: containerregistry.RegistryArgs,
    opts: pulumi.ResourceOptions,
    *,
    role_assignment_mode: Optional[RoleAssignmentMode],
    bypass_for_tasks: Optional[bool],
) -> containerregistry.Registry:
    """A registry; with the API version that knows what is asked for.

    A mode that nobody said is not sent: it would let every AcrPull, AcrPush, Contributor and Owner in again, were the registry in the other one.
    That tasks do not pass is sent where nothing is said, as it lets nobody in.

    Args:
        name: logical name.
        args: what both API versions know.
        opts: options; they have a parent.
        role_assignment_mode: None where nothing is said.
        bypass_for_tasks: None where nothing is said.
    """
    parent = cast(pulumi.Resource, opts.parent)
    hooks = hooks_for(parent, REGISTRY, name, refusing_what_stays(parent))
    checked = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(hooks=hooks))
    if role_assignment_mode is None and bypass_for_tasks is None:
        return containerregistry.Registry(name, args, _also(checked, NEWER_REGISTRY))
    return _NewerRegistry(name, _NewerRegistryArgs(args, role_assignment_mode, bypass_for_tasks or False), checked)


def registry_id(
    registry: containerregistry.Registry, owner: pulumi.Resource, mode: RoleAssignmentMode | None
) -> pulumi.Output[str]:
    """The id of a registry that `make_registry` made, known once its mode is seen to be what `owner` counts on, as far as its API version shows it.

    Args:
        registry: the registry, a child of `owner`.
        owner: the component.
        mode: the role assignment mode that is said; None where nothing is.
    """
    if mode is not None or not isinstance(registry, _NewerRegistry):
        return registry.id

    def seen(known: Sequence[str]) -> str:
        made, shown = known
        check_what_is(owner, shown)
        return made

    return pulumi.Output.all(registry.id, registry.role_assignment_mode).apply(seen)


def make_task(
    name: str, args: containerregistry.TaskArgs, opts: pulumi.ResourceOptions, *, source_identity: bool
) -> containerregistry.Task:
    """A task; with `source_identity` one that logs in to its own registry with its system-assigned identity, in whatever mode that is.

    Args:
        name: logical name.
        args: what both API versions know.
        opts: options; they have a parent.
        source_identity: whether the API version that has the login is needed.
    """
    if not source_identity:
        return containerregistry.Task(name, args, _also(opts, NEWER_TASK))
    return _NewerTask(name, args, opts)


class _NewerRegistryArgs(containerregistry.RegistryArgs):
    """The arguments of a registry with those that only the newer version has."""

    def __init__(
        self, args: containerregistry.RegistryArgs, mode: RoleAssignmentMode | None, bypass_for_tasks: bool
    ) -> None:
        vars(self).update(vars(args))
        self.policies = _without_soft_delete(cast(Optional[containerregistry.PoliciesArgs], args.policies))
        vars(self).update(
            role_assignment_mode=mode and mode.value, network_rule_bypass_allowed_for_tasks=bypass_for_tasks
        )

    @property
    @pulumi.getter(name="roleAssignmentMode")
    def role_assignment_mode(self) -> Optional[str]:
        return vars(self)["role_assignment_mode"]

    @property
    @pulumi.getter(name="networkRuleBypassAllowedForTasks")
    def network_rule_bypass_allowed_for_tasks(self) -> bool:
        return vars(self)["network_rule_bypass_allowed_for_tasks"]


def _without_soft_delete(
    policies: Optional[containerregistry.PoliciesArgs],
) -> Optional[containerregistry.PoliciesArgs]:
    """The policies that registries have in an API version that is no preview."""
    if policies is None:
        return None
    kept = containerregistry.PoliciesArgs()
    vars(kept).update({name: policy for name, policy in vars(policies).items() if name != "soft_delete_policy"})
    return kept


class _SourceRegistryCredentialsArgs(containerregistry.SourceRegistryCredentialsArgs):
    """How a task logs in to its own registry."""

    def __init__(self, identity: str) -> None:
        vars(self).update(identity=identity)

    @property
    @pulumi.getter
    def identity(self) -> str:
        return vars(self)["identity"]


class _NewerRegistry(containerregistry.Registry):
    """A registry of version 2025-11-01."""

    def __init__(self, name: str, args: _NewerRegistryArgs, opts: pulumi.ResourceOptions) -> None:
        _register(self, containerregistry.Registry, REGISTRIES, NEWER_REGISTRY, name, args, _also(opts, REGISTRY))

    @property
    @pulumi.getter(name="roleAssignmentMode")
    def role_assignment_mode(self) -> pulumi.Output[str]:
        """The mode that Azure shows."""
        return vars(self)["role_assignment_mode"]


class _NewerTask(containerregistry.Task):
    """A task of version 2025-03-01-preview that logs in to its own registry with its system-assigned identity."""

    def __init__(self, name: str, args: containerregistry.TaskArgs, opts: pulumi.ResourceOptions) -> None:
        given = cast(Optional[containerregistry.CredentialsArgs], args.credentials)
        props = containerregistry.TaskArgs.__new__(containerregistry.TaskArgs)
        vars(props).update(vars(args))
        props.credentials = containerregistry.CredentialsArgs(
            custom_registries=given.custom_registries if given else None,
            source_registry=_SourceRegistryCredentialsArgs(SYSTEM),
        )
        _register(self, containerregistry.Task, TASKS, NEWER_TASK, name, props, _also(opts, TASK))


def _register(
    resource: pulumi.CustomResource,
    like: type[pulumi.CustomResource],
    package: ApiPackage,
    token: str,
    name: str,
    args: object,
    opts: pulumi.ResourceOptions,
) -> None:
    """Register a resource of a package with every output that `like` has in its own."""
    given: dict[str, Any] = vars(args)
    for output, member in vars(like).items():
        if isinstance(member, property):
            given.setdefault(output, None)
    provider = package.provider_for(cast(pulumi.Resource, opts.parent))
    opts = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(provider=provider))
    pulumi.CustomResource.__init__(
        resource, token, name, cast(pulumi.Inputs, args), opts, package_ref=package.reference()
    )


def _also(opts: pulumi.ResourceOptions, token: str) -> pulumi.ResourceOptions:
    """`opts` of a resource that may have been made as one of this type."""
    return pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(aliases=[pulumi.Alias(type_=token)]))
