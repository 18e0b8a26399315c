import pulumi
from acr_patterns import BuildTask, ContainerGroup, PullIdentity, Registry
from pulumi_azure_native import resources


class Team(pulumi.ComponentResource):
    """What the build may have moved below."""

    def __init__(self) -> None:
        super().__init__("contoso:index:Team", "team", None)


config = pulumi.Config()
tag = config.get("tag")
group = resources.ResourceGroup("shop")
registry = Registry("shop", resource_group_name=group.name)
if config.get("otherGroup"):
    Registry("other", resource_group_name=config.require_secret("otherGroup"))
above: list[pulumi.Alias | str] = [pulumi.Alias(parent=pulumi.ROOT_STACK_RESOURCE)]
task = BuildTask(
    "build",
    registry=registry.reference,
    repository="shop/api",
    source={"url": "https://github.com/contoso/shop.git", "branch": "main", "revision": "88a601d"},
    opts=pulumi.ResourceOptions(parent=Team(), aliases=above) if config.get_bool("moved") else None,
)
for name in filter(None, config.require("names").split(",")):
    puller = PullIdentity(name, resource_group_name=group.name, registry=registry.reference)
    ContainerGroup(
        name,
        resource_group_name=group.name,
        registry=registry.reference,
        pull_identity=puller.reference,
        public_ip=config.require_bool("publicIp"),
        containers=[
            {
                "name": config.require("container"),
                "image": pulumi.Output.concat(registry.login_server, "/shop/api:", tag) if tag else task.image,
                "cpu": 0.5,
                "memory_in_gb": 1.0,
                "ports": [80],
            }
        ],
    )
