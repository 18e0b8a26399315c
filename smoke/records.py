"""What a step did and saw, in memory for the checks and in one numbered file a step for the owner."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .azure_cli import Answer
from .trace import Call

CONTAINER_GROUP = "azure-native:containerinstance:ContainerGroup"
DEPLOYMENT = "azure-native:resources:Deployment"
REGISTRY = "azure-native:containerregistry:Registry"
RESOURCE_GROUP = "azure-native:resources:ResourceGroup"
TASK = "azure-native:containerregistry:Task"

FIRST_UP = ("deploy", "deploy-again")
"""The steps that bring the stack up for the first time."""


class UnsettledError(Exception):
    """What was recorded does not settle an assumption; the message says why."""


@dataclass
class Record:
    """One step."""

    number: int
    step: str
    what: str
    settings: dict[str, Any] = field(default_factory=dict[str, Any])
    """The settings that were changed for it."""
    exit_code: int | None = None
    """Of `pulumi`; None where the step only asks the Azure CLI, or was left out."""
    seconds: float = 0.0
    output: str = ""
    """Of `pulumi`."""
    calls: list[Call] = field(default_factory=list[Call])
    answers: dict[str, Answer] = field(default_factory=dict[str, Answer])
    cut_off: bool = False
    """Whether an interrupt fell into it: what it shows then is the interrupt, not Azure."""
    notes: list[str] = field(default_factory=list[str])
    """What else there is to say, such as why the step was left out."""

    @property
    def file_name(self) -> str:
        """The file it is written to."""
        return f"{self.number:02}-{self.step}.json"

    def called(self, method: str, type_: str) -> list[Call]:
        """The calls of one method for one type."""
        return [call for call in self.calls if (call.method, call.type) == (method, type_)]

    def answer(self, name: str) -> Any:
        """The value that a command of the Azure CLI answered.

        Raises:
            UnsettledError: it was not asked, or failed.
        """
        answer = self.answers.get(name)
        if answer is None:
            raise UnsettledError(f"step {self.step} did not ask Azure for: {name}")
        if not answer.ok:
            raise UnsettledError(f"step {self.step} asked Azure for: {name}, and `az` failed")
        return answer.value

    def write(self, folder: Path) -> None:
        """Write the file."""
        content = {
            **{
                key: getattr(self, key)
                for key in ("number", "step", "what", "settings", "exit_code", "seconds", "notes")
            },
            "output": self.output.splitlines(),
            "answers": {name: answer.as_json() for name, answer in self.answers.items()},
            "calls": [call.as_json() for call in self.calls],
        }
        (folder / self.file_name).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")


class Records:
    """All steps so far."""

    def __init__(self) -> None:
        self._records: dict[str, Record] = {}

    def add(self, record: Record) -> None:
        """Take a step in."""
        self._records[record.step] = record

    def __iter__(self) -> Iterator[Record]:
        """Every step, in the order in which they were taken."""
        return iter(self._records.values())

    def find(self, step: str) -> Record | None:
        """A step, if it was taken and not cut off."""
        record = self._records.get(step)
        if record is None or record.cut_off:
            return None
        return record if record.calls or record.answers or record.exit_code is not None else None

    def get(self, step: str) -> Record:
        """A step that was taken.

        Raises:
            UnsettledError: it was not.
        """
        record = self.find(step)
        if record is None:
            raise UnsettledError(f"step {step} was not taken")
        return record

    def succeeded(self, step: str) -> Record:
        """A step whose `pulumi` succeeded.

        Raises:
            UnsettledError: it was not taken or failed.
        """
        record = self.get(step)
        if record.exit_code != 0:
            raise UnsettledError(f"step {step} failed")
        return record

    def deployed(self) -> Record:
        """The step that first brought the stack up.

        Raises:
            UnsettledError: none did.
        """
        for step in FIRST_UP:
            record = self.find(step)
            if record is not None and record.exit_code == 0:
                return record
        raise UnsettledError("the stack was never brought up")

    def was_deployed(self) -> bool:
        """Whether the stack was brought up at all."""
        return any((record := self.find(step)) and record.exit_code == 0 for step in FIRST_UP)
