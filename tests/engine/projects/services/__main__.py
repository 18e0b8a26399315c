import pulumi
from acr_patterns import BuildTask, ContainerGroup, PullIdentity, Registry
from pulumi_azure_native import resources

config = pulumi.Config()
tag = config.get("tag")
group = resources.ResourceGroup("shop")
registry = Registry("shop", resource_group_name=group.name)
task = BuildTask(
    "build",
    registry=registry.reference,
    repository="shop/api",
    source={"url": "https://github.com/contoso/shop.git", "branch": "main", "revision": "88a601d"},
)
for name in filter(None, config.require("names").split(",")):
    puller = PullIdentity(name, resource_group_name=group.name, registry=registry.reference)
    ContainerGroup(
        name,
        resource_group_name=group.name,
        registry=registry.reference,
        pull_identity=puller.reference,
        containers=[
            {
                "name": config.require("container"),
                "image": pulumi.Output.concat(registry.login_server, "/shop/api:", tag) if tag else task.image,
                "cpu": 0.5,
                "memory_in_gb": 1.0,
            }
        ],
    )
