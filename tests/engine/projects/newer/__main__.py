import pulumi
import pulumi_azure_native as azure_native
from acr_patterns import BuildTask, NetworkAccess, Registry, RegistryNetworkArgs, RegistrySku, RoleAssignmentMode
from acr_patterns.api_versions.newer_api import REGISTRIES
from pulumi_azure_native import authorization, resources

settings = pulumi.Config()
sku, mode, bypass = settings.get("sku"), settings.get("mode"), settings.get_bool("bypass")
network: RegistryNetworkArgs = {"access": NetworkAccess(settings.get("access") or "Public")}
if bypass is not None:
    network["bypass_for_tasks"] = bypass

group = resources.ResourceGroup("shop")
fields = {} if mode is None else {"role_assignment_mode": RoleAssignmentMode(mode)}
registry = Registry(
    "shop",
    resource_group_name=group.name,
    sku=RegistrySku(sku or "Standard"),
    network=network,
    **fields,  # pyright: ignore[reportArgumentType]
)
BuildTask(
    "api",
    registry=registry.reference,
    repository="shop/api",
    source={"url": "https://github.com/contoso/shop.git", "branch": "main", "revision": "88a601d"},
)
shared = settings.get("shared")
if shared is not None:
    of_another_subscription = azure_native.Provider("shared", subscription_id=shared, disable_pulumi_partner_id=True)
    opts = pulumi.ResourceOptions(provider=of_another_subscription)
    elsewhere = resources.ResourceGroup("elsewhere", location="westeurope", opts=opts)
    Registry(
        "elsewhere",
        resource_group_name=elsewhere.name,
        role_assignment_mode=RoleAssignmentMode.ABAC,
        opts=opts,
    )
if mode is not None:
    newer = pulumi.InvokeOutputOptions(provider=REGISTRIES.provider_for(registry))
    client = authorization.get_client_config_output(opts=newer)
    pulumi.export("client", [client.tenant_id, client.subscription_id, client.client_id])
