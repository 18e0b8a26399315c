"""Several stacks of one project, brought up one after the other on one simulated Azure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ..images import check_pinned
from .administrator import simulate_with_administrator
from .project import Project, ProjectError
from .simulated_azure import Operation, SimulatedAzure
from .simulation import Simulation, SimulationError


@dataclass(frozen=True)
class BroughtUp:
    """A stack that came up."""

    simulation: Simulation
    operations: list[Operation]
    """What Azure carried out for it, for the administrator too."""


def bring_up(
    project: Project,
    stacks: Sequence[str],
    overrides: Sequence[str] = (),
    secrets: Sequence[str] = (),
    tell: Callable[[str], object] = lambda text: None,
) -> Iterator[BroughtUp]:
    """Bring up each stack as somebody would who has Pulumi, `acr-patterns promote` and an administrator.

    A stack finds the outputs of those before it, and of itself if it comes a second time. One that does not build (setting `build` is
    false) and has no image (setting `image` is empty) gets the last image that a stack before it has as its output `image`. It is promoted on a machine that
    the registry answers, also a private one.
    Roles that a program asks for in its log are assigned.

    Args:
        project: the project that all of them are stacks of.
        stacks: their names, in order.
        overrides: settings `KEY=VALUE` of every stack.
        secrets: the same, for secrets.
        tell: takes what happens between the stacks, in words.

    Raises:
        ProjectError: a configuration cannot be read, or the image to promote is not there.
        SimulationError: Azure refused something.
        AcrPatternsError: a component or the program refused something.
    """
    azure = SimulatedAzure()
    simulated: list[Simulation] = []
    for stack in stacks:
        begun = len(azure.operations)
        settings = [*overrides, *_promoted(project, stack, [*overrides, *secrets], simulated, tell)]
        simulated.append(_simulated(project, stack, settings, secrets, azure, simulated, tell))
        yield BroughtUp(simulated[-1], azure.operations[begun:])


def _simulated(
    project: Project,
    stack: str,
    settings: Sequence[str],
    secrets: Sequence[str],
    azure: SimulatedAzure,
    earlier: Sequence[Simulation],
    tell: Callable[[str], object],
) -> Simulation:
    itself = next((one for one in reversed(earlier) if one.stack == stack), None)

    def run(before: Simulation | None) -> Simulation:
        return project.simulate(stack, settings, azure, secrets, references=earlier, before=before or itself)

    def told(refusal: SimulationError, commands: list[str]) -> None:
        what, _, _ = str(refusal).partition("\n")  # the commands below are the fix
        tell(f"Stack {stack} is refused: {what}")
        tell("An administrator has to run")
        for command in commands:
            tell(f"  {command}")
        tell(f"That is done now, as the administrator would, and stack {stack} is brought up again.\n")

    return simulate_with_administrator(run, told)


def _promoted(
    project: Project,
    stack: str,
    overrides: Sequence[str],
    earlier: Sequence[Simulation],
    tell: Callable[[str], object],
) -> list[str]:
    """The setting by which a stack gets the image of a stack before it; none if it has one, builds one, or there is none."""
    if not project.declares("image"):
        return []
    settings = project.settings(stack, overrides)
    source = next((one for one in reversed(earlier) if one.outputs.get("image")), None)
    if source is None or settings.get("image") or settings.get("build") != "false":
        return []
    reference = source.outputs["image"]
    image = check_pinned(f"promotion from {source.stack} to {stack}", reference, stack)
    name = (image.server.lower(), image.repository, image.digest or image.tag or "latest")
    if not source.azure.has_image(*name):
        raise ProjectError(
            f"{reference}, the output image of stack {source.stack}, is not in the registry, so {stack} cannot have it"
        )
    source.azure.lock_image(*name, deleteEnabled=False)
    tell(f"promoted {reference} from {source.stack} to {stack}\n")
    return [f"image={reference}"]
