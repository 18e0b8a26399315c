"""One environment: a registry, a task that builds into it, and a container group that runs what was built.

The same program for every stack; what differs is in stacks/Pulumi.<stack>.yaml.
"""

import pulumi
from acr_patterns import (
    BuildTask,
    ContainerArgs,
    ContainerGroup,
    ContainerGroupArgs,
    PullIdentity,
    Registry,
    RegistryAuthentication,
)
from acr_patterns.names import RESOURCE_GROUP
from pulumi_azure_native import resources
from settings import Settings

NAME = "helloworld"


def _access(identity: pulumi.Input[str], role: pulumi.Input[str], may: str) -> dict[str, pulumi.Input[str]]:
    return {"identity": identity, "role": role, "may": may}


settings = Settings.read(pulumi.Config())

group = resources.ResourceGroup(RESOURCE_GROUP.logical(f"{NAME}-{pulumi.get_stack()}"), tags=settings.tags)
registry = Registry(
    NAME,
    resource_group_name=group.name,
    sku=settings.sku,
    authentication=settings.authentication,
    tags=settings.tags,
)
task = BuildTask(
    NAME,
    registry=registry.reference,
    repository=settings.repository,
    source=settings.source,
    dockerfile=settings.dockerfile,
    tags=settings.tags,
)

container: ContainerArgs = {
    "name": NAME,
    "image": task.image,
    "cpu": settings.cpu,
    "memory_in_gb": settings.memory_in_gb,
    "ports": [settings.port],
    "environment": {**settings.environment},
    "secret_environment": {**settings.secret_environment},
}
arguments: ContainerGroupArgs = {
    "resource_group_name": group.name,
    "registry": registry.reference,
    "containers": [container],
    "restart_policy": settings.restart_policy,
    "public_ip": settings.public_ip,
    "tags": settings.tags,
}
if settings.dns_name_label:
    arguments["dns_name_label"] = settings.dns_name_label

access = [_access(task.task_name, task.role_name, "push and pull")]
if settings.authentication is RegistryAuthentication.MANAGED_IDENTITY:
    puller = PullIdentity(NAME, resource_group_name=group.name, registry=registry.reference, tags=settings.tags)
    arguments["pull_identity"] = puller.reference
    access.append(_access(puller.identity_name, puller.role_name, "pull"))
else:
    access.append(_access("admin user", "all rights", "push and pull"))

service = ContainerGroup(NAME, arguments)

pulumi.export("loginServer", registry.login_server)
pulumi.export("image", task.image)
pulumi.export("containerGroupId", service.container_group_id)
pulumi.export("address", pulumi.Output.all(service.fqdn, service.ip_address).apply(lambda known: known[0] or known[1]))
pulumi.export("access", access)
