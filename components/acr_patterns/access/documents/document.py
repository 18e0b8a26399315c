"""One document, taken apart: what it is, and the resources in it."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from ..described import Described
from ..facts import Listing


class Origin(str, Enum):
    """Who says it, and so which time it speaks of."""

    STATE = "state"
    """What Pulumi made last."""
    AZURE = "Azure"
    """What there is now."""
    PREVIEW = "preview"
    """What the next update would make."""


@dataclass(frozen=True)
class Document:
    """What was read from one place."""

    name: str
    """The file, as messages name it."""
    what: str
    """What it is, in words."""
    origin: Origin
    resources: list[Described] = field(default_factory=list[Described])
    listings: list[Listing] = field(default_factory=list[Listing])
    stacks: frozenset[str] = frozenset()
    """The stacks of Pulumi that it is about, each with its project, as URNs name them."""
    left_out: int = 0
    """How many resources of its stack it does not have, because they would not change."""
    role_list: bool = False
    """Whether it is a list of role assignments, and so may tell that there is no other."""
    gone: frozenset[str] = frozenset()
    """URNs, and resource ids in lower case, of what a preview deletes or makes anew: what a state or Azure says of them holds no longer."""
    shown_image: frozenset[str] = frozenset()
    """Tag and digest of an image that is there, in a repository that the document does not name."""
    app_settings: list[Any] | None = None
    """The settings of a web app that the document does not name, without secrets."""
    notes: tuple[str, ...] = ()
    """What is not read of it, one sentence each."""
