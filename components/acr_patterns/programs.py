"""The programs that this library's commands ask: `pulumi` and `az`, as they are on PATH."""

import shlex
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PAGES = {
    "pulumi": "https://www.pulumi.com/docs/install/",
    "az": "https://learn.microsoft.com/cli/azure/install-azure-cli",
}
"""Program -> how it is installed."""

_QUIET = {"PULUMI_SKIP_UPDATE_CHECK": "true", "AZURE_CORE_NO_COLOR": "true", "AZURE_CORE_ONLY_SHOW_ERRORS": "true"}


class ProgramError(Exception):
    """A program is not there, or has failed; the message is one sentence.

    Attributes:
        said: the last line of what it wrote to its standard error; empty if it is not there.
    """

    def __init__(self, message: str, said: str = "") -> None:
        super().__init__(message)
        self.said = said


@dataclass(frozen=True)
class Programs:
    """Runs programs in a folder, without a shell and without input.

    Attributes:
        folder: where they run: that of a Pulumi project.
        environment: their variables; PATH says which of them is run.
    """

    folder: Path
    environment: Mapping[str, str]

    def run(self, *command: str) -> str:
        """What a program writes to its standard output.

        Raises:
            ProgramError: it is not installed, or ends with another exit code than 0.
        """
        program = shutil.which(command[0], path=self.environment.get("PATH"))
        if program is None:
            page = PAGES[command[0]]
            raise ProgramError(f"{command[0]} is not on PATH; install it ({page}) and do this again")
        ended = subprocess.run(  # noqa: S603 the callers' own commands
            [program, *command[1:]],
            cwd=self.folder,
            env={**self.environment, **_QUIET},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        if ended.returncode:
            lines = [line.strip() for line in ended.stderr.splitlines() if line.strip()]
            said = lines[-1] if lines else f"it ended with exit code {ended.returncode}"
            raise ProgramError(f"`{shlex.join(command)}` failed: {said}", said)
        return ended.stdout
