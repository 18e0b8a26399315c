"""The task has an identity with a role, and does not say that it logs in with it (`[system]`), where no login is given by default."""

import pulumi
from abac_registry import AbacRegistry
from pulumi_azure_native import authorization, containerregistry, resources

REPOSITORY_WRITER = "2a1e307c-b015-4ebd-883e-5b7698a07328"


def task_without_login() -> None:
    group = resources.ResourceGroup("task")
    registry = AbacRegistry("task", "contosotask", group.name)
    task = containerregistry.Task(
        "task",
        task_name="build-api",
        registry_name="contosotask",
        resource_group_name=group.name,
        identity={"type": containerregistry.ResourceIdentityType.SYSTEM_ASSIGNED},
        platform={"os": containerregistry.OS.LINUX},
        step={
            "type": "Docker",
            "context_path": "https://github.com/Azure-Samples/acr-build-helloworld-node.git#master",
            "docker_file_path": "Dockerfile",
            "image_names": ["shop/api:v1"],
            "is_push_enabled": True,
        },
        opts=pulumi.ResourceOptions(depends_on=[registry]),
    )
    subscription = authorization.get_client_config_output().subscription_id
    granted = authorization.RoleAssignment(
        "task",
        principal_id=task.identity.apply(lambda identity: identity.principal_id if identity else ""),
        principal_type="ServicePrincipal",
        role_definition_id=subscription.apply(
            lambda found: (
                f"/subscriptions/{found}/providers/Microsoft.Authorization/roleDefinitions/{REPOSITORY_WRITER}"
            )
        ),
        scope=registry.id,
    )
    resources.Deployment(
        "task",
        resource_group_name=group.name,
        properties={
            "mode": resources.DeploymentMode.INCREMENTAL,
            "parameters": {"task": {"value": task.id}},
            "template": {
                "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
                "contentVersion": "1.0.0.0",
                "parameters": {"task": {"type": "string"}},
                "resources": [
                    {
                        "type": "Microsoft.ContainerRegistry/registries/taskRuns",
                        "apiVersion": "2019-06-01-preview",
                        "name": "contosotask/first",
                        "properties": {
                            "forceUpdateTag": "first",
                            "runRequest": {"type": "TaskRunRequest", "taskId": "[parameters('task')]"},
                        },
                    }
                ],
            },
        },
        opts=pulumi.ResourceOptions(depends_on=[granted]),
    )
