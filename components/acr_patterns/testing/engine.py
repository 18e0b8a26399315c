"""Runs a Pulumi project with the real engine on a simulated Azure: no account, no network.

    python -m acr_patterns.testing.engine up dev
    python -m acr_patterns.testing.engine destroy dev

keep everything in `.simulated/` in the project's folder. The Pulumi CLI has to be on PATH.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .project_copy import copy_project
from .provider import install_provider
from .shared_azure import SharedAzure

INSTALL_PULUMI = (
    "The Pulumi CLI is not on PATH: install it (https://www.pulumi.com/docs/install/), "
    "or use `acr-patterns simulate`, which needs none."
)

_LIBRARY = Path(__file__).resolve().parents[2]


class SimulatedEngine:
    """The Pulumi CLI, the state and the simulated subscription of one project, all in the folder `home`."""

    def __init__(
        self,
        project: Path,
        home: Path,
        *,
        role_delay: float = 20.0,
        clock_scale: float = 20.0,
        latencies: Mapping[str, float] | None = None,
        stream: bool = False,
    ) -> None:
        """Simulate `project`.

        Args:
            project: folder of the project, with its Pulumi.yaml. Nothing is written there.
            home: folder for all that the simulation keeps.
            role_delay: simulated seconds until Azure honours a role assignment.
            clock_scale: simulated seconds in a second. The same for the life of `home`.
            latencies: Azure type -> simulated seconds that making or changing an object of it takes; none by default.
            stream: whether output goes to the terminal rather than into the result.
        """
        self._project = project
        self.home = home.resolve()
        self._clock_scale = clock_scale
        self._stream = stream
        self.subscription = SharedAzure(self.home / "azure.json", role_delay, clock_scale, latencies or {})

    def pulumi(self, stack: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Any command of the Pulumi CLI, on a stack that is made first if need be; the project is copied anew before."""
        copy_project(self._project, self.home / "project", self._clock_scale)
        install_provider(self.home / "pulumi" / "plugins", self.subscription)
        (self.home / "state").mkdir(exist_ok=True)
        selected = self._run("stack", "select", "--create", stack, stream=False)
        if selected.returncode:
            sys.stderr.write(selected.stderr)
            return selected
        return self._run(*arguments, "--stack", stack, stream=self._stream)

    def up(self, stack: str, *options: str) -> subprocess.CompletedProcess[str]:
        """Bring a stack up, as `pulumi up` does."""
        return self.pulumi(stack, "up", "--yes", *options)

    def preview(self, stack: str, *options: str) -> subprocess.CompletedProcess[str]:
        """Show what `up` would do."""
        return self.pulumi(stack, "preview", *options)

    def destroy(self, stack: str, *options: str) -> subprocess.CompletedProcess[str]:
        """Delete everything that a stack made."""
        return self.pulumi(stack, "destroy", "--yes", *options)

    def export(self, stack: str) -> dict[str, Any]:
        """The state of a stack; secrets are encrypted in it."""
        return json.loads(self._run("stack", "export", "--stack", stack, stream=False).stdout)

    def _run(self, *arguments: str, stream: bool) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 fixed command, own arguments
            ["pulumi", *arguments, "--non-interactive"],  # noqa: S607 whichever is on PATH
            cwd=self.home / "project",
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            capture_output=not stream,
            text=True,
            check=False,
        )

    def _environment(self) -> dict[str, str]:
        """Nothing of the user's own Pulumi: neither its login nor its plugins nor its settings."""
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("PULUMI_")}
        return {
            **inherited,
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), inherited.get("PATH", "")]),
            "PYTHONPATH": os.pathsep.join([str(_LIBRARY), inherited.get("PYTHONPATH", "")]).rstrip(os.pathsep),
            "PULUMI_HOME": str(self.home / "pulumi"),
            "PULUMI_BACKEND_URL": f"file://{self.home / 'state'}",
            "PULUMI_CONFIG_PASSPHRASE": os.environ.get("PULUMI_CONFIG_PASSPHRASE", "simulated"),
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "PULUMI_DISABLE_REGISTRY_RESOLVE": "true",
            "PULUMI_IGNORE_AMBIENT_PLUGINS": "true",
        }


def main() -> int:
    """Bring a stack of the project in the current folder up, or destroy it."""
    parser = argparse.ArgumentParser(
        prog="acr_patterns.testing.engine", description="The real Pulumi engine on a simulated Azure"
    )
    parser.add_argument("command", choices=("up", "destroy"))
    parser.add_argument("stack", help="name of the stack, such as dev")
    arguments = parser.parse_args()
    if shutil.which("pulumi") is None:
        sys.stderr.write(f"{INSTALL_PULUMI}\n")
        return 1
    home = Path(".simulated")
    engine = SimulatedEngine(Path(), home, stream=True)
    sys.stdout.write(
        f"pulumi {arguments.command} of stack {arguments.stack} on a simulated Azure; state and subscription are in {home}/\n"
    )
    sys.stdout.flush()
    run = engine.up if arguments.command == "up" else engine.destroy
    return run(arguments.stack).returncode


if __name__ == "__main__":
    sys.exit(main())
