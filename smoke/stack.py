"""The stack that the smoke test brings up: the project's own program, in a copy, with a Pulumi home, state and passphrase of its own."""

import os
import secrets
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from .commands import Commands, Finished

LIMIT = 2400.0
"""Seconds that one `pulumi up` may take."""

TAG = "acr-patterns-smoke"
"""The tag on everything that is made; its value is the name of the stack."""


class Stack:
    """One dev stack under the Pulumi CLI. Nothing of the user's own Pulumi is used or changed: neither login nor state nor plugins."""

    def __init__(self, commands: Commands, project: Path, work: Path, plugins: Path, name: str) -> None:
        """Prepare nothing yet.

        Args:
            commands: runs `pulumi`.
            project: folder of the project, with its Pulumi.yaml. Nothing is written there.
            work: folder for copy, state, passphrase and Pulumi's own files, to be removed once everything in Azure is.
            plugins: folder for the provider's plugin, a large download that is kept for the next time.
            name: name of the stack.
        """
        self.name = name
        self._commands = commands
        self._project = project
        self._copy = work / "project"
        self._state = work / "state"
        self._home = work / "pulumi"
        self._plugins = plugins
        self._passphrase = work / "passphrase"
        self._settings = _read(project / "Pulumi.yaml")
        self._stack_file = self._copy / self._settings.get("stackConfigDir", ".") / f"Pulumi.{name}.yaml"

    def prepare(self, subscription: str, location: str) -> Finished:
        """Copy the project and make the stack in its own state, with the settings of the dev stack."""
        for folder in (self._state, self._home, self._plugins):
            folder.mkdir(parents=True, exist_ok=True)
        (self._home / "plugins").symlink_to(self._plugins)
        self._passphrase.write_text(secrets.token_urlsafe(24))
        settings = {key: value for key, value in self._settings.items() if key != "backend"}
        for folder in dict.fromkeys((settings.get("main", "."), settings.get("stackConfigDir", "."))):
            shutil.copytree(
                self._project / folder,
                self._copy / folder,
                ignore=shutil.ignore_patterns("__pycache__", ".*"),
                dirs_exist_ok=True,
            )
        settings["runtime"] = {"name": "python", "options": {"toolchain": "pip", "virtualenv": sys.prefix}}
        _write(self._copy / "Pulumi.yaml", settings)
        shutil.copy(self._stack_file.with_name("Pulumi.dev.yaml"), self._stack_file)
        config: dict[str, Any] = _read(self._stack_file).get("config") or {}
        own_tags = config.get(f"{settings['name']}:tags", {})
        self.set(
            {
                "tags": {**own_tags, TAG: self.name},
                "azure-native:location": location,
                "azure-native:subscriptionId": subscription,
            }
        )
        return self.pulumi("stack", "init", self.name)

    def set(self, settings: Mapping[str, Any]) -> None:
        """Change settings of the stack, the project's own unless a key names another namespace; they stay."""
        full = {key if ":" in key else f"{self._settings['name']}:{key}": value for key, value in settings.items()}
        content = _read(self._stack_file)
        content["config"] = {**(content.get("config") or {}), **full}
        _write(self._stack_file, content)

    def set_secret(self, path: str, value: str) -> Finished:
        """Set a secret, such as `secretEnvironment.PASSWORD`."""
        return self.pulumi("config", "set", "--secret", "--path", path, value, "--stack", self.name)

    def up(self, trace: Path, replace: str | None = None) -> Finished:
        """Bring the stack up, and make the one resource of type `replace` anew."""
        again = ("--replace", f"urn:pulumi:{self.name}::**${replace}::**") if replace else ()
        return self.pulumi("up", "--yes", "--skip-preview", *again, "--stack", self.name, trace=trace)

    def preview_after_refresh(self, trace: Path) -> Finished:
        """Read everything from Azure and see whether anything differs from the program; it fails if so."""
        return self.pulumi("preview", "--refresh", "--expect-no-changes", "--diff", "--stack", self.name, trace=trace)

    def destroy(self, trace: Path | None) -> Finished:
        """Delete everything that the stack made."""
        return self.pulumi("destroy", "--yes", "--skip-preview", "--stack", self.name, trace=trace)

    def unlock(self) -> Finished:
        """Take away the lock that an update leaves behind when it was killed."""
        return self.pulumi("cancel", "--yes", "--stack", self.name)

    def export(self) -> Finished:
        """The state, with secrets encrypted."""
        return self.pulumi("stack", "export", "--stack", self.name)

    def version(self) -> str:
        """The version of the Pulumi CLI."""
        return self._commands.run(
            ["pulumi", "version"], environment=self._environment(None), limit=LIMIT
        ).stdout.strip()

    def pulumi(self, *arguments: str, trace: Path | None = None) -> Finished:
        """Any command of the Pulumi CLI, which never asks back."""
        return self._commands.run(
            ["pulumi", *arguments, "--non-interactive"],
            environment=self._environment(trace),
            limit=LIMIT,
            folder=self._copy,
        )

    def _environment(self, trace: Path | None) -> dict[str, str]:
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("PULUMI_")}
        return {
            **inherited,
            "PULUMI_HOME": str(self._home),
            "PULUMI_BACKEND_URL": f"file://{self._state}",
            "PULUMI_CONFIG_PASSPHRASE_FILE": str(self._passphrase),
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            **({"PULUMI_DEBUG_GRPC": str(trace)} if trace else {}),
        }


def _read(file: Path) -> dict[str, Any]:
    return yaml.safe_load(file.read_text()) or {}


def _write(file: Path, content: Mapping[str, Any]) -> None:
    file.write_text(yaml.safe_dump(dict(content), sort_keys=False, allow_unicode=True))
