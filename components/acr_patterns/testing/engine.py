"""Runs a Pulumi project with the real engine on a simulated Azure: no account, no network.

    python -m acr_patterns.testing.engine up dev
    python -m acr_patterns.testing.engine unprotect dev
    python -m acr_patterns.testing.engine destroy dev
    python -m acr_patterns.testing.engine promote staging prod

keep everything in `.simulated/` in the project's folder. The Pulumi CLI has to be on PATH.
"""

import argparse
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..errors import AcrPatternsError
from ..programs import ProgramError
from ..promotion import PromotionError
from .azure_cli import install_azure_cli
from .engine_run import EngineError, EngineRun
from .project import ProjectError
from .project_copy import copy_project
from .provider import install_provider
from .shared_azure import SharedAzure

INSTALL_PULUMI = (
    "The Pulumi CLI is not on PATH: install it (https://www.pulumi.com/docs/install/), "
    "or use `acr-patterns simulate`, which needs none."
)

COMMANDS = {
    "up": ("up", "--yes"),
    "unprotect": ("state", "unprotect", "--all", "--yes"),
    "destroy": ("destroy", "--yes"),
}
"""What can be asked of this module -> the command of the Pulumi CLI."""

_OF_THE_USER = ("PULUMI_", "ARM_", "ACTIONS_ID_TOKEN_REQUEST_")
"""How the environment variables begin by which a user signs in, and which a simulation leaves alone."""

_CREATING = [("up",), ("preview",), ("import",), ("config",)]

_LIBRARY = Path(__file__).resolve().parents[2]


class SimulatedEngine:
    """The Pulumi CLI and the state of one project, in the folder `home`, and the simulated subscription that it deploys to.

    Several stacks may be brought up at the same time, from several threads or processes.
    """

    def __init__(
        self,
        project: Path,
        home: Path,
        *,
        subscription: SharedAzure | None = None,
        role_delay: float = 20.0,
        clock_scale: float = 20.0,
        latencies: Mapping[str, float] | None = None,
        stream: bool = False,
    ) -> None:
        """Simulate `project`.

        Args:
            project: folder of the project, with its Pulumi.yaml; its program has to be in Python. Nothing is written there.
            home: folder for all that the simulation keeps.
            subscription: the subscription of another engine, to share it; its delay, clock and latencies hold, not those given here.
                By default one of this engine's own, in `home`.
            role_delay: simulated seconds until Azure honours a role assignment.
            clock_scale: simulated seconds in a second. The same for the life of `home`.
            latencies: Azure type -> simulated seconds that making or changing an object of it takes, after Azure has decided; none by default.
            stream: whether output goes to the terminal rather than into the result.
        """
        self._project = project
        self.home = home.resolve()
        self._stream = stream
        self.subscription = subscription or SharedAzure(
            self.home / "azure.db", role_delay, clock_scale, latencies or {}
        )

    def pulumi(self, stack: str, *arguments: str) -> EngineRun:
        """Any command of the Pulumi CLI that takes `--stack`; the project is copied anew before.

        `up`, `preview`, `import` and `config` make the stack first if need be.

        Raises:
            EngineError: there is no Pulumi CLI.
            ProjectError: the project cannot be run here.
        """
        copy_project(self._project, self.copy_of(stack), self.subscription.clock_scale)
        install_provider(self.home / "pulumi" / "plugins", self.subscription)
        install_azure_cli(self.home / "bin", self.subscription)
        (self.home / "state").mkdir(exist_ok=True)
        if arguments[:1] in _CREATING and not any((self.home / "state").glob(f".pulumi/stacks/*/{stack}.json")):
            made = self._run(stack, "stack", "select", "--create", stack, stream=False)
            if made.returncode:
                sys.stderr.write(made.stderr if self._stream else "")
                return made
        return self._run(stack, *arguments, "--stack", stack, stream=self._stream)

    def up(self, stack: str, *options: str) -> EngineRun:
        """Bring a stack up, as `pulumi up` does; `-c KEY=VALUE` among the options sets what the project's files do not."""
        return self.pulumi(stack, "up", "--yes", *options)

    def preview(self, stack: str, *options: str) -> EngineRun:
        """Show what `up` would do."""
        return self.pulumi(stack, "preview", *options)

    def refresh(self, stack: str, *options: str) -> EngineRun:
        """Take over into the state what was changed in Azure."""
        return self.pulumi(stack, "refresh", "--yes", *options)

    def destroy(self, stack: str, *options: str) -> EngineRun:
        """Delete everything that a stack made."""
        return self.pulumi(stack, "destroy", "--yes", *options)

    def outputs(self, stack: str) -> dict[str, Any]:
        """What a stack exports, as it is in the state; secrets are revealed.

        Raises:
            EngineError: the stack was never brought up here, or there is no Pulumi CLI.
        """
        return self._json(stack, "stack", "output", "--json", "--show-secrets")

    def export(self, stack: str) -> dict[str, Any]:
        """The state of a stack; secrets are encrypted in it.

        Raises:
            EngineError: the stack was never brought up here, or there is no Pulumi CLI.
        """
        return self._json(stack, "stack", "export")

    def copy_of(self, stack: str) -> Path:
        """The folder of the copy of the project that the commands of a stack run in."""
        return self.home / "projects" / stack

    def _json(self, stack: str, *arguments: str) -> dict[str, Any]:
        if not self.copy_of(stack).exists():
            raise EngineError(f"Stack {stack} was never brought up in {self.home}: call `up` first")
        run = self._run(stack, *arguments, "--stack", stack, stream=False)
        if run.returncode:
            raise EngineError(run.stderr.strip())
        return json.loads(run.stdout)

    def _run(self, stack: str, *arguments: str, stream: bool) -> EngineRun:
        if shutil.which("pulumi") is None:
            raise EngineError(INSTALL_PULUMI)
        pipe = None if stream else subprocess.PIPE
        process = subprocess.Popen(  # noqa: S603 fixed command, own arguments
            ["pulumi", *arguments, "--non-interactive"],  # noqa: S607 whichever is on PATH
            cwd=self.copy_of(stack),
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=pipe,
            stderr=pipe,
            text=True,
            start_new_session=not stream,  # Ctrl-C in a terminal has to reach it
        )
        try:
            stdout, stderr = process.communicate()
        finally:
            code = process.poll()
            if not stream and (code is None or code < 0):
                _kill_session(process.pid)
        return EngineRun(list(arguments), process.wait(), stdout or "", stderr or "")

    @property
    def environment(self) -> dict[str, str]:
        """The variables that the Pulumi CLI runs with, in `copy_of(stack)`: nothing of the user's own login, plugins or settings.

        `az` is the stand-in for the Azure CLI on the subscription, once a stack was brought up.
        """
        inherited = {key: value for key, value in os.environ.items() if not key.startswith(_OF_THE_USER)}
        return {
            **inherited,
            "PATH": os.pathsep.join(
                [str(self.home / "bin"), str(Path(sys.executable).parent), inherited.get("PATH", "")]
            ),
            "PYTHONPATH": os.pathsep.join([str(_LIBRARY), inherited.get("PYTHONPATH", "")]).rstrip(os.pathsep),
            "PULUMI_HOME": str(self.home / "pulumi"),
            "PULUMI_BACKEND_URL": f"file://{self.home / 'state'}",
            "PULUMI_CONFIG_PASSPHRASE": os.environ.get("PULUMI_CONFIG_PASSPHRASE", "simulated"),
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "PULUMI_DISABLE_REGISTRY_RESOLVE": "true",
            "PULUMI_IGNORE_AMBIENT_PLUGINS": "true",
        }


