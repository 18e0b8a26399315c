"""What a registry would keep without being told, if its program went back to an API version that does not know it.

What Azure does with a property that an older version leaves out is not documented; it is taken to keep it (docs/unproven.md).
"""

import pulumi

from .arguments import component
from .errors import ArgumentError
from .resource_hooks import Reactions
from .roles import RoleAssignmentMode


def refusing_what_stays(owner: pulumi.Resource) -> Reactions:
    """Refuse the update of a registry, a child of `owner`, that an older API version would leave as nobody says any more."""
    where = component(owner.pulumi_resource_type.rpartition(":")[2], owner.pulumi_resource_name)

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
