"""The rules about what a consumer logs in with: what each answers about cases that comply and cases that violate it."""

import pytest
from access_cases import Of, Secret
from access_resources import ADMIN, PULLER, SERVER, TOKEN, assignment, identity, pull_chain, registry, web_app
from access_tables import (
    AMBIGUOUS,
    BROKEN,
    BROKEN_LATER,
    INACCESSIBLE,
    KEPT,
    KEPT_LATER,
    Row,
    check_first_cause,
    check_row,
)
from acr_patterns.access.rule import CannotTell, Pass
from acr_patterns.access.rules import (
    admin_user_refused,
    credential_ambiguous,
    credential_missing,
    image_on_another_server,
)

CHAIN = pull_chain()
SITE = pull_chain(web_app())

AMBIGUOUS_CREDENTIALS = [
    Row("an identity", credential_ambiguous.RULE, CHAIN, KEPT),
    Row(
        "an identity and a user name",
        credential_ambiguous.RULE,
        CHAIN.but("api", imageRegistryCredentials=[{**TOKEN, "identity": PULLER}]),
        BROKEN,
        "both a user name and an identity",
        AMBIGUOUS,
    ),
    Row(
        "a server alone",
        credential_ambiguous.RULE,
        CHAIN.but("api", imageRegistryCredentials=[{"server": SERVER}]),
        BROKEN,
        "neither a user name nor an identity",
        AMBIGUOUS,
    ),
    Row(
        "an identity, and a user name that may come to nothing",
        credential_ambiguous.RULE,
        CHAIN.but("api", imageRegistryCredentials=[{**ADMIN, "identity": PULLER}]),
        BROKEN_LATER,
        "both a user name and an identity",
        AMBIGUOUS,
    ),
]

MISSING_CREDENTIALS = [
    Row("a credential", credential_missing.RULE, CHAIN, KEPT),
    Row(
        "an identity that is attached and not named",
        credential_missing.RULE,
        CHAIN.but("api", imageRegistryCredentials=None),
        BROKEN,
        "no credential for contoso.azurecr.io",
        INACCESSIBLE,
    ),
    Row(
        "no credential, and a registry that anybody pulls from",
        credential_missing.RULE,
        pull_chain(anonymousPullEnabled=True).but("api", imageRegistryCredentials=None),
        KEPT,
    ),
]

OTHER_SERVERS = [
    Row("a credential for the image's server", image_on_another_server.RULE, CHAIN, KEPT_LATER),
    Row(
        "a credential for a server that is written down",
        image_on_another_server.RULE,
        CHAIN.but("api", imageRegistryCredentials=[{"server": "fabrikam.azurecr.io", "identity": PULLER}]),
        BROKEN,
        "logs in to fabrikam.azurecr.io, and its image lies on contoso.azurecr.io",
        INACCESSIBLE,
    ),
    Row(
        "a credential for another registry of the program",
        image_on_another_server.RULE,
        CHAIN.plus(registry("fabrikam")).but(
            "api", imageRegistryCredentials=[{"server": Of("fabrikam", "loginServer"), "identity": PULLER}]
        ),
        BROKEN,
        "logs in to fabrikam.azurecr.io, and its image lies on contoso.azurecr.io",
        INACCESSIBLE,
    ),
    Row("a web app, whose one login is for every server", image_on_another_server.RULE, SITE, KEPT),
]

ADMIN_USERS = [
    Row(
        "an admin user that is on",
        admin_user_refused.RULE,
        pull_chain(adminUserEnabled=True).but("api", imageRegistryCredentials=[ADMIN]),
        KEPT,
    ),
    Row(
        "an admin user that is off",
        admin_user_refused.RULE,
        pull_chain(adminUserEnabled=False).but("api", imageRegistryCredentials=[ADMIN]),
        BROKEN,
        "the admin user of the registry contoso, which is off",
        INACCESSIBLE,
    ),
    Row(
        "an admin user that nothing is said of",
        admin_user_refused.RULE,
        CHAIN.but("api", imageRegistryCredentials=[ADMIN]),
        BROKEN,
        "the admin user of the registry contoso, which is off",
        INACCESSIBLE,
    ),
]


ROWS = [*AMBIGUOUS_CREDENTIALS, *MISSING_CREDENTIALS, *OTHER_SERVERS, *ADMIN_USERS]


def test_a_user_name_of_a_token_is_not_the_admin_user() -> None:
    row = Row("", admin_user_refused.RULE, CHAIN.but("api", imageRegistryCredentials=[TOKEN]), KEPT)
    for document in ("state", "preview", "az"):
        check_row(row, document)


@pytest.mark.parametrize("username", [Secret("contoso"), Of("sp", "clientId")], ids=["secret", "of something else"])
def test_a_user_name_that_is_not_known_to_be_the_admin_user_is_not_said_to_be(username: object) -> None:
    credential = {**ADMIN, "username": username}
    case = CHAIN.plus(identity("sp")).but("api", imageRegistryCredentials=[credential])
    row = Row("", admin_user_refused.RULE, case, (CannotTell, CannotTell, Pass))
    check_row(row, "preview")


def test_a_role_does_not_matter_to_a_credential_that_nobody_has() -> None:
    """Whatever else is wrong, the first cause is the first link."""
    case = CHAIN.but("api", imageRegistryCredentials=None).plus(assignment("puller-pulls", Of("puller", "clientId")))
    check_first_cause(Row("", credential_missing.RULE, case, BROKEN), "state")
