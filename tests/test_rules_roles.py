"""The rules about roles: whose, of which kind, where, under which condition.

Who is a member of a group no document says, and SimulatedAzure knows no groups.
"""

from access_cases import Case, Given, Of, Secret
from access_conditions import only
from access_resources import (
    PULLER,
    assignment,
    attached,
    container_group,
    pull_chain,
    push_chain,
    registry,
    web_app,
)
from access_tables import (
    BROKEN,
    INACCESSIBLE,
    KEPT,
    KEPT_LATER,
    OPEN,
    Row,
)
from acr_patterns.access.pull import pulls
from acr_patterns.access.rule import Fail, Pass
from acr_patterns.access.rules import (
    role_condition,
    role_elsewhere,
    role_missing,
    role_to_client_id,
    role_to_group,
    role_to_system_identity,
    role_too_little,
    role_wrong_kind,
)
from acr_patterns.access.verdicts import first_cause
from acr_patterns.roles import ACR_DELETE, ACR_PULL, ACR_PUSH, CONTRIBUTOR, READER, REPOSITORY_READER, Role
from acr_patterns.testing.simulated_azure import SUBSCRIPTION_ID

CHAIN, ABAC = pull_chain(), pull_chain(roleAssignmentMode="AbacRepositoryPermissions")
GROUP = f"/subscriptions/{SUBSCRIPTION_ID}/resourceGroups/shop-rg"
OTHER_GROUP = f"/subscriptions/{SUBSCRIPTION_ID}/resourceGroups/other"
GROUP_OF_ENTRA = "0f0f0f0f-0000-4000-8000-000000000000"
CUSTOM = Role("Image Reader of Contoso", "0a0a0a0a-0000-4000-8000-000000000000")
NOT_RUN = "TaskRunFailed"
BOTH = {**attached(PULLER), "type": "SystemAssigned, UserAssigned"}


def granting(case: Case, **what: object) -> Case:
    """The case with another role assignment to the puller."""
    return case.plus(assignment("puller-pulls", **what))  # type: ignore[arg-type]


def reading(**what: object) -> Case:
    return granting(ABAC, role=REPOSITORY_READER, **what)


def after(case: Case, last: Given) -> Case:
    """The case with one more resource, which needs the one that pulls."""
    return Case((*case.resources, last), case.images)


