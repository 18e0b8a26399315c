"""Nothing secret that a document has comes out of `acr-patterns diagnose`, wherever and however it stands there."""

import itertools
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from access_cases import Case, Of
from access_resources import container_app, container_group, pull_chain, push_chain, task, web_app
from acr_patterns.access.documents.reading import read_documents
from documents import az_files, diagnosed, file
from hypothesis import given, settings
from hypothesis import strategies as st

MARK = "s3cretM4rk"
_SPECIAL, _SECRET = "4dabf18193072939515e22adb298388d", "1b47061264138c4ac30d75fd1eb44270"


_FORM = "form of a secret"
"""Key of an object that stands for a value which documents are to show as a secret of Pulumi's."""

FORMS: Mapping[str, Callable[[Any], Any]] = {
    "plain": lambda value: value,
    "plaintext": lambda value: {_SPECIAL: _SECRET, "plaintext": json.dumps(value)},
    "broken plaintext": lambda value: {_SPECIAL: _SECRET, "plaintext": f"{MARK} {value}"},
    "value": lambda value: {_SPECIAL: _SECRET, "value": value},
    "ciphertext": lambda value: {_SPECIAL: _SECRET, "ciphertext": f"v1:{MARK}"},
    "masked": lambda _: "[secret]",
    "something new": lambda value: {_SPECIAL: "0" * 32, "value": value},
}


@st.composite
def secretive(draw: st.DrawFn) -> Case:
    """A case with a secret in every place that is for one, in environments, and where nobody would expect it."""
    numbers = itertools.count()

    def secret() -> Any:
        return wrapped(f"{MARK}{next(numbers)}")

    def wrapped(value: Any) -> Any:
        form = draw(st.sampled_from(list(FORMS)))
        return {_FORM: form, "value": value} if draw(st.booleans()) else value

    named = [{"name": "A", "value": secret()}, {"name": "B", "secureValue": secret(), "value": None}]
    extra: dict[str, Any] = {draw(st.sampled_from(["note", "tags", "properties2", "Value"])): {"x": [secret()]}}
    container = {"name": "api", "environmentVariables": wrapped(named), "command": ["sh", secret()]}
    group = container_group(
        containers=wrapped([{**container, "image": Of("contoso", "loginServer", "{}/shop/api:v1")}]),
        imageRegistryCredentials=[
            {"server": Of("contoso", "loginServer"), "username": secret(), "password": secret()},
            {"server": "other.azurecr.io", "username": f"{MARK}-user", "password": wrapped(f"{MARK}-password")},
        ],
        volumes=[{"name": "v", "azureFile": {"shareName": "s", "storageAccountKey": secret()}}],
        diagnostics={"logAnalytics": wrapped({"workspaceId": "w", "workspaceKey": secret()})},
        **extra,
    )
    setting = {"name": "DOCKER_REGISTRY_SERVER_USERNAME", "value": secret()}
    site = web_app(
        acrUseManagedIdentityCreds=None,
        appSettings=wrapped([setting, {"name": "KEY", "value": secret()}]),
        connectionStrings=[{"name": "db", "connectionString": secret()}],
    )
    app = container_app(
        configuration={"secrets": wrapped([{"name": "pw", "value": secret()}]), "registries": []},
        template={"containers": [{"name": "a", "image": "contoso.azurecr.io/a:1", "env": named, "args": [secret()]}]},
    )
    login = {"userName": {"type": "Opaque", "value": secret()}, "password": {"type": "Opaque", "value": secret()}}
    built = task(
        credentials={"customRegistries": {"other.azurecr.io": login}},
        step=wrapped(
            {
                "type": "Docker",
                "contextPath": f"https://bot:{MARK}@github.com/contoso/shop.git?sig={MARK}#main",
                "contextAccessToken": secret(),
                "arguments": [{"name": "X", "value": secret(), "isSecret": True}],
                "imageNames": ["shop/api:v1"],
                "isPushEnabled": True,
            }
        ),
    )
    case = draw(st.sampled_from([pull_chain(group), pull_chain(site), pull_chain(app), push_chain().plus(built)]))
    return case.but("contoso", adminUserEnabled=True) if draw(st.booleans()) else case


