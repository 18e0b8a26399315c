"""The rules about what works and should not be, and about settings of a registry: kept and broken, on every kind of document."""

from dataclasses import replace
from typing import Any

import pytest
from access_cases import GROUP, Case, Given, Of, Secret
from access_examples import DOCUMENTS, Example, answer_of, answers, verdicts_of
from access_resources import (
    IMAGE,
    PULLER,
    assignment,
    attached,
    container_app,
    container_group,
    pull_chain,
    push_chain,
    registry,
    task,
    web_app,
)
from acr_patterns.access.documents.pulumi_document import described_in_state
from acr_patterns.access.inventory import Inventory
from acr_patterns.access.rule import CannotTell, Fail, Pass
from acr_patterns.access.rules import RULES
from acr_patterns.roles import ACR_PUSH, CONTRIBUTOR, OWNER, REPOSITORY_WRITER
from acr_patterns.testing.simulated_azure import SUBSCRIPTION_ID

SUBSCRIPTION = f"/subscriptions/{SUBSCRIPTION_ID}"
RESOURCE_GROUP = f"{SUBSCRIPTION}/resourceGroups/{GROUP}"
ABAC = "AbacRepositoryPermissions"
BY_DIGEST = Of("contoso", "loginServer", "{}/shop/api@sha256:" + "a" * 64)
CHAIN = pull_chain()
TASK = push_chain()
UNTOLD = {"preview": CannotTell}
PASSWORD = "a password that no output may show"


def login(**credential: Any) -> Given:
    """A container group that logs in to the registry in some other way."""
    return container_group(imageRegistryCredentials=[{"server": Of("contoso", "loginServer"), **credential}])


def with_context(**step: Any) -> Case:
    """A task with something else in its step."""
    return TASK.but("build", step={**task().inputs["step"], **step})


def policies(sku: str = "Premium", /, **settings: Any) -> Case:
    """A registry with policies, and nothing else."""
    return Case((registry(sku=sku, policies={name: {"status": status} for name, status in settings.items()}),))


def setting(sku: str, /, **inputs: Any) -> Case:
    return Case((registry(sku=sku, **inputs),))


def replication(location: str) -> Given:
    named = {"registryName": Of("contoso", "name"), "resourceGroupName": GROUP, "replicationName": "replica"}
    return Given("containerregistry:Replication", "replica", {**named, "location": location})


SOFT_DELETE = policies(softDeletePolicy="enabled")
CONTAINERS = container_group().inputs["containers"]

