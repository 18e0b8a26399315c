"""Small programs that several tests run."""

from collections.abc import Callable
from typing import Any, cast

from acr_patterns import (
    BuildTask,
    BuildTaskArgs,
    ContainerArgs,
    ContainerGroup,
    ContainerGroupArgs,
    GitSourceArgs,
    PullIdentity,
    Registry,
    RegistryArgs,
)
from pulumi_azure_native import resources

REGISTRY = "azure-native:containerregistry:Registry"
TASK = "azure-native:containerregistry:Task"
AGENT_POOL = "azure-native:containerregistry:AgentPool"
ROLE_ASSIGNMENT = "azure-native:authorization:RoleAssignment"
IDENTITY = "azure-native:managedidentity:UserAssignedIdentity"
CONTAINER_GROUP = "azure-native:containerinstance:ContainerGroup"
DEPLOYMENT = "azure-native:resources:Deployment"
RESOURCE_GROUP = "azure-native:resources:ResourceGroup"

NOT_IN_THE_SHOP = (
    "azure-native:monitor:",
    "azure-native:network:",
    "azure-native:operationalinsights:",
    "azure-native:privatedns:",
    AGENT_POOL,
)
"""What the types begin with that are simulated, and that `shop` makes nothing of."""

SOURCE: GitSourceArgs = {"url": "https://github.com/contoso/shop.git", "branch": "main", "revision": "88a601d"}
CONTAINER = {"name": "api", "cpu": 0.5, "memory_in_gb": 1.0, "ports": [80]}


def shop(
    *,
    registry: dict[str, Any] | None = None,
    task: dict[str, Any] | None = None,
    container: dict[str, Any] | None = None,
    group: dict[str, Any] | None = None,
) -> Callable[[], None]:
    """The whole chain; each argument adds to or changes the arguments of one component.

    A callable among the container's fields is called inside the program: an output can be made only there.
    """

    def program() -> None:
        resource_group = resources.ResourceGroup("shop")
        name = resource_group.name
        made = Registry("shop", cast(RegistryArgs, {"resource_group_name": name, **(registry or {})}))
        reference = made.reference
        build = {"registry": reference, "repository": "shop/api", "source": SOURCE, **(task or {})}
        api = BuildTask("api", cast(BuildTaskArgs, build))
        own = {key: value() if callable(value) else value for key, value in (container or {}).items()}
        containers = [cast(ContainerArgs, {**CONTAINER, "image": api.image, **own})]
        rest: dict[str, Any] = {"resource_group_name": name, "registry": reference, "containers": containers}
        if (registry or {}).get("authentication") != "AdminUser":
            rest["pull_identity"] = PullIdentity("api", resource_group_name=name, registry=reference).reference
        ContainerGroup("api", cast(ContainerGroupArgs, {**rest, **(group or {})}))

    return program
