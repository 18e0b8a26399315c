"""What is secret is never said by the pack, and a configuration by which it would not know that is told."""

from typing import Any

import pytest
from access_cases import Case, Of, Secret
from access_resources import container_group, pull_chain, push_chain
from acr_patterns.access.rules import RULES
from pack_runs import Pack

ALL = ("contoso", "puller", "puller-pulls", "api", "build", "build-pushes")
IMAGE = "contoso.azurecr.io/hidden-shop:v7"
WITHOUT_NOTES: list[dict[str, Any]] = [
    {"secret-inputs": "disabled"},
    {"all": "advisory"},
    {"all": "disabled", "role-missing": "mandatory"},
    {"all": "disabled", "registry-admin-user": "mandatory"},
]


def secret_image(image: Any = IMAGE) -> Case:
    return pull_chain(container_group(image=Secret(image))).without("puller-pulls")


@pytest.mark.parametrize("configuration", WITHOUT_NOTES)
def test_a_configuration_without_notes_is_told_by_every_policy_that_is_asked(configuration: dict[str, Any]) -> None:
    run = Pack(configuration).run(secret_image().registered(existing=ALL))
    assert run.said
    assert all('Add `"secret-inputs": "remediate"`' in one.message for one in run.said)
    assert "hidden-shop" not in str(run.said)


def test_a_configuration_without_notes_stops_the_engine_where_a_rule_is_mandatory() -> None:
    for rule in ("role-missing", "registry-admin-user"):
        run = Pack({"all": "disabled", rule: "mandatory"}).run(secret_image().registered())
        assert {policy for policy, _ in run.mandatory} == {rule}
    disabled = Pack({"secret-inputs": "disabled"}).run(secret_image().registered())
    assert {policy for policy, _ in disabled.mandatory} == {rule.id for rule in RULES if rule.level == "mandatory"}


def test_a_stack_that_no_rule_is_about_needs_no_notes() -> None:
    other: dict[str, Any] = {
        "type": "azure-native:storage:StorageAccount",
        "urn": "urn:pulumi:prod::shop::x::y",
        "inputs": {},
    }
    assert Pack({"secret-inputs": "disabled"}).run([other]).said == []


def test_with_notes_of_its_own_level_all_rules_can_be_advisory() -> None:
    run = Pack({"all": "advisory", "secret-inputs": "remediate"}).run(secret_image().registered(existing=ALL))
    assert [one.level for one in run.of("role-missing")] == []
    assert run.mandatory == []


@pytest.mark.parametrize("existing", [(), ALL])
def test_a_secret_image_is_not_said(existing: tuple[str, ...]) -> None:
    for whole in (False, True):
        case = secret_image()
        registered = case.registered(existing=existing)
        if whole:
            [group] = [one for one in registered if one["urn"].endswith("::api")]
            mark = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"}
            plain: Any = [{"name": "api", "image": IMAGE}]
            group["inputs"]["containers"] = {**mark, "value": plain}
            if existing:
                group["outputs"]["containers"] = plain
        run = Pack().run(registered)
        assert run.said
        assert "hidden-shop" not in str(run.said)


def test_within_a_secret_list_what_the_program_shows_elsewhere_is_read() -> None:
    """The SDK for Python makes the whole list secret for one secret variable in it."""
    case = pull_chain(container_group(image="contoso.azurecr.io/shop/api:v1"))
    registered = case.without("puller-pulls").registered(existing=ALL)
    [group] = [one for one in registered if one["urn"].endswith("::api")]
    credentials = [{"server": "contoso.azurecr.io", "identity": case.id("puller")}]
    group["inputs"]["imageRegistryCredentials"] = {
        "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
        "value": credentials,
    }
    assert Pack().run(registered).mandatory == [("role-missing", "api")]


def test_a_secret_login_of_a_task_is_not_said() -> None:
    login = {"sourceRegistry": {"identity": Secret("99999999-hidden")}}
    case = push_chain().but("build", credentials=login)
    for existing in ((), ALL):
        assert "hidden" not in str(Pack().run(case.registered(existing=existing)).said)


def test_a_secret_identity_is_not_said() -> None:
    credential = {"server": Of("contoso", "loginServer"), "identity": Secret("/subscriptions/hidden")}
    case = pull_chain(container_group(imageRegistryCredentials=[credential]))
    for existing in ((), ALL):
        assert "hidden" not in str(Pack().run(case.registered(existing=existing)).said)
