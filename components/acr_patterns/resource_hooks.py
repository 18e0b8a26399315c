"""The hooks of all components, behind few that the engine knows.

Making a hook known is a call to the engine that the program waits for, as it does for a resource. So a program has one hook of each
kind at most, whatever number of components it has; what a component does is found by the resource that the hook is called for.
"""

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cached_property

import pulumi
from pulumi.runtime import settings

from .arm_types import unversioned


@dataclass(frozen=True)
class Reactions:
    """What a component does around the operations of one of its resources."""

    before: Callable[[pulumi.ResourceHookArgs], Awaitable[None]] | None = None
    """Before the resource is created or updated."""
    check_update: Callable[[pulumi.ResourceHookArgs], Awaitable[None]] | None = None
    """Before the resource is updated, and in a preview of that too; what it raises stops the update."""
    after_create: Callable[[pulumi.ResourceHookArgs], Awaitable[None]] | None = None
    """After it was created."""
    on_error: Callable[[pulumi.ErrorHookArgs], Awaitable[bool]] | None = None
    """After an operation failed; whether it is to be tried again."""


def hooks_for(parent: pulumi.Resource, token: str, name: str, reactions: Reactions) -> pulumi.ResourceHookBinding:
    """The hooks of the resource with this type token, in whichever API version, and name whose parent is `parent`."""
    global _hooks
    hooks = _hooks
    monitor = settings.get_monitor()
    if hooks is None or hooks.monitor is not monitor:
        hooks = _hooks = _Hooks(monitor)
    return hooks.bind(parent, token, name, reactions)


class _Hooks:
    """The hooks of a program, which is known by its connection to the engine."""

    def __init__(self, monitor: object) -> None:
        self.monitor = monitor
        self._program = program = (
            uuid.uuid4().hex
        )  # plugins of one program share its engine, which refuses a second hook of one name
        self._reactions: dict[tuple[str, str], list[tuple[pulumi.Resource, Reactions]]] = {}
        self._before = pulumi.ResourceHook(f"acr-patterns:{program}:before", self._call_before)
        self._after_create = pulumi.ResourceHook(f"acr-patterns:{program}:after-create", self._call_after_create)
        self._on_error = pulumi.ErrorHook(f"acr-patterns:{program}:on-error", self._call_on_error)

    def bind(self, parent: pulumi.Resource, token: str, name: str, reactions: Reactions) -> pulumi.ResourceHookBinding:
        self._reactions.setdefault((token, name), []).append((parent, reactions))
        before = [self._before] if reactions.before else []
        check = [self._check_update] if reactions.check_update else []
        return pulumi.ResourceHookBinding(
            before_create=[*before],
            before_update=[*check, *before],
            after_create=[self._after_create] if reactions.after_create else [],
            on_error=[self._on_error] if reactions.on_error else [],
        )

    @cached_property
    def _check_update(self) -> pulumi.ResourceHook:
        """The one hook that most programs do not need."""
        name = f"acr-patterns:{self._program}:check-update"
        return pulumi.ResourceHook(name, self._call_check_update, pulumi.ResourceHookOptions(on_dry_run=True))

    async def _call_check_update(self, args: pulumi.ResourceHookArgs) -> None:
        reactions = await self._find(args)
        if reactions.check_update:
            await reactions.check_update(args)

    async def _call_before(self, args: pulumi.ResourceHookArgs) -> None:
        reactions = await self._find(args)
        if reactions.before:
            await reactions.before(args)

    async def _call_after_create(self, args: pulumi.ResourceHookArgs) -> None:
        reactions = await self._find(args)
        if reactions.after_create:
            await reactions.after_create(args)

    async def _call_on_error(self, args: pulumi.ErrorHookArgs) -> bool:
        reactions = await self._find(args)
        return await reactions.on_error(args) if reactions.on_error else False

    async def _find(self, args: pulumi.ResourceHookArgs | pulumi.ErrorHookArgs) -> Reactions:
        """Two resources may have one type and name, below parents of different types; their URNs differ."""
        for parent, reactions in self._reactions.get((unversioned(args.type), args.name), []):
            if args.urn == child_urn(await parent.urn.future() or "", args.type, args.name):
                return reactions
        raise LookupError(f"no component has hooks for {args.urn}")


def child_urn(parent_urn: str, token: str, name: str) -> str:
    """The URN of a child: https://www.pulumi.com/docs/iac/concepts/resources/names/#urns."""
    stack, project, types, _ = parent_urn.split("::", 3)
    return f"{stack}::{project}::{types}${token}::{name}"


_hooks: _Hooks | None = None
"""Those of the program that last made a component."""
