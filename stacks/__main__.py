"""One environment: a registry, a task that builds into it, and a container group that runs what was built; or the part that a stack has.

The same program for every stack; what differs is in stacks/Pulumi.<stack>.yaml, and which parts there can be in shape.py.
"""

from typing import Any

import pulumi
from acr_patterns import (
    BuildTask,
    ContainerArgs,
    ContainerGroup,
    ContainerGroupArgs,
    PullIdentity,
    Registry,
    RegistryAuthentication,
    RegistryReference,
    tag_everything,
)
from acr_patterns.names import RESOURCE_GROUP
from acr_patterns.roles import ACR_PULL
from platform_stack import image_of, registry_of
from pulumi_azure_native import resources
from settings import Settings

NAME = "helloworld"

settings = Settings.read(pulumi.Config())
tag_everything(settings.tags)
access: list[dict[str, pulumi.Input[str | None]]] = []
grant_commands: list[pulumi.Output[str | None]] = []


def own_registry(group: resources.ResourceGroup) -> RegistryReference:
    """A registry that this stack makes."""
    registry = Registry(NAME, resource_group_name=group.name, sku=settings.sku, authentication=settings.authentication)
    return registry.reference


def built_image(registry: RegistryReference) -> pulumi.Output[str]:
    """The image that a task of this stack builds."""
    task = BuildTask(
        NAME,
        registry=registry,
        repository=settings.repository,
        source=settings.source,
        dockerfile=settings.dockerfile,
        triggers=settings.triggers,
        grant=settings.grant,
    )
    access.append({"identity": task.task_name, "role": task.role_name, "may": "push and pull"})
    if settings.build_on_pull_request:
        access.append({"identity": task.pull_request_task_name, "role": ACR_PULL.name, "may": "pull"})
    grant_commands.append(task.grant_command)
    return task.image


def run(image: pulumi.Input[str], registry: RegistryReference, group: resources.ResourceGroup) -> None:
    """The container group, and the identity it pulls with."""
    container: ContainerArgs = {
        "name": NAME,
        "image": image,
        "cpu": settings.cpu,
        "memory_in_gb": settings.memory_in_gb,
        "ports": [settings.port],
        "environment": {**settings.environment},
        "secret_environment": {**settings.secret_environment},
    }
    arguments: ContainerGroupArgs = {
        "resource_group_name": group.name,
        "registry": registry,
        "containers": [container],
        "restart_policy": settings.restart_policy,
        "public_ip": settings.public_ip,
    }
    if settings.dns_name_label:
        arguments["dns_name_label"] = settings.dns_name_label
    if settings.authentication is RegistryAuthentication.MANAGED_IDENTITY:
        puller = PullIdentity(NAME, resource_group_name=group.name, registry=registry, grant=settings.grant)
        arguments["pull_identity"] = puller.reference
        access.append({"identity": puller.identity_name, "role": puller.role_name, "may": "pull"})
        grant_commands.append(puller.grant_command)
    else:
        access.append({"identity": "admin user", "role": "all rights", "may": "push and pull"})
    service = ContainerGroup(NAME, arguments)
    pulumi.export("containerGroupId", service.container_group_id)
    address: pulumi.Output[Any] = pulumi.Output.all(service.fqdn, service.ip_address)
    pulumi.export("address", address.apply(lambda known: known[0] or known[1]))


group = resources.ResourceGroup(RESOURCE_GROUP.logical(f"{NAME}-{pulumi.get_stack()}"))
platform = pulumi.StackReference(settings.platform) if settings.platform else None
if platform:
    registry = registry_of(platform, settings.platform)
elif settings.registry_id:
    registry = settings.existing_registry
else:
    registry = own_registry(group)
pulumi.export(
    "registry",
    {
        "id": registry["id"],
        "loginServer": registry["login_server"],
        "roleAssignmentMode": registry["role_assignment_mode"].value,
    },
)

image: pulumi.Input[str] = settings.image
if settings.build:
    image = built_image(registry)
elif platform and not settings.image:
    image = image_of(platform, settings.platform)
if image:
    pulumi.export("image", image)
if settings.service:
    run(image, registry, group)
pulumi.export("access", access)
if not settings.grant:
    pulumi.export("grantCommands", grant_commands)
