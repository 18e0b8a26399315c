"""Who may pull and push what, drawn."""

import re
from pathlib import Path

from access_cases import Case, Of
from access_resources import assignment, identity, pull_chain, push_chain, registry, task
from acr_patterns.roles import ACR_DELETE, ACR_PULL, ACR_PUSH, READER
from documents import az_files, diagnosed, file


def drawn(folder: Path, case: Case) -> set[str]:
    """The arrows, with the labels of what they connect in place of the nodes' names."""
    lines = diagnosed([file(folder, "state", case.state())], "--map").stdout.splitlines()
    assert lines[0] == "flowchart LR"
    nodes = dict(re.findall(r'^ {4}(n\d+)\["(.*)"\]$', "\n".join(lines), re.MULTILINE))
    arrows = re.findall(r'^ {4}(n\d+) (-->|-\.->)\|"(.*)"\| (n\d+)$', "\n".join(lines), re.MULTILINE)
    assert len(nodes) + len(arrows) + 1 == len(lines)
    return {f"{nodes[start]} {arrow} {label} {nodes[end]}" for start, arrow, label, end in arrows}


def test_a_pull_and_a_push_are_drawn_with_identity_and_role(tmp_path: Path) -> None:
    assert drawn(tmp_path, push_chain()) == {
        "task build --> as system-assigned identity of build",
        "system-assigned identity of build --> AcrPush: push and pull registry contoso",
    }
    assert drawn(tmp_path, pull_chain()) == {
        "container group api -.-> not everything is known identity puller",
        "identity puller --> AcrPull: pull registry contoso",
    }


def test_the_further_logins_of_a_task_are_drawn(tmp_path: Path) -> None:
    entries = {f"{name}.azurecr.io": {"identity": "[system]"} for name in ("contoso", "fabrikam")}
    case = push_chain().but("build", credentials={"customRegistries": entries}).plus(registry("fabrikam"))
    pulls = assignment("build-pulls", Of("build", "principalId"), ACR_PULL, Of("fabrikam", "id"))
    assert drawn(tmp_path, case.plus(pulls)) == {
        "task build --> as system-assigned identity of build",
        "system-assigned identity of build --> AcrPush: push and pull registry contoso",
        "system-assigned identity of build --> AcrPull: pull registry fabrikam",
    }
    assert drawn(tmp_path, case) == {
        "task build --> as system-assigned identity of build",
        "system-assigned identity of build --> AcrPush: push and pull registry contoso",
        "task build -.-> cannot: task-login-without-role registry fabrikam",
    }


def test_a_task_for_pull_requests_and_the_right_to_delete_are_drawn(tmp_path: Path) -> None:
    case = push_chain().but("build", step={**task().inputs["step"], "isPushEnabled": False})
    reads = assignment("task-pushes", Of("build", "principalId"), ACR_PULL)
    deletes = assignment("deletes", Of("build", "principalId"), ACR_DELETE)
    assert drawn(tmp_path, case.plus(reads, deletes)) == {
        "task build --> as system-assigned identity of build",
        "system-assigned identity of build --> AcrPull: pull registry contoso",
        "system-assigned identity of build --> AcrDelete: delete registry contoso",
    }


def test_a_pull_that_fails_is_dotted_and_says_why(tmp_path: Path) -> None:
    assert drawn(tmp_path, pull_chain().without("puller-pulls")) == {
        "container group api -.-> cannot: role-missing identity puller"
    }
    assert drawn(tmp_path, pull_chain().but("api", imageRegistryCredentials=[])) == {
        "container group api -.-> cannot: credential-missing registry contoso",
        "identity puller --> AcrPull: pull registry contoso",
    }


def test_a_role_above_the_registry_holds_for_every_registry_in_it(tmp_path: Path) -> None:
    case = pull_chain()
    group = case.id("contoso").partition("/providers/")[0]
    wide = assignment("eve-reads", "99999999-0000-0000-0000-000000000000", READER, group, "User")
    arrows = drawn(tmp_path, case.plus(registry("other"), wide))
    eve = "User 99999999-0000-0000-0000-000000000000"
    assert {f"{eve} --> Reader: pull registry contoso", f"{eve} --> Reader: pull registry other"} <= arrows


def test_who_has_a_password_and_anybody_are_drawn(tmp_path: Path) -> None:
    arrows = drawn(tmp_path, pull_chain(adminUserEnabled=True, anonymousPullEnabled=True))
    assert "whoever has the admin password --> push and pull registry contoso" in arrows
    assert "anybody --> pull registry contoso" in arrows


def test_a_role_that_the_mode_ignores_lets_nobody(tmp_path: Path) -> None:
    arrows = drawn(tmp_path, pull_chain(roleAssignmentMode="AbacRepositoryPermissions"))
    assert not [one for one in arrows if one.endswith("registry contoso") and " --> " in one]


def test_in_a_preview_the_resources_that_references_come_from_are_drawn(tmp_path: Path) -> None:
    case = pull_chain().plus(identity("pusher"), assignment("pushes", Of("pusher", "principalId"), ACR_PUSH))
    text = diagnosed([file(tmp_path, "preview", case.preview())], "--map").stdout
    assert '["identity pusher"]' in text
    assert '"AcrPush: push and pull"' in text


def test_a_hostile_name_is_only_a_label(tmp_path: Path) -> None:
    files = az_files(tmp_path, pull_chain())
    for one in files:
        one.write_text(one.read_text().replace('"api"', '"a\\"]; n1 --> n2 #quot; <script>"'))
    text = diagnosed(files, "--map").stdout
    assert 'container group a#34;]; n1 --#62; n2 #35;quot; #60;script#62;"]' in text


def test_the_map_and_json_exclude_each_other() -> None:
    result = diagnosed([], "--map", "--json", given=b"[]")
    assert (result.exit_code, result.stdout) == (2, "")
