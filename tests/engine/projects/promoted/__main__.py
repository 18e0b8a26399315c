import pulumi
from acr_patterns import ContainerGroup, PullIdentity, Registry, RegistryReference, RoleAssignmentMode
from pulumi_azure_native import resources

stack = pulumi.get_stack()
group = resources.ResourceGroup(f"shop-{stack}")
if stack == "platform":
    registry = Registry("shop", resource_group_name=group.name)
    pulumi.export("registry", {"id": registry.registry_id, "loginServer": registry.login_server})
else:
    platform = pulumi.StackReference("organization/promoted/platform").require_output("registry")
    shared: RegistryReference = {
        "id": platform.apply(lambda known: known["id"]),
        "login_server": platform.apply(lambda known: known["loginServer"]),
        "role_assignment_mode": RoleAssignmentMode.LEGACY,
    }
    image = pulumi.Config().require("image")
    puller = PullIdentity("shop", resource_group_name=group.name, registry=shared)
    ContainerGroup(
        "shop",
        resource_group_name=group.name,
        registry=shared,
        pull_identity=puller.reference,
        containers=[{"name": "shop", "image": image, "cpu": 0.5, "memory_in_gb": 1.0, "ports": [80]}],
    )
    pulumi.export("image", image)
