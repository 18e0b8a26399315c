"""What Pulumi's engine asked of azure-native and what it answered, read from the file that PULUMI_DEBUG_GRPC names.

Inputs are the properties that azure-native makes the request body from, outputs are Azure's answer, errors are Azure's as azure-native
passes them on. The file holds secrets in plain text; nothing of it is kept but what `Redaction` has been over.

Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/util/rpcdebug (the form of the file).
"""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, cast

from acr_patterns.testing.property_values import secrets_in

from .redaction import Redaction

METHODS = ("Create", "Update", "Read", "Delete", "Diff", "Invoke")
_SERVICE = "/pulumirpc.ResourceProvider/"


@dataclass(frozen=True)
class Call:
    """One call of azure-native, free of secrets."""

    method: str
    type: str
    """Type token of the resource, or of the function for Invoke."""
    name: str
    """Logical name of the resource."""
    id: str
    inputs: dict[str, Any]
    outputs: dict[str, Any]
    errors: list[str]
    seconds: float
    marked_secret: list[str] = field(default_factory=list[str])
    """Paths of the outputs that azure-native marked as secret."""
    replaces: list[str] = field(default_factory=list[str])
    """For Diff: the changed properties for which azure-native itself asks for a replacement."""
    changed: list[str] = field(default_factory=list[str])
    """For Diff: the changed properties."""

    def as_json(self) -> dict[str, Any]:
        """The call as it is written down."""
        return asdict(self)


def read_trace(file: Path, redaction: Redaction) -> list[Call]:
    """Every completed call of azure-native that was no preview, in order; none if there is no file.

    A line that was cut off, as by a kill, is left out.
    """
    entries = [entry for line in _lines(file) if (entry := _entry(line)) is not None]
    for entry in entries:
        redaction.learn_from(entry)
    return [_call(entry, redaction) for entry in entries]


def _lines(file: Path) -> list[str]:
    return file.read_text(errors="replace").splitlines() if file.exists() else []


def _entry(line: str) -> dict[str, Any] | None:
    try:
        entry: dict[str, Any] = json.loads(line)
    except ValueError:
        return None
    method = entry.get("method", "")
    wanted = method.startswith(_SERVICE) and method.removeprefix(_SERVICE) in METHODS
    if not wanted or entry.get("progress") == "request_started" or entry.get("request", {}).get("preview"):
        return None
    return entry


def _call(entry: dict[str, Any], redaction: Redaction) -> Call:
    request: dict[str, Any] = entry.get("request") or {}
    response: dict[str, Any] = entry.get("response") or {}
    method = entry["method"].removeprefix(_SERVICE)
    outputs: dict[str, Any] = response.get("return" if method == "Invoke" else "properties") or {}
    inputs: dict[str, Any] = {}
    for key in ("news", "properties", "args", "inputs"):
        inputs = inputs or request.get(key) or {}
    return Call(
        method=method,
        type=request.get("type") or request.get("tok") or "",
        name=request.get("name") or "",
        id=redaction.text(response.get("id") or request.get("id") or ""),
        inputs=redaction.clean(inputs),
        outputs=redaction.clean(outputs),
        errors=[redaction.text(str(error)) for error in cast(list[Any], entry.get("errors") or [])],
        seconds=round(entry.get("duration", 0) / 1e9, 3),
        marked_secret=[path for path, _ in secrets_in(outputs)],
        replaces=list(response.get("replaces") or []),
        changed=list(response.get("diffs") or []),
    )
