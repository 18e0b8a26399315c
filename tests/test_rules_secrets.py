"""The rules about passwords, tokens, images and containers, where it is less plain."""

import json
from typing import Any

import pytest
from access_cases import Case, Of, Secret
from access_examples import answer_of
from access_resources import (
    assignment,
    container_app,
    container_group,
    pull_chain,
    web_app,
)
from acr_patterns.access.documents.pulumi_document import described_in_state
from acr_patterns.access.inventory import Inventory
from acr_patterns.access.rule import CannotTell, Fail, Pass
from acr_patterns.roles import ACR_PUSH
from posture_examples import (
    CHAIN,
    CONTAINERS,
    PASSWORD,
    login,
    with_context,
)

SPECIAL, SECRET = "4dabf18193072939515e22adb298388d", "1b47061264138c4ac30d75fd1eb44270"


def test_the_admin_user_is_known_by_the_name_of_the_registry_where_only_the_consumer_is_shown() -> None:
    server = "contoso-a1b2c3.azurecr.io"
    for user, admin in (("Contoso", Fail), ("contoso-a1b2c3", Pass), ("pull", Pass)):
        credential = {"server": server, "username": user, "password": Secret(PASSWORD)}
        group = container_group(image=f"{server}/shop/api:v1", imageRegistryCredentials=[credential])
        facts = Case((group,)).but("api", identity=None).facts()["state"]
        assert answer_of("admin-credential", facts) is admin
        assert answer_of("password-credential", facts) is (Pass if admin is Fail else Fail)


def test_a_web_app_logs_in_with_a_password_by_its_app_settings() -> None:
    settings = [
        {"name": "DOCKER_REGISTRY_SERVER_USERNAME", "value": "contoso"},
        {"name": "DOCKER_REGISTRY_SERVER_PASSWORD", "value": PASSWORD},
    ]
    case = pull_chain(web_app(acrUseManagedIdentityCreds=False, appSettings=settings))
    assert answer_of("admin-credential", case.facts()["state"]) is Fail


def test_credentials_that_are_secret_as_a_whole_cannot_be_told() -> None:
    case = CHAIN.plus(login(username=Of("contoso", "username"), password=Secret(PASSWORD)))
    hidden = case.but("api", imageRegistryCredentials=Secret("all of it"))
    for rule in ("admin-credential", "password-credential"):
        assert answer_of(rule, hidden.facts()["state"]) is CannotTell


def test_the_password_of_a_public_registry_is_none_of_ours() -> None:
    credential = {"server": "index.docker.io", "username": "contoso", "password": Secret(PASSWORD)}
    case = pull_chain(container_group(image="index.docker.io/contoso/api:v1", imageRegistryCredentials=[credential]))
    assert answer_of("password-credential", case.facts()["state"]) is Pass


def test_a_private_registry_of_somebody_else_has_no_admin_user_of_ours() -> None:
    credential = {"server": "contoso.example.com", "username": "contoso", "password": Secret(PASSWORD)}
    case = pull_chain(container_group(image="contoso.example.com/api:v1", imageRegistryCredentials=[credential]))
    assert answer_of("admin-credential", case.facts()["state"]) is Pass


def test_a_consumer_without_any_credential_has_no_password() -> None:
    assert answer_of("password-credential", CHAIN.but("api", imageRegistryCredentials=None).facts()["az"]) is Pass


def test_a_password_for_an_image_that_is_unknown_may_be_for_a_public_registry() -> None:
    group = container_group(
        image=Of("puller", "name"),
        imageRegistryCredentials=[
            {"server": "contoso.azurecr.io", "username": "ci-token", "password": Secret(PASSWORD)}
        ],
    )
    assert answer_of("password-credential", pull_chain(group).facts()["preview"]) is CannotTell


