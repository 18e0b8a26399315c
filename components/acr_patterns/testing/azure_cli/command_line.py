"""One command line of the Azure CLI, from its words to what it prints."""

import difflib
from collections.abc import Mapping, Sequence

from ..simulated_azure import SimulatedAzure
from . import registries, resources, role_assignments
from .command import Command, CommandError
from .output import printed

COMMANDS: Mapping[str, Command] = {**registries.COMMANDS, **resources.COMMANDS, **role_assignments.COMMANDS}


def run(azure: SimulatedAzure, arguments: Sequence[str], more: Mapping[str, Command] | None = None) -> str:
    """Carry one command line out, `az` itself left out, and give back what it prints.

    Args:
        azure: the subscription that it is carried out on.
        arguments: the words of the command line, such as `["role", "assignment", "create", "--role", "AcrPull", …]`.
        more: commands of the caller's own, by their words; one that is known here is replaced by them.

    Raises:
        AzureError: Azure refuses it.
        CommandError: the command or an option of it is not known here, or the Azure CLI itself refuses it.
    """
    words = [word for word, following in zip(arguments, _starts(arguments), strict=True) if not following]
    name = " ".join(words)
    commands = {**COMMANDS, **(more or {})}
    if name not in commands:
        near = difflib.get_close_matches(name, commands, n=1)
        hint = f"did you mean `az {near[0]}`?" if near else f"it knows {', '.join(sorted(commands))}"
        raise CommandError(f"This stand-in for the Azure CLI does not know `az {name}`: {hint}")
    options = commands[name].options(name, arguments[len(words) :])
    return printed(commands[name].answer(azure, options), options)


def _starts(arguments: Sequence[str]) -> list[bool]:
    """For each word, whether the options have begun."""
    begun = False
    return [begun := begun or word.startswith("-") for word in arguments]
