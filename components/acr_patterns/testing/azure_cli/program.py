"""The stand-in for the Azure CLI as a program, on a subscription in a file: an `az` that can be put first on PATH."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..launcher import described_subscription, write_launcher
from ..shared_azure import SharedAzure
from ..simulated_azure import AzureError
from .command import Command, CommandError
from .command_line import run


def install_azure_cli(
    folder: Path, subscription: SharedAzure, program: Sequence[str] = ("-m", "acr_patterns.testing.azure_cli")
) -> None:
    """Put an executable `az` into a folder.

    Args:
        folder: where to; it is made if need be.
        subscription: what the commands are carried out on.
        program: what Python runs: a program that calls `main`, with commands of its own perhaps.
    """
    write_launcher(folder / "az", subscription, *program)


def main(arguments: Sequence[str], more: Mapping[str, Command] | None = None) -> int:
    """Carry one command line out: the description of the subscription, as the launcher gives it, then the words after `az`."""
    try:
        with described_subscription(arguments[0]).opened() as azure:
            sys.stdout.write(run(azure, arguments[1:], more))
    except CommandError as error:
        sys.stderr.write(f"ERROR: {error}\n")
        return error.exit_code
    except AzureError as error:
        sys.stderr.write(f"ERROR: ({error.code}) {error.message}\n")
        return 1
    return 0
