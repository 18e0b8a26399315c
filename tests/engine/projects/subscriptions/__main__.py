import pulumi
from acr_patterns import BuildTask, ContainerGroup, GitSourceArgs, PullIdentity, Registry
from pulumi_azure_native import Provider, authorization, resources

SOURCE: GitSourceArgs = {"url": "https://github.com/contoso/shop.git", "branch": "main", "revision": "88a601d"}

shared = Provider("shared", subscription_id="00000000-0000-4000-8000-0000000000aa", location="northeurope")
in_shared = pulumi.ResourceOptions(provider=shared)
platform = resources.ResourceGroup("platform", opts=in_shared)
registry = Registry("shop", resource_group_name=platform.name, opts=in_shared)
beside_the_registry = pulumi.ResourceOptions(providers=[shared])
api = BuildTask(
    "api",
    registry=registry.reference,
    repository="shop/api",
    source=SOURCE,
    opts=None if pulumi.Config().get_bool("withoutProvider") else beside_the_registry,
)

group = resources.ResourceGroup("shop")
puller = PullIdentity("api", resource_group_name=group.name, registry=registry.reference)
ContainerGroup(
    "api",
    resource_group_name=group.name,
    registry=registry.reference,
    pull_identity=puller.reference,
    containers=[{"name": "api", "image": api.image, "cpu": 0.5, "memory_in_gb": 1.0}],
)
pulumi.export("own", authorization.get_client_config_output().subscription_id)
pulumi.export(
    "shared", authorization.get_client_config_output(opts=pulumi.InvokeOutputOptions(provider=shared)).subscription_id
)
pulumi.export("privateDnsZone", registry.private_dns_zone)
