"""The Azure CLI, on one subscription: what only Azure knows is asked of it.

Source: https://learn.microsoft.com/cli/azure/reference-index
"""

import json
import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .commands import Commands
from .redaction import Redaction

LIMIT = 900.0
"""Seconds that a command may take: `az acr task run` waits for the run."""


@dataclass(frozen=True)
class Answer:
    """What a command of the Azure CLI answered, free of secrets."""

    command: str
    exit_code: int
    value: Any
    """Its output: parsed where it is JSON, else the text, such as the log of a run."""
    error: str

    @property
    def ok(self) -> bool:
        """Whether it succeeded."""
        return self.exit_code == 0

    def as_json(self) -> dict[str, Any]:
        """The answer as it is written down."""
        return {"command": self.command, "exit_code": self.exit_code, "value": self.value, "error": self.error}


class AzureCli:
    """Asks `az`; it neither prompts nor installs anything."""

    def __init__(self, commands: Commands, subscription: str = "", redaction: Redaction | None = None) -> None:
        """Ask about one subscription.

        Args:
            commands: runs `az`.
            subscription: its id; without one, the subscription that `az` has chosen.
            redaction: takes secrets out of answers. Without one an answer is not to be kept.
        """
        self._commands = commands
        self._subscription = subscription
        self._redaction = redaction

    def ask(self, *arguments: str) -> Answer:
        """Run `az` with these arguments."""
        options = ["--subscription", self._subscription] if self._subscription else []
        command = ["az", *arguments, *options, "--only-show-errors", "--output", "json"]
        finished = self._commands.run(command, environment=_quiet(os.environ), limit=LIMIT)
        value = _parsed(finished.stdout)
        if self._redaction is None:
            return Answer(shlex.join(command), finished.exit_code, value, finished.stderr)
        self._redaction.learn_from(value)
        return Answer(
            self._redaction.text(shlex.join(command)),
            finished.exit_code,
            self._redaction.clean(value),
            self._redaction.text(finished.stderr),
        )


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _quiet(environment: Mapping[str, str]) -> dict[str, str]:
    return {
        **environment,
        "AZURE_CORE_NO_COLOR": "true",
        "AZURE_CORE_DISABLE_CONFIRM_PROMPT": "true",
        "AZURE_EXTENSION_USE_DYNAMIC_INSTALL": "no",
    }
