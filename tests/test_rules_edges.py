"""What the rules about pulls and roles answer where something is unknown, or where two things are wrong at once."""

import pytest
from access_cases import UNKNOWN, Case, Given, Of, Secret
from access_conditions import only
from access_examples import answer_of, answers
from access_resources import (
    ADMIN,
    PULLER,
    SERVER,
    TOKEN,
    assignment,
    attached,
    container_app,
    identity,
    pull_chain,
    push_chain,
    web_app,
)
from acr_patterns.access.facts import Listing
from acr_patterns.access.rule import Answer, CannotTell, Fail, Pass
from acr_patterns.roles import ACR_DELETE, ACR_PULL, READER, REPOSITORY_READER, Role

LATER = Of("elsewhere", "value")
"""What comes from a resource that no rule reads of."""
ELSEWHERE = Given("managedidentity:UserAssignedIdentity", "elsewhere", {**identity("elsewhere").inputs})
CHAIN, ABAC = pull_chain(), pull_chain(roleAssignmentMode="AbacRepositoryPermissions")
OWN, BOTH = {"type": "SystemAssigned"}, {**attached(PULLER), "type": "SystemAssigned, UserAssigned"}
OTHER_REGISTRY = "/subscriptions/1/resourceGroups/2/providers/Microsoft.ContainerRegistry/registries/other"
MANAGEMENT = "/providers/Microsoft.Management/managementGroups/contoso"
GROUP_OF_ENTRA = "0f0f0f0f-0000-4000-8000-000000000000"
CUSTOM = Role("Reads", "0a0a0a0a-0000-4000-8000-000000000000")


def api(**inputs: object) -> Case:
    return CHAIN.plus(ELSEWHERE).but("api", **inputs)


def image(value: object) -> list[object]:
    return [{"name": "api", "image": value, "resources": {"requests": {"cpu": 1, "memoryInGB": 1}}}]


def granting(case: Case, **what: object) -> Case:
    return case.plus(assignment("puller-pulls", **what))  # type: ignore[arg-type]


def credentials(*some: object, **inputs: object) -> Case:
    return api(imageRegistryCredentials=list(some), **inputs)


NO_ROLE = CHAIN.without("puller-pulls")
UNKNOWN_IMAGE = api(containers=image(LATER))
UNKNOWN_CREDENTIALS = api(imageRegistryCredentials=LATER)
CLOSED = pull_chain(publicNetworkAccess="Disabled")
WITH_AN_ADDRESS = pull_chain(networkRuleSet={"defaultAction": "Deny", "ipRules": [{"value": "192.0.2.1"}]})
WITH_A_USER_NAME = web_app(
    acrUseManagedIdentityCreds=False, appSettings=[{"name": "DOCKER_REGISTRY_SERVER_USERNAME", "value": "ci-token"}]
)
HIDDEN = {**TOKEN, "username": Secret("ci-token"), "identity": PULLER}

