"""Stack platform builds into a registry of its own; the others run what it built."""

import pulumi
from acr_patterns import BuildTask, ContainerGroup, PullIdentity, Registry, RoleAssignmentMode, existing_registry
from pulumi_azure_native import resources

config = pulumi.Config()
grant = config.require_bool("grant")
group = resources.ResourceGroup(f"shop-{pulumi.get_stack()}")
pulumi.export("token", config.get_secret("token"))

if config.require_bool("build"):
    made = Registry("shop", resource_group_name=group.name)
    api = BuildTask(
        "api",
        registry=made.reference,
        repository="shop/api",
        source={"url": "https://github.com/contoso/shop.git", "branch": "main", "revision": "88a601d"},
        grant=grant,
    )
    pulumi.export("registry", {"id": made.registry_id, "loginServer": made.login_server})
    pulumi.export("image", api.image)
else:
    platform = pulumi.StackReference("organization/environments/platform").require_output("registry")
    registry = existing_registry(platform["id"], platform["loginServer"], RoleAssignmentMode.LEGACY)
    puller = PullIdentity("api", resource_group_name=group.name, registry=registry, grant=grant)
    image = config.require("image")
    ContainerGroup(
        "api",
        resource_group_name=group.name,
        registry=registry,
        pull_identity=puller.reference,
        containers=[{"name": "api", "image": image, "cpu": 0.5, "memory_in_gb": 1.0, "ports": [80]}],
    )
    pulumi.export("image", image)