EXAMPLES = [
    Example(
        "admin-credential",
        CHAIN,
        CHAIN.plus(login(username=Of("contoso", "username"), password=Secret(PASSWORD))),
    ),
    Example("password-credential", CHAIN, CHAIN.plus(login(username="ci-token", password=Secret(PASSWORD)))),
    Example("registry-anonymous-pull", setting("Standard"), setting("Standard", anonymousPullEnabled=True)),
    Example(
        "role-wide",
        CHAIN,
        CHAIN.plus(assignment("wide", scope=RESOURCE_GROUP)),
        keeps_but=UNTOLD,
    ),
    Example(
        "identity-privileged",
        CHAIN.plus(assignment("elsewhere", role=CONTRIBUTOR, scope=f"{SUBSCRIPTION}/resourceGroups/other-rg")),
        CHAIN.plus(assignment("everything", role=CONTRIBUTOR)),
        keeps_but=UNTOLD,
    ),
    Example("identity-shared", CHAIN, CHAIN.plus(assignment("pushes", role=ACR_PUSH))),
    Example(
        "identity-shared",
        pull_chain(roleAssignmentMode=ABAC).plus(assignment("ignored", role=ACR_PUSH)),
        pull_chain(roleAssignmentMode=ABAC).plus(assignment("pushes", role=REPOSITORY_WRITER)),
    ),
    Example(
        "identity-shared",
        CHAIN.plus(task(identity={"type": "SystemAssigned"})),
        CHAIN.plus(task(identity=attached(PULLER))),
    ),
    Example(
        "task-token-in-plain-text",
        with_context(contextAccessToken=Secret("t")),
        with_context(contextAccessToken="t"),
        breaks_but={"az": Pass},
    ),
    Example(
        "task-token-in-url",
        TASK,
        with_context(contextPath="https://user:t0ken@github.com/contoso/shop.git#main"),
    ),
    Example(
        "container-privileged",
        CHAIN.but("api", containers=[{**CONTAINERS[0], "securityContext": {"privileged": False}}]),
        CHAIN.but("api", containers=[{**CONTAINERS[0], "securityContext": {"privileged": True}}]),
    ),
    Example(
        "image-latest",
        pull_chain(container_group(image="mcr.microsoft.com/hello@sha256:" + "b" * 64)),
        pull_chain(container_group(image="nginx")),
    ),
    Example(
        "image-by-tag",
        pull_chain(container_group(image=BY_DIGEST)),
        pull_chain(container_group(image=IMAGE)),
        keeps_but=UNTOLD,
        breaks_but=UNTOLD,
    ),
    Example(
        "registry-retention-and-soft-delete",
        policies(retentionPolicy="enabled", softDeletePolicy="disabled"),
        policies(retentionPolicy="enabled", softDeletePolicy="enabled"),
    ),
    Example(
        "registry-soft-delete-and-replication",
        Case((replication("northeurope"), *policies(softDeletePolicy="disabled").resources)),
        Case((*SOFT_DELETE.resources, replication("northeurope"))),
    ),
    Example(
        "registry-export-needs-private",
        Case((registry(policies={"exportPolicy": {"status": "disabled"}}, publicNetworkAccess="Disabled"),)),
        policies(exportPolicy="disabled"),
    ),
    *[
        Example("registry-premium-setting", setting("Premium", **asked), setting("Standard", **asked))
        for asked in (
            {"dataEndpointEnabled": True},
            {"publicNetworkAccess": "Disabled"},
            {"networkRuleSet": {"defaultAction": "Deny"}},
            {"networkRuleSet": {"ipRules": [{"iPAddressOrRange": "192.0.2.0/24"}]}},
            {"encryption": {"status": "enabled"}},
        )
    ],
    *[
        Example("registry-premium-setting", policies("Premium", **{name: status}), policies("Basic", **{name: status}))
        for name, status in (
            ("exportPolicy", "disabled"),
            ("quarantinePolicy", "enabled"),
            ("retentionPolicy", "enabled"),
            ("trustPolicy", "enabled"),
        )
    ],
    Example("registry-content-trust", policies(trustPolicy="disabled"), policies(trustPolicy="enabled")),
    Example("registry-quarantine", policies(quarantinePolicy="disabled"), policies(quarantinePolicy="enabled")),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.rule)
def test_a_rule_is_kept_and_broken_on_every_kind_of_document(example: Example) -> None:
    answered = [(document, answer_of(example.rule, case.facts()[document])) for case, document, _ in example.expected()]
    assert answered == [(document, answer) for _, document, answer in example.expected()]


def test_no_finding_names_a_user_or_shows_a_password_token_or_url() -> None:
    shown = [
        str(answer)
        for example in EXAMPLES
        for inventory in example.breaks.facts().values()
        for answer in answers(example.rule, inventory)
    ]
    assert len(shown) > len(EXAMPLES)
    for secret in ("ci-token", PASSWORD, "t0ken", "github.com"):
        assert not [one for one in shown if secret in one]


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("rule", ["admin-credential", "password-credential", "image-latest", "image-by-tag"])
def test_what_only_a_dev_stack_may_have_is_found_in_no_dev_stack(rule: str, document: str) -> None:
    [broken] = [example.breaks for example in EXAMPLES if example.rule == rule]
    expected = CannotTell if rule == "image-by-tag" and document == "preview" else Fail
    assert answer_of(rule, broken.facts()[document]) is expected
    in_dev = answer_of(rule, replace(broken, stack="dev").facts()[document])
    assert in_dev is (Pass if document != "az" else expected)


