"""A stand-in for the Azure CLI on a simulated Azure, for tests of programs and pipelines that call `az`."""

from .command import Command, CommandError, Options
from .command_line import run

__all__ = ["Command", "CommandError", "Options", "run"]
