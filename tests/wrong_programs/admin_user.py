"""The service pulls with the password of the registry's admin user, as most examples on the web do. It works, and should not be."""

from pulumi_azure_native import containerinstance, containerregistry, resources


def admin_user() -> None:
    group = resources.ResourceGroup("admin")
    registry = containerregistry.Registry(
        "admin",
        registry_name="contosoadmin",
        resource_group_name=group.name,
        sku={"name": "Basic"},
        admin_user_enabled=True,
    )
    credentials = containerregistry.list_registry_credentials_output(
        registry_name=registry.name, resource_group_name=group.name
    )
    containerinstance.ContainerGroup(
        "admin",
        container_group_name="admin",
        resource_group_name=group.name,
        os_type="Linux",
        containers=[
            {
                "name": "api",
                "image": registry.login_server.apply(lambda server: f"{server}/shop/api:v1"),
                "resources": {"requests": {"cpu": 0.5, "memory_in_gb": 1.0}},
            }
        ],
        image_registry_credentials=[
            {
                "server": registry.login_server,
                "username": credentials.apply(lambda found: found.username or ""),
                "password": credentials.apply(lambda found: (found.passwords or [])[0].value or ""),
            }
        ],
    )
