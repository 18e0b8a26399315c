"""Which repositories a condition of a role assignment lets pass."""

import pytest
from access_conditions import only
from acr_patterns.access.conditions import allows
from acr_patterns.access.unknown import Text, Unknown
from acr_patterns.roles import Purpose


@pytest.mark.parametrize(
    ("condition", "repository", "allowed"),
    [
        (None, "shop/api", True),
        (only("Shop/Api"), "shop/api", True),
        (only("Shop/Api", "StringEquals"), "shop/api", False),
        (only("shop"), "shop/api", False),
        (only("shop/", "StringStartsWith"), "shop/api", True),
        (only("shop/", "StringStartsWith"), "shop", False),
        (only("web/"), None, None),
        (only("web").replace(" OR (", " OR (@Request[Microsoft.ContainerRegistry/registries/repositories:name] StringEquals 'api' OR "), "api", True),
        (only("shop/", "StringStartsWith").replace("'shop/'", "'shop/' AND @Request[Microsoft.ContainerRegistry/registries/repositories:name] StringNotEquals 'shop/api'"), "shop/api", None),
        (only("x").replace("@Request", "@Resource"), "x", False),
        (only("x").replace("@Request", "@Resource"), None, False),
        (only("x").replace("@Request", "@Principal"), "x", None),
        (Unknown(), "x", None),
    ],
)  # fmt: skip
def test_a_condition_is_read_in_the_form_that_azure_documents(
    condition: Text, repository: str | None, allowed: bool | None
) -> None:
    assert allows(condition, repository, Purpose.PULL) is allowed


READ, WRITE, LISTED, TAGGED, ANY_LETTER, ONE_OF = (
    f"ActionMatches{{'Microsoft.ContainerRegistry/registries/repositories/{one}'}}"
    for one in ("content/read", "content/write", "metadata/read", "metadata/write", "content/rea?", "content/[r]ead")
)
API, TEAM = (
    f"@Request[Microsoft.ContainerRegistry/registries/repositories:name] StringEquals '{one}'"
    for one in ("api", "team-a")
)
OF_RESOURCE = API.replace("@Request", "@Resource")


@pytest.mark.parametrize(
    ("condition", "pull", "push"),
    [
        (f"(!({READ}) OR {TEAM})", False, None),
        (f"(!({WRITE}) OR {TEAM})", True, False),
        (f"(!({LISTED}) OR {TEAM})", None, None),
        (f"(!({TAGGED}) OR {TEAM})", True, None),
        (f"!({ANY_LETTER}) OR {TEAM}", True, True),
        (f"!({ONE_OF}) OR {TEAM}", True, True),
        (f"!({READ}) AND (!({WRITE}) OR {API})", False, None),
        (f"!({READ} OR {TEAM}) OR {API}", True, True),
        (f"!({TEAM}) && !!({API})", True, True),
        (f"NOT ({READ}) OR NOT {TEAM}", True, True),
        (f"!({READ}) AND !({WRITE}) OR {API}", None, None),
        (f"(!({READ}) OR {TEAM}", None, None),
        (f"!({READ}) OR {TEAM})", None, None),
        (f"!({READ}) {TEAM}", None, None),
        (f"!({READ}) OR", None, None),
        (f"!({READ}) OR 'x'", None, None),
        (f"!({READ}) OR {OF_RESOURCE}", False, None),
        (f"!({READ}) OR {OF_RESOURCE} OR {API}", True, True),
        (f"!({READ}) OR !({OF_RESOURCE})", None, None),
        (f"!({READ} AND !!{OF_RESOURCE}) OR {TEAM}", None, None),
        ("!(ActionMatches{'*'}) OR " + TEAM, False, False),
        ("!(ActionMatches{'Microsoft.ContainerRegistry/*/write'}) OR " + TEAM, True, False),
        ("!(ActionMatches{'?'}) OR " + TEAM, True, True),
        ("!" * 5000 + API, None, None),
        ("(" * 5000 + API + ")" * 5000, None, None),
        ("!(ActionMatches{'" + "*" * 5000 + "x'}) OR " + TEAM, True, True),
    ],
)  # fmt: skip
def test_a_condition_is_evaluated_for_each_action_as_azure_does(
    condition: str, pull: bool | None, push: bool | None
) -> None:
    assert (allows(condition, "api", Purpose.PULL), allows(condition, "api", Purpose.PUSH)) == (pull, push)


def test_of_a_repository_that_is_not_known_a_condition_on_other_actions_alone_says_something() -> None:
    assert allows(f"!({WRITE}) OR {TEAM}", None, Purpose.PULL) is True
    assert allows(f"!({READ}) OR {TEAM}", None, Purpose.PULL) is None
    assert allows(f"!({READ}) AND {TEAM}", None, Purpose.PULL) is False
