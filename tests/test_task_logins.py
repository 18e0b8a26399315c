"""What a task logs in for besides the push to its own registry: base images, other registries, a purge."""

import base64
from typing import Any

import pytest
from access_cases import Case, Given, Of, Secret
from access_examples import DOCUMENTS, answer_of, answers, inventory_of_az
from access_resources import assignment, identity, push_chain, registry, task
from acr_patterns.access.pull import pushes
from acr_patterns.access.rule import Answer, CannotTell, Fail, Pass
from acr_patterns.roles import ACR_DELETE, ACR_PULL, ACR_PUSH, KEY_VAULT_SECRETS_USER, Role
from pack_runs import Pack

RULE = "task-login-without-role"
OWN = {"identity": "[system]"}
PRINCIPAL = Of("build", "principalId")
NOT_PUSHED = {**task().inputs["step"], "isPushEnabled": False}


def encoded(*lines: str) -> dict[str, Any]:
    text = "\n".join(["version: v1.1.0", "steps:", *lines])
    return {"type": "EncodedTask", "encodedTaskContent": base64.b64encode(text.encode()).decode()}


def base_role(role: Role = ACR_PULL) -> Given:
    return assignment("build-pulls", PRINCIPAL, role, Of("fabrikam", "id"))


def with_base(**entry: Any) -> Case:
    """A task that pushes to contoso, logs in to fabrikam too, and may pull there."""
    entries = {"contoso.azurecr.io": OWN, "fabrikam.azurecr.io": entry or OWN}
    case = push_chain().but("build", credentials={"customRegistries": entries})
    return Case((registry("fabrikam"), *case.resources, base_role()))


BASE = with_base()
PURGE = push_chain().but("build", step=encoded("- cmd: acr purge --filter 'shop/api:.*' --ago 30d"))


@pytest.mark.parametrize("document", ["state", "az"])
@pytest.mark.parametrize(
    ("case", "answer"),
    [
        (BASE, Pass),
        (BASE.without("build-pulls"), Fail),
        (BASE.plus(base_role(ACR_PUSH)), Pass),
        (BASE.plus(base_role(ACR_DELETE)), Fail),
        (BASE.plus(assignment("build-pulls", PRINCIPAL, ACR_PULL)), Fail),
        (with_base(userName="ci", password=Secret("p")).without("build-pulls"), Pass),
        (with_base(identity="[caller]").without("build-pulls"), Pass),
    ],
)
def test_a_task_may_pull_from_every_registry_that_it_logs_in_to(
    case: Case, answer: type[Answer], document: str
) -> None:
    assert answer_of(RULE, case.facts()[document]) is answer


def test_an_identity_that_reads_a_user_name_from_a_key_vault_is_not_the_one_that_logs_in() -> None:
    vault = {"userName": {"type": "Vaultsecret", "value": "https://v.vault.azure.net/secrets/user"}}
    assert answer_of(RULE, with_base(**OWN, **vault).without("build-pulls").facts()["az"]) is Pass


def test_the_push_to_the_own_registry_is_no_question_of_this_rule() -> None:
    assert answer_of(RULE, push_chain().without("task-pushes").facts()["az"]) is Pass


@pytest.mark.parametrize("document", ["state", "az"])
@pytest.mark.parametrize(("role", "answer"), [(ACR_PULL, Pass), (None, Fail)])
def test_a_task_that_pushes_nothing_needs_to_pull_from_its_own_registry_alone(
    role: Role | None, answer: type[Answer], document: str
) -> None:
    case = push_chain().but("build", step=NOT_PUSHED).without("task-pushes")
    facts = case.plus(*([assignment("pulls", PRINCIPAL, role)] if role else [])).facts()[document]
    assert answer_of(RULE, facts) is answer
    assert list(pushes(facts)) == []
    assert answer_of("role-too-little", facts) is Pass
    assert answer_of("role-missing", facts) is Pass


@pytest.mark.parametrize(
    ("roles", "dry", "answer"),
    [
        ((ACR_PULL, ACR_DELETE), False, Pass),
        ((ACR_PULL,), False, Fail),
        ((ACR_DELETE,), False, Fail),
        ((ACR_PULL,), True, Pass),
        ((), True, Fail),
    ],
)
def test_a_task_that_purges_needs_to_pull_and_delete(roles: tuple[Role, ...], dry: bool, answer: type[Answer]) -> None:
    case = PURGE.without("task-pushes")
    if dry:
        case = case.but("build", step=encoded("- cmd: acr purge --filter 'shop/api:.*' --ago 30d --dry-run"))
    facts = case.plus(*(assignment(f"may-{one.name}", PRINCIPAL, one) for one in roles)).facts()["az"]
    assert answer_of(RULE, facts) is answer


def test_a_task_that_pushes_to_another_registry_needs_to_push_there() -> None:
    step = {**task().inputs["step"], "imageNames": ["shop/api:v1", "fabrikam.azurecr.io/shop/api:v1"]}
    case = BASE.but("build", step=step)
    [answer] = answers(RULE, case.facts()["state"])
    assert isinstance(answer, Fail)
    assert "has no role that lets it push to the registry fabrikam" in answer.finding
    assert "AcrPush" in (answer.command or "")
    assert answer_of(RULE, case.plus(base_role(ACR_PUSH)).facts()["state"]) is Pass


