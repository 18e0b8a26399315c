"""The Docker build of a task: its step, its platform, and what makes two builds the same.

Source: the ARM type definition of Microsoft.ContainerRegistry/registries/tasks@2019-06-01-preview.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True)
class DockerBuild:
    """A Docker build of a git source, and the image it is pushed as."""

    source: GitSourceArgs
    image_name: str
    """Repository and tag; run variables may stand in the tag."""
    dockerfile: str
    build_arguments: Mapping[str, pulumi.Input[str]]
    target: str | None
    platform: BuildPlatform

    def step(self) -> containerregistry.DockerBuildStepArgs:
        """The step of the task: it builds the branch of the source."""
        token = self.source.get("access_token")
        return containerregistry.DockerBuildStepArgs(
            type="Docker",
            context_path=branch_context(self.source),
            context_access_token=None if token is None else pulumi.Output.secret(token),
            docker_file_path=self.dockerfile,
            image_names=[self.image_name],
            is_push_enabled=True,
            no_cache=False,
            target=self.target,
            # azure-native takes an empty list for nothing in a task that it imports, which would then differ from its program.
            arguments=[
                containerregistry.ArgumentArgs(name=name, value=value, is_secret=False)
                for name, value in self.build_arguments.items()
            ]
            or None,
        )

    def inputs_hash(self) -> pulumi.Output[str]:
        """What stands for all that the build is made from: another hash, another run. The token is not part of it."""
        fixed = [revision_context(self.source), self.image_name, self.dockerfile, self.target, self.platform.value]

        def digest(arguments: Mapping[str, str]) -> str:
            return hashlib.sha256(json.dumps([fixed, arguments], sort_keys=True).encode()).hexdigest()[:16]

        return pulumi.Output.all(**self.build_arguments).apply(digest)
