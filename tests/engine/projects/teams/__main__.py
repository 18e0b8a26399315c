import pulumi
from acr_patterns import BuildTask, ContainerGroup, PullIdentity, Registry, RegistryReference, RoleAssignmentMode
from pulumi_azure_native import resources


class Team(pulumi.ComponentResource):
    """Everything that a team runs, by the same names as every other team."""

    def __init__(self, team: str, registry: RegistryReference) -> None:
        super().__init__(f"contoso:index:{team}", "team", None)
        below = pulumi.ResourceOptions(parent=self)
        group = resources.ResourceGroup("shop", opts=below)
        task = BuildTask(
            "api",
            registry=registry,
            repository="shop/api",
            source={"url": "https://github.com/contoso/shop.git", "branch": "main", "revision": "88a601d"},
            opts=below,
        )
        puller = PullIdentity("api", resource_group_name=group.name, registry=registry, opts=below)
        ContainerGroup(
            "api",
            resource_group_name=group.name,
            registry=registry,
            pull_identity=puller.reference,
            containers=[{"name": "api", "image": task.image, "cpu": 0.5, "memory_in_gb": 1.0, "ports": [80]}],
            opts=below,
        )


config = pulumi.Config()
if config.get("registryId"):
    shared: RegistryReference = {
        "id": config.require("registryId"),
        "login_server": config.require("loginServer"),
        "role_assignment_mode": RoleAssignmentMode.LEGACY,
    }
else:
    group = resources.ResourceGroup("platform")
    shared = Registry("shop", resource_group_name=group.name).reference
    pulumi.export("registryId", shared["id"])
    pulumi.export("loginServer", shared["login_server"])
Team("Blue", shared)
Team("Green", shared)