def test_a_failure_says_which_role_and_where() -> None:
    [answer] = answers(RULE, BASE.without("build-pulls").facts()["state"])
    assert isinstance(answer, Fail)
    assert answer.finding == (
        "the identity build, with which the task build logs in to fabrikam.azurecr.io, has no role that lets it pull from the registry fabrikam"
    )
    assert answer.command is not None
    assert "--role AcrPull" in answer.command
    assert "/registries/fabrikam" in answer.command


def test_a_role_that_no_list_denies_or_that_a_group_has_may_be_there() -> None:
    case = BASE.without("build-pulls")
    assert answer_of(RULE, case.facts(all_roles=False)["az"]) is CannotTell
    group = assignment("group-pulls", "99999999-0000-0000-0000-000000000000", ACR_PULL, Of("fabrikam", "id"), "Group")
    assert answer_of(RULE, case.plus(group).facts()["az"]) is CannotTell


def test_a_preview_of_a_task_with_its_own_registry_alone_asks_nothing() -> None:
    assert answer_of(RULE, push_chain().facts()["preview"]) is Pass


def test_the_policy_pack_stops_a_login_without_a_role_and_no_other() -> None:
    there = ("fabrikam", "contoso", "build", "task-pushes", "build-pulls")
    assert Pack().run(BASE.registered()).mandatory == []
    assert Pack().run(BASE.registered(existing=there)).mandatory == []
    assert Pack().run(BASE.without("build-pulls").registered(existing=there)).mandatory == [(RULE, "build")]


def test_a_task_without_the_identity_that_logs_in_is_told_so() -> None:
    [answer] = answers(RULE, BASE.but("build", identity={"type": "None"}).facts()["state"])
    assert isinstance(answer, Fail)
    assert answer.finding == "the task build logs in to fabrikam.azurecr.io with its own identity, and has none"


def test_what_is_not_described_or_not_known_yet_is_not_told() -> None:
    shown = [one for one in BASE.az() if one["name"] != "fabrikam"]
    [answer] = answers(RULE, inventory_of_az(shown, all_roles=True))
    assert isinstance(answer, CannotTell)
    assert answer.settle == "az acr show --name fabrikam"
    later = BASE.but("build", credentials={"customRegistries": Of("fabrikam", "loginServer")})
    assert answer_of(RULE, later.facts()["preview"]) is CannotTell
    client = with_base(identity="5b0c0b6e-0000-4000-8000-000000000001")
    assert answer_of(RULE, client.facts()["az"]) is CannotTell


def test_a_preview_with_several_registries_finds_the_push_that_no_role_allows() -> None:
    of_both = {"customRegistries": Of("contoso", "loginServer"), "note": Of("fabrikam", "loginServer")}
    case = BASE.but("build", credentials=of_both)
    assert answer_of("role-missing", case.without("task-pushes").facts()["preview"]) is Fail
    assert answer_of(RULE, case.without("build-pulls").facts()["preview"]) is CannotTell
    of_an_identity = {"customRegistries": Of("contoso", "loginServer"), "note": Of("puller", "clientId")}
    case = BASE.plus(identity()).but("build", credentials=of_an_identity)
    assert answer_of("role-missing", case.without("task-pushes").facts()["preview"]) is Pass


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("kind", [{"type": "FileTask", "taskFilePath": "acb.yaml"}, encoded("- cmd: bash build.sh")])
def test_an_identity_that_may_only_pull_is_not_refused_for_steps_that_are_not_read(
    kind: dict[str, Any], document: str
) -> None:
    case = push_chain().but("build", step=kind, credentials={"sourceRegistry": {"identity": "[system]"}})
    assert len(list(pushes(case.facts()[document]))) == 1
    only_pulls = case.plus(assignment("task-pushes", PRINCIPAL, ACR_PULL)).facts()[document]
    assert list(pushes(only_pulls)) == []
    assert answer_of("role-too-little", only_pulls) is Pass
    assert len(list(pushes(case.plus(assignment("task-pushes", PRINCIPAL, ACR_DELETE)).facts()[document]))) == 1


def test_whether_steps_that_are_not_read_push_with_an_identity_that_may_not_is_not_told() -> None:
    case = push_chain().but("build", step=encoded("- cmd: bash build.sh"))
    [answer] = answers(RULE, case.plus(assignment("task-pushes", PRINCIPAL, ACR_PULL)).facts()["state"])
    assert isinstance(answer, CannotTell)
    assert answer.missing == (
        "whether a step of the task build, whose identity build may pull and not push, pushes to the registry contoso"
    )
    assert answer_of("role-missing", case.without("task-pushes").facts()["state"]) is Fail


def test_a_role_at_a_key_vault_is_none_for_images() -> None:
    vault = "/subscriptions/1/resourceGroups/g/providers/Microsoft.KeyVault/vaults/v/secrets/s"
    reads = assignment("reads", PRINCIPAL, KEY_VAULT_SECRETS_USER, vault)
    facts = push_chain().without("task-pushes").plus(reads).facts()["state"]
    assert facts.assignments == []
    assert answer_of("role-missing", facts) is Fail
