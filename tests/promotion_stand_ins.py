"""Stacks in memory and images on a simulated Azure, in place of `pulumi` and `az`."""

import json
from pathlib import Path
from typing import Any

from acr_patterns.programs import ProgramError, Programs
from acr_patterns.testing import AzureError, SimulatedAzure
from acr_patterns.testing.azure_cli import CommandError, run
from existing import ABAC_REGISTRY, ABAC_SERVER, DIGEST, REGISTRY, SERVER, subscription

NEWER = "sha256:" + "f" * 64
OLD, NEW = f"{SERVER}/shop/api@{DIGEST}", f"{SERVER}/shop/api@{NEWER}"
SUBSCRIPTION = REGISTRY["id"].split("/")[2]
HERE = {"id": REGISTRY["id"], "loginServer": SERVER}
THERE = {"id": ABAC_REGISTRY["id"], "loginServer": ABAC_SERVER}


class Stacks(Programs):
    """`pulumi` with stacks in memory, and `az` on a simulated Azure. What is in `failing` fails with that last line."""

    def __init__(self) -> None:
        super().__init__(Path(), {})
        self.azure: SimulatedAzure = subscription()
        self.azure.push_image(SERVER, "shop/api", "v2", NEWER)
        self.outputs: dict[str, dict[str, Any]] = {"staging": {"image": NEW, "registry": HERE}, "prod": {}}
        self.settings: dict[str, str] = {"image": OLD}
        self.foreign: dict[str, str] = {}
        self.failing: dict[str, str] = {}
        self.commands: list[str] = []

    def run(self, *command: str) -> str:
        """Answer as the program would."""
        text = " ".join(command)
        self.commands.append(text)
        for part, said in self.failing.items():
            if part in text:
                raise ProgramError(f"`{text}` failed: {said}", said)
        return self._az(*command[1:]) if command[0] == "az" else self._pulumi(*command[1:])

    def _az(self, *arguments: str) -> str:
        try:
            return run(self.azure, arguments)
        except (AzureError, CommandError) as error:
            raise ProgramError(f"`az {' '.join(arguments)}` failed: {error}", f"ERROR: {error}") from None

    def _pulumi(self, *arguments: str) -> str:
        stack = arguments[arguments.index("--stack") + 1]
        if stack not in self.outputs:
            raise ProgramError("`pulumi` failed", f"error: no stack named '{stack}' found")
        assert arguments[-3:] == ("--non-interactive", "--color", "never")
        match arguments[:3]:
            case ("stack", "output", "--json"):
                return json.dumps(self.outputs[stack])
            case ("config", "--json", _):
                secret = {"shop:token": {"secret": True}}
                foreign = {f"docker:{key}": {"value": value} for key, value in self.foreign.items()}
                own = {f"shop:{key}": {"value": value} for key, value in self.settings.items()}
                return json.dumps(own | foreign | secret)
            case ("config", "set", "image"):
                self.settings["image"] = arguments[3]
                return ""
            case _:
                raise AssertionError(arguments)

    def locked(self, digest: str, server: str = SERVER) -> bool:
        return not self.azure.image(server, "shop/api", digest)[1]["changeableAttributes"]["deleteEnabled"]

    def wrote(self) -> list[str]:
        return [command for command in self.commands if "config set" in command or "repository update" in command]
