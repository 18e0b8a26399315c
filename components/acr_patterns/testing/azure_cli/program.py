"""The stand-in for the Azure CLI as a program, on a subscription in a file: an `az` that can be put first on PATH."""

import json
import os
import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

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
    folder.mkdir(parents=True, exist_ok=True)
    where = {**asdict(subscription), "file": str(subscription.file.resolve())}
    command = shlex.join([sys.executable, *program, json.dumps(where)])
    with NamedTemporaryFile("w", dir=folder, delete=False) as script:
        script.write(f'#!/bin/sh\nexec {command} "$@"\n')
    Path(script.name).chmod(0o755)
    os.replace(script.name, folder / "az")  # a command may be about to start the one that is there


def main(arguments: Sequence[str], more: Mapping[str, Command] | None = None) -> int:
    """Carry one command line out: the description of the subscription, as `install_azure_cli` writes it, then the words after `az`."""
    where: dict[str, Any] = json.loads(arguments[0])
    subscription = SharedAzure(Path(where.pop("file")), **where)
    try:
        with subscription.opened() as azure:
            sys.stdout.write(run(azure, arguments[1:], more))
    except CommandError as error:
        sys.stderr.write(f"ERROR: {error}\n")
        return error.exit_code
    except AzureError as error:
        sys.stderr.write(f"ERROR: ({error.code}) {error.message}\n")
        return 1
    return 0
