"""The policy pack, in process."""

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from access_cases import Case, Given, Secret
from access_resources import container_group, identity, pull_chain, push_chain, registry, task
from acr_patterns.access.rule import Answer, AnyRule
from acr_patterns.access.rules import RULES, registry_admin_user, role_missing
from google.protobuf import json_format
from pack_runs import Pack, Said

ALL = ("contoso", "puller", "puller-pulls", "api", "build", "build-pushes")
ADMIN = Case((registry(adminUserEnabled=True),))
ROLE_MISSING = pull_chain().without("puller-pulls")
REASON = "the registry is emptied every night"


def suppressed(resource: str) -> dict[str, Any]:
    return {"suppress": [{"resource": resource, "reason": REASON}]}


@pytest.mark.parametrize("case", [pull_chain(), push_chain()], ids=["pull", "push"])
def test_nothing_stops_what_complies_once_it_is_there(case: Case) -> None:
    assert Pack().run(case.registered(existing=ALL)).mandatory == []


def test_a_preview_says_in_one_line_what_it_cannot_tell() -> None:
    [said] = Pack().run(pull_chain().registered()).of("cannot-tell")
    assert (said.resource, said.level) == ("", "advisory")
    assert "role-missing: api" in said.message


def test_a_role_that_nothing_assigns_stops_the_preview_of_the_first_deployment() -> None:
    assert Pack().run(ROLE_MISSING.registered()).mandatory == [("role-missing", "api")]


def test_the_admin_user_is_found_before_the_registry_is_made_and_told_once() -> None:
    [said] = Pack().run(ADMIN.registered()).of("registry-admin-user")
    assert (said.resource, said.level) == ("contoso", "mandatory")
    assert registry_admin_user.RULE.change in said.message
    assert "With the Azure CLI" not in said.message  # there is nothing to correct in Azure yet


@pytest.mark.parametrize(
    "token",
    [
        "azure-native:containerregistry/v20230701:Registry",
        "azure-native_containerregistry_v20251101:containerregistry:Registry",
    ],
)
def test_every_api_version_of_a_type_is_asked_about(token: str) -> None:
    [one] = ADMIN.registered()
    assert Pack().run([{**one, "type": token}]).mandatory == [("registry-admin-user", "contoso")]


def test_a_dev_stack_may_have_the_admin_user() -> None:
    assert Pack().run(replace(ADMIN, stack="dev").registered()).of("registry-admin-user") == []


def test_a_level_decides_what_stops_the_engine_and_what_is_asked_at_all() -> None:
    [said] = Pack({"role-missing": "advisory"}).run(ROLE_MISSING.registered()).of("role-missing")
    assert said.level == "advisory"
    silent = Pack({"role-missing": {"enforcementLevel": "disabled"}}).run(ROLE_MISSING.registered())
    assert silent.of("role-missing") == []
    assert [one for one in silent.said if "role-missing" in one.message] == []


@pytest.mark.parametrize("resource", ["contoso", "*::contoso", "urn:pulumi:prod::shop::*", "CONTOSO"])
def test_a_suppression_leaves_its_finding_out(resource: str) -> None:
    assert Pack({"registry-admin-user": suppressed(resource)}).run(ADMIN.registered()).said == []


def test_a_suppression_of_a_stack_rule_leaves_its_finding_out() -> None:
    assert Pack({"role-missing": suppressed("api")}).run(ROLE_MISSING.registered()).of("role-missing") == []


def test_a_suppression_that_matches_nothing_is_told() -> None:
    run = Pack({"registry-admin-user": suppressed("fabrikam")}).run(ADMIN.registered())
    assert run.mandatory == [("registry-admin-user", "contoso")]
    [said] = run.of("cannot-tell")
    assert "The suppression of registry-admin-user for 'fabrikam' matches no finding" in said.message


def test_a_suppression_of_what_a_preview_cannot_tell_is_not_told() -> None:
    run = Pack({"role-missing": suppressed("api")}).run(pull_chain().registered())
    assert [one for one in run.said if "matches no finding" in one.message] == []


def test_a_suppression_without_a_reason_is_refused() -> None:
    run = Pack({"registry-admin-user": {"suppress": [{"resource": "contoso"}]}}).run(ADMIN.registered())
    [said] = run.of("registry-admin-user")
    assert said.level == "mandatory"
    assert "registry-admin-user: a suppression has no reason; give each a resource and a reason" in said.message


def test_the_engine_refuses_a_suppression_without_a_reason_before_it_asks() -> None:
    for policy in Pack().info.policies:
        if policy.name not in ("secret-inputs", "cannot-tell"):
            schema = {"type": "object", "properties": json_format.MessageToDict(policy.configSchema)["properties"]}
            jsonschema.validate(suppressed("contoso"), schema)
            for wrong in ({"resource": "contoso"}, {"reason": REASON}, {**suppressed("x")["suppress"][0], "until": ""}):
                with pytest.raises(jsonschema.ValidationError):
                    jsonschema.validate({"suppress": [wrong]}, schema)