def _kill_session(leader: int) -> None:
    """End what a CLI that was killed has left running, in process groups of their own: its program would wait for it for good."""
    listed = subprocess.run(["ps", "-A", "-o", "pid="], capture_output=True, text=True, check=True)  # noqa: S607
    for pid in map(int, listed.stdout.split()):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if os.getsid(pid) == leader:
                os.kill(pid, signal.SIGKILL)


def main() -> int:
    """Bring a stack of the project in the current folder up, take its protection away, destroy it, or promote its image to another."""
    from .simulated_promotion import promote_simulated

    parser = argparse.ArgumentParser(
        prog="acr_patterns.testing.engine", description="The real Pulumi engine on a simulated Azure"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for command in COMMANDS:
        commands.add_parser(command).add_argument("stack", help="name of the stack, such as dev")
    promotion = commands.add_parser("promote")
    promotion.add_argument("source", help="stack whose image is promoted")
    promotion.add_argument("target", help="stack that is to run it")
    arguments = parser.parse_args()
    home = Path(".simulated")
    try:
        if arguments.command == "promote":
            engine = SimulatedEngine(Path(), home)
            sys.stdout.write(promote_simulated(engine, Path(), arguments.source, arguments.target) + "\n")
            return 0
        command = COMMANDS[arguments.command]
        sys.stdout.write(
            f"pulumi {' '.join(command)} --stack {arguments.stack} on a simulated Azure; state and subscription are in {home}/\n"
        )
        sys.stdout.flush()
        return SimulatedEngine(Path(), home, stream=True).pulumi(arguments.stack, *command).returncode
    except (AcrPatternsError, EngineError, ProgramError, ProjectError, PromotionError) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
