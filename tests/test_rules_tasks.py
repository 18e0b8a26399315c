"""The rules about what a task logs in with, and whether it reaches its registry: kept and broken, on every kind of document."""

from typing import Any

import pytest
from access_cases import Case, Keyed, Of, Secret
from access_examples import DOCUMENTS, Example, answer_of, answers, inventory_of_az
from access_resources import PULLER, assignment, attached, identity, push_chain
from acr_patterns.access.pull import pushes
from acr_patterns.access.rule import CannotTell, Fail, Pass
from acr_patterns.access.verdicts import first_cause
from acr_patterns.roles import ACR_PUSH, REPOSITORY_WRITER
from acr_patterns.testing import SimulatedAzure
from acr_patterns.testing.simulated_azure import AzureError

ABAC = "AbacRepositoryPermissions"
TASK = push_chain()
UNTOLD = {"preview": CannotTell}
"""The login server that a task logs in to is known once the registry is there."""
PUSHES_IN_ABAC = assignment("task-pushes", Of("build", "principalId"), REPOSITORY_WRITER)
IDENTITIES = "/subscriptions/5ub/resourceGroups/shop-rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities"
OTHERS_CLIENT_ID = "5b0c0b6e-0000-4000-8000-000000000001"


def in_abac(**build: Any) -> Case:
    return push_chain(roleAssignmentMode=ABAC).plus(PUSHES_IN_ABAC).but("build", **build)


def with_entry(**entry: Any) -> Case:
    """A task with another credential for its own registry."""
    return TASK.but("build", credentials={"customRegistries": Keyed(Of("contoso", "loginServer"), entry)})


def of_source(**source: str) -> dict[str, Any]:
    """The credential of a task of the API version 2025-03-01-preview."""
    return {"sourceRegistry": source}


def as_puller(case: Case, attached_identity: Any = PULLER) -> Case:
    """The case with a task that logs in with a user-assigned identity."""
    by_client_id = Keyed(Of("contoso", "loginServer"), {"identity": Of("puller", "clientId")})
    others = identity("puller"), identity("other"), assignment("puller-pushes", role=ACR_PUSH)
    resources = (case.resources[0], *others, *case.resources[1:])
    return Case(resources).but(
        "build", identity=attached(attached_identity), credentials={"customRegistries": by_client_id}
    )


def restricted(**settings: Any) -> Case:
    return push_chain(**({"publicNetworkAccess": "Disabled"} | settings))


WITH_PASSWORD = {
    "customRegistries": Keyed(Of("contoso", "loginServer"), {"userName": "ci-token", "password": Secret("p")})
}
NO_LOGIN = TASK.but("build", credentials=None)

EXAMPLES = [
    Example("task-not-logged-in", in_abac(credentials=of_source(identity="[system]")), in_abac(credentials={})),
    Example("task-not-logged-in", in_abac(credentials=WITH_PASSWORD), in_abac(tags={}), UNTOLD, UNTOLD),
    Example("task-not-logged-in", NO_LOGIN, TASK.but("build", credentials=of_source(loginMode="None"))),
    Example("task-without-identity", TASK, TASK.but("build", identity=None), keeps_but=UNTOLD, breaks_but=UNTOLD),
    Example("task-without-identity", TASK, with_entry(identity="system"), keeps_but=UNTOLD, breaks_but=UNTOLD),
    Example(
        "task-without-identity",
        with_entry(userName="ci-token", password=Secret("p")),
        with_entry(identity=OTHERS_CLIENT_ID),
        keeps_but=UNTOLD,
        breaks_but=UNTOLD,
    ),
    Example(
        "task-without-identity",
        as_puller(TASK),
        as_puller(TASK, Of("other", "id")),
        keeps_but=UNTOLD,
        breaks_but=UNTOLD,
    ),
    Example(
        "task-without-identity",
        in_abac(credentials=of_source(identity="[caller]"), identity=None),
        in_abac(credentials=of_source(identity="[system]"), identity=None),
    ),
    Example("task-login-missing", TASK, NO_LOGIN, keeps_but=UNTOLD),
    Example(
        "task-login-missing",
        in_abac(credentials=None),
        TASK.but("build", credentials={"customRegistries": {"other.azurecr.io": {"identity": "[system]"}}}),
    ),
    Example("task-registry-restricted", TASK, restricted()),
    Example(
        "task-registry-restricted",
        restricted(networkRuleBypassAllowedForTasks=True),
        restricted(networkRuleBypassAllowedForTasks=True, networkRuleBypassOptions="None"),
    ),
    Example(
        "task-registry-restricted",
        push_chain(networkRuleSet={"defaultAction": "Allow"}),
        push_chain(networkRuleSet={"defaultAction": "Deny"}),
    ),
    Example(
        "task-registry-restricted",
        restricted(networkRuleBypassAllowedForTasks=True),
        restricted(networkRuleBypassAllowedForTasks=True).but("build", credentials=None),
    ),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.rule)
