"""Which names are taken for those of secrets, and where secrets are found."""

import pytest
from acr_patterns.tasks.steps.secret_names import NAMED_LIKE_A_SECRET
from acr_patterns.tasks.steps.template_text import uses_secret


@pytest.mark.parametrize(
    "name",
    [
        "PASSWORD",
        "DB_PASSWD",
        "dbPassword",
        "DBPASSWORD",
        "npm_token",
        "npmToken",
        "clientSecret",
        "API_KEY",
        "apiKey",
        "APIKEY",
        "AWS_SECRET_ACCESS_KEY",
        "privateKey",
        "CREDENTIAL",
        "gitCredentials",
        "PAT",
        "GIT_PAT",
        "gitPat",
        "gitPAT",
        "CONNECTION_STRING",
        "sqlConnectionString",
        "PASSWORD1",
        "PASSWORD_2",
        "DB_PASSWORD_PROD",
        "dbPasswordProd",
        "API_KEY_SECONDARY",
    ],
)
def test_a_name_that_ends_in_the_word_for_a_secret_is_one(name: str) -> None:
    assert NAMED_LIKE_A_SECRET.search(name)


@pytest.mark.parametrize(
    "name",
    [
        "NODE_ENV",
        "PATH",
        "SPAT",
        "heartbeat",
        "HEARTPAT",
        "myPath",
        "TOKEN_URL",
        "KEY",
        "PASSWORD\n",
        "monkey",
        "PATTERN",
        "PAT_RICK",
        "SECRET_NAME",
    ],
)
def test_another_name_is_none(name: str) -> None:
    assert not NAMED_LIKE_A_SECRET.search(name)


@pytest.mark.parametrize("written", ["a {{.Secrets.x}}", ["a", "{{.Secrets.x}}"], {"a": ["{{.Secrets.x}}"]}])
def test_a_secret_is_found_in_texts_lists_and_objects(written: object) -> None:
    assert uses_secret(written)
