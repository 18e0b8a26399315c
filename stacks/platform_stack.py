"""What a stack takes from the one that owns the registry: https://www.pulumi.com/docs/iac/concepts/stacks/#stackreferences."""

from typing import Any

import pulumi
from acr_patterns import ArgumentError, RegistryReference, RoleAssignmentMode, existing_registry

MODE = RoleAssignmentMode.LEGACY
"""The role assignment mode of every registry that this program makes."""


def registry_of(platform: pulumi.StackReference, name: str) -> RegistryReference:
    """The registry that the stack called `name` exports.

    Raises:
        ArgumentError: it exports none, or one in another mode than this program's registries are, whose roles would be ignored in silence;
            once that is known.
    """

    def check(shared: Any) -> Any:
        if not isinstance(shared, dict) or not {"id", "loginServer", "roleAssignmentMode"} <= shared.keys():
            raise _lacks(name, "registry")
        mode: object = shared["roleAssignmentMode"]  # pyright: ignore[reportUnknownVariableType]
        if mode != MODE.value:
            raise ArgumentError(
                f"settings: the registry of stack {name} is in mode {mode}, and this program assigns the roles of "
                f"{MODE.value}; name it with registryId, registryLoginServer and registryRoleAssignmentMode instead of platform"
            )
        return shared  # pyright: ignore[reportUnknownVariableType]

    shared: pulumi.Output[Any] = platform.get_output("registry").apply(check)
    return existing_registry(shared["id"], shared["loginServer"], MODE)


def image_of(platform: pulumi.StackReference, name: str) -> pulumi.Output[str]:
    """The image that the last `pulumi up` of the stack built.

    Raises:
        ArgumentError: it exports none, once that is known.
    """

    def check(image: Any) -> str:
        if not isinstance(image, str):
            raise _lacks(name, "image")
        return image

    return platform.get_output("image").apply(check)


def _lacks(name: str, output: str) -> ArgumentError:
    return ArgumentError(
        f"settings: stack {name}, which platform names, has no output {output} as this program exports it; bring that stack up with this program, "
        "or name another"
    )
