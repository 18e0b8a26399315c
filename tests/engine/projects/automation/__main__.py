import pulumi
from acr_patterns import AgentPool, BaseImageTriggerType, BuildTask, GitSourceArgs, PurgeTask, Registry, RegistrySku
from pulumi_azure_native import resources

VAULT = "https://contoso-vault.vault.azure.net/secrets"

config = pulumi.Config()
group = resources.ResourceGroup("shop")
registry = Registry("shop", resource_group_name=group.name, sku=RegistrySku.PREMIUM).reference
base = Registry("base", resource_group_name=group.name).reference
pool = AgentPool("builds", registry=registry)
source: GitSourceArgs = {
    "url": "https://github.com/contoso/shop.git",
    "branch": "main",
    "revision": config.get("revision") or "88a601d",
    "access_token": pulumi.Output.secret("correct-horse-battery-staple"),
}
docker = BuildTask(
    "docker",
    registry=registry,
    source=source,
    repository="shop/api",
    image_tags=["{{.Run.ID}}", "stable"],
    build_arguments={"NODE_ENV": "production"},
    secret_build_arguments={"NPM_TOKEN": pulumi.Output.secret("correct-horse-battery-staple")},
    base_registries={"base": base},
    registry_logins={"docker.io": {"user_name": {"url": f"{VAULT}/user"}, "password": {"url": f"{VAULT}/token"}}},
    agent_pool=pool.reference,
    triggers={
        "commit": {},
        "pull_request": {"push": True, "enabled": False},
        "base_image": {"type": BaseImageTriggerType.ALL},
        "schedules": [
            {"name": "nightly", "cron": config.get("cron") or "30 4 * * *"},
            {"name": "weekly", "cron": "0 6 * * Mon", "enabled": False},
        ],
    },
)
steps = BuildTask(
    "steps",
    registry=registry,
    source=source,
    secrets={"npm": {"url": f"{VAULT}/npm"}},
    steps=[
        {"id": "web", "build": {"images": ["shop/web:{{.Run.ID}}"], "arguments": {"BASE": docker.task_name}}},
        {
            "id": "test",
            "cmd": "$Registry/shop/web:{{.Run.ID}} test",
            "env": {"TOKEN": "{{.Secrets.npm}}"},
            "retries": 1,
        },
        {"push": ["shop/web:{{.Run.ID}}"]},
    ],
)
checked = BuildTask(
    "checked", registry=registry, source=source, repository="shop/checked", triggers={"commit": {}, "pull_request": {}}
)
file = BuildTask(
    "file",
    registry=registry,
    source=source,
    task_file={"path": "acr-task.yaml", "repositories": ["shop/file"], "values": {"channel": "preview"}},
)
PurgeTask(
    "old",
    registry=registry,
    repositories=["shop/api", "shop/web"],
    older_than_in_days=30,
    keep=3,
    in_use=[docker.image, steps.image],
    schedule="0 3 * * Sun",
)
pulumi.export("images", pulumi.Output.all(docker.image, steps.image, checked.image, file.image))
