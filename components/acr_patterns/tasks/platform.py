"""What a task builds for, and the machine that it builds on.

Source: https://learn.microsoft.com/azure/container-registry/container-registry-tasks-overview#image-platforms and
the ARM type definition of Microsoft.ContainerRegistry/registries/tasks@2019-06-01-preview.
"""

from enum import Enum

from pulumi_azure_native import containerregistry

from ..arguments import choice
from ..errors import ArgumentError, shown


class BuildPlatform(str, Enum):
    """Operating system and architecture that an image is built for."""

    LINUX_AMD64 = "linux/amd64"
    """What container groups and most services run."""
    LINUX_ARM64 = "linux/arm64"
    """Arm servers."""
    LINUX_ARM = "linux/arm"
    """32-bit Arm devices."""
    LINUX_386 = "linux/386"
    """32-bit x86."""
    WINDOWS_AMD64 = "windows/amd64"
    """Windows containers."""

    @property
    def system(self) -> str:
        """The operating system, in Azure's words."""
        return self.value.partition("/")[0].capitalize()


def checked_platform(where: str, given: object) -> BuildPlatform:
    """The platform, if ACR Tasks builds for it.

    Raises:
        ArgumentError: it does not, with those for which it does.
    """
    if isinstance(given, str) and given.lower().startswith("windows/") and given != BuildPlatform.WINDOWS_AMD64.value:
        raise ArgumentError(
            f"{where}: platform is {shown(given)}, but ACR Tasks builds Windows images for amd64 only; "
            "choose windows/amd64, or linux/arm64 for Arm"
        )
    return choice(where, "platform", BuildPlatform, given)


def platform_properties(platform: BuildPlatform) -> containerregistry.PlatformPropertiesArgs:
    """The platform in Azure's words."""
    return containerregistry.PlatformPropertiesArgs(os=platform.system, architecture=platform.value.partition("/")[2])