def test_a_rule_is_kept_and_broken_on_every_kind_of_document(example: Example) -> None:
    answered = [(document, answer_of(example.rule, case.facts()[document])) for case, document, _ in example.expected()]
    assert answered == [(document, answer) for _, document, answer in example.expected()]


@pytest.mark.parametrize(
    ("case", "rule", "log"),
    [
        (in_abac(credentials=None), "task-not-logged-in", "when specifying push, at least one credential is required"),
        (in_abac(tags={}), "task-not-logged-in", "when specifying push, at least one credential is required"),
        (TASK.but("build", identity=None).without("task-pushes"), "task-without-identity", "failed to login"),
        (with_entry(identity="system"), "task-without-identity", "failed to login"),
        (TASK.but("build", credentials=of_source(loginMode="None")), "task-not-logged-in", "at least one credential"),
        (restricted(), "task-registry-restricted", "403 Forbidden"),
    ],
)
def test_what_is_broken_fails_in_a_simulated_azure_for_the_reason_that_is_found_first(
    case: Case, rule: str, log: str
) -> None:
    [push] = pushes(case.facts()["state"])
    cause = first_cause(push)
    assert cause is not None
    assert cause.rule.id == rule
    with pytest.raises(AzureError, match=log):
        run(case)


@pytest.mark.parametrize(
    "case", [TASK, NO_LOGIN, NO_LOGIN.without("task-pushes"), in_abac(credentials=of_source(identity="[system]"))]
)
def test_what_is_not_broken_pushes_in_a_simulated_azure(case: Case) -> None:
    [push] = pushes(case.facts()["state"])
    assert first_cause(push) is None
    run(case)


def run(case: Case) -> None:
    """Deploy the case, and run its task."""
    azure = SimulatedAzure()
    case.deploy(azure)
    request = {"type": "TaskRunRequest", "taskId": case.id("build")}
    properties = {"forceUpdateTag": "1", "runRequest": request}
    azure.put(f"{case.id('contoso')}/taskRuns/build-once", {"properties": properties})


@pytest.mark.parametrize(
    "case",
    [
        restricted().but("build", agentPoolName="inside"),
        restricted(
            publicNetworkAccess="Enabled", networkRuleSet={"defaultAction": "Deny", "ipRules": [{"value": "192.0.2.1"}]}
        ),
    ],
)
@pytest.mark.parametrize("document", DOCUMENTS)
def test_an_agent_pool_or_an_address_rule_may_let_a_task_pass_a_closed_firewall(case: Case, document: str) -> None:
    assert answer_of("task-registry-restricted", case.facts()[document]) is CannotTell


def test_what_an_older_api_version_does_not_show_of_the_bypass_is_not_known() -> None:
    shown = [{key: value for key, value in one.items() if "Bypass" not in key} for one in restricted().az()]
    assert answer_of("task-registry-restricted", inventory_of_az(shown)) is CannotTell


