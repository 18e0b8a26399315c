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
