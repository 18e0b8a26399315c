"""What an image is built for, in Azure's words."""

import pytest
from acr_patterns.tasks.platform import BuildPlatform, platform_properties
from pulumi_azure_native import containerregistry


@pytest.mark.parametrize(
    ("platform", "system", "architecture"),
    [
        (BuildPlatform.LINUX_AMD64, "Linux", "amd64"),
        (BuildPlatform.LINUX_ARM64, "Linux", "arm64"),
        (BuildPlatform.WINDOWS_AMD64, "Windows", "amd64"),
    ],
)
def test_a_platform_becomes_the_operating_system_and_architecture_azure_knows(
    platform: BuildPlatform, system: str, architecture: str
) -> None:
    properties = platform_properties(platform)
    assert (properties.os, properties.architecture, properties.variant) == (system, architecture, None)


@pytest.mark.parametrize("platform", BuildPlatform)
def test_every_platform_is_one_of_the_words_of_the_azure_sdk(platform: BuildPlatform) -> None:
    properties = platform_properties(platform)
    assert properties.os in {system.value for system in containerregistry.OS}
    assert properties.architecture in {architecture.value for architecture in containerregistry.Architecture}
