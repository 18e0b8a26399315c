"""The identity has no role, so the pull ends with 401, and a private endpoint is added to mend that."""

import pulumi
from pulumi_azure_native import containerinstance, containerregistry, managedidentity, network, resources


def private_endpoint() -> None:
    group = resources.ResourceGroup("private")
    registry = containerregistry.Registry(
        "private", registry_name="contosoprivate", resource_group_name=group.name, sku={"name": "Premium"}
    )
    networks = network.VirtualNetwork(
        "private",
        virtual_network_name="private",
        resource_group_name=group.name,
        address_space={"address_prefixes": ["10.0.0.0/16"]},
        subnets=[{"name": "endpoints", "address_prefix": "10.0.1.0/24"}],
    )
    endpoint = network.PrivateEndpoint(
        "private",
        private_endpoint_name="private",
        resource_group_name=group.name,
        subnet={"id": networks.id.apply(lambda found: f"{found}/subnets/endpoints")},
        private_link_service_connections=[
            {"name": "registry", "private_link_service_id": registry.id, "group_ids": ["registry"]}
        ],
    )
    identity = managedidentity.UserAssignedIdentity("private", resource_group_name=group.name)
    containerinstance.ContainerGroup(
        "private",
        container_group_name="private",
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
        opts=pulumi.ResourceOptions(depends_on=[endpoint]),
    )
