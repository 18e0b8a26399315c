"""What is said when a task cannot be made, or its run fails: Azure's own message does not say what to do."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Optional, cast

import pulumi

from ..resource_ids import RegistryId
from ..role_propagation import Grant

NO_WAY = (
    "its agent pool had no way to the registry when it began: that takes a private endpoint in the pool's virtual network or a peered one, and a private DNS zone "
    "linked to the pool's, all of them there first: give the AgentPool registry=RegistryPrivateEndpoint(…).registry, and depends_on for links and peerings of your own"
)
"""What a run says on an agent pool that does not reach the registry."""


def asking_for_a_provider(
    where: str, registry_id: pulumi.Output[RegistryId]
) -> Callable[[pulumi.ErrorHookArgs], Awaitable[bool]]:
    """When Azure does not find the registry that the task is to be made in: say which subscription the provider has to be for.

    Which one it is for cannot be looked up before: azure-native answers only after it has asked Microsoft Graph for a token.
    """

    async def ask(args: pulumi.ErrorHookArgs) -> bool:
        if any(code in args.errors[0] for code in ("ResourceGroupNotFound", "ParentResourceNotFound")):
            registry = cast(RegistryId, await registry_id.future())
            pulumi.log.error(
                f"{where}: Azure finds no registry {registry.name} in resource group {registry.resource_group} of the subscription that this component's "
                f"provider is for; tasks and agent pools are made beside their registry, so give the component the provider of the registry's subscription: "
                f'opts=pulumi.ResourceOptions(providers=[azure_native.Provider("shared", subscription_id="{registry.subscription}")]), '
                "or correct the registry's id"
            )
        return False

    return ask


def explaining_failed_run(
    where: str,
    registry_id: pulumi.Output[RegistryId],
    task_name: pulumi.Output[str],
    grants: Sequence[Grant],
    grant_command: pulumi.Output[Optional[str]],
    *,
    from_network: bool,
) -> Callable[[pulumi.ErrorHookArgs], Awaitable[bool]]:
    """When a run failed: say where the cause of a failed run is: azure-native keeps only the deployment's outer message.

    Args:
        where: the component.
        registry_id: the registry that owns the task.
        task_name: the task that ran.
        grants: what its identity was assigned.
        grant_command: the command by which somebody else has to assign it its roles.
        from_network: whether it runs on an agent pool, and the registry may be closed to the internet.
    """

    async def explain(args: pulumi.ErrorHookArgs) -> bool:
        if "DeploymentFailed" not in args.errors[0]:
            return False
        registry = cast(RegistryId, await registry_id.future())
        task, command = await task_name.future(), await grant_command.future()
        late = [grant.role.name for grant in grants if await grant.made_at() is not None]
        roles = " and ".join(dict.fromkeys(late))
        pulumi.log.error(run_failed(where, registry, str(task), roles, command, from_network=from_network))
        return False

    return explain


def run_failed(
    where: str,
    registry: RegistryId,
    task_name: str,
    new_role: str | None,
    grant_command: str | None = None,
    *,
    from_network: bool = False,
) -> str:
    """The sentence for a run that did not end in an image.

    Args:
        where: the component.
        registry: the registry that owns the task.
        task_name: the task that ran.
        new_role: what its identity was assigned in this update.
        grant_command: the command by which somebody else has to assign it its role.
        from_network: whether it runs on an agent pool, and the registry may be closed to the internet.
    """
    role = ""
    if new_role:
        role = f"Azure does not honour the new {new_role} role assignment yet, which takes up to ten minutes"
    elif grant_command:
        role = f"the role is not assigned, or not honoured yet, which takes up to ten minutes: who may assign roles runs `{grant_command}`"
    late = f"if it says `denied` or `unauthorized`, {role}; " if role else ""
    if from_network:
        late += f"if it says `403 Forbidden`, {NO_WAY}; "
    return (
        f"{where}: the run of task {task_name} in registry {registry.name} did not succeed: it failed, was cancelled or ran into its timeout; find it with "
        f"`az acr task list-runs {registry.option('--registry')} --name {task_name} --output table` and read its log with "
        f"`az acr task logs {registry.option('--registry')} --run-id RUN_ID`; {late}correct the cause and run `pulumi up` again: it runs anew"
    )
