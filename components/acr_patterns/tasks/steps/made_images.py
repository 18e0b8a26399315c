"""Which images the steps of a task build, and which of them they push."""

from collections.abc import Mapping, Sequence

from ...arguments import nearest
from ...errors import ArgumentError, shown
from .arguments import StepArgs
from .order import all_before, at_step, predecessors, step_ids


def pushed_repositories(steps: Sequence[StepArgs]) -> list[str]:
    """The repositories that are pushed to, in the order of the steps."""
    images = [image for step in steps for image in step.get("push", [])]
    return list(dict.fromkeys(image.partition(":")[0] for image in images))


def check_made_images(where: str, steps: Sequence[StepArgs]) -> None:
    """Refuse steps that push nothing, push what is not built by then, or push several builds to one repository. Their order has been checked.

    Raises:
        ArgumentError: with the image, and what to write instead.
    """
    built = _builders(where, steps)
    waits, ids = predecessors(steps), step_ids(steps)
    for index, step in enumerate(steps):
        for image in step.get("push", []):
            here = f"{at_step(where, steps, index)}: push of {shown(image)}"
            if image not in built:
                hint = nearest(image, built) or (
                    f"; they build {', '.join(built) or 'none'}; what a cmd makes is pushed by a push step of a task_file"
                )
                raise ArgumentError(f"{here}, which no step builds{hint}")
            if built[image] not in all_before(waits, ids[index]):
                raise ArgumentError(
                    f"{here} does not wait for {shown(built[image])}, the step that builds it; name that step in when"
                )
    _check_one_build_each(where, steps, built)
    if not any("push" in step for step in steps):
        image = next(iter(built), "shop/api:{{.Run.ID}}")
        raise ArgumentError(
            f'{where}: steps push no image, so there would be none to deploy; add a step such as {{"push": ["{image}"]}} at the end'
        )


def _check_one_build_each(where: str, steps: Sequence[StepArgs], built: Mapping[str, str]) -> None:
    """Refuse a repository that two builds are pushed to: of each repository one digest is given back."""
    builds: dict[str, str] = {}
    for index, step in enumerate(steps):
        for image in step.get("push", []):
            repository = image.partition(":")[0]
            if builds.setdefault(repository, built[image]) != built[image]:
                raise ArgumentError(
                    f"{at_step(where, steps, index)}: push of {shown(image)} is the second build that is pushed to {shown(repository)}, after that of "
                    f"{shown(builds[repository])}, and the output images has one image of each repository; give each build a repository of its own, "
                    "or a BuildTask"
                )


def _builders(where: str, steps: Sequence[StepArgs]) -> dict[str, str]:
    """The image -> the id of the step that builds it."""
    built: dict[str, str] = {}
    for index, (name, step) in enumerate(zip(step_ids(steps), steps, strict=True)):
        for image in step["build"]["images"] if "build" in step else ():
            if built.setdefault(image, name) != name:
                raise ArgumentError(
                    f"{at_step(where, steps, index)}: {shown(image)} is built by {shown(built[image])} too, so it would be chance which of the two is "
                    "pushed; give each another tag or repository"
                )
    return built