def test_the_admin_user_is_known_by_the_name_of_the_registry_where_only_the_consumer_is_shown() -> None:
    server = "contoso-a1b2c3.azurecr.io"
    for user, admin in (("Contoso", Fail), ("contoso-a1b2c3", Pass), ("pull", Pass)):
        credential = {"server": server, "username": user, "password": Secret(PASSWORD)}
        group = container_group(image=f"{server}/shop/api:v1", imageRegistryCredentials=[credential])
        facts = Case((group,)).but("api", identity=None).facts()["state"]
        assert answer_of("admin-credential", facts) is admin
        assert answer_of("password-credential", facts) is (Pass if admin is Fail else Fail)


def test_a_web_app_logs_in_with_a_password_by_its_app_settings() -> None:
    settings = [
        {"name": "DOCKER_REGISTRY_SERVER_USERNAME", "value": "contoso"},
        {"name": "DOCKER_REGISTRY_SERVER_PASSWORD", "value": PASSWORD},
    ]
    case = pull_chain(web_app(acrUseManagedIdentityCreds=False, appSettings=settings))
    assert answer_of("admin-credential", case.facts()["state"]) is Fail


def test_credentials_that_are_secret_as_a_whole_cannot_be_told() -> None:
    case = CHAIN.plus(login(username=Of("contoso", "username"), password=Secret(PASSWORD)))
    hidden = case.but("api", imageRegistryCredentials=Secret("all of it"))
    for rule in ("admin-credential", "password-credential"):
        assert answer_of(rule, hidden.facts()["state"]) is CannotTell


def test_the_password_of_a_public_registry_is_none_of_ours() -> None:
    credential = {"server": "index.docker.io", "username": "contoso", "password": Secret(PASSWORD)}
    case = pull_chain(container_group(image="index.docker.io/contoso/api:v1", imageRegistryCredentials=[credential]))
    assert answer_of("password-credential", case.facts()["state"]) is Pass


@pytest.mark.parametrize(
    ("scope", "what"),
    [
        (RESOURCE_GROUP, f"the resource group {GROUP}"),
        (f"{RESOURCE_GROUP}/", f"the resource group {GROUP}"),
        (SUBSCRIPTION, f"the subscription {SUBSCRIPTION_ID}"),
        ("/providers/Microsoft.Management/managementGroups/root", "the management group root"),
        ("/", "the tenant"),
    ],
)
def test_a_wide_scope_is_named(scope: str, what: str) -> None:
    [found] = answers("role-wide", CHAIN.plus(assignment("wide", scope=scope)).facts()["az"])
    assert found == Fail(f"AcrPull is assigned at {what}, so it holds for every registry in it")


def test_a_role_for_something_else_may_be_as_wide_as_it_likes() -> None:
    case = CHAIN.plus(assignment("owner", "somebody", OWNER, SUBSCRIPTION, "User"))
    assert answer_of("role-wide", case.facts()["az"]) is Pass


def test_a_scope_that_comes_from_a_resource_group_is_wide_before_it_is_known() -> None:
    group = Given("resources:ResourceGroup", "shop-rg", {"resourceGroupName": GROUP, "location": "westeurope"})
    wide = assignment("wide", scope=Of("shop-rg", "id"))
    first, *rest = CHAIN.resources
    inventory = Case((first, group, *rest)).plus(wide).facts()["preview"]
    [found] = [one for one in answers("role-wide", inventory) if isinstance(one, Fail)]
    assert "the resource group shop-rg" in found.finding


def test_the_roles_of_an_identity_that_no_list_shows_cannot_be_told() -> None:
    for rule in ("identity-privileged", "identity-shared"):
        assert answer_of(rule, CHAIN.facts(all_roles=False)["az"]) is CannotTell


