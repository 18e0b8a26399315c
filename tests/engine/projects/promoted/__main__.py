import pulumi
from acr_patterns import ContainerGroup, PullIdentity, Registry, RoleAssignmentMode, existing_registry
from pulumi_azure_native import resources

stack = pulumi.get_stack()
group = resources.ResourceGroup(f"shop-{stack}")
if stack == "platform":
    registry = Registry("shop", resource_group_name=group.name).reference
else:
    platform = pulumi.StackReference("organization/promoted/platform").require_output("registry")
    registry = existing_registry(
        platform.apply(lambda known: known["id"]),
        platform.apply(lambda known: known["loginServer"]),
        RoleAssignmentMode.LEGACY,
    )
    image = pulumi.Config().require("image")
    puller = PullIdentity("shop", resource_group_name=group.name, registry=registry)
    ContainerGroup(
        "shop",
        resource_group_name=group.name,
        registry=registry,
        pull_identity=puller.reference,
        containers=[{"name": "shop", "image": image, "cpu": 0.5, "memory_in_gb": 1.0, "ports": [80]}],
    )
    pulumi.export("image", image)
pulumi.export("registry", {"id": registry["id"], "loginServer": registry["login_server"]})
