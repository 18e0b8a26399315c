"""A command of the Azure CLI: the options it takes, and how its command line is read.

Source: https://learn.microsoft.com/cli/azure/reference-index (names and short forms of the options).
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from ..simulated_azure import SimulatedAzure

GLOBAL_OPTIONS = (
    "[--subscription]",
    "[--output -o]",
    "[--query]",
    "[--only-show-errors]!",
    "[--debug]!",
    "[--verbose]!",
)
"""The options that every command takes."""


class CommandError(Exception):
    """The Azure CLI does not carry a command out; the message is one sentence.

    Attributes:
        exit_code: 2 if the command line is wrong or this stand-in does not know it, 1 for all else, as with the Azure CLI.
    """

    def __init__(self, message: str, exit_code: int = 2) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class Text(str):
    """An answer that is printed as it is, such as a log."""

    __slots__ = ()


class Options(Mapping[str, str]):
    """What a command line says: option -> value, such as `name` for `--name`. A flag that is given is `true`."""

    def __init__(self, given: Mapping[str, str | bool | None]) -> None:
        self._given = {
            name.replace("_", "-"): _text(value) for name, value in given.items() if value not in (None, False)
        }

    def __getitem__(self, name: str) -> str:
        """The value of an option that was given."""
        return self._given[name]

    def __iter__(self) -> Any:
        """The options that were given."""
        return iter(self._given)

    def __len__(self) -> int:
        """How many were given."""
        return len(self._given)


@dataclass(frozen=True)
class Command:
    """What a command answers, and its options.

    Attributes:
        answer: carries the command out; what it returns is shown as JSON or as tab-separated values, None not at all.
        takes: its options, each with its short form after a blank: `--name -n`; in brackets if it may be left out: `[--top]`;
            with ! behind if it takes no value: `[--yes -y]!`.
    """

    answer: Callable[[SimulatedAzure, Options], Any]
    takes: tuple[str, ...] = ()

    def options(self, name: str, arguments: Sequence[str]) -> Options:
        """Read a command line.

        Raises:
            CommandError: an option is missing, unknown, or has no value.
        """
        parser = _Parser(prog=f"az {name}", add_help=False, allow_abbrev=False)
        for option in (*self.takes, *GLOBAL_OPTIONS):
            names = option.strip("[]!").split()
            parser.add_argument(
                *names, required=not option.startswith("["), action="store_true" if option.endswith("!") else "store"
            )
        return Options(vars(parser.parse_args(arguments)))


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Say it in one sentence; argparse would show the usage and end the process."""
        raise CommandError(f"{self.prog}: {message}")


def _text(value: str | bool | None) -> str:
    return value if isinstance(value, str) else "true"
