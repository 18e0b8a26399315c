import pulumi
from acr_patterns import AgentPool, AgentPoolTier, PurgeTask, Registry, RegistrySku
from pulumi_azure_native import resources

config = pulumi.Config()
group = resources.ResourceGroup("shop")
registry = Registry("shop", resource_group_name=group.name, sku=RegistrySku.PREMIUM).reference
AgentPool("builds", registry=registry, tier=AgentPoolTier(config.require("tier")), count=config.require_int("count"))
PurgeTask(
    "old",
    registry=registry,
    repositories=["shop/api"],
    older_than_in_days=30,
    schedule="0 3 * * Sun",
    dry_run=config.require_bool("dryRun"),
)
