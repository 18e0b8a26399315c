"""All that a simulated subscription remembers, as plain data that can be written to a file and read again."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, cast

from .faults import PlannedFault

Resource = dict[str, Any]
"""An object as Azure Resource Manager gives it back: id, name, type, location, tags, properties, …"""


def part(resource: Mapping[str, Any] | None, *path: str) -> dict[str, Any]:
    """The object at `path` in a resource; an empty one where there is none."""
    found: Mapping[str, Any] | None = resource
    for key in path:
        found = (found or {}).get(key)
    return cast(dict[str, Any], found or {})


@dataclass
class Run:
    """A run of a task."""

    run_id: str
    task_id: str
    status: str
    images: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    log: list[str] = field(default_factory=list[str])


@dataclass
class State:
    """Resources by lowercase id, and what lies behind them."""

    started: float
    resources: dict[str, Resource] = field(default_factory=dict[str, Resource])
    manifests: dict[str, dict[str, list[str]]] = field(default_factory=dict[str, dict[str, list[str]]])
    """Login server -> repository -> what an image can be named by there: tags and digests."""
    runs: list[Run] = field(default_factory=list[Run])
    effective_at: dict[str, float] = field(default_factory=dict[str, float])
    """Role assignment, by lowercase id -> when Azure begins to honour it."""
    failing_builds: dict[str, str] = field(default_factory=dict[str, str])
    """Build context -> why every build of it fails."""
    faults: list[PlannedFault] = field(default_factory=list[PlannedFault])
    """Operations that are still to go wrong."""
    made: int = 0
    """How many identities were ever made: an identity that is made again has other ids."""

    def to_json(self) -> str:
        """Write everything down."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "State":
        """Read what `to_json` wrote."""
        data: dict[str, Any] = json.loads(text)
        data["runs"] = [Run(**run) for run in data["runs"]]
        data["faults"] = [PlannedFault(**fault) for fault in data["faults"]]
        return cls(**data)
