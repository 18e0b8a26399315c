"""What a stack takes from the one that owns the registry: https://www.pulumi.com/docs/iac/concepts/stacks/#stackreferences."""

from collections.abc import Mapping
from typing import Any

import pulumi
from acr_patterns import ArgumentError, RegistryReference, RoleAssignmentMode, existing_registry

MODE = RoleAssignmentMode.LEGACY
"""The role assignment mode of every registry that this program makes."""


def registry_of(platform: pulumi.StackReference) -> RegistryReference:
    """The registry that the stack exports as `registry`.

    Raises:
        ArgumentError: it is in another mode than this program's registries are, once that is known: its roles would be ignored in silence.
    """

    def check(shared: Mapping[str, Any]) -> Mapping[str, Any]:
        if shared["roleAssignmentMode"] != MODE.value:
            raise ArgumentError(
                f"settings: the registry of stack platform is in mode {shared['roleAssignmentMode']}, and this program assigns the roles of "
                f"{MODE.value}; name it with registryId, registryLoginServer and registryRoleAssignmentMode instead of platform"
            )
        return shared

    shared: pulumi.Output[Any] = platform.require_output("registry").apply(check)
    return existing_registry(shared["id"], shared["loginServer"], MODE)
