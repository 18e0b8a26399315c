"""What docs/promotion.md tells the reader to type is well-formed. What the pipelines do is tried in engine/test_pipelines.py."""

import json
import re
import subprocess
import sys
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"
PAGE = (DOCS / "promotion.md").read_text()
BLOCKS = [re.sub("^   ", "", block, flags=re.MULTILINE) for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)]


def test_the_commands_one_after_the_other_have_no_fault_that_shellcheck_knows() -> None:
    shellcheck = [Path(sys.executable).parent / "shellcheck", "--shell", "bash", "-"]
    commands = "\n".join(BLOCKS)
    run = subprocess.run(shellcheck, input=commands, capture_output=True, text=True, check=False)  # noqa: S603
    assert run.returncode == 0, run.stdout


def test_the_role_that_locks_may_do_nothing_else(tmp_path: Path) -> None:
    [block] = [block for block in BLOCKS if "az role definition create" in block]
    (tmp_path / "az").write_text('#!/bin/sh\n[ "$3" = create ] && [ "$4" = --role-definition ] && printf "%s" "$5"\n')
    (tmp_path / "az").chmod(0o755)
    command = re.search(r"az role definition create .*?\n\}'", block, re.DOTALL)
    assert command is not None
    printed = subprocess.run(  # noqa: S603
        ["bash", "-c", f"registry=/subscriptions/x; {command[0]}"],  # noqa: S607
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert json.loads(printed) == {
        "Name": "Container Image Locker",
        "Description": "Locks and unlocks images",
        "AssignableScopes": ["/subscriptions/x"],
        "Actions": [
            "Microsoft.ContainerRegistry/registries/metadata/read",
            "Microsoft.ContainerRegistry/registries/metadata/write",
        ],
    }


def test_every_stack_of_the_pipelines_is_one_of_this_project() -> None:
    named = re.findall(r"for stack in ([a-z ]+); do", PAGE)
    assert set(named) == {"platform staging prod"}
    for stack in named[0].split():
        assert (DOCS.parent / "stacks" / f"Pulumi.{stack}.yaml").exists()


def test_every_file_it_links_to_exists() -> None:
    linked = set(re.findall(r"\]\((?!https?:)([^)#]+)", PAGE))
    assert {"pipelines/github-actions.yml", "pipelines/azure-pipelines.yml"} <= linked
    assert [link for link in linked if not (DOCS / link).exists()] == []
