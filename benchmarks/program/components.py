"""The applications, with the components."""

import pulumi
from acr_patterns import BuildTask, ContainerGroup, PullIdentity, Registry
from pulumi_azure_native import resources


def program(applications: int) -> None:
    """A registry, and applications that build into it and run from it."""
    group = resources.ResourceGroup("shop")
    registry = Registry("shop", resource_group_name=group.name)
    for number in range(applications):
        _application(f"app{number:04}", group.name, registry)


def _application(name: str, resource_group_name: pulumi.Output[str], registry: Registry) -> None:
    task = BuildTask(
        name,
        registry=registry.reference,
        repository=f"shop/{name}",
        source={"url": "https://github.com/contoso/shop.git", "branch": "main", "revision": "88a601d", "folder": name},
    )
    puller = PullIdentity(name, resource_group_name=resource_group_name, registry=registry.reference)
    ContainerGroup(
        name,
        resource_group_name=resource_group_name,
        registry=registry.reference,
        pull_identity=puller.reference,
        containers=[{"name": name, "image": task.image, "cpu": 0.5, "memory_in_gb": 1.0, "ports": [80]}],
    )
