"""AcrPull goes to the client id of the identity. Azure takes it, and it gives nobody anything."""

import pulumi
from pulumi_azure_native import authorization, containerinstance, containerregistry, managedidentity, resources

ACR_PULL = "7f951dda-4ed3-4680-a7ca-43fe172d538d"


def role_to_client_id() -> None:
    group = resources.ResourceGroup("client")
    registry = containerregistry.Registry(
        "client", registry_name="contosoclient", resource_group_name=group.name, sku={"name": "Basic"}
    )
    identity = managedidentity.UserAssignedIdentity("client", resource_group_name=group.name)
    subscription = authorization.get_client_config_output().subscription_id
    granted = authorization.RoleAssignment(
        "client",
        principal_id=identity.client_id,
        principal_type="ServicePrincipal",
        role_definition_id=subscription.apply(
            lambda found: f"/subscriptions/{found}/providers/Microsoft.Authorization/roleDefinitions/{ACR_PULL}"
        ),
        scope=registry.id,
    )
    containerinstance.ContainerGroup(
        "client",
        container_group_name="client",
        resource_group_name=group.name,
        os_type="Linux",
        identity={
            "type": containerinstance.ResourceIdentityType.USER_ASSIGNED,
            "user_assigned_identities": [identity.id],
        },
        image_registry_credentials=[{"server": registry.login_server, "identity": identity.id}],
        containers=[
            {
                "name": "api",
                "image": registry.login_server.apply(lambda server: f"{server}/shop/api:v1"),
                "resources": {"requests": {"cpu": 0.5, "memory_in_gb": 1.0}},
            }
        ],
        opts=pulumi.ResourceOptions(depends_on=[granted]),
    )
