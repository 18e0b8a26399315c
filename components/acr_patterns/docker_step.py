"""The Docker build of a task: its step, its platform, and what makes two builds the same.

Source: the ARM type definition of Microsoft.ContainerRegistry/registries/tasks@2019-06-01-preview.
"""

import hashlib
import json
from collections.abc import Mapping
from enum import Enum

import pulumi
from pulumi_azure_native import containerregistry

from .git_source import GitSourceArgs, branch_context, revision_context


class BuildPlatform(str, Enum):
    """Operating system and architecture that an image is built for."""

    LINUX_AMD64 = "linux/amd64"
    """What container groups and most services run."""
    LINUX_ARM64 = "linux/arm64"
    """Arm servers."""
    WINDOWS_AMD64 = "windows/amd64"
    """Windows containers."""


def platform_properties(platform: BuildPlatform) -> containerregistry.PlatformPropertiesArgs:
    """The platform in Azure's words."""
    system, architecture = platform.value.split("/")
    return containerregistry.PlatformPropertiesArgs(os=system.capitalize(), architecture=architecture)


def docker_step(
    source: GitSourceArgs,
    image_name: str,
    dockerfile: str,
    build_arguments: Mapping[str, pulumi.Input[str]],
    target: str | None,
) -> containerregistry.DockerBuildStepArgs:
    """Build `dockerfile` in the branch of `source` and push it as `image_name`."""
    token = source.get("access_token")
    return containerregistry.DockerBuildStepArgs(
        type="Docker",
        context_path=branch_context(source),
        context_access_token=None if token is None else pulumi.Output.secret(token),
        docker_file_path=dockerfile,
        image_names=[image_name],
        is_push_enabled=True,
        no_cache=False,
        target=target,
        arguments=[
            containerregistry.ArgumentArgs(name=name, value=value, is_secret=False)
            for name, value in build_arguments.items()
        ],
    )


def inputs_hash(
    source: GitSourceArgs,
    image_name: str,
    dockerfile: str,
    build_arguments: Mapping[str, pulumi.Input[str]],
    target: str | None,
    platform: BuildPlatform,
) -> pulumi.Output[str]:
    """What stands for all that a build is made from: another hash, another run. The token is not part of it."""
    fixed = [revision_context(source), image_name, dockerfile, target, platform.value]

    def digest(arguments: Mapping[str, str]) -> str:
        return hashlib.sha256(json.dumps([fixed, arguments], sort_keys=True).encode()).hexdigest()[:16]

    return pulumi.Output.all(**build_arguments).apply(digest)