def test_remediation_turns_the_admin_user_off_and_keeps_everything_else() -> None:
    case = Case((registry(adminUserEnabled=True, tags={"key": Secret("s3cr3t")}),))
    given = case.registered()[0]["inputs"]
    run = Pack({"registry-admin-user": "remediate"}).run(case.registered())
    assert run.remedied == ["registry-admin-user"]
    assert run.said == []
    assert run.inputs["contoso"] == {**given, "adminUserEnabled": False}


@pytest.mark.parametrize("configuration", [{}, {**suppressed("contoso"), "enforcementLevel": "remediate"}])
def test_nothing_is_remedied_unless_somebody_asks_for_it(configuration: dict[str, Any]) -> None:
    run = Pack({"registry-admin-user": configuration}).run(ADMIN.registered())
    assert run.remedied == []
    assert run.inputs["contoso"]["adminUserEnabled"] is True


def test_the_roles_of_an_identity_that_the_program_only_reads_are_not_known() -> None:
    registered = [
        {**one, "external": True} if one["urn"].endswith("::puller") else one
        for one in ROLE_MISSING.registered(existing=ALL)
    ]
    run = Pack().run(registered)
    assert run.mandatory == []
    assert "role-missing: api" in run.of("cannot-tell")[0].message


def test_what_is_known_after_the_update_is_asked_again() -> None:
    pack = Pack()
    assert pack.run(pull_chain().registered()).mandatory == []
    assert pack.run(ROLE_MISSING.registered(existing=ALL)).mandatory == [("role-missing", "api")]


def counted(rule: AnyRule, asked: list[Any]) -> AnyRule:
    def check(subject: Any) -> Answer:
        asked.append(subject)
        return rule.check(subject)

    return replace(rule, check=check)


def test_all_policies_of_the_stack_share_one_examination() -> None:
    asked: list[Any] = []
    rules = tuple(counted(rule, asked) if rule is role_missing.RULE else rule for rule in RULES)
    Pack(rules=rules).run(ROLE_MISSING.registered())
    assert len(asked) == 1


SECRETS = Case(
    (
        registry(tags={"key": Secret("correct-horse")}),
        identity(),
        container_group(
            imageRegistryCredentials=[
                {"server": "other.azurecr.io", "username": "u", "password": Secret("battery-staple")}
            ],
            containers=[
                {
                    "name": "api",
                    "image": "contoso.azurecr.io/a:1",
                    "environmentVariables": [{"name": "K", "value": "hunter2"}],
                }
            ],
        ),
        task(step={"type": "Docker", "contextPath": "https://x", "contextAccessToken": Secret("ghp_token")}),
    )
)


TOKEN = {"type": "Docker", "contextPath": "https://github.com/contoso/shop.git", "imageNames": ["shop/api:v1"]}


@pytest.mark.parametrize("existing", [(), ALL])
def test_a_token_in_plain_text_is_told_from_a_secret_one(existing: tuple[str, ...]) -> None:
    for token, found in ((Secret("ghp_token"), []), ("ghp_token", [("task-token-in-plain-text", "build")])):
        case = push_chain().but("build", step={**TOKEN, "contextAccessToken": token})
        assert Pack().run(case.registered(existing=existing)).mandatory == found


def test_a_registry_of_another_program_is_told_once_for_all() -> None:
    others = [one for one in pull_chain().registered(existing=ALL) if not one["urn"].endswith("::contoso")]
    [said] = Pack().run(others).of("cannot-tell")
    assert "api: anything about the registry contoso.azurecr.io, which no document describes" in said.message


@pytest.mark.parametrize("existing", [(), ("contoso", "puller", "api", "build")])
def test_no_secret_is_ever_said(existing: tuple[str, ...]) -> None:
    said = str(Pack().run(SECRETS.registered(existing=existing)).said)
    assert said
    assert [one for one in ("correct-horse", "battery-staple", "hunter2", "ghp_token") if one in said] == []


def test_every_rule_is_one_policy_and_says_all_that_the_rule_knows() -> None:
    policies = {one.name: one for one in Pack().info.policies}
    assert list(policies) == ["secret-inputs", *(rule.id for rule in RULES), "cannot-tell"]
    for rule in RULES:
        policy = policies[rule.id]
        assert policy.url == rule.source
        assert rule.change in policy.remediation_steps
        assert rule.command in policy.remediation_steps
        assert policy.description.lower().startswith(rule.catches.lower())


def test_a_finding_is_one_line_each_for_what_is_wrong_and_what_to_do() -> None:
    [said] = Pack().run(ROLE_MISSING.registered(existing=ALL)).of("role-missing")
    assert isinstance(said, Said)
    lines = said.message.splitlines()
    assert lines[1].endswith("at the registry contoso. Azure answers InaccessibleImage.")
    assert [line.partition(":")[0] for line in lines[2:]] == [
        "In the program",
        "With the Azure CLI",
        "Why",
        "If somebody else assigns the role, as with `grant=False`, a program does not show it",
    ]
    assert json.dumps(lines)


def test_what_no_rule_is_about_is_left_alone() -> None:
    other = Given("storage:StorageAccount", "contoso", {"adminUserEnabled": True})
    one = {"type": "azure-native:storage:StorageAccount", "urn": "urn:pulumi:prod::shop::x::y", "inputs": other.inputs}
    assert Pack().run([one]).said == []
