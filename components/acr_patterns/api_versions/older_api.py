"""What a registry would keep without being told, if its program left it out, or has kept.

What Azure does with what is left out is not documented: with a property that the API version does not know, and with a role assignment mode
whatever the version. It is taken to keep it (docs/unproven.md).
"""

import pulumi

from ..arguments import component
from ..errors import ArgumentError
from ..resource_hooks import Reactions
from ..roles import RoleAssignmentMode


def refusing_what_stays(owner: pulumi.Resource) -> Reactions:
    """Refuse the update of a registry, a child of `owner`, that Azure would leave as nobody says any more."""
    where = _component(owner)

    async def check(args: pulumi.ResourceHookArgs) -> None:
        before, after = args.old_inputs or {}, args.new_inputs or {}
        check_what_stays(
            where,
            mode=before.get("roleAssignmentMode") if "roleAssignmentMode" not in after else None,
            task_bypass=before.get("networkRuleBypassAllowedForTasks")
            if "networkRuleBypassAllowedForTasks" not in after
            else None,
        )

    return Reactions(check_update=check)


def check_what_stays(where: str, *, mode: object, task_bypass: object) -> None:
    """Refuse to leave out what differs from Azure's defaults.

    Args:
        where: the component.
        mode: the role assignment mode that the registry has and the program no longer says; None for none.
        task_bypass: whether tasks pass its firewall, the same.

    Raises:
        ArgumentError: with the step that is missing.
    """
    if mode == RoleAssignmentMode.ABAC.value:
        raise ArgumentError(
            f"{where}: role_assignment_mode is left out, and the registry is in mode {mode}, in which it would stay and ignore the roles that are "
            f"assigned for mode {RoleAssignmentMode.LEGACY.value}; say {RoleAssignmentMode.LEGACY.value}, run `pulumi up`, and leave it out after that"
        )
    if task_bypass is True:
        raise ArgumentError(
            f"{where}: bypass_for_tasks is left out of the network, and tasks pass the registry's firewall, as they would go on to; "
            "say False, run `pulumi up`, and leave it out after that"
        )


def check_what_is(owner: pulumi.Resource, mode: object) -> None:
    """Refuse to count on the roles of a registry, a child of `owner`, whose mode nobody says and which is in another than is counted on.

    Args:
        owner: the component.
        mode: the role assignment mode that Azure shows.

    Raises:
        ArgumentError: with what to say.
    """
    if mode == RoleAssignmentMode.ABAC.value:
        raise ArgumentError(
            f"{_component(owner)}: role_assignment_mode is left out, and the registry is in mode {mode}, which ignores the roles that are assigned for mode "
            f"{RoleAssignmentMode.LEGACY.value}; say which of the two it is to have"
        )


def _component(owner: pulumi.Resource) -> str:
    return component(owner.pulumi_resource_type.rpartition(":")[2], owner.pulumi_resource_name)
