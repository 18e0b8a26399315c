"""The container group is to pull with its own identity, which exists only once the group does, and so after the pull."""

from pulumi_azure_native import authorization, containerinstance, containerregistry, resources

ACR_PULL = "7f951dda-4ed3-4680-a7ca-43fe172d538d"


def system_assigned_identity() -> None:
    group = resources.ResourceGroup("system")
    registry = containerregistry.Registry(
        "system", registry_name="contososystem", resource_group_name=group.name, sku={"name": "Basic"}
    )
    service = containerinstance.ContainerGroup(
        "system",
        container_group_name="system",
        resource_group_name=group.name,
        os_type="Linux",
        identity={"type": containerinstance.ResourceIdentityType.SYSTEM_ASSIGNED},
        containers=[
            {
                "name": "api",
                "image": registry.login_server.apply(lambda server: f"{server}/shop/api:v1"),
                "resources": {"requests": {"cpu": 0.5, "memory_in_gb": 1.0}},
            }
        ],
    )
    subscription = authorization.get_client_config_output().subscription_id
    authorization.RoleAssignment(
        "system",
        principal_id=service.identity.apply(lambda identity: identity.principal_id if identity else ""),
        principal_type="ServicePrincipal",
        role_definition_id=subscription.apply(
            lambda found: f"/subscriptions/{found}/providers/Microsoft.Authorization/roleDefinitions/{ACR_PULL}"
        ),
        scope=registry.id,
    )
