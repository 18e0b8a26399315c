"""The registry's mode is AbacRepositoryPermissions, which ignores AcrPull in silence."""

import pulumi
from abac_registry import AbacRegistry
from pulumi_azure_native import authorization, containerinstance, managedidentity, resources

ACR_PULL = "7f951dda-4ed3-4680-a7ca-43fe172d538d"


def acr_pull_under_abac() -> None:
    group = resources.ResourceGroup("abac")
    registry = AbacRegistry("abac", "contosoabac", group.name)
    identity = managedidentity.UserAssignedIdentity("abac", resource_group_name=group.name)
    subscription = authorization.get_client_config_output().subscription_id
    granted = authorization.RoleAssignment(
        "abac",
        principal_id=identity.principal_id,
        principal_type="ServicePrincipal",
        role_definition_id=subscription.apply(
            lambda found: f"/subscriptions/{found}/providers/Microsoft.Authorization/roleDefinitions/{ACR_PULL}"
        ),
        scope=registry.id,
    )
    containerinstance.ContainerGroup(
        "abac",
        container_group_name="abac",
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