EDGES: list[tuple[str, str, Case, type[Answer]]] = [
    ("credential-ambiguous", "state", pull_chain(container_app(configuration={"registries": [{"server": SERVER}]})), Pass),
    ("credential-ambiguous", "preview", UNKNOWN_CREDENTIALS, Pass),
    ("credential-ambiguous", "preview", credentials(HIDDEN), Fail),
    ("credential-ambiguous", "preview", credentials({**TOKEN, "identity": Of("contoso", "id")}), CannotTell),
    ("identity-system-assigned", "preview", api(identity=OWN, imageRegistryCredentials=None, containers=image(LATER)), CannotTell),
    ("identity-system-assigned", "state", api(identity=BOTH, imageRegistryCredentials=None), Pass),
    ("identity-system-assigned", "preview", api(identity=BOTH, imageRegistryCredentials=None), Pass),
    ("identity-system-assigned", "state", api(identity=None, imageRegistryCredentials=None), Pass),
    ("identity-system-assigned", "state", credentials(TOKEN, identity=OWN), Pass),
    ("credential-missing", "preview", UNKNOWN_CREDENTIALS, CannotTell),
    ("credential-missing", "preview", api(containers=image(LATER), imageRegistryCredentials=None), CannotTell),
    ("image-on-another-server", "state", api(imageRegistryCredentials=None), Pass),
    ("image-on-another-server", "preview", UNKNOWN_CREDENTIALS, Pass),
    ("image-on-another-server", "preview", UNKNOWN_IMAGE, CannotTell),
    ("image-on-another-server", "state", credentials({"server": "fabrikam.azurecr.io", "identity": PULLER}, containers=image("mcr.microsoft.com/x")), Pass),
    ("image-on-another-server", "state", credentials({"server": SERVER, "identity": PULLER}, containers=image("other.azurecr.io/x:1")), Fail),
    ("identity-not-attached", "preview", UNKNOWN_CREDENTIALS, CannotTell),
    ("identity-not-attached", "preview", credentials({"server": SERVER, "identity": "/subscriptions/1/an/identity"}, identity=LATER), CannotTell),
    ("identity-not-attached", "preview", api(identity=attached(UNKNOWN)), CannotTell),
    ("identity-not-attached", "state", credentials({"server": SERVER, "identity": "[System]"}, identity=OWN), Pass),
    ("identity-not-attached", "state", pull_chain(container_app(identity="system", configuration={"registries": [{"server": SERVER, "identity": "System"}]})), Pass),
    ("identity-not-attached", "preview", api(identity=LATER), CannotTell),
    ("identity-not-attached", "preview", api(identity=attached("/subscriptions/1/an/identity")), CannotTell),
    ("identity-not-attached", "preview", credentials({"server": SERVER, "identity": Of("contoso", "id")}), CannotTell),
    ("identity-not-attached", "state", credentials({"server": SERVER, "identity": "system"}, identity=OWN), Pass),
    ("identity-not-attached", "preview", UNKNOWN_CREDENTIALS.but("api", containers=image("mcr.microsoft.com/x")), Pass),
    ("identity-not-attached", "preview", api(identity=None, containers=image("mcr.microsoft.com/x")), Fail),
    ("identity-not-attached", "preview", api(identity=None, containers=image("docker.io/x/y")), Fail),
    ("identity-not-attached", "preview", credentials({"server": LATER, "identity": PULLER}, identity=None, containers=image("docker.io/x/y")), Pass),
    ("identity-not-attached", "state", pull_chain(web_app(acrUserManagedIdentityID=Of("puller", "principalId"))), Fail),
    ("identity-not-attached", "preview", pull_chain(web_app(acrUserManagedIdentityID="0a0a")), CannotTell),
    ("identity-not-attached", "az", pull_chain(web_app(acrUserManagedIdentityID="0a0a", identity=attached(PULLER, Of("contoso", "id")))), Fail),
    ("admin-user-refused", "state", credentials({**ADMIN, "identity": PULLER}), Pass),
    ("admin-user-refused", "state", credentials({"server": "other.azurecr.io", "username": "other"}, containers=image("other.azurecr.io/x")), Pass),
    ("admin-user-refused", "state", credentials(ADMIN).but("contoso", anonymousPullEnabled=True), Pass),
    ("admin-user-refused", "preview", credentials({**ADMIN, "username": "contoso"}).but("contoso", adminUserEnabled=LATER), CannotTell),
    ("registry-restricted", "preview", pull_chain(publicNetworkAccess=LATER).plus(ELSEWHERE), CannotTell),
    ("registry-restricted", "preview", CLOSED.but("contoso", networkRuleBypassOptions=LATER).plus(ELSEWHERE), CannotTell),
    ("registry-restricted", "state", CLOSED.but("api", imageRegistryCredentials=None), Pass),
    ("registry-restricted", "state", CLOSED.but("api", imageRegistryCredentials=[{**TOKEN, "identity": PULLER}]), Pass),
    ("registry-restricted", "state", CLOSED.but("api", imageRegistryCredentials=[{"server": SERVER}]), Pass),
    ("registry-restricted", "state", WITH_AN_ADDRESS, Pass),
    ("registry-restricted", "state", WITH_AN_ADDRESS.but("contoso", networkRuleBypassOptions="None"), CannotTell),
    ("registry-restricted", "state", WITH_AN_ADDRESS.but("api", imageRegistryCredentials=[TOKEN]), CannotTell),
    ("registry-arm-tokens-off", "state", pull_chain(container_app(), policies={"azureADAuthenticationAsArmPolicy": {"status": "enabled"}}), Pass),
    ("registry-arm-tokens-off", "preview", pull_chain(web_app(), policies=LATER).plus(ELSEWHERE), CannotTell),
    ("registry-arm-tokens-off", "state", pull_chain(web_app(), anonymousPullEnabled=True, policies={"azureADAuthenticationAsArmPolicy": {"status": "disabled"}}), Pass),
    ("registry-arm-tokens-off", "state", pull_chain(WITH_A_USER_NAME, policies={"azureADAuthenticationAsArmPolicy": {"status": "disabled"}}), Pass),
    ("role-to-group", "state", ABAC.plus(assignment("readers", GROUP_OF_ENTRA, REPOSITORY_READER, principal_type="Group")), Pass),
    ("role-to-group", "state", NO_ROLE, Pass),
    ("role-to-group", "state", granting(CHAIN, principal=GROUP_OF_ENTRA, role=ACR_DELETE, principal_type="Group"), Pass),
    ("role-to-group", "state", granting(CHAIN, principal=GROUP_OF_ENTRA, role=READER, principal_type="Group"), Pass),
    ("role-missing", "state", granting(CHAIN, principal=GROUP_OF_ENTRA, role=READER, principal_type="Group"), Fail),
    ("role-missing", "state", granting(CHAIN, principal=GROUP_OF_ENTRA, role=ACR_DELETE, principal_type="Group"), Fail),
    ("role-missing", "state", granting(CHAIN, scope=MANAGEMENT), CannotTell),
    ("role-missing", "state", granting(CHAIN, scope="/"), Pass),
    ("role-missing", "state", granting(ABAC, scope=OTHER_REGISTRY), Fail),
    ("role-missing", "state", granting(CHAIN, role=READER, scope=OTHER_REGISTRY), Fail),
    ("role-missing", "state", granting(CHAIN, role=CUSTOM, scope=OTHER_REGISTRY), Fail),
    ("role-missing", "state", granting(CHAIN, principal=Of("puller", "clientId"), role=CUSTOM), Fail),
    ("role-missing", "state", granting(CHAIN, principal=Of("puller", "clientId"), scope=OTHER_REGISTRY), Fail),
    ("role-missing", "state", push_chain(anonymousPullEnabled=True).without("task-pushes"), Fail),
    ("role-missing", "state", CHAIN.plus(assignment("more", role=CUSTOM)), Pass),
    ("role-missing", "preview", push_chain(anonymousPullEnabled=LATER).without("task-pushes").plus(ELSEWHERE), Fail),
    ("role-missing", "preview", NO_ROLE.but("contoso", anonymousPullEnabled=LATER).plus(ELSEWHERE), CannotTell),
    ("role-missing", "preview", NO_ROLE.but("contoso", roleAssignmentMode=LATER).plus(ELSEWHERE), Fail),
    ("role-missing", "preview", granting(ABAC, role=REPOSITORY_READER, condition=LATER).plus(ELSEWHERE), CannotTell),
    ("image-missing", "state", api(containers=image("contoso.azurecr.io/Shop/api:v1")), Fail),
    ("image-missing", "state", api(containers=image("docker.io/Shop/api:v1")), Pass),
    ("role-elsewhere", "preview", granting(CHAIN, scope=OTHER_REGISTRY), Fail),
    ("role-condition", "state", granting(CHAIN, role=ACR_PULL, condition=only("shop/web")), Pass),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "document", "case", "answer"), EDGES, ids=[f"{number} {one[0]}" for number, one in enumerate(EDGES)]
)
def test_what_a_rule_answers_at_its_edges(rule: str, document: str, case: Case, answer: type[Answer]) -> None:
    assert answer_of(rule, case.facts()[document]) is answer


