"""`acr-patterns diagnose`, from files to the first cause."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from access_cases import Case, Of
from access_resources import PULLER, assignment, attached, container_group, identity, pull_chain, push_chain
from acr_patterns.roles import REPOSITORY_READER
from documents import az_files, diagnosed, file

DIGEST = "sha256:" + "1" * 64
BY_DIGEST = Of("contoso", "loginServer", "{}/shop/api@" + DIGEST)
GOOD = pull_chain(container_group(image=BY_DIGEST))
BROKEN: dict[str, Case] = {
    "credential-missing": pull_chain().but("api", imageRegistryCredentials=None),
    "identity-not-attached": pull_chain().but("api", identity=attached(Of("other", "id"))).plus(identity("other")),
    "role-missing": pull_chain().without("puller-pulls"),
    "role-to-client-id": pull_chain().but("puller-pulls", principalId=Of("puller", "clientId")),
    "role-wrong-kind": pull_chain(roleAssignmentMode="AbacRepositoryPermissions"),
    "role-elsewhere": pull_chain().but("puller-pulls", scope=PULLER),
}


@pytest.mark.parametrize(("rule", "case"), BROKEN.items(), ids=BROKEN)
def test_the_first_cause_is_the_same_from_a_state_and_from_the_azure_cli(rule: str, case: Case, tmp_path: Path) -> None:
    asked_for_it_alone = [file(tmp_path, "its-roles", [])] if rule == "role-to-client-id" else []
    for files in ([file(tmp_path, "state", case.state())], [*az_files(tmp_path, case), *asked_for_it_alone]):
        result = diagnosed(files)
        assert result.exit_code == 1, result.output
        assert result.stdout.count("first cause:") == 1
        [cause] = [line for line in result.stdout.splitlines() if "first cause:" in line]
        assert cause.endswith(f"[{rule}]")
        assert "BROKEN  the container group api cannot pull contoso.azurecr.io/shop/api:v1" in result.stdout


def test_the_broken_link_is_marked_and_the_fix_is_for_pulumi_and_for_the_azure_cli(tmp_path: Path) -> None:
    result = diagnosed([file(tmp_path, "state", BROKEN["role-missing"].state())])
    lines = [line.split() for line in result.stdout.splitlines()]
    states = {line[0]: line[1] for line in lines if line and line[0] in ("image", "registry", "role", "identity")}
    assert states == {"image": "?", "registry": "ok", "role": "BROKEN", "identity": "ok"}
    assert "in Pulumi:  PullIdentity(…)" in result.stdout
    assert "with az:    az role assignment create --assignee-object-id" in result.stdout
    assert "--role AcrPull --scope /subscriptions/" in result.stdout


@pytest.mark.parametrize("case", [GOOD, push_chain()], ids=["pull", "push"])
def test_what_complies_is_fine_and_is_not_called_proved(case: Case, tmp_path: Path) -> None:
    for files in ([file(tmp_path, "state", case.state())], [file(tmp_path, "preview", case.preview())]):
        result = diagnosed(files)
        assert result.exit_code == 0, result.output
        assert "BROKEN" not in result.stdout
    assert "What these documents do not tell" in result.stdout
    assert "pulumi up, and then pulumi stack export" in result.stdout
    assert "can work" not in result.stdout


def test_a_chain_is_proved_once_the_image_is_known_to_be_there(tmp_path: Path) -> None:
    state = file(tmp_path, "state", GOOD.state())
    asked = diagnosed([state])
    assert f"az acr repository show --name contoso --image shop/api@{DIGEST}" in asked.stdout
    shown: dict[str, Any] = {"changeableAttributes": {}, "digest": DIGEST, "tags": ["v1"]}
    answered = diagnosed([state, file(tmp_path, "image", shown)])
    assert answered.exit_code == 0
    assert "ok      the container group api can pull" in answered.stdout
    assert "do not tell" not in answered.stdout


def test_a_question_is_asked_once_with_the_command_that_settles_it(tmp_path: Path) -> None:
    files = [
        one for one in az_files(tmp_path, GOOD.plus(container_group("web", BY_DIGEST))) if one.stem in ("api", "web")
    ]
    result = diagnosed(files)
    assert result.exit_code == 0
    assert result.stdout.count("  az acr show --name contoso\n") == 1


def test_of_many_questions_the_first_are_shown_and_the_others_counted(tmp_path: Path) -> None:
    many = [container_group(f"api{number}", f"contoso{number}.azurecr.io/a@{DIGEST}") for number in range(30)]
    files = [file(tmp_path, "list", [one for one in GOOD.plus(*many).az() if "containerGroups" in one["type"]])]
    shown = diagnosed(files).stdout
    assert shown.count("  az acr show --name contoso") == 20
    assert "and 11 more commands; --json has them all" in shown
    assert len(json.loads(diagnosed(files, "--json").stdout)["cannotTell"]) == 31


def test_a_chain_of_which_not_all_is_known_shows_which_links_are(tmp_path: Path) -> None:
    result = diagnosed([file(tmp_path, "state", GOOD.state())])
    assert "        image ? -> registry ok -> role ok -> identity ok -> service ok\n" in result.stdout


def test_a_file_and_a_link_are_called_what_people_call_them(tmp_path: Path) -> None:
    pull, push = (diagnosed(az_files(tmp_path, case)).stdout for case in (pull_chain(), push_chain()))
    assert "api.json: container group api\n" in pull
    assert "contoso.json: registry contoso\n" in pull
    assert "puller.json: managed identity puller\n" in pull
    assert "build.json: task build\n" in push
    refused = push_chain().but(
        "build", credentials={"customRegistries": {"contoso.azurecr.io": {"identity": "system"}}}
    )
    shown = diagnosed([file(tmp_path, "state", refused.state())]).stdout
    assert "    task      ok      task build\n" in shown
    assert not re.search("consumer|containerGroups|not all is known", pull + push + shown)


def test_without_a_file_what_is_piped_in_is_read(tmp_path: Path) -> None:
    state = json.dumps(BROKEN["role-missing"].state())
    for given in (state.encode(), state.encode("utf-16"), b"\xef\xbb\xbf" + state.replace(" ", "\r\n").encode()):
        result = diagnosed([], given=given)
        assert result.exit_code == 1, result.output
        assert "read standard input: state of stack prod, 3 resources" in result.stdout


def test_the_json_has_the_documented_shape(tmp_path: Path) -> None:
    result = diagnosed([file(tmp_path, "state", BROKEN["role-missing"].state())], "--json")
    assert result.exit_code == 1
    shown: dict[str, Any] = json.loads(result.stdout)
    assert list(shown) == [
        "version", "fails", "documents", "notes", "chains", "findings", "cannotTell", "suppressed", "errors",
    ]  # fmt: skip
    assert (shown["version"], shown["fails"]) == (1, True)
    [chain] = shown["chains"]
    assert list(chain) == [
        "purpose", "consumer", "address", "image", "state", "links", "firstCause", "causes",
    ]  # fmt: skip
    assert (chain["state"], chain["firstCause"]) == ("broken", "role-missing")
    assert [link["state"] for link in chain["links"]] == ["unknown", "ok", "broken", "ok", "ok"]
    assert list(chain["causes"][0]) == [
        "rule", "severity", "link", "address", "finding", "prevents", "change", "command", "source",
    ]  # fmt: skip


def test_what_works_and_should_not_be_is_grouped_by_resource(tmp_path: Path) -> None:
    result = diagnosed([file(tmp_path, "state", GOOD.but("contoso", adminUserEnabled=True).state())])
    assert result.exit_code == 1
    assert "cannot pull" not in result.stdout
    _, _, further = result.stdout.partition("What else is wrong\n")
    assert further.splitlines()[0].strip() == pull_chain().urn("contoso")
    assert "[registry-admin-user]" in further


def test_in_a_dev_stack_the_admin_user_may_be_on(tmp_path: Path) -> None:
    files = az_files(tmp_path, GOOD.but("contoso", adminUserEnabled=True))
    assert "registry-admin-user" in diagnosed(files).stdout
    assert "registry-admin-user" in diagnosed(files, "--stack", "production").stdout
    assert "registry-admin-user" not in diagnosed(files, "--stack", "dev-anna").stdout


def test_a_suppressed_finding_is_told_last_with_its_reason_and_does_not_count(tmp_path: Path) -> None:
    state = file(tmp_path, "state", GOOD.but("contoso", adminUserEnabled=True).state())
    [finding] = json.loads(diagnosed([state], "--json").stdout)["findings"]
    reason = "the old build server goes in March"
    suppress = [{"resource": "contoso", "reason": reason}, {"resource": "gone", "reason": "x"}]
    result = diagnosed(
        [state], "--policy-config", str(file(tmp_path, "policy", {finding["rule"]: {"suppress": suppress}}))
    )
    assert result.exit_code == 0, result.output
    assert f"because: {reason}" in result.stdout
    assert "1 suppressed" in result.stdout
    assert "note: the suppression of registry-admin-user for 'gone' matches no finding" in result.stdout


def test_a_disabled_rule_is_not_asked_and_a_broken_configuration_is_refused(tmp_path: Path) -> None:
    state = file(tmp_path, "state", GOOD.but("contoso", adminUserEnabled=True).state())
    off = file(tmp_path, "off", {"registry-admin-user": "disabled"})
    assert diagnosed([state], "--policy-config", str(off)).exit_code == 0
    wrong = diagnosed([state], "--policy-config", str(file(tmp_path, "wrong", {"no-rule": {}})))
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert wrong.stderr.count("\n") == 1


def test_a_suppressed_break_does_not_hide_the_next_one(tmp_path: Path) -> None:
    case = BROKEN["role-missing"].but("api", identity=attached(Of("other", "id"))).plus(identity("other"))
    state = file(tmp_path, "state", case.state())
    assert "[identity-not-attached]" in diagnosed([state]).stdout.partition("first cause:")[2].splitlines()[0]
    decided = {"identity-not-attached": {"suppress": [{"resource": "api", "reason": "being changed"}]}}
    after = diagnosed([state], "--policy-config", str(file(tmp_path, "policy", decided)))
    assert after.exit_code == 1
    assert "[role-missing]" in after.stdout.partition("first cause:")[2].splitlines()[0]


def test_nothing_of_a_name_reaches_the_terminal_as_a_command(tmp_path: Path) -> None:
    hostile = "\x1b]0;owned\x07[red]x[/red]\u202e"
    state = BROKEN["role-missing"].state()
    text = json.dumps(state).replace("puller", json.dumps(hostile)[1:-1])
    result = diagnosed([file(tmp_path, "a\x1b[2Jb", text)])
    assert result.exit_code == 1
    for character in ("\x1b", "\x07", "\u202e"):
        assert character not in result.output
    assert r"\x1b]0;owned\x07[red]x[/red]\u202e" in result.stdout
    assert r"a\x1b[2Jb" in result.stdout


def test_documents_of_nothing_that_pulls_are_fine(tmp_path: Path) -> None:
    group = {"id": "/subscriptions/1/resourceGroups/a", "name": "a", "type": "Microsoft.Resources/resourceGroups"}
    result = diagnosed([file(tmp_path, "group", group)])
    assert result.exit_code == 0
    assert "nothing in these documents pulls from or pushes to a registry" in result.stdout
    assert "no rule is about 1 resource of it: Microsoft.Resources/resourceGroups" in result.stdout


def test_the_role_that_the_mode_ignores_is_named_with_the_one_it_takes(tmp_path: Path) -> None:
    result = diagnosed(az_files(tmp_path, BROKEN["role-wrong-kind"]))
    assert REPOSITORY_READER.name in result.stdout


def test_an_assignment_of_another_identity_changes_nothing(tmp_path: Path) -> None:
    case = BROKEN["role-missing"].plus(identity("other"), assignment("other-pulls", Of("other", "principalId")))
    result = diagnosed([file(tmp_path, "state", case.state())])
    assert "[role-missing]" in result.stdout
