"""The hooks that deal with the time Azure takes to honour a role assignment: up to ten minutes.

Two kinds of service, two ways:

* A service that answers at once (a container group: HTTP 400 `InaccessibleImage`) is asked again, with growing pauses, until the
  grant is ten minutes old. Azure says the same of an image that does not exist, so only a grant made in this update buys time.
* A long-running create (the deployment that runs a task) cannot be asked again: azure-native would find the object of the first
  attempt and refuse. There the create waits first, for what is left of a minute since the grant was made.

The hooks are coroutines, so one that waits holds up nothing else. They run in the program, under the engine; Pulumi's mocks do not run them.

Source: https://learn.microsoft.com/azure/role-based-access-control/troubleshooting (the ten minutes).
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol, cast

import pulumi
from pulumi.runtime import settings

from .resource_hooks import Reactions
from .resource_ids import parse_registry_id
from .roles import REPOSITORY_ACTIONS, Role, assignment_command

HONOURED_WITHIN = 600.0
"""Seconds after which a role assignment is honoured, as Azure documents it."""

WAIT_BEFORE_RUN = 60.0
"""Seconds that a task run waits after its grant was made."""

FIRST_PAUSE = 2.0
LONGEST_PAUSE = 60.0


class Clock(Protocol):
    """What the hooks measure and wait with."""

    def now(self) -> float:
        """Seconds since some fixed moment."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Let `seconds` pass."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> float:
        """Seconds, never going back."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Let `seconds` pass, without holding up other resources."""
        await asyncio.sleep(seconds)


clock: Clock = SystemClock()
"""The clock of all hooks; a simulation puts a faster one here."""


def _made_by_this_program() -> dict[tuple[str, str], float]:
    """Principal and scope -> when this update assigned a role; a process may run several updates, one after the other."""
    global _made
    made = _made
    monitor = settings.get_monitor()
    if made is None or made[0] is not monitor:
        made = _made = (monitor, {})
    return made[1]


_made: tuple[object, dict[tuple[str, str], float]] | None = None
"""The connection to the engine by which the program is known that last relied on a role, and what it assigned."""


@dataclass(frozen=True)
class Grant:
    """A role assignment that something else relies on."""

    role: Role
    principal_id: pulumi.Input[str]
    scope: pulumi.Input[str]
    made: dict[tuple[str, str], float] = field(default_factory=_made_by_this_program)
    """When each role assignment of this update was made."""
    condition: str | None = None
    """What limits it to some repositories, where something does."""

    async def known(self) -> tuple[str, str]:
        """Principal and scope, once both are known."""
        known = await pulumi.Output.all(self.principal_id, self.scope).future()
        principal_id, scope = cast(list[str], known)
        return principal_id, scope

    async def key(self) -> tuple[str, str]:
        """The same, however they are spelled."""
        principal_id, scope = await self.known()
        return principal_id.lower(), scope.lower()

    async def made_at(self) -> float | None:
        """When this update made it; None if it did not."""
        return self.made.get(await self.key())


def recording(name: str, grant: Grant) -> Reactions:
    """For the role assignment that is `grant`: remember when it was made, and ask again while Entra ID does not know the principal yet.

    A deployer who may not assign roles is told who has to, and how.
    """

    async def remember(_: pulumi.ResourceHookArgs) -> None:
        grant.made[await grant.key()] = clock.now()

    first_failure: list[float] = []

    async def retry(args: pulumi.ErrorHookArgs) -> bool:
        if "AuthorizationFailed" in args.errors[0]:
            pulumi.log.error(grant_refused(name, grant.role, *await grant.known(), grant.condition))
        if "PrincipalNotFound" not in args.errors[0]:
            return False
        if not first_failure:
            first_failure.append(clock.now())
        return await _pause(
            f"{name}: Microsoft Entra ID does not know the identity yet", first_failure[0], len(args.errors)
        )

    return Reactions(after_create=remember, on_error=retry)


def waiting_for(name: str, *grants: Grant) -> Callable[[pulumi.ResourceHookArgs], Awaitable[None]]:
    """Before a long-running operation: wait for what is left of a minute since each of `grants` was made, if this update made it."""

    async def wait(_: pulumi.ResourceHookArgs) -> None:
        for grant in grants:
            made = await grant.made_at()
            remaining = 0.0 if made is None else made + WAIT_BEFORE_RUN - clock.now()
            if remaining > 0:
                pulumi.log.info(
                    f"{name}: waiting {remaining:.0f} s for Azure to honour the new {grant.role.name} role assignment"
                )
                await clock.sleep(remaining)

    return wait


def retrying_pull(name: str, grant: Grant) -> Callable[[pulumi.ErrorHookArgs], Awaitable[bool]]:
    """When a service that pulls as it is created was refused: ask again while `grant`, made in this update, may not be honoured yet."""

    async def retry(args: pulumi.ErrorHookArgs) -> bool:
        if "InaccessibleImage" not in args.errors[0]:
            return False
        principal_id, scope = await grant.known()
        made = await grant.made_at()
        refused = f"{name}: Azure does not honour {grant.role.name} yet, or there is no such image"
        if made is not None and await _pause(refused, made, len(args.errors)):
            return True
        pulumi.log.error(pull_refused(name, grant.role, principal_id, scope, propagating=made is not None))
        return False

    return retry


def pull_refused(name: str, role: Role, principal_id: str, scope: str, *, propagating: bool) -> str:
    """The sentence for a pull that Azure refuses for good: whose, with which role, where, and what to do."""
    registry = parse_registry_id(scope)
    limited = ", a condition of it leaves the repository out" if role in REPOSITORY_ACTIONS else ""
    reaches = " (whether a condition of it leaves the repository out, too)" if limited else ""
    check = f"az role assignment list --assignee {principal_id} --scope {scope} --output table"
    if propagating:
        return (
            f"{name}: Azure still refuses the pull ten minutes after {role.name} on registry {registry.name} was assigned to principal {principal_id}; "
            f"check the assignment (`{check}`){reaches} and that the image exists, then run `pulumi up` again"
        )
    return (
        f"{name}: Azure cannot pull the image from registry {registry.name} for principal {principal_id}, whose {role.name} role assignment was not made in this update; "
        f"either the image does not exist (`az acr manifest list-metadata {registry.option('--registry')} --name REPOSITORY`) "
        f"or the role is missing{limited}, or not honoured yet, which takes up to ten minutes (`{check}`; who may assign roles assigns it with "
        f"`{assignment_command(role, principal_id, scope)}`): correct it and run `pulumi up` again"
    )


def grant_refused(name: str, role: Role, principal_id: str, scope: str, condition: str | None = None) -> str:
    """The sentence for a deployer who may not assign `role`."""
    return (
        f"{name}: Azure does not let this deployer assign {role.name}; either have somebody who may assign roles run "
        f"`{assignment_command(role, principal_id, scope, condition)}` and set grant to False here, or be given the role "
        f"Role Based Access Control Administrator at {scope}"
    )


async def _pause(what: str, since: float, attempts: int) -> bool:
    """Pause before the next attempt, longer each time; False when ten minutes have passed `since`."""
    age = clock.now() - since
    if age >= HONOURED_WITHIN:
        return False
    pause = min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE, HONOURED_WITHIN - age + 1)
    pulumi.log.info(
        f"{what} ({age:.0f} s old, up to {HONOURED_WITHIN:.0f} s are normal); next attempt in {pause:.0f} s"
    )
    await clock.sleep(pause)
    return True