OWN = after(CHAIN.without("puller-pulls").but("api", identity=BOTH), assignment("api-pulls", Of("api", "principalId")))
GROUPS = granting(CHAIN, principal=GROUP_OF_ENTRA, principal_type="Group")
ROWS = [
    Row("the principal id", role_to_client_id.RULE, CHAIN, KEPT),
    Row(
        "the client id",
        role_to_client_id.RULE,
        granting(CHAIN, principal=Of("puller", "clientId")),
        (Fail, Pass, Fail),
        "AcrPull at the registry contoso was assigned to the client id of the identity puller",
        INACCESSIBLE,
    ),
    Row("the identity that pulls", role_to_system_identity.RULE, CHAIN.but("api", identity=BOTH), KEPT),
    Row(
        "the own identity, and another one pulls",
        role_to_system_identity.RULE,
        OWN,
        BROKEN,
        "assigned to the system-assigned identity of the container group api, which logs in with the identity puller",
        INACCESSIBLE,
    ),
    Row("a role of its own", role_to_group.RULE, CHAIN, KEPT),
    Row(
        "a role of its own, and one of a group",
        role_to_group.RULE,
        CHAIN.plus(assignment("readers", GROUP_OF_ENTRA, principal_type="Group")),
        KEPT,
        code="PrincipalNotFound",
    ),
    Row("a role of a group", role_to_group.RULE, GROUPS, BROKEN, "no role of its own", "PrincipalNotFound"),
    Row("AcrPull", role_wrong_kind.RULE, CHAIN, KEPT),
    Row("Repository Reader in ABAC", role_wrong_kind.RULE, reading(), KEPT),
    Row("Reader", role_wrong_kind.RULE, granting(CHAIN, role=READER), KEPT),
    Row("AcrPull in ABAC", role_wrong_kind.RULE, ABAC, BROKEN, "ignores AcrPull", INACCESSIBLE),
    Row(
        "Contributor in ABAC",
        role_wrong_kind.RULE,
        granting(ABAC, role=CONTRIBUTOR, scope=GROUP),
        BROKEN,
        "ignores Contributor",
        INACCESSIBLE,
    ),
    Row(
        "Repository Reader without ABAC",
        role_wrong_kind.RULE,
        granting(CHAIN, role=REPOSITORY_READER),
        BROKEN,
        "the mode LegacyRegistryPermissions and ignores Container Registry Repository Reader",
        INACCESSIBLE,
    ),
    Row("AcrPush for a push", role_too_little.RULE, push_chain(), KEPT),
    Row("AcrPush for a pull", role_too_little.RULE, granting(CHAIN, role=ACR_PUSH), KEPT),
    Row(
        "AcrPull for a push",
        role_too_little.RULE,
        Case((*push_chain().resources[:-1], assignment("task-pushes", Of("build", "principalId"), ACR_PULL))),
        BROKEN,
        "has AcrPull at the registry contoso, which does not let it push",
        NOT_RUN,
    ),
    Row(
        "AcrDelete for a pull",
        role_too_little.RULE,
        granting(CHAIN, role=ACR_DELETE),
        BROKEN,
        "has AcrDelete at the registry contoso, which does not let it pull",
        INACCESSIBLE,
    ),
    Row("the registry", role_elsewhere.RULE, CHAIN, KEPT),
    Row("its resource group", role_elsewhere.RULE, granting(CHAIN, scope=GROUP), KEPT),
    Row(
        "another registry",
        role_elsewhere.RULE,
        granting(CHAIN.plus(registry("fabrikam")).reordered("fabrikam"), scope=Of("fabrikam", "id")),
        BROKEN,
        "registries/fabrikam, which does not cover the registry contoso",
        INACCESSIBLE,
    ),
    Row(
        "another resource group",
        role_elsewhere.RULE,
        granting(CHAIN, scope=OTHER_GROUP),
        (Fail, Pass, Fail),
        "resourceGroups/other, which does not cover the registry contoso",
    ),
    Row("no condition", role_condition.RULE, reading(), KEPT),
    Row("this repository", role_condition.RULE, reading(condition=only("shop/api")), KEPT),
    Row("any of these", role_condition.RULE, reading(condition=only("shop/", "StringStartsWithIgnoreCase")), KEPT),
    Row(
        "another repository",
        role_condition.RULE,
        reading(condition=only("shop/web")),
        (Fail, Pass, Fail),
        "leaves out the repository shop/api",
        INACCESSIBLE,
    ),
    Row(
        "this repository, as an attribute of the resource",
        role_condition.RULE,
        reading(condition=only("shop/api").replace("@Request", "@Resource")),
        BROKEN,
        "leaves out ",
        INACCESSIBLE,
    ),
    Row("a role", role_missing.RULE, CHAIN, KEPT_LATER),
    Row("no role", role_missing.RULE, CHAIN.without("puller-pulls"), BROKEN, "has no role that lets it", INACCESSIBLE),
    Row(
        "no role, and a web app",
        role_missing.RULE,
        pull_chain(web_app()).without("puller-pulls"),
        BROKEN,
        "the identity puller, with which the web app site logs in, has no role",
    ),
    Row("a role of a group", role_missing.RULE, GROUPS, OPEN),
    Row("a role that is not a built-in one for images", role_missing.RULE, granting(CHAIN, role=CUSTOM), OPEN),
    Row(
        "a condition of another form", role_missing.RULE, reading(condition="@Resource[x:name] StringEquals 'y'"), OPEN
    ),
    Row(
        "no role, and a registry that anybody pulls from",
        role_missing.RULE,
        pull_chain(anonymousPullEnabled=True).without("puller-pulls"),
        KEPT,
    ),
]


def test_without_all_role_assignments_nothing_is_said_to_be_missing() -> None:
    [pull] = pulls(ABAC.facts(all_roles=False)["az"])
    assert first_cause(pull) is None


def test_an_assignment_that_may_be_anybodys_is_not_blamed() -> None:
    case = ABAC.but("puller-pulls", principalId=Secret("a principal that the configuration keeps secret"))
    [pull] = pulls(case.facts()["preview"])
    cause = first_cause(pull)
    assert cause is not None
    assert cause.rule.id == "role-missing"


def test_a_preview_of_an_update_knows_the_ids_that_are_there() -> None:
    case = granting(CHAIN, principal=Of("puller", "clientId"))
    [pull] = pulls(case.facts_of_update("contoso", "puller"))
    cause = first_cause(pull)
    assert cause is not None
    assert cause.rule.id == "role-to-client-id"


def test_one_consumer_can_fail_by_one_image_and_pull_another() -> None:
    images = [Of("contoso", "loginServer", "{}/shop/" + name + ":v1") for name in ("api", "web")]
    containers = [
        {"name": f"c{n}", "image": image, "resources": {"requests": {"cpu": 1, "memoryInGB": 1}}}
        for n, image in enumerate(images)
    ]
    case = reading(condition=only("shop/web")).plus(container_group(containers=containers))
    causes = [first_cause(one) for one in pulls(case.facts()["state"])]
    assert [one.rule.id if one else None for one in causes] == ["role-condition", None]
