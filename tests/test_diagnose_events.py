"""What a container group's own events say of a pull that failed, and when its identity got its role."""

from pathlib import Path
from typing import Any

import pytest
from access_resources import pull_chain
from documents import az_files, diagnosed, file, shown

UNAUTHORIZED = 'Failed to pull image "x s3cret": unauthorized: authentication required'


def group(message: str = UNAUTHORIZED, state: str = "Waiting", kind: str = "Warning") -> dict[str, Any]:
    """The container group of the chain, as `az container show` prints one that could not pull at 09:11:40."""
    one = shown(pull_chain(), "api")
    event = {"message": message, "type": kind, "lastTimestamp": "2026-11-23T09:11:40+00:00"}
    view = {"currentState": {"state": state}, "events": [event]}
    containers = [{**container, "instanceView": view} for container in one["containers"]]
    return {**one, "containers": containers, "instanceView": {"state": state, "events": []}}


def said(folder: Path, one: dict[str, Any], assigned: str | None = None, *options: str) -> Any:
    files = [path for path in az_files(folder, pull_chain()) if path.stem != "roles"]
    role = {**shown(pull_chain(), _role_name()), "createdOn": assigned}
    return diagnosed([*files, file(folder, "api", one), file(folder, "role", [role])], *options)


def _role_name() -> str:
    return next(str(one["name"]) for one in pull_chain().az() if "roleAssignments" in one["type"])


def test_the_error_within_a_document_is_explained_as_one_that_is_given(tmp_path: Path) -> None:
    result = said(tmp_path, group())
    assert result.exit_code == 1
    assert result.stdout.startswith("error unauthorized\n")
    assert "note: the events of the container group api say that a pull failed: unauthorized" in result.stdout
    assert "s3cret" not in result.output
    given = said(tmp_path, group(), None, "--error", "manifest unknown")
    assert "error unauthorized" not in given.stdout


@pytest.mark.parametrize(
    "one", [group(state="Running"), group(state="Terminated"), group("Started container"), group(kind="Normal")]
)
def test_what_is_past_and_what_is_no_error_is_not_taken_for_one(one: dict[str, Any], tmp_path: Path) -> None:
    result = said(tmp_path, one)
    assert "error " not in result.stdout
    assert "a pull failed" not in result.stdout


def test_events_of_the_whole_group_count_too(tmp_path: Path) -> None:
    one = group()
    events = one["containers"][0].pop("instanceView")["events"]
    one["instanceView"] = {"state": "Pending", "events": events}
    assert "error unauthorized" in said(tmp_path, one).stdout


def test_a_role_that_was_assigned_shortly_before_the_pull_may_not_have_counted(tmp_path: Path) -> None:
    for assigned, early in (
        ("2026-11-23T09:05:00.123456+00:00", True),
        ("2026-11-23T10:30:00.1234567+01:00", True),
        ("2026-11-23T08:55:00Z", False),
        ("2026-11-23T10:05:00+01:00", True),
        ("soon", False),
        (None, False),
    ):
        assert ("a role can take ten minutes to count" in said(tmp_path, group(), assigned).stdout) is early, assigned
    assert (
        "AcrPull was assigned at 2026-11-23 09:05:00 UTC, and the container group api failed to pull at 2026-11-23 09:11:40 UTC"
        in (said(tmp_path, group(), "2026-11-23T09:05:00+00:00").stdout)
    )
