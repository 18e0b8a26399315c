"""What docs/diagnose.md shows is true."""

import json
import re
from pathlib import Path
from typing import Any, cast

from access_cases import Of
from access_resources import container_group, pull_chain
from acr_patterns.cli import app
from documents import diagnosed, file
from typer.main import get_command

PAGE = (Path(__file__).parent.parent / "docs" / "diagnose.md").read_text()
CASE = pull_chain(
    container_group(image=Of("contoso", "loginServer", "{}/shop/api@sha256:" + "1" * 64)), adminUserEnabled=True
).without("puller-pulls")


def test_the_output_that_it_shows_is_that_of_a_run() -> None:
    [shown] = re.findall(r"<!-- diagnosis -->\n```text\n(.*?)```", PAGE, re.DOTALL)
    case = CASE.but("contoso", adminUserEnabled=None)
    assert shown == diagnosed([], given=json.dumps(case.state()).encode()).stdout


def test_every_key_of_the_json_is_described(tmp_path: Path) -> None:
    described = set(re.findall(r"`([A-Za-z]+)`", PAGE.partition("## JSON")[2]))
    decided = {"registry-admin-user": {"suppress": [{"resource": "contoso", "reason": "x"}]}}
    policy = file(tmp_path, "policy", decided)
    options = ("--json", "--error", "InaccessibleImage", "--policy-config", str(policy))
    shown = json.loads(diagnosed([file(tmp_path, "state", CASE.state())], *options).stdout)
    assert all(shown[key] for key in ("documents", "chains", "suppressed", "cannotTell", "errors"))
    assert keys(shown) <= described | {"chains", "links"}


def keys(value: Any) -> set[str]:
    """The keys of a JSON value, at any depth."""
    if isinstance(value, list):
        return {key for one in value for key in keys(one)}  # pyright: ignore[reportUnknownVariableType]
    if not isinstance(value, dict):
        return set()
    found: dict[str, Any] = value  # pyright: ignore[reportUnknownVariableType]
    return {*found, *(key for one in found.values() for key in keys(one))}


def test_every_option_is_described() -> None:
    command = cast(Any, get_command(app)).commands["diagnose"]
    options: set[str] = {
        name for one in command.params for name in one.opts if name.startswith("--") and name != "--help"
    }
    assert options == set(re.findall(r"^\| `(--[a-z-]+)", PAGE, re.MULTILINE))