def test_the_role_of_the_identity_that_logs_in_is_the_one_that_counts() -> None:
    [push] = pushes(as_puller(TASK).facts()["state"])
    assert push.access is not None
    assert push.access.identity.name == "puller"
    assert push.access.granted.sufficient


def test_where_azure_logs_in_by_default_no_role_is_asked_for() -> None:
    [push] = pushes(NO_LOGIN.without("task-pushes").facts()["state"])
    assert push.access is None


def in_source(login: Any, **build: Any) -> Case:
    """A task that logs in as a newer API version says it, which is known from the beginning."""
    return TASK.but("build", credentials=of_source(identity=login), **build)


@pytest.mark.parametrize(
    ("case", "answer"),
    [
        (in_source("[system]", identity={"type": Of("contoso", "name")}), CannotTell),
        (in_source(OTHERS_CLIENT_ID, identity=attached(PULLER)).plus(identity()), CannotTell),
        (in_source("system", identity={"type": "SystemAssigned"}), Fail),
        (in_source("[system]", identity=attached(f"{IDENTITIES}/other")), Fail),
    ],
)
def test_what_a_task_logs_in_with_is_judged_as_far_as_its_identity_is_known(case: Case, answer: Any) -> None:
    assert answer_of("task-without-identity", case.facts()["preview"]) is answer


def test_a_client_id_that_no_document_describes_may_be_that_of_an_attached_identity() -> None:
    case = as_puller(TASK).but("build", credentials=of_source(identity=OTHERS_CLIENT_ID))
    assert answer_of("task-without-identity", case.facts()["az"]) is CannotTell
    assert answer_of("task-without-identity", in_source(OTHERS_CLIENT_ID).facts()["az"]) is Fail


@pytest.mark.parametrize("rule", ["task-not-logged-in", "task-login-missing"])
def test_without_a_login_the_mode_of_the_registry_decides_and_may_be_unknown(rule: str) -> None:
    shown = {one["name"]: one for one in NO_LOGIN.az()}
    older = {key: value for key, value in shown["contoso"].items() if key != "roleAssignmentMode"}
    settled: list[str | None] = []
    for documents in ([shown["build"]], [shown["build"], older]):
        [answer] = answers(rule, inventory_of_az(documents))
        assert isinstance(answer, CannotTell)
        settled.append(answer.settle)
    assert settled == ["az acr show --name contoso", f"az resource show --ids {older['id']} --api-version 2025-11-01"]


def test_a_task_that_is_told_not_to_log_in_is_not_said_to_push_by_default() -> None:
    told = TASK.but("build", credentials=of_source(loginMode="None"))
    assert answer_of("task-login-missing", told.facts()["az"]) is Pass


def test_a_firewall_that_no_document_shows_may_be_closed() -> None:
    [shown] = [one for one in TASK.az() if one["name"] == "build"]
    [answer] = answers("task-registry-restricted", inventory_of_az([shown]))
    assert isinstance(answer, CannotTell)
    unknown = push_chain(publicNetworkAccess=Of("build", "name")).facts()["preview"]
    assert answer_of("task-registry-restricted", unknown) is CannotTell


def test_only_the_own_identity_of_a_task_passes_a_closed_firewall() -> None:
    facts = as_puller(restricted(networkRuleBypassAllowedForTasks=True)).facts()
    answered = {document: answer_of("task-registry-restricted", facts[document]) for document in DOCUMENTS}
    assert answered == {"state": Fail, "preview": CannotTell, "az": Fail}


def test_a_login_as_system_without_brackets_is_named_for_what_it_is() -> None:
    [answer] = answers("task-without-identity", with_entry(identity="system").facts()["state"])
    assert isinstance(answer, Fail)
    assert answer.finding.endswith("with the identity 'system', which is neither [system] nor a client id")
