"""Secure patterns for Azure Container Registry, ACR Tasks and everything that runs images from a registry."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .agent_pool import AgentPool as AgentPool
    from .agent_pool import AgentPoolArgs as AgentPoolArgs
    from .authentication import RegistryAuthentication as RegistryAuthentication
    from .build_task import BuildTask as BuildTask
    from .build_task import BuildTaskArgs as BuildTaskArgs
    from .container_group import ContainerGroup as ContainerGroup
    from .container_group import ContainerGroupArgs as ContainerGroupArgs
    from .container_group import RestartPolicy as RestartPolicy
    from .container_groups.containers import ContainerArgs as ContainerArgs
    from .environment import is_dev_stack as is_dev_stack
    from .errors import AcrPatternsError as AcrPatternsError
    from .errors import ArgumentError as ArgumentError
    from .errors import BuildError as BuildError
    from .errors import DevStackOnlyError as DevStackOnlyError
    from .networks.registry_network import NetworkAccess as NetworkAccess
    from .networks.registry_network import RegistryNetworkArgs as RegistryNetworkArgs
    from .networks.subnets import SubnetReference as SubnetReference
    from .private_network import PrivateNetwork as PrivateNetwork
    from .private_network import PrivateNetworkArgs as PrivateNetworkArgs
    from .pull_identity import PullIdentity as PullIdentity
    from .pull_identity import PullIdentityArgs as PullIdentityArgs
    from .purge_task import PurgeTask as PurgeTask
    from .purge_task import PurgeTaskArgs as PurgeTaskArgs
    from .references import AgentPoolReference as AgentPoolReference
    from .references import PullIdentityReference as PullIdentityReference
    from .references import RegistryReference as RegistryReference
    from .references import existing_registry as existing_registry
    from .registries.sku import RegistrySku as RegistrySku
    from .registry import Registry as Registry
    from .registry import RegistryArgs as RegistryArgs
    from .registry_private_endpoint import RegistryPrivateEndpoint as RegistryPrivateEndpoint
    from .registry_private_endpoint import RegistryPrivateEndpointArgs as RegistryPrivateEndpointArgs
    from .roles import RoleAssignmentMode as RoleAssignmentMode
    from .stack_tags import tag_everything as tag_everything
    from .tasks.agent_pools import AgentPoolTier as AgentPoolTier
    from .tasks.git_source import GitSourceArgs as GitSourceArgs
    from .tasks.key_vault import KeyVaultSecretArgs as KeyVaultSecretArgs
    from .tasks.logins import RegistryLoginArgs as RegistryLoginArgs
    from .tasks.platform import BuildPlatform as BuildPlatform
    from .tasks.steps.arguments import ImageBuildArgs as ImageBuildArgs
    from .tasks.steps.arguments import StepArgs as StepArgs
    from .tasks.steps.task_file import TaskFileArgs as TaskFileArgs
    from .tasks.triggers import BaseImageTriggerArgs as BaseImageTriggerArgs
    from .tasks.triggers import BaseImageTriggerType as BaseImageTriggerType
    from .tasks.triggers import CommitTriggerArgs as CommitTriggerArgs
    from .tasks.triggers import PullRequestTriggerArgs as PullRequestTriggerArgs
    from .tasks.triggers import ScheduleArgs as ScheduleArgs
    from .tasks.triggers import TriggersArgs as TriggersArgs
else:
    from .lazy_names import loader_of

    _MODULES = {
        "AcrPatternsError": "errors",
        "AgentPool": "agent_pool",
        "AgentPoolArgs": "agent_pool",
        "AgentPoolReference": "references",
        "AgentPoolTier": "tasks.agent_pools",
        "ArgumentError": "errors",
        "BaseImageTriggerArgs": "tasks.triggers",
        "BaseImageTriggerType": "tasks.triggers",
        "BuildError": "errors",
        "BuildPlatform": "tasks.platform",
        "BuildTask": "build_task",
        "BuildTaskArgs": "build_task",
        "CommitTriggerArgs": "tasks.triggers",
        "ContainerArgs": "container_groups.containers",
        "ContainerGroup": "container_group",
        "ContainerGroupArgs": "container_group",
        "DevStackOnlyError": "errors",
        "GitSourceArgs": "tasks.git_source",
        "ImageBuildArgs": "tasks.steps.arguments",
        "KeyVaultSecretArgs": "tasks.key_vault",
        "NetworkAccess": "networks.registry_network",
        "PrivateNetwork": "private_network",
        "PrivateNetworkArgs": "private_network",
        "PullIdentity": "pull_identity",
        "PullIdentityArgs": "pull_identity",
        "PullIdentityReference": "references",
        "PullRequestTriggerArgs": "tasks.triggers",
        "PurgeTask": "purge_task",
        "PurgeTaskArgs": "purge_task",
        "Registry": "registry",
        "RegistryArgs": "registry",
        "RegistryAuthentication": "authentication",
        "RegistryLoginArgs": "tasks.logins",
        "RegistryNetworkArgs": "networks.registry_network",
        "RegistryPrivateEndpoint": "registry_private_endpoint",
        "RegistryPrivateEndpointArgs": "registry_private_endpoint",
        "RegistryReference": "references",
        "RegistrySku": "registries.sku",
        "RestartPolicy": "container_group",
        "RoleAssignmentMode": "roles",
        "ScheduleArgs": "tasks.triggers",
        "SubnetReference": "networks.subnets",
        "StepArgs": "tasks.steps.arguments",
        "TaskFileArgs": "tasks.steps.task_file",
        "TriggersArgs": "tasks.triggers",
        "existing_registry": "references",
        "is_dev_stack": "environment",
        "tag_everything": "stack_tags",
    }
    __all__ = sorted(_MODULES)
    __getattr__ = loader_of(__name__, _MODULES)

    def __dir__() -> list[str]:
        return __all__