def shown(value: Any, plain: bool = False) -> Any:
    """A document with every wrapped value in its form; the Azure CLI has no form for secrets."""
    match value:
        case {"form of a secret": str(form), "value": hidden}:
            return FORMS["plain" if plain else form](shown(hidden, plain))
        case dict():
            return {key: shown(one, plain) for key, one in cast(dict[str, Any], value).items()}
        case list():
            return [shown(one, plain) for one in cast(list[Any], value)]
        case _:
            return value


def documents(folder: Path, case: Case) -> dict[str, list[Path]]:
    """The case as each kind of document, with secrets beside the resources too."""
    state = shown(case.state())
    state["deployment"]["secrets_providers"] = {"state": {"salt": MARK}}
    preview = {**shown(case.preview()), "config": {"shop:token": MARK}, "diagnostics": [{"message": MARK}]}
    plain = Case(tuple(replace(one, inputs=shown(dict(one.inputs), plain=True)) for one in case.resources))
    return {
        "state": [file(folder, "state", state)],
        "preview": [file(folder, "preview", preview)],
        "az": az_files(folder, plain),
    }


@settings(max_examples=30)
@given(case=secretive())
def test_no_output_has_a_secret(case: Case, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("secrets")
    for kind, files in documents(folder, case).items():
        assert any(MARK in one.read_text() for one in files)
        for options in ([], ["--json"], ["--map"], ["--error", f"InaccessibleImage {MARK}"]):
            result = diagnosed(files, *options)
            assert result.exit_code in (0, 1), (kind, result.output)
            assert MARK not in result.output, (kind, options, result.output)


def test_a_document_that_cannot_be_read_shows_nothing_of_itself(tmp_path: Path) -> None:
    for text in (f'{{"a": "{MARK}', f"{MARK}: yaml", f'["{MARK}", 1]', f'{{"{MARK}": 1}} {{}}'):
        result = diagnosed([file(tmp_path, "x", text)])
        assert result.exit_code == 2
        assert MARK not in result.output


def test_of_secret_places_not_even_the_facts_keep_the_value(tmp_path: Path) -> None:
    group = container_group(
        containers=[
            {"name": "a", "image": "x", "environmentVariables": [{"name": "N", "value": MARK}], "command": [MARK]}
        ],
        imageRegistryCredentials=[{"server": "contoso.azurecr.io", "username": "u", "password": MARK}],
    )
    settings_ = [{"name": "DOCKER_REGISTRY_SERVER_PASSWORD", "value": MARK}]
    built = {"step": {"contextAccessToken": MARK, "arguments": [{"name": "A", "value": MARK}], "imageNames": ["a"]}}
    for case in (pull_chain(group), pull_chain(web_app(appSettings=settings_)), push_chain().but("build", **built)):
        for files in ([file(tmp_path, "state", case.state())], az_files(tmp_path, case)):
            inventory = read_documents(files).inventory
            facts = (*inventory.consumers, *inventory.tasks)
            assert facts
            assert MARK not in repr([one.described.properties for one in facts])


def test_a_secret_within_a_secret_is_read(tmp_path: Path) -> None:
    inner = {_SPECIAL: _SECRET, "value": MARK}
    outer = {_SPECIAL: _SECRET, "plaintext": json.dumps([{"name": "KEY", "value": inner}])}
    state = file(tmp_path, "state", pull_chain(web_app(appSettings=outer)).state())
    assert "cannot pull" not in diagnosed([state]).stdout


IMAGE = f"contoso.azurecr.io/{MARK}:v1"
CREDENTIALS = [{"server": "contoso.azurecr.io", "identity": pull_chain().id("puller")}]


def hidden(value: Any) -> dict[str, Any]:
    return {_SPECIAL: _SECRET, "plaintext": json.dumps(value)}


def decrypted(name: str, inputs: Mapping[str, Any], outputs: Mapping[str, Any] = {}, **more: Any) -> dict[str, Any]:
    """A state that `--show-secrets` wrote, of a chain whose role is missing, with other inputs and outputs of one resource."""
    state = pull_chain().without("puller-pulls").plus(*push_chain().resources[1:2]).state()
    [one] = [one for one in state["deployment"]["resources"] if one["urn"].endswith(f"::{name}")]
    one["inputs"].update(inputs)
    one["outputs"].update(outputs)
    one.update(more)
    return state


SECRET_PARTS: Mapping[str, dict[str, Any]] = {
    "repeated in plain by the outputs": decrypted(
        "api",
        {"containers": [{"name": "api", "image": hidden(IMAGE)}]},
        {"containers": [{"name": "api", "image": IMAGE}]},
    ),
    "in a secret list": decrypted(
        "api",
        {"containers": hidden([{"name": "api", "image": IMAGE}])},
        {"containers": hidden([{"name": "api", "image": IMAGE}])},
    ),
    "a server in secret credentials": decrypted(
        "api", {"imageRegistryCredentials": hidden([{"server": f"{MARK}.azurecr.io", "identity": MARK}])}
    ),
    "additionalSecretOutputs": decrypted(
        "api", {}, {"containers": [{"name": "api", "image": IMAGE}]}, additionalSecretOutputs=["containers"]
    ),
    "the key of a secret object": decrypted("api", {"identity": hidden({"userAssignedIdentities": {f"/{MARK}": {}}})}),
    "the login of a task": decrypted(
        "build",
        {"credentials": {"sourceRegistry": {"identity": hidden(MARK)}}},
        {"credentials": {"sourceRegistry": {"identity": MARK}}},
    ),
}


@pytest.mark.parametrize("part", SECRET_PARTS)
def test_what_is_secret_is_not_printed_of_a_state_that_is_decrypted(part: str, tmp_path: Path) -> None:
    state = file(tmp_path, "state", SECRET_PARTS[part])
    assert MARK in state.read_text()
    for options in ([], ["--json"], ["--map"]):
        result = diagnosed([state], *options)
        assert result.exit_code == 1, result.output
        assert MARK not in result.output
    inventory = read_documents([state]).inventory
    assert MARK not in repr([one.described.properties for one in (*inventory.consumers, *inventory.tasks)])


def test_of_a_secret_list_that_is_decrypted_the_texts_are_read_that_are_shown_elsewhere(tmp_path: Path) -> None:
    """The SDK for Python makes the list of containers secret for one secret variable; the image is an output of another resource."""
    image = "contoso.azurecr.io/shop/api:v1"
    containers = hidden([{"name": "api", "image": image, "environmentVariables": [{"name": "K", "secureValue": MARK}]}])
    state = decrypted("api", {"containers": containers, "imageRegistryCredentials": hidden(CREDENTIALS)})
    text = diagnosed([file(tmp_path, "state", state)]).stdout
    assert image not in text
    assert "role-missing" in text
    state["deployment"]["resources"].append(
        {
            "urn": "urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod",
            "type": "pulumi:pulumi:Stack",
            "outputs": {"image": image},
        }
    )
    text = diagnosed([file(tmp_path, "state", state)]).stdout
    assert f"cannot pull {image}" in text


def test_what_the_program_gave_is_read_where_the_answer_stays_encrypted(tmp_path: Path) -> None:
    encrypted = {_SPECIAL: _SECRET, "ciphertext": "v1:AAAA"}
    given = [{"name": "api", "image": "contoso.azurecr.io/shop/api:v1"}]
    state = decrypted("api", {"containers": given}, {"containers": encrypted})
    assert "cannot pull contoso.azurecr.io/shop/api:v1" in diagnosed([file(tmp_path, "state", state)]).stdout
