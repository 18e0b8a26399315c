"""`acr-patterns promote` on a simulated subscription: the project's own settings, the stacks and the images of the simulation.

The machine that promotes is one that every registry answers, also a private one.
"""

from pathlib import Path

from ..programs import Programs
from ..promotion import promote
from .engine import SimulatedEngine
from .project import Project, ProjectError


def promote_simulated(engine: SimulatedEngine, project: Path, source: str, target: str) -> str:
    """Promote between two stacks of `engine`; the setting is written into the project's own file, as with a real subscription.

    Raises:
        ProjectError: the project has no settings for the target, or cannot be run here.
        EngineError: there is no Pulumi CLI.
        PromotionError: the image cannot be promoted.
        ProgramError: a program failed.
    """
    own = Project.find(project.resolve())
    settings = own.stack_file(target)
    if not settings.exists():
        raise ProjectError(
            f"No {settings.name}, so there is no stack {target} to promote to; name one that has settings"
        )
    made = engine.pulumi(target, "config", "--json")
    if made.returncode:
        raise ProjectError(f"Stack {target} cannot be made in the simulation: {made.output.strip()}")
    programs = Programs(project, engine.environment)
    return promote(source, target, programs, project=own.name, up="make up STACK={}")
