import pulumi
from pulumi_azure_native import authorization, containerinstance, containerregistry, managedidentity, resources

key = pulumi.Output.secret("correct-horse-battery-staple")
group = resources.ResourceGroup("plain")
registry = containerregistry.Registry(
    "plain", resource_group_name=group.name, sku={"name": "Basic"}, data_endpoint_enabled=False
)
identity = managedidentity.UserAssignedIdentity(
    "plain", resource_group_name=group.name, tags={"server": registry.login_server, "key": key}
)
containerinstance.ContainerGroup(
    "plain",
    resource_group_name=group.name,
    container_group_name=identity.client_id.apply(lambda client_id: f"group-{client_id}"),
    os_type="Linux",
    containers=[
        {
            "name": "hello",
            "image": "mcr.microsoft.com/azuredocs/aci-helloworld:latest",
            "resources": {"requests": {"cpu": 0.5, "memory_in_gb": 1.0}},
            "environment_variables": [
                {"name": "SERVER", "value": registry.login_server},
                {"name": "KEY", "secure_value": key},
            ],
        }
    ],
)
found = containerregistry.Registry.get("found", registry.id)
asked = containerregistry.get_registry_output(resource_group_name=group.name, registry_name=registry.name)
pulumi.export("servers", [registry.login_server, found.login_server, asked.login_server])
pulumi.export("tenant", authorization.get_client_config_output().tenant_id)
pulumi.export("key", key)
