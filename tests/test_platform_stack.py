"""What the stacks take from the one that owns the registry, and what they say of one that does not have it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from acr_patterns import AcrPatternsError
from acr_patterns.testing import Simulation
from acr_patterns.testing.project import Project
from existing import DIGEST
from programs import CONTAINER_GROUP

PROJECT = Project.find(Path(__file__).parent)
NAME = "organization/acr-patterns/platform"
ON_THE_PLATFORM = ["build=false", f"platform={NAME}"]


@pytest.fixture(scope="module")
def platform() -> Simulation:
    return PROJECT.simulate("platform")


def exporting(platform: Simulation, **changed: Any) -> Simulation:
    """The platform with other outputs; without those that are None."""
    outputs = {name: value for name, value in {**platform.outputs, **changed}.items() if value is not None}
    return replace(platform, outputs=outputs)


def refusal(stack: str, settings: list[str], platform: Simulation) -> str:
    with pytest.raises(AcrPatternsError) as refused:
        PROJECT.simulate(stack, settings, platform.azure, references=[platform])
    return str(refused.value)


@pytest.mark.parametrize("stack", ["staging", "prod", "dev"])
def test_what_runs_is_the_promoted_image_and_not_the_platform_s_newest_build(platform: Simulation, stack: str) -> None:
    server = platform.outputs["registry"]["loginServer"]
    platform.azure.push_image(server, "helloworld", "promoted", DIGEST)
    image = f"{server}/helloworld@{DIGEST}"
    assert image != platform.outputs["image"]
    settings = [*(ON_THE_PLATFORM if stack == "dev" else []), f"image={image}"]
    simulation = PROJECT.simulate(stack, settings, platform.azure, references=[platform])
    [container] = simulation.resource(CONTAINER_GROUP).inputs["containers"]
    assert (container["image"], simulation.outputs["image"]) == (image, image)


@pytest.mark.parametrize("lacking", [None, "id", "loginServer", "roleAssignmentMode"])
def test_a_platform_without_a_whole_output_registry_is_refused(platform: Simulation, lacking: str | None) -> None:
    whole: dict[str, str] = platform.outputs["registry"]
    registry = {key: value for key, value in whole.items() if key != lacking} if lacking else None
    message = refusal("prod", [f"image={platform.outputs['image']}"], exporting(platform, registry=registry))
    assert message == (
        f"settings: stack {NAME}, which platform names, has no output registry as this program exports it; "
        "bring that stack up with this program, or name another"
    )


def test_a_platform_whose_output_registry_is_something_else_is_refused(platform: Simulation) -> None:
    message = refusal("prod", [f"image={platform.outputs['image']}"], exporting(platform, registry="contoso42"))
    assert f"stack {NAME}, which platform names, has no output registry" in message


@pytest.mark.parametrize("image", [None, {"digest": DIGEST}], ids=["none", "something else"])
def test_a_platform_without_an_image_is_refused_by_a_dev_stack_that_runs_its_newest_build(
    platform: Simulation, image: object
) -> None:
    message = refusal("dev", ON_THE_PLATFORM, exporting(platform, image=image))
    assert message == (
        f"settings: stack {NAME}, which platform names, has no output image as this program exports it; "
        "bring that stack up with this program, or name another"
    )


def registry(platform: Simulation, **changed: Any) -> Simulation:
    """The platform with another output registry; without what is None in it."""
    output = {**platform.outputs["registry"], **changed}
    return exporting(platform, registry={key: value for key, value in output.items() if value is not None})


@pytest.mark.parametrize(
    ("changed", "setting", "sentence"),
    [
        (
            {"roleAssignmentMode": "AbacRepositoryPermissions"},
            "registryRoleAssignmentMode=",
            "is in mode AbacRepositoryPermissions, and this stack would assign the roles of LegacyRegistryPermissions, which it ignores; "
            "set registryRoleAssignmentMode to AbacRepositoryPermissions",
        ),
        (
            {},
            "registryRoleAssignmentMode=AbacRepositoryPermissions",
            "is in mode LegacyRegistryPermissions, and this stack would assign the roles of AbacRepositoryPermissions, which it ignores; "
            "set registryRoleAssignmentMode to LegacyRegistryPermissions",
        ),
        (
            {"sku": "Standard", "network": {"access": "Public"}},
            "privateNetwork=true",
            "has sku Standard, and a private endpoint needs Premium; set sku to Premium in that stack, or leave out privateNetwork and "
            "privateEndpointSubnetId here",
        ),
        (
            {"network": {"access": "Private", "bypassForTrustedServices": False}},
            "privateNetwork=false",
            "is out of reach: the registry's network access is Private, and its bypass_for_trusted_services is False; Azure Container Instances",
        ),
    ],
    ids=["ABAC", "legacy", "below Premium", "no trusted services"],
)
def test_a_registry_that_is_not_as_the_stack_needs_it_is_refused(
    platform: Simulation, changed: dict[str, Any], setting: str, sentence: str
) -> None:
    message = refusal("prod", [f"image={platform.outputs['image']}", setting], registry(platform, **changed))
    assert message.startswith(f"settings: the registry of stack {NAME} {sentence}")


def test_a_stack_that_runs_nothing_needs_no_way_to_pull(platform: Simulation) -> None:
    closed = registry(platform, network={"access": "Private", "bypassForTrustedServices": False})
    nothing = PROJECT.simulate("staging", ["service=false"], platform.azure, references=[closed])
    assert nothing.outputs["registry"]["network"] == {"access": "Private", "bypassForTrustedServices": False}


@pytest.mark.parametrize("unknown", ["sku", "network"])
def test_a_platform_of_an_earlier_version_does_not_say_all_of_its_registry(platform: Simulation, unknown: str) -> None:
    earlier = registry(platform, **{unknown: None})
    image = f"image={platform.outputs['image']}"
    staging = PROJECT.simulate("staging", [image], platform.azure, references=[earlier])
    assert unknown not in staging.outputs["registry"]
    assert staging.of_type(CONTAINER_GROUP)
