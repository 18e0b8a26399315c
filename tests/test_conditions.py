"""Which repositories a condition of a role assignment lets pass."""

import pytest
from access_conditions import only
from acr_patterns.access.conditions import allows


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
        (only("x").replace("@Request", "@Resource"), "x", None),
    ],
)  # fmt: skip
def test_a_condition_is_read_in_the_form_that_azure_documents(
    condition: str | None, repository: str | None, allowed: bool | None
) -> None:
    assert allows(condition, repository) is allowed
