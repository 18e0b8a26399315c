"""The commands that correct a finding: complete, in words of a shell, and in an order in which nothing breaks on the way."""

import re
import shlex
from collections.abc import Iterator

import pytest
import test_rules_credentials
import test_rules_identities
import test_rules_registries
import test_rules_roles
from access_cases import GROUP, Case, Keyed, Of
from access_resources import assignment, attached, container_group, identity, pull_chain, push_chain, task
from acr_patterns.access.rule import Fail
from acr_patterns.access.rules import RULES
from acr_patterns.access.verdicts import Verdict, verdicts
from acr_patterns.roles import ACR_PUSH, CONTRIBUTOR, READER, REPOSITORY_WRITER, RoleAssignmentMode

TABLES = (
    test_rules_credentials,
    test_rules_identities,
    test_rules_registries,
    test_rules_roles,
)
CLOSED = {"publicNetworkAccess": "Disabled", "networkRuleBypassOptions": "AzureServices"}
ABAC = RoleAssignmentMode.ABAC.value


def found(case: Case, rule: str) -> Verdict:
    """The first finding of a rule in a case."""
    return next(one for one in verdicts(case.facts()["state"]) if one.rule.id == rule and isinstance(one.answer, Fail))


def command_of(verdict: Verdict) -> str:
    """The command of a finding about what is there."""
    assert verdict.command is not None
    return verdict.command


def all_found() -> Iterator[Verdict]:
    """Every finding of every case of the tables of rules."""
    for table in TABLES:
        for row in table.ROWS:
            yield from (one for one in verdicts(row.case.facts()["state"]) if isinstance(one.answer, Fail))


def test_every_command_is_one_that_a_shell_reads_as_it_is_meant() -> None:
    commands = {command_of(one) for one in all_found()} | {rule.command for rule in RULES}
    assert len(commands) > 40
    for command in commands:
        run, _, _ = command.partition(" (")
        assert all(one.startswith("az ") for one in run.split(" && ")), command
        assert shlex.split(run)
        assert not re.search(r"(?<!')\[", run), command  # zsh takes it for a pattern


def test_a_known_name_is_filled_in() -> None:
    left: set[tuple[str, str]] = {
        (one.rule.id, word)
        for one in all_found()
        for word in re.findall(r"\b(?:NAME|GROUP|REGISTRY|TASK)\b", command_of(one))
    }
    assert left <= {("image-by-tag", "REGISTRY"), ("image-latest", "REGISTRY")}  # into which one a public image goes


def test_the_privileged_flag_takes_no_value() -> None:
    privileged = {"name": "api", "image": "x", "securityContext": {"privileged": True}}
    command = command_of(found(pull_chain(container_group(containers=[privileged])), "container-privileged"))
    assert command == f"az container create --name api --resource-group {GROUP} --image IMAGE … (without --privileged)"


@pytest.mark.parametrize(
    ("case", "role"),
    [
        (pull_chain(), "AcrPull"),
        (pull_chain(roleAssignmentMode=ABAC), "'Container Registry Repository Reader'"),
        (push_chain(), "AcrPush"),
    ],
)
def test_a_privileged_role_is_taken_away_after_the_least_one_is_assigned(case: Case, role: str) -> None:
    name = "task-pushes" if "task-pushes" in [one.name for one in case.resources] else "puller-pulls"
    owner = "build" if name == "task-pushes" else "puller"
    contributor = assignment(name, Of(owner, "principalId"), CONTRIBUTOR)
    [first, then] = command_of(found(case.plus(contributor), "identity-privileged")).split(" && ")
    assert first.startswith("az role assignment create ")
    assert f"--role {role} --scope {case.id('contoso')}" in first
    assert then.startswith("az role assignment delete --assignee ")
    assert then.endswith(f"--role Contributor --scope {case.id('contoso')}")


def test_a_privileged_role_beside_the_least_one_is_only_taken_away() -> None:
    case = pull_chain().plus(assignment("more", role=CONTRIBUTOR))
    assert command_of(found(case, "identity-privileged")).startswith("az role assignment delete --assignee ")


def test_a_push_role_of_what_pulls_is_replaced_by_one_to_pull() -> None:
    command = command_of(found(pull_chain().plus(assignment("puller-pulls", role=ACR_PUSH)), "identity-shared"))
    assert "--role AcrPull" in command.split(" && ")[0]
    assert "delete" in command.split(" && ")[1]


def test_a_task_behind_a_firewall_gets_the_pass_the_login_and_the_role_at_once() -> None:
    case = push_chain(**CLOSED).but("build", credentials=None).without("task-pushes")
    commands = command_of(found(case, "task-registry-restricted")).split(" && ")
    assert [one.partition(" --")[0] for one in commands] == [
        "az resource update", "az acr task credential add", "az role assignment create",
    ]  # fmt: skip
    assert "--use-identity '[system]'" in commands[1]
    assert "--role AcrPush" in commands[2]
    opened = push_chain(**CLOSED, networkRuleBypassAllowedForTasks=True).but("build", credentials=None)
    assert command_of(found(opened, "task-registry-restricted")).startswith("az acr task credential add ")


