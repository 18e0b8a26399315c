"""What a `pulumi.StackReference` finds in process: the outputs of stacks that were simulated before.

Source: https://www.pulumi.com/docs/iac/concepts/stacks/#stackreferences and
https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/builtins.go (readStackReference)
"""

from collections.abc import Sequence
from typing import Any

from .property_values import SECRET, SIGNATURE
from .simulation import Simulation

TYPE = "pulumi:pulumi:StackReference"


class UnknownStackError(Exception):
    """A program refers to a stack that was not simulated before; the message says which one to simulate first."""


def outputs_of(name: str, asking: Simulation, simulated: Sequence[Simulation]) -> dict[str, Any]:
    """The properties of a `StackReference`: the outputs of the stack, and which of them hold a secret.

    Args:
        name: STACK or ORGANIZATION/STACK, of the project that asks, or ORGANIZATION/PROJECT/STACK. Any organization will do: with state
            in files it is always `organization`, with Pulumi Cloud it is one's own.
        asking: the stack whose program asks.
        simulated: the stacks that can be found; of several runs of one the last counts.

    Raises:
        UnknownStackError: the stack is not among them, or the name is none.
    """
    project, stack = _project_and_stack(name, asking.project)
    for found in reversed(simulated):
        if (found.project, found.stack) == (project, stack):
            return {"name": name, "outputs": _outputs(found), "secretOutputNames": sorted(found.secret_outputs)}
    if (project, stack) == (asking.project, asking.stack):
        raise UnknownStackError(f"StackReference {name!r}: stack {stack} refers to itself; name another stack")
    how = f"`acr-patterns simulate {stack} {asking.stack}`, or in a test" if project == asking.project else "in a test"
    raise UnknownStackError(
        f"StackReference {name!r}: stack {stack} of project {project} was not simulated before stack {asking.stack}; "
        f"simulate it first ({how} `simulate(…, references=[…])`)"
    )


def _project_and_stack(name: str, project: str) -> tuple[str, str]:
    match name.split("/"):
        case [stack] | [_, stack]:
            return project, stack
        case [_, other, stack]:
            return other, stack
        case _:
            raise UnknownStackError(
                f"StackReference {name!r} is not the name of a stack; write ORGANIZATION/PROJECT/STACK"
            )


def _outputs(simulation: Simulation) -> dict[str, Any]:
    """The outputs as the engine sends them: what is secret wrapped, what is nothing left out."""
    return {
        name: {SIGNATURE: SECRET, "value": value} if name in simulation.secret_outputs else value
        for name, value in simulation.outputs.items()
        if value is not None
    }
