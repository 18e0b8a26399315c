"""Executable files that start a program of this package on a subscription in a file."""

import json
import os
import shlex
import sys
from dataclasses import asdict
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from .shared_azure import SharedAzure


def write_launcher(launcher: Path, subscription: SharedAzure, *program: str) -> None:
    """Write an executable file: Python runs `program` with the subscription's description, then whatever else is given.

    Args:
        launcher: the file; its folder is made if need be.
        subscription: what the program works on; it reads it with `described_subscription`.
        program: what Python runs, such as `-m` and a module.
    """
    description = json.dumps({**asdict(subscription), "file": str(subscription.file.resolve())})
    command = shlex.join([sys.executable, *program, description])
    replace_file(launcher, f'#!/bin/sh\nexec {command} "$@"\n'.encode(), 0o755)


def replace_file(file: Path, content: bytes, mode: int = 0o644) -> None:
    """Write a file in one step: somebody may be about to read, or to start, the one that is there."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=file.parent, delete=False) as written:
        written.write(content)
    Path(written.name).chmod(mode)
    os.replace(written.name, file)


def described_subscription(description: str) -> SharedAzure:
    """The subscription that a launcher described."""
    fields: dict[str, Any] = json.loads(description)
    return SharedAzure(Path(fields.pop("file")), **fields)
