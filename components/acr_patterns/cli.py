"""The command line: `acr-patterns`."""

import io
import json
import os
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from .command_line.diagnose import diagnose
from .command_line.rules import rules
from .command_line.tables import print_tables, table
from .errors import AcrPatternsError
from .json_files import DocumentError
from .programs import ProgramError, Programs
from .promotion import PromotionError
from .promotion import promote as promote_image
from .testing.access_table import access_table
from .testing.project import Project, ProjectError
from .testing.scheduled_builds import scheduled_builds
from .testing.several_stacks import BroughtUp, bring_up
from .testing.simulated_azure import Operation
from .testing.simulation import Simulation, SimulationError
from .unmanaged import Documents, find_unmanaged

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback()
def commands() -> None:
    """Secure patterns for Azure Container Registry and everything that runs images from one."""


@app.command()
def simulate(
    stacks: Annotated[
        list[str],
        typer.Argument(
            metavar="STACK", help="Stacks of the Pulumi project in this folder, such as dev, in their order."
        ),
    ],
    config: Annotated[
        list[str] | None, typer.Option("--config", metavar="KEY=VALUE", help="Override a setting. May be repeated.")
    ] = None,
    secret: Annotated[
        list[str] | None, typer.Option("--secret", metavar="KEY=VALUE", help="The same, for a secret. May be repeated.")
    ] = None,
) -> None:
    """Deploy a stack's own program to a simulated Azure, in process: no Pulumi CLI, no account.

    Several stacks share one Azure, in the order given: each finds the outputs of those before it, and one that does not build gets
    their last image. Roles that a program asks an administrator for are assigned.

    Exit code 0: everything was made. 1: something was refused or failed, and one sentence says what.
    """
    try:
        project = Project.find(Path.cwd())
        for stack in stacks:
            if not project.stack_file(stack).exists():
                typer.echo(
                    f"No {project.stack_file(stack).name}: stack {stack} has the defaults of Pulumi.yaml.", err=True
                )
        for stack in bring_up(project, stacks, config or [], secret or [], typer.echo):
            _show(stack)
    except (AcrPatternsError, ProjectError, SimulationError, NotImplementedError) as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(1) from None


@app.command()
def promote(
    source: Annotated[str, typer.Argument(metavar="FROM", help="Stack whose image is promoted, such as staging.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="Stack that is to run it, such as prod.")],
    lock: Annotated[bool, typer.Option(help="Lock the image in its registry, so that no purge deletes it.")] = True,
) -> None:
    """Let stack TO of the Pulumi project in this folder run the image that stack FROM runs: by digest, without a build.

    The image is looked up in the registry, locked, and written into TO's setting `image`; `pulumi up` then runs it.

    Exit code 0: TO's setting names the image. 1: nothing was written, and one sentence says why.
    """
    try:
        typer.echo(
            promote_image(
                source, target, Programs(Path.cwd(), os.environ), project=Project.find(Path.cwd()).name, lock=lock
            )
        )
    except (AcrPatternsError, ProgramError, ProjectError, PromotionError) as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(1) from None


@app.command()
def unmanaged(
    state: Annotated[Path, typer.Option(help="What `pulumi stack export` wrote.")],
    preview: Annotated[Path, typer.Option(help="What `pulumi preview --json` wrote.")],
    lists: Annotated[list[Path], typer.Argument(help="Lists of what there is: `az … list --output json`.")],
) -> None:
    """List what an update that was killed left in Azure and not in the state, with the commands that adopt or remove it.

    Exit code 0: nothing is outside the state. 1: something is. 2: a file cannot be compared.
    """
    try:
        documents = Documents.read(state, preview, lists)
    except DocumentError as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(2) from None
    outside = find_unmanaged(documents)
    for one in outside:
        typer.echo(one.resource_id)
        for what, command in (("look", one.look), ("adopt", one.adopt), ("remove", one.remove)):
            if command:
                typer.echo(f"  {what + ':':<8}{command}")
    if documents.not_compared:
        typer.echo(f"not compared, because only the types of these components are: {', '.join(documents.not_compared)}")
    typer.echo(f"{len(outside)} outside the state of stack {documents.stack}")
    raise typer.Exit(1 if outside else 0)


app.command()(diagnose)
app.command()(rules)


def _show(stack: BroughtUp) -> None:
    simulation = stack.simulation
    made = table(f"Stack {simulation.stack}: made, in this order", "#", "type", "name")
    for number, operation in enumerate(_made(stack.operations), start=1):
        made.add_row(str(number), operation.type, operation.resource_id.rsplit("/", 1)[-1])
    access = table("Who pulls and pushes", "identity", "kind", "role", "registry")
    for row in access_table(simulation.azure):
        access.add_row(*row)
    outputs = table("Outputs", "name", "value")
    for name, value in simulation.outputs.items():
        outputs.add_row(escape(name), escape("[secret]" if name in simulation.secret_outputs else _text(value)))
    if made.row_count:
        print_tables(made)
    else:
        typer.echo(f"Stack {simulation.stack}: nothing had to be made or changed\n")
    print_tables(access, *_scheduled(simulation), outputs)


def _scheduled(simulation: Simulation) -> Iterator[Table]:
    """The table of schedules; none where there are none."""
    found = scheduled_builds(simulation.azure)
    if found:
        shown = table(
            "Scheduled builds, next three times in UTC", "task", "schedule", "cron", "first", "second", "third"
        )
        for one in found:
            times = [f"{time:%Y-%m-%d %H:%M}" for time in one.next_runs]
            shown.add_row(*map(escape, (one.task, one.schedule, one.cron)), *times)
        yield shown


def _made(operations: list[Operation]) -> Iterator[Operation]:
    """The last operation that made or changed each object."""
    last = {operation.resource_id: operation for operation in operations if operation.method == "PUT"}
    return (operation for operation in operations if last.get(operation.resource_id) is operation)


def _text(value: Any) -> str:
    if value is None:
        return "none"
    return value if isinstance(value, str) else json.dumps(value)


def main() -> None:
    """Run the command line."""
    # After a refusal the SDK leaves parts of outputs behind that it never awaits, and Python would say so below the sentence.
    warnings.filterwarnings("ignore", r"coroutine 'Output\.\w+' was never awaited", RuntimeWarning)
    for stream in (sys.stdout, sys.stderr):  # a terminal of another encoding cannot show every character
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    app()
