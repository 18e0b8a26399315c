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
    RegistryArgs,
    RegistryAuthentication,
    RegistryReference,
    existing_registry,
    tag_everything,
)
from acr_patterns.names import RESOURCE_GROUP
from acr_patterns.roles import LEAST_ROLE, Purpose
from networks import Networks
from platform_stack import exported, image_of, registry_of
from pulumi_azure_native import resources
from settings import Settings

NAME = "helloworld"

settings = Settings.read(pulumi.Config())
tag_everything(settings.tags)
access: list[dict[str, pulumi.Input[str | None]]] = []
grant_commands: list[pulumi.Output[str | None]] = []


def own_registry(group: resources.ResourceGroup) -> RegistryReference:
    """A registry that this stack makes."""
    arguments: RegistryArgs = {
        "resource_group_name": group.name,
        "sku": settings.sku,
        "authentication": settings.authentication,
        "network": settings.network.registry_network,
    }
    if settings.registry_role_assignment_mode:
        arguments["role_assignment_mode"] = settings.registry_role_assignment_mode
    if settings.log_analytics_workspace_id:
        arguments["log_analytics_workspace_id"] = settings.log_analytics_workspace_id
    return Registry(NAME, arguments).reference


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
        pull_role = LEAST_ROLE[Purpose.PULL, settings.role_assignment_mode]
        access.append({"identity": task.pull_request_task_name, "role": pull_role.name, "may": "pull"})
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
        "registry": reached_registry,
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
    if networks.container_group_subnet:
        arguments["subnet"] = networks.container_group_subnet
    service = ContainerGroup(NAME, arguments)
    pulumi.export("containerGroupId", service.container_group_id)
    address: pulumi.Output[Any] = pulumi.Output.all(service.fqdn, service.ip_address)
    pulumi.export("address", address.apply(lambda known: known[0] or known[1]))


group = resources.ResourceGroup(RESOURCE_GROUP.logical(f"{NAME}-{pulumi.get_stack()}"))
platform = pulumi.StackReference(settings.platform) if settings.platform else None
if platform:
    shared = registry_of(platform, settings)
    registry = existing_registry(shared["id"], shared["loginServer"], settings.role_assignment_mode)
    pulumi.export("registry", shared)
else:
    registry = settings.existing_registry if settings.registry_id else own_registry(group)
    pulumi.export("registry", exported(registry))
networks = Networks.of(settings.network, NAME, group.name)
reached_registry = networks.reached(NAME, registry, group.name)

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