@pytest.mark.parametrize(
    ("context", "answer"),
    [
        ("https://contoso@dev.azure.com/contoso/shop/_git/shop#main", Pass),
        ("https://t0ken@dev.azure.com/contoso/shop/_git/shop#main", Fail),
        ("https://contoso@github.com/contoso/shop.git", Fail),
        ("https://shop.blob.core.windows.net/code/shop.tar.gz?sv=2024&sig=t0ken", Fail),
        ("https://github.com/contoso/shop.git#user@main:folder", Pass),
        ("oci://contoso.azurecr.io/shop:v1", Pass),
        ("/dev/null", Pass),
    ],
)
def test_a_credential_is_found_in_a_url_and_the_name_of_an_organization_is_none(context: str, answer: Any) -> None:
    assert answer_of("task-token-in-url", with_context(contextPath=context).facts()["az"]) is answer


def test_a_token_that_comes_from_elsewhere_may_be_plain() -> None:
    case = with_context(contextAccessToken=Of("contoso", "name"))
    assert answer_of("task-token-in-plain-text", case.facts()["preview"]) is CannotTell


def test_a_privileged_flag_that_is_unknown_is_no_pass() -> None:
    flagged = {**CONTAINERS[0], "securityContext": {"privileged": Of("contoso", "name")}}
    assert answer_of("container-privileged", CHAIN.but("api", containers=[flagged]).facts()["preview"]) is CannotTell


def test_a_container_app_is_asked_as_a_container_group_is() -> None:
    case = pull_chain(container_app(image="contoso.azurecr.io/shop/api")).plus(assignment("pushes", role=ACR_PUSH))
    facts = case.facts()["az"]
    assert {rule: answer_of(rule, facts) for rule in ("image-latest", "identity-shared", "container-privileged")} == {
        "image-latest": Fail,
        "identity-shared": Fail,
        "container-privileged": Pass,
    }


def test_whether_a_url_has_a_credential_is_unknown_before_it_is() -> None:
    facts = with_context(contextPath=Of("contoso", "name")).facts()["preview"]
    assert answer_of("task-token-in-url", facts) is CannotTell


@pytest.mark.parametrize(
    ("image", "broken"),
    [
        ("nginx", "image-latest"),
        ("nginx:latest", "image-latest"),
        ("nginx:1.27", "image-by-tag"),
        ("nginx:latest@sha256:" + "c" * 64, None),
        ("localhost:5000/nginx", "image-latest"),
    ],
)
def test_an_image_is_named_by_latest_by_another_tag_or_by_a_digest(image: str, broken: str | None) -> None:
    facts = pull_chain(container_group(image=image)).facts()["az"]
    found = {rule for rule in ("image-latest", "image-by-tag") if answer_of(rule, facts) is Fail}
    assert found == ({broken} if broken else set())


@pytest.mark.parametrize("rule", ["image-latest", "image-by-tag"])
def test_an_image_that_is_unknown_may_be_named_by_a_tag(rule: str) -> None:
    assert answer_of(rule, CHAIN.facts()["preview"]) is CannotTell


def test_a_token_that_azure_does_not_show_is_found_in_what_the_program_gave() -> None:
    state = with_context(contextAccessToken="t").state()
    [built] = [one for one in state["deployment"]["resources"] if one["type"].endswith(":Task")]
    built["outputs"]["step"] = {key: value for key, value in built["outputs"]["step"].items() if "Token" not in key}
    assert answer_of("task-token-in-plain-text", Inventory(described_in_state(state, "state"))) is Fail


@pytest.mark.parametrize("shown", ["plaintext", "ciphertext"])
def test_a_token_in_a_step_that_is_secret_as_a_whole_is_not_in_plain_text(shown: str) -> None:
    state = with_context(contextAccessToken="t0ken").state()
    [built] = [one for one in state["deployment"]["resources"] if one["type"].endswith(":Task")]
    for properties in (built["inputs"], built["outputs"]):
        text = json.dumps(properties["step"]) if shown == "plaintext" else "v1:AAAA"
        properties["step"] = {SPECIAL: SECRET, shown: text}
    described = described_in_state(state, "state")
    assert answer_of("task-token-in-plain-text", Inventory(described)) is Pass
    assert "t0ken" not in str([one.properties for one in described])
