"""Resources of API versions that azure-native does not use by default."""

from typing import Optional

import pulumi
from pulumi_azure_native import containerregistry

from .roles import RoleAssignmentMode


def make_registry(
    name: str,
    args: containerregistry.RegistryArgs,
    opts: pulumi.ResourceOptions,
    *,
    role_assignment_mode: Optional[RoleAssignmentMode],
    bypass_for_tasks: Optional[bool],
) -> containerregistry.Registry:
    """A registry; with an API version that knows what is asked for."""
    if role_assignment_mode is not None or bypass_for_tasks is not None:
        raise NotImplementedError
    return containerregistry.Registry(name, args, opts)
