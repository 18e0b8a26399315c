"""The rules about credentials, networks and images: what each answers about a case that complies and one that violates it.

Web and container apps are not in SimulatedAzure: their cases are tried on documents only.
"""

import pytest
from access_cases import Of, Secret, digest
from access_resources import (
    PULLER,
    assignment,
    attached,
    container_app,
    container_group,
    identity,
    pull_chain,
    registry,
    web_app,
)
from access_tables import Row, check_first_cause, check_row, check_simulation, each
from acr_patterns.access.facts import Listing
from acr_patterns.access.rule import CannotTell, Fail, Pass
from acr_patterns.access.rules import (
    admin_user_refused,
    credential_ambiguous,
    credential_missing,
    identity_not_attached,
    identity_system_assigned,
    image_missing,
    image_on_another_server,
    registry_arm_tokens_off,
    registry_restricted,
)

SERVER = Of("contoso", "loginServer")
ADMIN = {"server": SERVER, "username": Of("contoso", "username"), "password": Of("contoso", "password")}
TOKEN = {"server": SERVER, "username": "ci-token", "password": Secret("the password of ci-token")}
CHAIN = pull_chain()
APP, SITE = pull_chain(container_app()), pull_chain(web_app())
INACCESSIBLE, NOT_ATTACHED, AMBIGUOUS = (
    "InaccessibleImage",
    "InvalidImageRegistryIdentity",
    "AmbiguousImageResitryCredentialType",
)
PUBLIC = [
    {
        "name": "api",
        "image": "mcr.microsoft.com/azuredocs/aci-helloworld",
        "resources": {"requests": {"cpu": 1, "memoryInGB": 1}},
    }
]
OWN = {"type": "SystemAssigned"}
ARM_TOKENS_OFF = {"azureADAuthenticationAsArmPolicy": {"status": "disabled"}}
EMPTY = Listing("contoso.azurecr.io", frozenset(), frozenset(), frozenset())
OLDER = Listing("contoso.azurecr.io", frozenset({("shop/api", "v0")}), frozenset({"shop/api"}), frozenset({"shop/api"}))
THERE = Listing("contoso.azurecr.io", frozenset({("shop/api", "v1"), ("shop/api", digest("shop/api", "v1"))}))

_RULE = credential_ambiguous.RULE
AMBIGUOUS_CREDENTIALS = [
    Row("an identity", _RULE, CHAIN, Pass, Pass, Pass),
    Row(
        "an identity and a user name",
        _RULE,
        CHAIN.but("api", imageRegistryCredentials=[{**TOKEN, "identity": PULLER}]),
        Fail,
        Fail,
        Fail,
        "both a user name and an identity",
        AMBIGUOUS,
    ),
    Row(
        "a server alone",
        _RULE,
        CHAIN.but("api", imageRegistryCredentials=[{"server": SERVER}]),
        Fail,
        Fail,
        Fail,
        "neither a user name nor an identity",
        AMBIGUOUS,
    ),
    Row(
        "an identity, and a user name that may come to nothing",
        _RULE,
        CHAIN.but("api", imageRegistryCredentials=[{**ADMIN, "identity": PULLER}]),
        Fail,
        CannotTell,
        Fail,
        "both a user name and an identity",
        AMBIGUOUS,
    ),
]

_RULE = identity_system_assigned.RULE
SYSTEM_ASSIGNED = [
    Row("a user-assigned identity", _RULE, CHAIN, Pass, Pass, Pass),
    Row(
        "nothing but the own identity",
        _RULE,
        CHAIN.but("api", identity=OWN, imageRegistryCredentials=None).without("puller", "puller-pulls"),
        Fail,
        Fail,
        Fail,
        "pulls with user-assigned ones only",
        INACCESSIBLE,
    ),
    Row(
        "a credential that names the own identity",
        _RULE,
        CHAIN.but("api", identity=OWN, imageRegistryCredentials=[{"server": SERVER, "identity": "system"}]),
        Fail,
        Fail,
        Fail,
        "pulls with user-assigned ones only",
        NOT_ATTACHED,
    ),
    Row(
        "an own identity, and a public image",
        _RULE,
        CHAIN.but("api", identity=OWN, imageRegistryCredentials=None, containers=PUBLIC),
        Pass,
        Pass,
        Pass,
    ),
    Row(
        "a container app, which may",
        _RULE,
        pull_chain(container_app(identity="system")),
        Pass,
        Pass,
        Pass,
    ),
]

_RULE = credential_missing.RULE
MISSING_CREDENTIALS = [
    Row("a credential", _RULE, CHAIN, Pass, Pass, Pass),
    Row(
        "an identity that is attached and not named",
        _RULE,
        CHAIN.but("api", imageRegistryCredentials=None),
        Fail,
        Fail,
        Fail,
        "no credential for contoso.azurecr.io",
        INACCESSIBLE,
    ),
    Row(
        "no credential, and a registry that anybody pulls from",
        _RULE,
        pull_chain(anonymousPullEnabled=True).but("api", imageRegistryCredentials=None),
        Pass,
        Pass,
        Pass,
    ),
]

