"""What a rule is, and what it answers."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, TypeVar

Subject = TypeVar("Subject")


class Severity(str, Enum):
    """How bad it is to leave a finding as it is."""

    BROKEN = "broken"
    """The pull or push fails, or Azure refuses the registry that it needs."""
    HIGH = "high"
    """It works, and somebody who should not may pull or push, or a secret can be read."""
    MEDIUM = "medium"
    """It works, and more is allowed or less is certain than need be."""
    LOW = "low"
    """It works, and does not do what its author believes."""


MANDATORY, ADVISORY = "mandatory", "advisory"
"""What a finding does: stop a deployment, or be a line about it. They are Pulumi's enforcement levels."""


class Link(str, Enum):
    """A link of the chain by which an image gets to what runs it."""

    IMAGE = "image"
    REGISTRY = "registry"
    ROLE = "role"
    IDENTITY = "identity"
    CONSUMER = "consumer"

    @property
    def words(self) -> str:
        """What it is called in texts for people."""
        return "service" if self is Link.CONSUMER else self.value


@dataclass(frozen=True)
class Pass:
    """The rule is kept, or is not about this."""


@dataclass(frozen=True)
class Fail:
    """The rule is broken."""

    finding: str
    """What is wrong, with names: one sentence, without its full stop."""
    command: str | None = None
    """The Azure CLI command that corrects exactly this; None where only that of the rule can be given."""
    change: str | None = None
    """The correction in a Pulumi program where it is another than the rule's, as for another service; None for the rule's."""
    source: str | None = None
    """Address of the page about that correction; None for the rule's."""


@dataclass(frozen=True)
class CannotTell:
    """The facts do not decide."""

    missing: str
    """What is not known: one sentence, without its full stop."""
    settle: str | None = None
    """The command whose output would decide it."""


Answer = Pass | Fail | CannotTell
PASS = Pass()


@dataclass(frozen=True)
class Rule(Generic[Subject]):
    """A rule about one kind of subject."""

    id: str
    """Name of the rule; that of its file, with dashes."""
    about: type[Subject]
    """What it is asked of: a class of `facts.py`, `pull.py` or `push.py`."""
    severity: Severity
    link: Link
    catches: str
    """What it finds, as a noun phrase."""
    prevents: str
    """The error that Azure would answer, by its code; or what would happen without any error."""
    why: str
    change: str
    """The correction in a Pulumi program, of a container group where services differ."""
    command: str
    """The correction with the Azure CLI, of a container group where services differ; capitals stand for names."""
    source: str
    """Address of the page that it follows."""
    check: Callable[[Subject], Answer]
    alone: bool = False
    """Whether the resource itself decides, whatever else there is: then the rule can be asked before the resource is made."""

    @property
    def breaks(self) -> bool:
        """Whether a pull or push fails as long as the rule is broken."""
        return self.severity is Severity.BROKEN

    @property
    def level(self) -> str:
        """What a finding does where no configuration says otherwise: `MANDATORY` or `ADVISORY`."""
        return MANDATORY if self.severity in (Severity.BROKEN, Severity.HIGH) else ADVISORY


AnyRule = Rule[Any]
