"""All that a simulated subscription remembers, as plain data that can be written to a file and read again."""

import json
from collections.abc import Mapping, MutableMapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, TypedDict, cast

from .faults import PlannedFault
from .noted import Noted

if TYPE_CHECKING:
    from ...access.verdicts import Verdict

Resource = dict[str, Any]
"""An object as Azure Resource Manager gives it back: id, name, type, location, tags, properties, …"""


class Attributes(TypedDict):
    """What may be done to a manifest or a tag."""

    deleteEnabled: bool
    writeEnabled: bool


class Tag(TypedDict):
    """A name of a manifest."""

    lastUpdateTime: str
    changeableAttributes: Attributes


class Manifest(TypedDict):
    """An image as a registry keeps it. Times are in ISO 8601."""

    createdTime: str
    lastUpdateTime: str
    tags: dict[str, Tag]
    changeableAttributes: Attributes


Repository = dict[str, Manifest]
"""Digest -> manifest."""


def part(resource: Mapping[str, Any] | None, *path: str) -> dict[str, Any]:
    """The object at `path` in a resource; an empty one where there is none."""
    found: Mapping[str, Any] | None = resource
    for key in path:
        found = (found or {}).get(key)
    return cast(dict[str, Any], found or {})


class PlannedStep(TypedDict):
    """What a test has planned for a step."""

    reason: str | None
    """What its container prints as it fails; None where somebody cancels the run."""
    times: int | None
    """How many attempts are left that this happens to; None for all."""


@dataclass
class RunStep:
    """A step of a run. Times are in ISO 8601."""

    id: str
    status: str
    """successful, failed, skipped, or inprogress where the run ended before it did: the words of the agent that runs tasks."""
    started: str | None = None
    """None where it never started."""
    finished: str | None = None


@dataclass
class Run:
    """A run of a task. It is computed at once, with the times it would have had, in ISO 8601."""

    run_id: str
    task_id: str
    status: str
    """Queued, Running, Succeeded, Failed, Canceled or Timeout."""
    images: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    """The images that it pushed, a tag each, in order: registry, repository, tag, digest."""
    log: list[str] = field(default_factory=list[str])
    trigger: str = "Manual"
    """Manual, Commit, PullRequest, ImageUpdate or Timer."""
    created: str = ""
    started: str | None = None
    """None as long as it is queued."""
    finished: str | None = None
    steps: list[RunStep] = field(default_factory=list[RunStep])
    error: str | None = None
    """What failed it, in the words of whoever said so; None as long as nothing did."""
    first_cause = cast("Verdict | None", None)
    """The rule about pulls and pushes that was broken, which Azure does not tell and no file keeps."""
    remedy = cast("str | None", None)
    """What the simulated Azure lacks for it that a test can give, as a call of a method of it; no file keeps it."""

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "Run":
        """The run that was written down; what an older file does not have is left as it is by default."""
        known: dict[str, Any] = {**data, "steps": [RunStep(**step) for step in data.get("steps", ())]}
        return cls(**known)


class PublicUpdate(TypedDict):
    """A public image that was updated, until that is noticed."""

    noticed_at: float
    """Seconds since 1970."""
    tasks: list[str]
    """The tasks, by lowercase id, that have built on the image and not yet on what it is now."""


_TABLES = (
    "resources",
    "manifests",
    "effective_at",
    "failing_builds",
    "planned_steps",
    "step_seconds",
    "files",
    "base_images",
    "built_on",
    "public_updates",
)


@dataclass
class State:
    """Resources by lowercase id, and what lies behind them."""

    started: float
    resources: MutableMapping[str, Resource] = field(default_factory=dict[str, Resource])
    manifests: MutableMapping[str, dict[str, Repository]] = field(default_factory=dict[str, dict[str, Repository]])
    """Login server -> repository -> its images."""
    runs: list[Run] = field(default_factory=list[Run])
    effective_at: MutableMapping[str, float] = field(default_factory=dict[str, float])
    """Role assignment, by lowercase id -> when Azure begins to honour it."""
    failing_builds: MutableMapping[str, str] = field(default_factory=dict[str, str])
    """Build context -> why every build of it fails."""
    planned_steps: MutableMapping[str, PlannedStep] = field(default_factory=dict[str, PlannedStep])
    """Id or image of a step -> what is planned for it."""
    step_seconds: MutableMapping[str, float] = field(default_factory=dict[str, float])
    """Id of a step -> how long an attempt at it takes."""
    files: MutableMapping[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    """Git repository, with #REVISION or for all revisions -> path -> text of the file."""
    base_images: MutableMapping[str, dict[str, list[str]]] = field(default_factory=dict[str, dict[str, list[str]]])
    """Build context, or URL of a repository -> the images that its Dockerfile names: `runtime` those of the last stage, `all` all."""
    built_on: MutableMapping[str, dict[str, list[str]]] = field(default_factory=dict[str, dict[str, list[str]]])
    """Task, by lowercase id -> the same of what its last run that succeeded was built on."""
    public_updates: MutableMapping[str, PublicUpdate] = field(default_factory=dict[str, PublicUpdate])
    """Public image -> its update that is not noticed yet."""
    faults: list[PlannedFault] = field(default_factory=list[PlannedFault])
    """Operations that are still to go wrong."""
    subscriptions: list[str] = field(default_factory=list[str])
    """The subscriptions of the tenant beside the default one."""
    made: int = 0
    """How many identities were ever made: an identity that is made again has other ids."""

    def __post_init__(self) -> None:
        """Note from now on what changes."""
        for name in _TABLES:
            setattr(self, name, Noted[Any](getattr(self, name)))
        self._runs_written = 0

    def of_type(self, type_: str) -> list[Resource]:
        """All objects of a type, for reading."""
        return [resource for resource in self.everything() if resource["type"].lower() == type_.lower()]

    def everything(self) -> list[Resource]:
        """All objects, for reading."""
        return list(self._table("resources").only_read())

    def to_json(self) -> str:
        """Write everything down."""
        return json.dumps(asdict(self), default=dict)

    @classmethod
    def from_json(cls, text: str) -> "State":
        """Read what `to_json` wrote."""
        data: dict[str, Any] = json.loads(text)
        data["runs"] = [Run.read(run) for run in data["runs"]]
        data["faults"] = [PlannedFault(**fault) for fault in data["faults"]]
        return cls(**data)

    def noted_rows(self) -> dict[str, Any]:
        """What may have changed since this was last asked: name of a row -> its value, None for what is gone."""
        rows: dict[str, Any] = {
            "made": self.made,
            "faults": [asdict(fault) for fault in self.faults],
            "subscriptions": list(self.subscriptions),
        }
        for number in range(self._runs_written, len(self.runs)):
            rows[f"runs {number:09}"] = asdict(self.runs[number])
        self._runs_written = len(self.runs)
        for name in _TABLES:
            table = self._table(name)
            rows |= {f"{name} {key}": table.get(key) for key in sorted(table.noted)}
            table.noted.clear()
        return rows

    def take_row(self, row: str, value: Any) -> None:
        """Take over a row that `noted_rows` gave elsewhere; rows come in the order of their names."""
        name, _, key = row.partition(" ")
        match name:
            case "made":
                self.made = value
            case "faults":
                self.faults = [PlannedFault(**fault) for fault in value]
            case "subscriptions":
                self.subscriptions = list(value)
            case "runs":
                self.runs.append(Run.read(value))
                self._runs_written = len(self.runs)
            case _:
                self._table(name).replace(key, value)

    def _table(self, name: str) -> Noted[Any]:
        return cast(Noted[Any], getattr(self, name))
