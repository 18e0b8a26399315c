"""Somebody else who assigns the roles that a program asks for, where whoever deploys may not."""

import re
import shlex
from collections.abc import Callable

from .azure_cli import CommandError, run
from .simulated_azure import AzureError
from .simulation import Simulation, SimulationError

MOST_ROUNDS = 5
"""How often an administrator is asked for one stack; what one round lacks can come to light only in the next."""

_COMMAND = re.compile(r"`az (role assignment create [^`]+)`")


def asked_of_administrator(simulation: Simulation) -> list[str]:
    """The commands `az role assignment create …` that a program logged in backquotes, each once."""
    return list(dict.fromkeys(f"az {command}" for one in simulation.log for command in _COMMAND.findall(one.text)))


def simulate_with_administrator(
    simulated: Callable[[Simulation | None], Simulation],
    told: Callable[[SimulationError, list[str]], object] = lambda refusal, commands: None,
) -> Simulation:
    """Simulate a program; as long as it fails and asks for roles, assign them as an administrator would and run it again.

    Args:
        simulated: runs the program, such as `lambda before: simulate(program, before=before)`; it is given the run before.
        told: is told of every refusal and the commands that an administrator then runs.

    Raises:
        SimulationError: the program fails and asks for nothing more, or Azure refuses the administrator.
    """
    before: Simulation | None = None
    carried_out: list[str] = []
    rounds = 0
    while True:
        try:
            return simulated(before)
        except SimulationError as refusal:
            before = refusal.simulation
            commands = [one for one in asked_of_administrator(before) if one not in carried_out]
            if not commands or rounds == MOST_ROUNDS:
                raise
            told(refusal, commands)
        for command in commands:
            _carry_out(before, command)
        carried_out += commands
        rounds += 1


def _carry_out(simulation: Simulation, command: str) -> None:
    try:
        run(simulation.azure, shlex.split(command)[1:])
    except (AzureError, CommandError, ValueError) as problem:
        raise SimulationError(f"`{command}` fails: {problem}", simulation) from problem