_RULE = image_on_another_server.RULE
OTHER_SERVERS = [
    Row("a credential for the image's server", _RULE, CHAIN, Pass, CannotTell, Pass),
    Row(
        "a credential for a server that is written down",
        _RULE,
        CHAIN.but("api", imageRegistryCredentials=[{"server": "fabrikam.azurecr.io", "identity": PULLER}]),
        Fail,
        Fail,
        Fail,
        "logs in to fabrikam.azurecr.io, and its image lies on contoso.azurecr.io",
        INACCESSIBLE,
    ),
    Row(
        "a credential for another registry of the program",
        _RULE,
        CHAIN.plus(registry("fabrikam")).but(
            "api", imageRegistryCredentials=[{"server": Of("fabrikam", "loginServer"), "identity": PULLER}]
        ),
        Fail,
        Fail,
        Fail,
        "logs in to fabrikam.azurecr.io, and its image lies on contoso.azurecr.io",
        INACCESSIBLE,
    ),
    Row("a web app, whose one login is for every server", _RULE, SITE, Pass, Pass, Pass),
]

_RULE = identity_not_attached.RULE
OTHER_IDENTITIES = [
    Row("an identity that is attached", _RULE, CHAIN, Pass, CannotTell, Pass),
    Row(
        "another one that is attached",
        _RULE,
        CHAIN.plus(identity("reader")).but("api", identity=attached(Of("reader", "id"))),
        Fail,
        Fail,
        Fail,
        "with the identity puller, which is not attached",
        NOT_ATTACHED,
    ),
    Row(
        "none that is attached",
        _RULE,
        CHAIN.but("api", identity=None),
        Fail,
        Fail,
        Fail,
        "with the identity puller, which is not attached",
        NOT_ATTACHED,
    ),
    Row(
        "a client id in place of the resource id",
        _RULE,
        CHAIN.but("api", imageRegistryCredentials=[{"server": SERVER, "identity": Of("puller", "clientId")}]),
        Fail,
        CannotTell,
        Fail,
        "Azure takes its resource id",
        NOT_ATTACHED,
    ),
    Row("a container app's own, which it has", _RULE, pull_chain(container_app(identity="system")), Pass, Pass, Pass),
    Row(
        "a container app's own, which it does not have",
        _RULE,
        pull_chain(container_app(identity="system")).but("app", identity=attached(PULLER)),
        Fail,
        Fail,
        Fail,
        "its system-assigned identity, and has none",
    ),
    Row("a web app's, by its client id", _RULE, SITE, Pass, CannotTell, Pass),
    Row(
        "a web app's own, which it does not have",
        _RULE,
        pull_chain(web_app(acrUserManagedIdentityID=None)),
        Fail,
        Fail,
        Fail,
        "its system-assigned identity, and has none",
    ),
    Row(
        "a web app's, by the client id of one that is not attached",
        _RULE,
        pull_chain(web_app(acrUserManagedIdentityID=Of("reader", "clientId"))).plus(identity("reader")),
        Fail,
        Fail,
        Fail,
        "with the identity reader, which is not attached",
    ),
    Row(
        "a web app's, by its resource id",
        _RULE,
        pull_chain(web_app(acrUserManagedIdentityID=PULLER)),
        CannotTell,
        CannotTell,
        CannotTell,
    ),
]

_RULE = admin_user_refused.RULE
ADMIN_USERS = [
    Row(
        "an admin user that is on",
        _RULE,
        pull_chain(adminUserEnabled=True).but("api", imageRegistryCredentials=[ADMIN]),
        Pass,
        Pass,
        Pass,
    ),
    Row(
        "an admin user that is off",
        _RULE,
        pull_chain(adminUserEnabled=False).but("api", imageRegistryCredentials=[ADMIN]),
        Fail,
        Fail,
        Fail,
        "the admin user of the registry contoso, which is off",
        INACCESSIBLE,
    ),
    Row(
        "an admin user that nothing is said of",
        _RULE,
        CHAIN.but("api", imageRegistryCredentials=[ADMIN]),
        Fail,
        Fail,
        Fail,
        "the admin user of the registry contoso, which is off",
        INACCESSIBLE,
    ),
]

_RULE = registry_restricted.RULE
CLOSED = pull_chain(publicNetworkAccess="Disabled")
FIREWALLS = [
    Row("no firewall", _RULE, CHAIN, Pass, Pass, Pass),
    Row("a closed one that trusted services pass", _RULE, CLOSED, Pass, Pass, Pass),
    Row(
        "a closed one that nobody passes",
        _RULE,
        CLOSED.but("contoso", networkRuleBypassOptions="None"),
        Fail,
        Fail,
        Fail,
        "not even trusted services",
        INACCESSIBLE,
    ),
    Row(
        "rules for addresses that nobody else passes",
        _RULE,
        pull_chain(networkRuleSet={"defaultAction": "Deny", "ipRules": []}, networkRuleBypassOptions="None"),
        Fail,
        Fail,
        Fail,
        "not even trusted services",
        INACCESSIBLE,
    ),
    Row(
        "a closed one and a user name",
        _RULE,
        CLOSED.but("contoso", adminUserEnabled=True).but("api", imageRegistryCredentials=[ADMIN]),
        Fail,
        Fail,
        Fail,
        "which logs in with a user name",
        INACCESSIBLE,
    ),
    Row(
        "a closed one and a container app",
        _RULE,
        APP.but("contoso", publicNetworkAccess="Disabled"),
        CannotTell,
        CannotTell,
        CannotTell,
    ),
]

