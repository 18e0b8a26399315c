import json
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from acr_patterns.testing.property_values import SECRET, SIGNATURE

from smoke.redaction import REDACTED, Redaction

VALUE = "correct-horse-battery-staple"
SUBSCRIPTION = "11111111-2222-4333-8444-555555555555"


def wrapped(value: Any) -> dict[str, Any]:
    return {SIGNATURE: SECRET, "value": value}


def redaction(**environment: str) -> Redaction:
    return Redaction(environment, {SUBSCRIPTION: "SUBSCRIPTION", "owner@example.com": "USER"})


def test_what_pulumi_marks_is_taken_out_there_and_wherever_else_it_stands() -> None:
    one = redaction()
    one.learn_from({"containers": [{"environmentVariables": [{"name": "A", "anything": wrapped(VALUE)}]}]})
    assert one.clean({"anything": wrapped("short")}) == {"anything": REDACTED}
    assert one.text(f"error: cannot use {VALUE}!") == f"error: cannot use {REDACTED}!"
    assert one.reveals(f"...{VALUE}...")


@pytest.mark.parametrize(
    "key",
    ["password", "adminPassword", "secureValue", "contextAccessToken", "clientSecret", "accessKey", "connectionString"],
)
def test_what_has_a_telling_name_is_taken_out(key: str) -> None:
    one = redaction()
    one.learn_from({key: VALUE})
    assert one.clean({key: VALUE, "log": f"using {VALUE}"}) == {key: REDACTED, "log": f"using {REDACTED}"}


def test_the_passwords_of_a_registry_are_learned_but_not_their_names() -> None:
    one = redaction()
    answer = {
        "username": "shop42",
        "passwords": [{"name": "password", "value": VALUE}, {"name": "password2", "value": VALUE[::-1]}],
    }
    one.learn_from(answer)
    assert one.clean(answer) == {"username": "shop42", "passwords": REDACTED}
    assert (
        one.text(f"password and password2: {VALUE}, {VALUE[::-1]}") == f"password and password2: {REDACTED}, {REDACTED}"
    )


def test_the_mark_of_a_secret_is_not_a_secret() -> None:
    one = redaction()
    one.learn_from({"password": wrapped(VALUE)})
    assert not one.reveals(json.dumps({"password": {SIGNATURE: SECRET, "ciphertext": "v1:abc"}}))


def test_a_name_that_stands_in_an_id_stays_although_pulumi_marks_it() -> None:
    one = redaction()
    registry_id = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/shop/providers/Microsoft.ContainerRegistry/registries/shopregistry42"
    one.learn_from({"id": registry_id, "username": wrapped("shopregistry42"), "password": wrapped(VALUE)})
    assert one.text("shopregistry42.azurecr.io") == "shopregistry42.azurecr.io"


def test_an_absent_secret_stays_absent_because_that_is_a_finding() -> None:
    assert redaction().clean({"secureValue": None, "password": "", "tokens": []}) == {
        "secureValue": None,
        "password": "",
        "tokens": [],
    }


def test_the_name_of_a_registry_alone_is_exempt() -> None:
    """Not whatever stands in a text that begins like a resource id: it would take a secret out of memory."""
    one = redaction()
    one.learn_from({"password": wrapped(VALUE)})
    for text in (f"/subscriptions/x/{VALUE}", f"/subscriptions/x/resourceGroups/{VALUE}/providers/y"):
        one.learn_from({"id": text})
    assert one.text(VALUE) == REDACTED


def test_what_was_given_as_a_secret_stays_one_whatever_has_its_name() -> None:
    one = redaction(ARM_CLIENT_SECRET="shopregistry42")
    one.learn_from(
        {"id": "/subscriptions/x/resourceGroups/y/providers/Microsoft.ContainerRegistry/registries/shopregistry42"}
    )
    assert one.text("shopregistry42") == REDACTED


ODD = 'pa"ss\\word\n<&>/é 1'


@pytest.mark.parametrize(
    "written",
    [
        ODD,
        json.dumps(ODD)[1:-1],
        json.dumps(ODD, ensure_ascii=False)[1:-1],
        json.dumps(ODD, ensure_ascii=False)[1:-1].replace("<&>", r"\u003c\u0026\u003e"),
        quote(ODD),
        quote(ODD, safe=""),
        quote_plus(ODD),
    ],
    ids=["plain", "JSON", "JSON with letters", "JSON of Go", "URL path", "URL part", "form"],
)
def test_a_known_secret_is_taken_out_however_it_is_written(written: str) -> None:
    one = redaction()
    one.learn(ODD)
    assert one.text(f"a {written} b") == f"a {REDACTED} b"
    assert one.reveals(f"a {written} b")


