"""What is read from the file in which Pulumi's engine writes down its calls."""

import json
from pathlib import Path
from typing import Any

from acr_patterns.testing.property_values import SECRET, SIGNATURE

from smoke.redaction import REDACTED, Redaction
from smoke.trace import read_trace

VALUE = "correct-horse-battery-staple"


def wrapped(value: Any) -> dict[str, Any]:
    return {SIGNATURE: SECRET, "value": value}


def call(method: str, **fields: Any) -> str:
    entry: dict[str, Any] = {
        "method": f"/pulumirpc.{method}",
        "request": {},
        "progress": "response_completed",
        "duration": 1.5e9,
    }
    return json.dumps({**entry, **fields})


def test_a_trace_gives_completed_calls_of_the_provider_without_secrets(tmp_path: Path) -> None:
    group = {"type": "azure-native:containerinstance:ContainerGroup", "name": "api"}
    lines = [
        call("ResourceProvider/Configure", request={"args": {"clientSecret": VALUE}}),
        call("ResourceMonitor/RegisterResource", request={"object": {"password": VALUE}}),
        call("ResourceProvider/Create", request={**group, "preview": True}),
        call("ResourceProvider/Create", request=group, progress="request_started"),
        call(
            "ResourceProvider/Create",
            request={**group, "properties": {"plain": VALUE, "wrapped": wrapped(VALUE)}},
            errors=[f"rpc error: no {VALUE}"],
        ),
        call(
            "ResourceProvider/Update",
            request={**group, "id": "/a/b", "olds": {"x": 0}, "news": {"x": 1}},
            response={"properties": {"x": 1, "key": wrapped(VALUE)}},
        ),
        call(
            "ResourceProvider/Invoke",
            request={"tok": "azure-native:a:list", "args": {"name": "r"}},
            response={"return": {"passwords": [{"value": VALUE}]}},
        ),
        call(
            "ResourceProvider/Diff", request=group, response={"replaces": ["location"], "diffs": ["location", "tags"]}
        ),
        '{"method": "/pulumirpc.ResourceProvider/Create", "requ',
    ]
    file = tmp_path / "trace.json"
    file.write_text("\n".join(lines))
    create, update, invoke, diff = read_trace(file, Redaction({}, {}))
    assert create.inputs == {"plain": REDACTED, "wrapped": REDACTED}
    assert create.errors == [f"rpc error: no {REDACTED}"]
    assert (update.id, update.inputs, update.outputs) == ("/a/b", {"x": 1}, {"x": 1, "key": REDACTED})
    assert update.marked_secret == ["key"]
    assert (invoke.type, invoke.inputs, invoke.outputs) == (
        "azure-native:a:list",
        {"name": "r"},
        {"passwords": REDACTED},
    )
    assert invoke.marked_secret == []
    assert (diff.replaces, diff.changed, diff.seconds) == (["location"], ["location", "tags"], 1.5)
    assert VALUE not in str([create, update, invoke, diff])


def test_no_trace_is_no_call(tmp_path: Path) -> None:
    assert read_trace(tmp_path / "missing.json", Redaction({}, {})) == []