def test_a_container_app_is_asked_as_a_container_group_is() -> None:
    case = pull_chain(container_app(image="contoso.azurecr.io/shop/api")).plus(assignment("pushes", role=ACR_PUSH))
    facts = case.facts()["az"]
    assert {rule: answer_of(rule, facts) for rule in ("image-latest", "identity-shared", "container-privileged")} == {
        "image-latest": Fail,
        "identity-shared": Fail,
        "container-privileged": Pass,
    }


@pytest.mark.parametrize(
    ("context", "answer"),
    [
        ("https://contoso@dev.azure.com/contoso/shop/_git/shop#main", Pass),
        ("https://t0ken@dev.azure.com/contoso/shop/_git/shop#main", Fail),
        ("https://contoso@github.com/contoso/shop.git", Fail),
        ("https://shop.blob.core.windows.net/code/shop.tar.gz?sv=2024&sig=t0ken", Fail),
        ("https://github.com/contoso/shop.git#user@main:folder", Pass),
        ("oci://contoso.azurecr.io/shop:v1", Pass),
        ("/dev/null", Pass),
    ],
)
def test_a_credential_is_found_in_a_url_and_the_name_of_an_organization_is_none(context: str, answer: Any) -> None:
    assert answer_of("task-token-in-url", with_context(contextPath=context).facts()["az"]) is answer


def test_a_token_that_comes_from_elsewhere_may_be_plain() -> None:
    case = with_context(contextAccessToken=Of("contoso", "name"))
    assert answer_of("task-token-in-plain-text", case.facts()["preview"]) is CannotTell


def test_a_privileged_flag_that_is_unknown_is_no_pass() -> None:
    flagged = {**CONTAINERS[0], "securityContext": {"privileged": Of("contoso", "name")}}
    assert answer_of("container-privileged", CHAIN.but("api", containers=[flagged]).facts()["preview"]) is CannotTell


@pytest.mark.parametrize(
    ("case", "answer"),
    [
        (SOFT_DELETE, CannotTell),
        (policies("Standard", softDeletePolicy="enabled"), Pass),
        (Case((*SOFT_DELETE.resources, replication("West Europe"))), Pass),
        (Case((*SOFT_DELETE.resources, replication("North Europe"))), Fail),
    ],
)
def test_by_the_azure_cli_alone_a_replication_is_known_where_it_is_listed_or_cannot_be(case: Case, answer: Any) -> None:
    assert answer_of("registry-soft-delete-and-replication", case.facts()["az"]) is answer


def test_of_a_program_no_replication_is_known_where_it_makes_none() -> None:
    assert answer_of("registry-soft-delete-and-replication", SOFT_DELETE.facts()["preview"]) is Pass


def test_a_registry_with_several_premium_settings_names_them() -> None:
    [found] = answers(
        "registry-premium-setting",
        setting("Basic", dataEndpointEnabled=True, publicNetworkAccess="Disabled").facts()["state"],
    )
    assert isinstance(found, Fail)
    assert found.finding.endswith(
        "SKU Basic and what only Premium has: dataEndpointEnabled, publicNetworkAccess Disabled"
    )


def failures(rule_id: str, case: Case) -> list[str]:
    """The resources that break a rule."""
    found = verdicts_of(rule_id, case.facts()["state"])
    return [verdict.address for verdict in found if isinstance(verdict.answer, Fail)]


SINGLE = [example for example in EXAMPLES if next(rule for rule in RULES if rule.id == example.rule).alone]


@pytest.mark.parametrize("example", SINGLE, ids=lambda one: one.rule)
def test_a_rule_that_one_resource_decides_answers_the_same_of_that_resource_alone(example: Example) -> None:
    addresses = failures(example.rule, example.breaks)
    assert addresses
    resources = described_in_state(example.breaks.state(), "state")
    alone = [verdict for one in resources for verdict in verdicts_of(example.rule, Inventory([one]))]
    assert addresses == [verdict.address for verdict in alone if isinstance(verdict.answer, Fail)]
