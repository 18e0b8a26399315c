"""The same applications, written by hand with azure-native's resources: same inputs, same order, no hooks.

The ARM template of a run is the library's, and names of tasks and runs are as long as its own.
"""

from dataclasses import dataclass

import pulumi
from acr_patterns import role_propagation
from acr_patterns.names import TASK, TASK_RUN, child_name
from acr_patterns.tasks.build_run import TEMPLATE
from pulumi_azure_native import authorization, containerinstance, containerregistry, managedidentity, resources

SOURCE = "https://github.com/contoso/shop.git"
ACR_PULL = "7f951dda-4ed3-4680-a7ca-43fe172d538d"
ACR_PUSH = "8311e382-0749-4cb8-b61a-304f252e45ec"

PEER_PAUSE = 60.0
"""Seconds for which the closest peer waits after the build and before the container group, whatever Azure does.

Source: `delays.delay_after_container_image_build` of Azure/terraform-azurerm-avm-ptn-cicd-agents-and-runners, variables.tf.
"""


@dataclass(frozen=True)
class Parents:
    """What the resources of an application are children of; the stack by default."""

    build: pulumi.Resource | None = None
    pull: pulumi.Resource | None = None
    service: pulumi.Resource | None = None


def empty_components(name: str) -> Parents:
    """As many components as an application has of the library's, which do nothing but exist."""
    return Parents(
        *(pulumi.ComponentResource(f"benchmark:index:{kind}", name) for kind in ("Build", "Pull", "Service"))
    )


def program(applications: int, *, pause: float = 0.0, in_empty_components: bool = False) -> None:
    """A registry, and applications that build into it and run from it.

    Args:
        applications: how many.
        pause: seconds before each container group.
        in_empty_components: whether the resources of an application are children of three components, as they are with the library's.
    """
    group = resources.ResourceGroup("shop")
    registry = _registry(group.name)
    for number in range(applications):
        name = f"app{number:04}"
        _application(name, group.name, registry, pause, empty_components(name) if in_empty_components else Parents())


def _registry(resource_group_name: pulumi.Output[str]) -> containerregistry.Registry:
    return containerregistry.Registry(
        "shop",
        resource_group_name=resource_group_name,
        sku=containerregistry.SkuArgs(name="Standard"),
        admin_user_enabled=False,
        anonymous_pull_enabled=False,
        public_network_access="Enabled",
        network_rule_bypass_options="AzureServices",
        data_endpoint_enabled=False,
        zone_redundancy="Disabled",
        policies=containerregistry.PoliciesArgs(
            azure_ad_authentication_as_arm_policy=containerregistry.AzureADAuthenticationAsArmPolicyArgs(
                status="enabled"
            ),
            soft_delete_policy=containerregistry.SoftDeletePolicyArgs(status="disabled"),
        ),
    )


def _application(
    name: str,
    resource_group_name: pulumi.Output[str],
    registry: containerregistry.Registry,
    pause: float,
    parents: Parents,
) -> None:
    task = _task(name, resource_group_name, registry, parents.build)
    principal_id = task.identity.apply(lambda identity: str(identity.principal_id) if identity else "")
    push = _grant(f"{name}-push", ACR_PUSH, principal_id, registry, parents.build)
    run = _run(name, resource_group_name, registry, task, push, parents.build)
    digest = run.properties["outputs"].apply(lambda outputs: outputs["images"]["value"][0]["digest"])
    identity = managedidentity.UserAssignedIdentity(
        name, resource_group_name=resource_group_name, opts=pulumi.ResourceOptions(parent=parents.pull)
    )
    pull = _grant(f"{name}-pull", ACR_PULL, identity.principal_id, registry, parents.pull)
    containerinstance.ContainerGroup(
        name,
        resource_group_name=resource_group_name,
        os_type="Linux",
        sku="Standard",
        restart_policy="Always",
        containers=[
            containerinstance.ContainerArgs(
                name=name,
                image=pulumi.Output.concat(registry.login_server, "/shop/", name, "@", digest),
                ports=[containerinstance.ContainerPortArgs(port=80, protocol="TCP")],
                resources=containerinstance.ResourceRequirementsArgs(
                    requests=containerinstance.ResourceRequestsArgs(cpu=0.5, memory_in_gb=1.0)
                ),
            )
        ],
        identity=containerinstance.ContainerGroupIdentityArgs(
            type=containerinstance.ResourceIdentityType.USER_ASSIGNED, user_assigned_identities=[identity.id]
        ),
        image_registry_credentials=[
            containerinstance.ImageRegistryCredentialArgs(server=registry.login_server, identity=identity.id)
        ],
        opts=pulumi.ResourceOptions(
            parent=parents.service, depends_on=[pull], hooks=_pausing(name, pause) if pause else None
        ),
    )


