import json
from pathlib import Path
from typing import Any

import pytest
from acr_patterns.testing.property_values import SECRET, SIGNATURE

from smoke.redaction import REDACTED, Redaction
from smoke.trace import read_trace

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
    registry_id = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/shop/providers/x/registries/shopregistry42"
    one.learn_from({"id": registry_id, "username": wrapped("shopregistry42"), "password": wrapped(VALUE)})
    assert one.text("shopregistry42.azurecr.io") == "shopregistry42.azurecr.io"


def test_an_absent_secret_stays_absent_because_that_is_a_finding() -> None:
    assert redaction().clean({"secureValue": None, "password": "", "tokens": []}) == {
        "secureValue": None,
        "password": "",
        "tokens": [],
    }


@pytest.mark.parametrize(
    ("text", "kept"),
    [
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


def test_who_the_owner_is_is_replaced_by_words_in_whatever_case() -> None:
    assert redaction().clean({f"/subscriptions/{SUBSCRIPTION.upper()}": ["Owner@Example.com"]}) == {
        "/subscriptions/SUBSCRIPTION": ["USER"]
    }


def call(method: str, **fields: Any) -> str:
    entry: dict[str, Any] = {
        "method": f"/pulumirpc.{method}",
        "request": {},
        "progress": "response_completed",
        "duration": 1.5e9,
    }
    return json.dumps({**entry, **fields})


def test_a_trace_gives_completed_calls_of_the_provider_without_secrets(tmp_path: Path) -> None:
    group = {"type": "azure-native:containerinstance:ContainerGroup", "name": "api"}
    lines = [
        call("ResourceProvider/Configure", request={"args": {"clientSecret": VALUE}}),
        call("ResourceMonitor/RegisterResource", request={"object": {"password": VALUE}}),
        call("ResourceProvider/Create", request={**group, "preview": True}),
        call("ResourceProvider/Create", request=group, progress="request_started"),
        call(
            "ResourceProvider/Create",
            request={**group, "properties": {"plain": VALUE, "wrapped": wrapped(VALUE)}},
            errors=[f"rpc error: no {VALUE}"],
        ),
        call(
            "ResourceProvider/Update",
            request={**group, "id": "/a/b", "olds": {"x": 0}, "news": {"x": 1}},
            response={"properties": {"x": 1, "key": wrapped(VALUE)}},
        ),
        call(
            "ResourceProvider/Invoke",
            request={"tok": "azure-native:a:list", "args": {"name": "r"}},
            response={"return": {"passwords": [{"value": VALUE}]}},
        ),
        call(
            "ResourceProvider/Diff", request=group, response={"replaces": ["location"], "diffs": ["location", "tags"]}
        ),
        '{"method": "/pulumirpc.ResourceProvider/Create", "requ',
    ]
    file = tmp_path / "trace.json"
    file.write_text("\n".join(lines))
    create, update, invoke, diff = read_trace(file, redaction())
    assert create.inputs == {"plain": REDACTED, "wrapped": REDACTED}
    assert create.errors == [f"rpc error: no {REDACTED}"]
    assert (update.id, update.inputs, update.outputs) == ("/a/b", {"x": 1}, {"x": 1, "key": REDACTED})
    assert update.marked_secret == ["key"]
    assert (invoke.type, invoke.inputs, invoke.outputs) == (
        "azure-native:a:list",
        {"name": "r"},
        {"passwords": REDACTED},
    )
    assert invoke.marked_secret == []
    assert (diff.replaces, diff.changed, diff.seconds) == (["location"], ["location", "tags"], 1.5)
    assert VALUE not in str([create, update, invoke, diff])


def test_no_trace_is_no_call(tmp_path: Path) -> None:
    assert read_trace(tmp_path / "missing.json", redaction()) == []
