"""Names of others in the commands that are printed: each is one word, whatever is in it."""

import json
import shlex
from pathlib import Path
from typing import Any, cast

import pytest
from access_cases import Case
from access_resources import container_app, container_group, pull_chain, push_chain, web_app
from documents import diagnosed, file

HARM = "$(touch x);`id`"


def harmful(value: Any) -> Any:
    """Every text that is a name or an id, followed by what a shell would run."""
    if isinstance(value, dict):
        found = cast(dict[str, Any], value)
        return {key: one if key in ("type", "roleDefinitionId", "kind") else harmful(one) for key, one in found.items()}
    if isinstance(value, list):
        return [harmful(one) for one in cast(list[Any], value)]
    if not isinstance(value, str) or value in ("Premium", "Linux", "Docker"):
        return value
    return value + HARM


def unquoted(command: str) -> bool:
    """Whether a shell would take a name for more than a part of one word."""
    return any("$(touch" in word and HARM not in word for word in shlex.split(command))


CASES = {
    "role missing": pull_chain().without("puller-pulls"),
    "all of a registry": pull_chain(
        adminUserEnabled=True,
        anonymousPullEnabled=True,
        policies={"quarantinePolicy": {"status": "enabled"}, "exportPolicy": {"status": "disabled"}},
    ),
    "closed": push_chain(publicNetworkAccess="Disabled"),
    "a task": push_chain().without("task-pushes"),
    "no credential": pull_chain(container_group(imageRegistryCredentials=[])),
    "a web app": pull_chain(web_app(acrUseManagedIdentityCreds=False)),
    "a container app": pull_chain(container_app(configuration={})),
}


@pytest.mark.parametrize("name", CASES)
def test_no_name_of_others_is_run_by_a_printed_command(name: str, tmp_path: Path) -> None:
    case: Case = CASES[name]
    files = [file(tmp_path, f"d{number}", harmful(one)) for number, one in enumerate(case.az())]
    text = diagnosed(files, "--json").stdout
    assert "$(touch x)" in text
    found = json.loads(text)
    commands = [
        *(one["command"] for one in found["findings"]),
        *(cause["command"] for chain in found["chains"] for cause in chain["causes"]),
        *(one["settle"] for one in found["cannotTell"] if one["settle"]),
    ]
    assert any("$(" in one for one in commands)
    assert [one for one in commands if unquoted(one)] == []
