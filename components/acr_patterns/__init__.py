"""Secure patterns for Azure Container Registry, ACR Tasks and everything that runs images from a registry."""

from .authentication import RegistryAuthentication
from .build_task import BuildTask, BuildTaskArgs
from .container_group import ContainerGroup, ContainerGroupArgs, RestartPolicy
from .containers import ContainerArgs
from .docker_step import BuildPlatform
from .environment import is_dev_stack
from .errors import AcrPatternsError, ArgumentError, BuildError, DevStackOnlyError
from .git_source import GitSourceArgs
from .pull_identity import PullIdentity, PullIdentityArgs
from .references import PullIdentityReference, RegistryReference, existing_registry
from .registry import Registry, RegistryArgs, RegistrySku
from .roles import RoleAssignmentMode
from .stack_tags import tag_everything

__all__ = [
    "AcrPatternsError",
    "ArgumentError",
    "BuildError",
    "BuildPlatform",
    "BuildTask",
    "BuildTaskArgs",
    "ContainerArgs",
    "ContainerGroup",
    "ContainerGroupArgs",
    "DevStackOnlyError",
    "GitSourceArgs",
    "PullIdentity",
    "PullIdentityArgs",
    "PullIdentityReference",
    "Registry",
    "RegistryArgs",
    "RegistryAuthentication",
    "RegistryReference",
    "RegistrySku",
    "RestartPolicy",
    "RoleAssignmentMode",
    "existing_registry",
    "is_dev_stack",
    "tag_everything",
]
