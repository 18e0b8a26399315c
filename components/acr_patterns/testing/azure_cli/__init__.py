"""A stand-in for the Azure CLI on a simulated Azure, for tests of programs and pipelines that call `az`.

`run` carries a command out in process; `install_azure_cli` puts an executable `az` into a folder for PATH. What it does not know it refuses
with exit code 2. It asks nobody to sign in and checks no rights of whoever calls it, and its machine is one that every registry answers, also a private one.
"""

from .command import Command, CommandError, Options, Text
from .command_line import run
from .program import install_azure_cli, main

__all__ = ["Command", "CommandError", "Options", "Text", "install_azure_cli", "main", "run"]