@pytest.mark.parametrize(
    ("case", "told"),
    [
        (push_chain(**CLOSED), (True, False, False)),
        (push_chain(**CLOSED).but("build", credentials=None), (True, True, False)),
        (
            push_chain(**CLOSED, networkRuleBypassAllowedForTasks=True).but("build", credentials=None),
            (False, True, False),
        ),
        (push_chain(**CLOSED, roleAssignmentMode=ABAC).but("build", credentials=None), (True, False, True)),
    ],
)
def test_a_program_is_told_the_pass_and_the_login_that_it_lacks(case: Case, told: tuple[bool, ...]) -> None:
    change = found(case, "task-registry-restricted").change
    words = (
        'network={"bypass_for_tasks": True',
        "a credential for the registry's own login server",
        REPOSITORY_WRITER.name,
    )
    assert tuple(one in change for one in words) == told
    assert ("AcrPush" in change) is told[1]


def test_a_task_without_an_identity_is_given_one_before_it_logs_in() -> None:
    case = push_chain(**CLOSED).but("build", credentials=None, identity=None).without("task-pushes")
    assert " && az acr task identity assign --registry contoso --name build --identities '[system]' && " in command_of(
        found(case, "task-registry-restricted")
    )


def test_a_task_in_abac_mode_logs_in_by_the_source_registry() -> None:
    case = push_chain(roleAssignmentMode=ABAC).but("build", credentials=None).without("task-pushes")
    command = command_of(found(case, "task-not-logged-in"))
    assert "az acr task update --registry contoso --name build --source-acr-auth-id '[system]'" in command
    assert f"--role {shlex.quote(REPOSITORY_WRITER.name)}" in command


def test_a_task_that_names_an_identity_by_its_resource_id_gets_its_client_id() -> None:
    named = Keyed(Of("contoso", "loginServer"), {"identity": Of("pusher", "id")})
    build = task(identity=attached(Of("pusher", "id")), credentials={"customRegistries": named})
    case = push_chain().plus(identity("pusher"), build).without("task-pushes")
    verdict = found(case, "task-without-identity")
    client = next(one.client_id for one in case.facts()["state"].identities if one.name == "pusher")
    assert command_of(verdict) == (
        "az acr task credential update --registry contoso --name build --login-server contoso.azurecr.io "
        f"--use-identity {client}"
    )
    assert "identity=identity.client_id" in verdict.change


def test_a_push_without_a_role_is_mended_by_the_component_that_pushes() -> None:
    missing = found(push_chain().without("task-pushes"), "role-missing")
    assert missing.change.startswith("BuildTask(…), or RoleAssignment(principal_id=task.identity.principal_id")
    assert missing.change.endswith("with the role AcrPush")
    abac = found(
        push_chain(roleAssignmentMode=ABAC)
        .but("build", credentials={"sourceRegistry": {"identity": "[system]"}})
        .without("task-pushes"),
        "role-missing",
    )
    assert abac.change.startswith("BuildTask(…), or ")
    assert abac.change.endswith(f"with the role {REPOSITORY_WRITER.name}")
    pull = found(pull_chain().without("puller-pulls"), "role-missing")
    assert pull.change.startswith("PullIdentity(…)")


def test_too_little_for_a_pull_is_mended_with_a_role_to_pull() -> None:
    little = found(push_chain().plus(assignment("task-pushes", Of("build", "principalId"), READER)), "role-too-little")
    assert "with the role AcrPush" in little.change
    assert little.rule.prevents == "InaccessibleImage"


@pytest.mark.parametrize(
    ("image", "command"),
    [
        (
            Of("contoso", "loginServer", "{}/shop/api:v1"),
            "az acr manifest show-metadata contoso.azurecr.io/shop/api:v1 ",
        ),
        ("nginx:1.27", "az acr import --name REGISTRY --source docker.io/library/nginx:1.27 "),
        ("mcr.microsoft.com/a/b:1", "az acr import --name REGISTRY --source mcr.microsoft.com/a/b:1 "),
    ],
)
def test_an_image_by_tag_is_looked_up_where_it_lies(image: object, command: str) -> None:
    assert command_of(found(pull_chain(container_group(image=image)), "image-by-tag")).startswith(command)


def test_a_token_is_given_to_the_task_that_it_is_about() -> None:
    step = {"type": "Docker", "contextPath": "https://github.com/contoso/shop.git", "contextAccessToken": "ghp_x"}
    command = command_of(found(push_chain().but("build", step=step), "task-token-in-plain-text"))
    assert command == "az acr task update --registry contoso --name build --git-access-token NEW_TOKEN"