@pytest.mark.parametrize("name", ["PASSWORD", "DB_PWD", "API_KEY", "GH_PAT", "accessToken"])
def test_the_value_of_an_entry_with_a_telling_name_is_taken_out(name: str) -> None:
    one = redaction()
    entries = [{"name": name, "value": VALUE}, {"name": "COLOUR", "value": "ultramarine"}]
    one.learn_from(entries)
    assert one.clean(entries) == [{"name": name, "value": REDACTED}, {"name": "COLOUR", "value": "ultramarine"}]
    assert one.text(f"using {VALUE}") == f"using {REDACTED}"
    assert one.clean({"name": name, "value": "short"}) == {"name": name, "value": REDACTED}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('error: {"accessToken":"abc", "expiresIn": 3}', f'error: {{"accessToken":"{REDACTED}", "expiresIn": 3}}'),
        (r'"{\"accessToken\": \"a\\\"b\", \"x\": 1}"', rf'"{{\"accessToken\": \"{REDACTED}\", \"x\": 1}}"'),
        ('{"password":"a\\"b","x":"y"}', f'{{"password":"{REDACTED}","x":"y"}}'),
        ('{"refresh_token":"cut off', f'{{"refresh_token":"{REDACTED}"'),
        ('{"password":"","x":"y"}', '{"password":"","x":"y"}'),
        ('{"hasPassword":false,"x":"y"}', '{"hasPassword":false,"x":"y"}'),
        ('{"name":"PASSWORD","value":"abc"}', f'{{"name":"PASSWORD","value":"{REDACTED}"}}'),
        ('{"name":"GH_PAT", "value":"abc"}, 1', f'{{"name":"GH_PAT", "value":"{REDACTED}"}}, 1'),
        ('{"name":"PATH","value":"/bin"}', '{"name":"PATH","value":"/bin"}'),
        ("AccountName=shop;AccountKey=ab/c+==;End", f"AccountName=shop;AccountKey={REDACTED};End"),
        ("Endpoint=sb://x/;SharedAccessKey=ab=", f"Endpoint=sb://x/;SharedAccessKey={REDACTED}"),
        ("Authorization: Basic dXNlcjpw+/==", f"Authorization: Basic {REDACTED}"),
        ('{"Authorization":"Basic dXNlcjpw"}', f'{{"Authorization":"Basic {REDACTED}"}}'),
        ("a Basic registry of tier Basic", "a Basic registry of tier Basic"),
        ("azure-native:authorization:RoleAssignment x", "azure-native:authorization:RoleAssignment x"),
        ("cloning with ghp_0aZ9 and ghs_1", f"cloning with {REDACTED} and {REDACTED}"),
        ("https://hunter2@dev.azure.com/a", f"https://{REDACTED}@dev.azure.com/a"),
        ("shop.azurecr.io/hello@sha256:aa", "shop.azurecr.io/hello@sha256:aa"),
        ("Authorization: Bearer abc.def-123", f"Authorization: Bearer {REDACTED}"),
        ("token eyJhbGciOi.eyJzdWIi.c2lnbmF0dXJl end", f"token {REDACTED} end"),
        (
            "https://x.blob.core.windows.net/log?sv=1&sig=abc%3D&se=2",
            f"https://x.blob.core.windows.net/log?sv=1&sig={REDACTED}&se=2",
        ),
        ("https://user:hunter2@github.com/a.git", f"https://{REDACTED}@github.com/a.git"),
    ],
)
def test_tokens_are_taken_out_by_their_form(text: str, kept: str) -> None:
    assert redaction().text(text) == kept


def test_secrets_of_the_environment_are_taken_out_and_other_variables_stay() -> None:
    one = redaction(ARM_CLIENT_SECRET=VALUE, GITHUB_TOKEN="ghp_0123456789", HOME="/home/owner")
    assert one.text(f"{VALUE} ghp_0123456789 /home/owner") == f"{REDACTED} {REDACTED} /home/owner"


@pytest.mark.parametrize(
    "name",
    [
        "GH_PAT",
        "DB_PWD",
        "AZURE_CREDENTIALS",
        "GOOGLE_CREDENTIAL",
        "API_KEYS",
        "SIGNING_KEY",
        "ARM_CLIENT_CERTIFICATE",
        "ARM_CLIENT_CERTIFICATE_PASSWORD",
        "STORAGE_CONNECTION_STRING",
        "KEY_1",
    ],
)
def test_a_variable_with_a_telling_name_is_a_secret(name: str) -> None:
    assert redaction(**{name: VALUE}).text(VALUE) == REDACTED


@pytest.mark.parametrize("name", ["PWD", "OLDPWD", "PATH", "PATTERN", "KEYBOARD", "HOME"])
def test_folders_and_the_like_are_none(name: str) -> None:
    assert redaction(**{name: "/home/owner"}).text("/home/owner/shop") == "/home/owner/shop"


def test_texts_in_a_secret_of_json_are_secrets_but_not_who_the_owner_is_and_bare_hosts() -> None:
    host = "https://management.azure.com/"
    secrets = {"clientSecret": VALUE, "more": ["long-enough-too"]}
    one = redaction(AZURE_CREDENTIALS=json.dumps({**secrets, "subscriptionId": SUBSCRIPTION, "endpoint": host}))
    assert one.text(f"{VALUE} long-enough-too {SUBSCRIPTION} {host}") == f"{REDACTED} {REDACTED} SUBSCRIPTION {host}"


def test_every_entry_of_a_list_and_every_line_is_a_secret() -> None:
    one = redaction(API_KEYS="first-long-key, second-long-key", ARM_CLIENT_CERTIFICATE="first-line\nsecond-line\n")
    for text in ("first-long-key", "second-long-key", "first-line", "second-line"):
        assert one.text(text) == REDACTED


@pytest.mark.parametrize(
    "written",
    [
        "alice@example.com",
        "Alice%40example.com",
        "alice_example.com#EXT#",
        "alice_example.com#EXT#@contoso.onmicrosoft.com",
        "alice_example.com%23EXT%23%40contoso.onmicrosoft.com",
    ],
)
def test_the_owner_s_address_is_replaced_however_it_is_written(written: str) -> None:
    assert Redaction({}, {"alice@example.com": "USER"}).text(f"by {written}, who") == "by USER, who"


def test_who_the_owner_is_is_replaced_by_words_in_whatever_case() -> None:
    assert redaction().clean({f"/subscriptions/{SUBSCRIPTION.upper()}": ["Owner@Example.com"]}) == {
        "/subscriptions/SUBSCRIPTION": ["USER"]
    }