def test_a_role_of_a_principal_that_is_not_known_yet_is_no_proof() -> None:
    update = CHAIN.facts_of_update("contoso")
    assert update.assignments[0].scope == update.registries[0].id
    assert answer_of("role-missing", update) is CannotTell


def test_other_images_that_are_known_prove_nothing() -> None:
    known = Listing("contoso.azurecr.io", frozenset({("shop/web", "v1")}))
    assert answer_of("image-missing", CHAIN.facts(listings=(known,))["state"]) is CannotTell


def test_without_all_role_assignments_the_rest_is_asked_for() -> None:
    [answer] = answers("role-missing", NO_ROLE.facts(all_roles=False)["az"])
    assert isinstance(answer, CannotTell)
    assert (answer.settle or "").startswith("az role assignment list --assignee ")


def test_a_mode_that_is_not_known_is_asked_for_first() -> None:
    case = CHAIN.but("contoso", roleAssignmentMode=LATER).plus(ELSEWHERE)
    [answer] = answers("role-missing", case.facts()["preview"])
    assert isinstance(answer, CannotTell)
    assert answer.settle is not None
    assert answer.settle.startswith("az resource show --name contoso ")


@pytest.mark.parametrize(
    ("rule", "case", "words"),
    [
        ("credential-missing", api(imageRegistryCredentials=None), "no credential for the registry contoso"),
        (
            "image-on-another-server",
            credentials({"server": "fabrikam.azurecr.io", "identity": PULLER}),
            "logs in to fabrikam.azurecr.io, and its image lies on the registry contoso",
        ),
        ("identity-not-attached", api(identity=None), "logs in to its registry with the identity puller"),
    ],
)
def test_a_preview_names_the_resources_that_unknown_values_come_from(rule: str, case: Case, words: str) -> None:
    [answer] = answers(rule, case.facts()["preview"])
    assert isinstance(answer, Fail)
    assert words in answer.finding
