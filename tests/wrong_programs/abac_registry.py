"""A registry of an API version that has role assignment modes; the one of azure-native's own SDK has none."""

from typing import Any, cast

import pulumi


class AbacRegistry(pulumi.CustomResource):
    """A registry in mode AbacRepositoryPermissions, as `pulumi package add azure-native containerregistry 2025-11-01` makes it."""

    def __init__(self, name: str, registry_name: str, resource_group_name: pulumi.Input[str]) -> None:
        inputs = {
            "registryName": registry_name,
            "resourceGroupName": resource_group_name,
            "location": "westeurope",
            "sku": {"name": "Basic"},
            "roleAssignmentMode": "AbacRepositoryPermissions",
            "loginServer": None,
        }
        super().__init__("azure-native:containerregistry/v20251101:Registry", name, inputs)

    @property
    def login_server(self) -> pulumi.Output[str]:
        return cast(Any, pulumi).get(self, "loginServer")
