"""What docs/promotion.md tells the reader to type is well-formed. What the pipelines do is tried in engine/test_pipelines.py."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"
PAGE = (DOCS / "promotion.md").read_text()
BLOCKS = [re.sub("^   ", "", block, flags=re.MULTILINE) for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)]
REGISTRY = "/subscriptions/x/resourceGroups/g/providers/Microsoft.ContainerRegistry/registries/r"
STACKS = ["platform", "staging", "prod"]
RECORDER = f"""#!/bin/sh
printf '%s\\037' "${{0##*/}}" "$@" >> "$CALLS"
echo >> "$CALLS"
case "$*" in
  "identity show"*) echo "identity $4" ;;
  "keyvault show"*) echo vault ;;
  "storage account show"*) echo account ;;
  "stack output registry"*) echo '{{"id": "{REGISTRY}"}}' ;;
esac
"""


def calls_of_setting_up(folder: Path) -> list[list[str]]:
    """The commands that the section for GitHub ends up with, word by word, none of which is run."""
    for program in ("az", "gh", "pulumi"):
        (folder / program).write_text(RECORDER)
        (folder / program).chmod(0o755)
    section = PAGE[PAGE.index("## Setting up") : PAGE.index("### Azure DevOps")]
    script = "set -euo pipefail\n" + "\n".join(re.findall(r"```sh\n(.*?)```", section, re.DOTALL))
    environment = {"PATH": f"{folder}:{os.environ['PATH']}", "CALLS": str(folder / "calls")}
    subprocess.run(["bash", "-c", script], env=environment, capture_output=True, check=True)  # noqa: S603, S607
    # What JSON is passed has lines of its own.
    return [call.split("\037") for call in (folder / "calls").read_text().removesuffix("\037\n").split("\037\n")]


def after(call: list[str], option: str) -> str:
    return call[call.index(option) + 1] if option in call else ""


def test_a_deployer_gets_its_own_key_and_may_assign_no_more_than_its_stack_does(tmp_path: Path) -> None:
    assignments = {
        (
            after(call, "--assignee-object-id").removeprefix("identity pulumi-"),
            after(call, "--role"),
            after(call, "--scope"),
            after(call, "--condition"),
        )
        for call in calls_of_setting_up(tmp_path)
        if call[1:4] == ["role", "assignment", "create"]
    }
    state, crypto = "account/blobServices/default/containers/state", "Key Vault Crypto User"
    delegate = "Role Based Access Control Administrator"
    assert assignments == {
        ("main", "Reader", REGISTRY, ""),
        ("main", "AcrPull", REGISTRY, ""),
        ("main", "Container Image Locker", REGISTRY, ""),
        ("prod", "Private Endpoint Approver", REGISTRY, ""),
        ("main", "Storage Blob Data Reader", state, ""),
        *(("main", crypto, f"vault/keys/pulumi-{stack}", "") for stack in STACKS),
        *((stack, crypto, f"vault/keys/pulumi-{stack}", "") for stack in STACKS),
        *((stack, crypto, "vault/keys/pulumi-platform", "") for stack in ("staging", "prod")),
        *((stack, "Storage Blob Data Contributor", state, "") for stack in STACKS),
        *((stack, "Contributor", "/subscriptions/SUBSCRIPTION_ID", "") for stack in STACKS),
        ("platform", delegate, REGISTRY, "@acr-pull-and-push.condition"),
        ("staging", delegate, REGISTRY, "@acr-pull.condition"),
        ("prod", delegate, REGISTRY, "@acr-pull.condition"),
    }


def test_everything_of_the_pipelines_is_made_in_the_subscription_in_which_nobody_deploys(tmp_path: Path) -> None:
    on_azure = [call for call in calls_of_setting_up(tmp_path) if call[0] == "az"]
    assert on_azure[0] == ["az", "account", "set", "--subscription", "PIPELINE_SUBSCRIPTION_ID"]
    assert not any("--subscription" in call for call in on_azure[1:])


def test_every_stack_has_a_key_of_its_own(tmp_path: Path) -> None:
    calls = calls_of_setting_up(tmp_path)
    assert [after(call, "--name") for call in calls if call[1:4] == ["keyvault", "key", "create"]] == [
        f"pulumi-{stack}" for stack in STACKS
    ]
    assert {
        call[3]: after(call, "--secrets-provider") for call in calls if call[:3] == ["pulumi", "stack", "init"]
    } == {stack: f"azurekeyvault://VAULT.vault.azure.net/keys/pulumi-{stack}" for stack in STACKS}


def test_main_alone_deploys_to_an_environment_on_github(tmp_path: Path) -> None:
    calls = [call for call in calls_of_setting_up(tmp_path) if call[:3] == ["gh", "api", "--method"]]
    assert [call[3:] for call in calls] == [
        given
        for stack in STACKS
        for path in [f"repos/OWNER/REPOSITORY/environments/{stack}"]
        for given in (
            [
                *("PUT", path, "--field", "deployment_branch_policy[protected_branches]=false"),
                *("--field", "deployment_branch_policy[custom_branch_policies]=true"),
            ],
            ["POST", f"{path}/deployment-branch-policies", "--field", "name=main", "--field", "type=branch"],
        )
    ]


def test_by_hand_the_newest_image_is_found_and_locked_as_the_pipelines_do() -> None:
    [block] = [block for block in BLOCKS if "list-metadata" in block]
    query, locked = "--query 'sort_by([?tags], &createdTime)[-1].digest'", "--delete-enabled false"
    pipeline = (DOCS / "pipelines" / "github-actions.yml").read_text()
    assert query in block
    assert query in pipeline
    assert locked in block
    assert locked in pipeline


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
    script = f"registry={REGISTRY}; {command[0]}"
    printed = subprocess.run(  # noqa: S603
        ["bash", "-c", script],  # noqa: S607
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert json.loads(printed) == {
        "Name": "Container Image Locker",
        "Description": "Locks and unlocks images",
        "AssignableScopes": ["/subscriptions/x/resourceGroups/g"],
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