def _task(
    name: str,
    resource_group_name: pulumi.Output[str],
    registry: containerregistry.Registry,
    parent: pulumi.Resource | None,
) -> containerregistry.Task:
    return containerregistry.Task(
        name,
        task_name=child_name(TASK, name, pulumi.get_stack()),
        registry_name=registry.name,
        resource_group_name=resource_group_name,
        status="Enabled",
        is_system_task=False,
        platform=containerregistry.PlatformPropertiesArgs(os="Linux", architecture="amd64"),
        agent_configuration=containerregistry.AgentPropertiesArgs(cpu=2),
        timeout=3600,
        identity=containerregistry.IdentityPropertiesArgs(type=containerregistry.ResourceIdentityType.SYSTEM_ASSIGNED),
        credentials=containerregistry.CredentialsArgs(
            custom_registries=registry.login_server.apply(
                lambda server: {server: containerregistry.CustomRegistryCredentialsArgs(identity="[system]")}
            )
        ),
        step=containerregistry.DockerBuildStepArgs(
            type="Docker",
            context_path=f"{SOURCE}#main:{name}",
            docker_file_path="Dockerfile",
            image_names=[f"shop/{name}:{{{{.Run.ID}}}}"],
            is_push_enabled=True,
            no_cache=False,
        ),
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _grant(
    name: str,
    role: str,
    principal_id: pulumi.Output[str],
    registry: containerregistry.Registry,
    parent: pulumi.Resource | None,
) -> authorization.RoleAssignment:
    return authorization.RoleAssignment(
        name,
        principal_id=principal_id,
        principal_type="ServicePrincipal",
        role_definition_id=registry.id.apply(
            lambda scope: (
                f"/subscriptions/{scope.split('/')[2]}/providers/Microsoft.Authorization/roleDefinitions/{role}"
            )
        ),
        scope=registry.id,
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _run(
    name: str,
    resource_group_name: pulumi.Output[str],
    registry: containerregistry.Registry,
    task: containerregistry.Task,
    push: authorization.RoleAssignment,
    parent: pulumi.Resource | None,
) -> resources.Deployment:
    parameters: dict[str, pulumi.Input[str]] = {
        "registryName": registry.name,
        "taskRunName": child_name(TASK_RUN, name, pulumi.get_stack()),
        "taskId": task.id,
        "contextPath": f"{SOURCE}#88a601d:{name}",
        "inputs": "0123456789abcdef",
    }
    return resources.Deployment(
        f"{name}-run",
        resource_group_name=resource_group_name,
        properties=resources.DeploymentPropertiesArgs(
            mode=resources.DeploymentMode.INCREMENTAL,
            template=TEMPLATE,
            parameters={key: resources.DeploymentParameterArgs(value=value) for key, value in parameters.items()},
        ),
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[push]),
    )


def _pausing(name: str, pause: float) -> pulumi.ResourceHookBinding:
    """A pause as Terraform's `time_sleep` makes it: all that the container group needs is there, and it waits all the same."""

    async def sleep(_: pulumi.ResourceHookArgs) -> None:
        await role_propagation.clock.sleep(pause)

    return pulumi.ResourceHookBinding(before_create=[pulumi.ResourceHook(f"{name}:pause", sleep)])