_RULE = registry_arm_tokens_off.RULE
ARM_TOKENS = [
    Row("tokens that are taken", _RULE, APP, Pass, Pass, Pass),
    Row(
        "a container app without them",
        _RULE,
        APP.but("contoso", policies=ARM_TOKENS_OFF),
        Fail,
        Fail,
        Fail,
        "refuses tokens for Azure Resource Manager",
    ),
    Row(
        "a web app without them",
        _RULE,
        SITE.but("contoso", policies=ARM_TOKENS_OFF),
        Fail,
        Fail,
        Fail,
        "refuses tokens for Azure Resource Manager",
    ),
    Row(
        "a container group without them",
        _RULE,
        CHAIN.but("contoso", policies=ARM_TOKENS_OFF),
        CannotTell,
        CannotTell,
        CannotTell,
    ),
]

_RULE = image_missing.RULE
BY_DIGEST = Of("contoso", "loginServer", "{}/shop/api@" + digest("shop/api", "v1"))
UNNAMED = Listing(None, repositories=frozenset({"shop/web"}))
IMAGES = [
    Row("an image that is listed", _RULE, CHAIN, Pass, CannotTell, Pass, listings=(THERE,)),
    Row(
        "one that is listed by its digest",
        _RULE,
        pull_chain(container_group(image=BY_DIGEST)),
        Pass,
        CannotTell,
        Pass,
        listings=(THERE,),
    ),
    Row("an image that nothing is known of", _RULE, CHAIN, CannotTell, CannotTell, CannotTell),
    Row(
        "a registry without the repository",
        _RULE,
        CHAIN.holding(),
        Fail,
        CannotTell,
        Fail,
        "has no repository shop/api",
        INACCESSIBLE,
        (EMPTY,),
    ),
    Row(
        "a repository without the tag",
        _RULE,
        CHAIN.holding(("contoso", "shop/api", "v0")),
        Fail,
        CannotTell,
        Fail,
        "the repository shop/api of the registry contoso has no image v1",
        INACCESSIBLE,
        (OLDER,),
    ),
    Row(
        "a list of repositories that does not say whose",
        _RULE,
        CHAIN.holding(),
        Fail,
        CannotTell,
        Fail,
        "has no repository shop/api",
        INACCESSIBLE,
        (UNNAMED,),
    ),
    Row(
        "such a list, and two registries that it may be of",
        _RULE,
        CHAIN.plus(registry("fabrikam")),
        CannotTell,
        CannotTell,
        CannotTell,
        listings=(UNNAMED,),
    ),
]

ROWS = [
    *AMBIGUOUS_CREDENTIALS,
    *SYSTEM_ASSIGNED,
    *MISSING_CREDENTIALS,
    *OTHER_SERVERS,
    *OTHER_IDENTITIES,
    *ADMIN_USERS,
    *FIREWALLS,
    *ARM_TOKENS,
    *IMAGES,
]


@each(ROWS)
def test_what_a_rule_answers(row: Row, document: str) -> None:
    check_row(row, document)


@each([row for row in ROWS if row.state is Fail], ("state", "az"))
def test_a_violation_is_the_first_cause(row: Row, document: str) -> None:
    check_first_cause(row, document)


@each([row for row in ROWS if row.in_simulated_azure], ("state",))
def test_a_simulated_azure_refuses_what_fails_and_deploys_what_complies(row: Row, document: str) -> None:
    check_simulation(row)


def test_a_user_name_of_a_token_is_not_the_admin_user() -> None:
    row = Row("", admin_user_refused.RULE, CHAIN.but("api", imageRegistryCredentials=[TOKEN]), Pass, Pass, Pass)
    for document in ("state", "preview", "az"):
        check_row(row, document)


@pytest.mark.parametrize("username", [Secret("contoso"), Of("sp", "clientId")], ids=["secret", "of something else"])
def test_a_user_name_that_is_not_known_to_be_the_admin_user_is_not_said_to_be(username: object) -> None:
    credential = {**ADMIN, "username": username}
    case = CHAIN.plus(identity("sp")).but("api", imageRegistryCredentials=[credential])
    row = Row("", admin_user_refused.RULE, case, CannotTell, CannotTell, Pass)
    check_row(row, "preview")


def test_a_role_does_not_matter_to_a_credential_that_nobody_has() -> None:
    """Whatever else is wrong, the first cause is the first link."""
    case = CHAIN.but("api", imageRegistryCredentials=None).plus(assignment("puller-pulls", Of("puller", "clientId")))
    check_first_cause(Row("", credential_missing.RULE, case, Fail, Fail, Fail), "state")
