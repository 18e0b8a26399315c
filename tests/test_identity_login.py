"""The correction of a login is that of the service that runs the image, with the names that the documents have."""

import shlex
from dataclasses import replace

import pytest
from access_cases import GROUP, Case, Given, Of
from access_resources import ADMIN, attached, container_app, container_group, identity, pull_chain, web_app
from acr_patterns.access.pull import pulls
from acr_patterns.access.reports.chain import consequence
from acr_patterns.access.verdicts import Verdict, first_cause
from test_fix_commands import command_of

SERVER = Of("contoso", "loginServer")
JOB = replace(container_app("job"), token="app:Job", inputs={**container_app().inputs, "jobName": "job"})
SERVICES = {
    "container group": container_group(),
    "web app": web_app(),
    "function app": web_app(kind="functionapp,linux,container"),
    "container app": container_app(),
    "container app job": JOB,
}
ATTACHES = {
    "container group": ["az container create --name api"],
    "web app": ["az webapp identity assign --name site", "az webapp config set --name site"],
    "function app": ["az functionapp identity assign --name site", "az functionapp config set --name site"],
    "container app": ["az containerapp identity assign --name app", "az containerapp registry set --name app"],
    "container app job": [
        "az containerapp job identity assign --name job",
        "az containerapp job registry set --name job",
    ],
}
CHANGES = {
    "container group": ("ContainerGroupIdentityArgs(", "ImageRegistryCredentialArgs("),
    "web app": ("ManagedServiceIdentityArgs(", "acr_user_managed_identity_id=identity.client_id"),
    "function app": ("ManagedServiceIdentityArgs(", "acr_user_managed_identity_id=identity.client_id"),
    "container app": ("ManagedServiceIdentityArgs(", "=ConfigurationArgs(registries=[RegistryCredentialsArgs("),
    "container app job": ("ManagedServiceIdentityArgs(", "=JobConfigurationArgs(registries=[RegistryCredentialsArgs("),
}


def cause(case: Case) -> Verdict:
    """The first cause why the one pull of a case fails."""
    [pull] = pulls(case.facts()["state"])
    found = first_cause(pull)
    assert found is not None
    return found


@pytest.mark.parametrize("service", SERVICES)
def test_an_identity_that_is_not_attached_is_attached_and_named_as_the_service_has_it(service: str) -> None:
    given = SERVICES[service]
    found = cause(pull_chain(given).but(given.name, identity=attached(Of("other", "id"))).plus(identity("other")))
    assert found.rule.id == "identity-not-attached"
    commands = command_of(found).split(" && ")
    assert [one.partition(f" --resource-group {GROUP}")[0] for one in commands] == ATTACHES[service]
    assert all("/userAssignedIdentities/puller" in one or "acrUserManagedIdentityID" in one for one in commands)
    for text in CHANGES[service]:
        assert text in found.change
    others = {text for name, texts in CHANGES.items() if name != service for text in texts} - set(CHANGES[service])
    assert [text for text in others if text in found.change] == []


def test_a_web_app_is_given_the_client_id_in_one_shell_word() -> None:
    case = pull_chain(web_app())
    found = cause(case.but("site", identity=attached(Of("other", "id"))).plus(identity("other")))
    puller = next(one for one in case.facts()["state"].identities if one.name == "puller")
    assert shlex.split(command_of(found))[-1] == (
        '{"acrUseManagedIdentityCreds": true, "acrUserManagedIdentityID": "' + str(puller.client_id) + '"}'
    )


@pytest.mark.parametrize(
    ("service", "said"),
    [
        ("container group", "InvalidImageRegistryIdentity"),
        ("web app", "ImagePullFailure"),
        ("container app", "unable to pull image using Managed identity"),
    ],
)
def test_what_azure_answers_is_in_the_words_of_the_service(service: str, said: str) -> None:
    given = SERVICES[service]
    found = cause(pull_chain(given).but(given.name, identity=attached(Of("other", "id"))).plus(identity("other")))
    assert consequence(found) == said


def test_a_container_app_without_an_identity_is_told_that_a_login_is_required() -> None:
    case = pull_chain(container_app(configuration={"registries": []}))
    assert consequence(cause(case)) == "UNAUTHORIZED: authentication required"


@pytest.mark.parametrize(
    ("given", "command"),
    [
        (container_app(configuration={"registries": []}), "az containerapp registry set --name app"),
        (web_app(acrUseManagedIdentityCreds=None), "az webapp config set --name site"),
        (container_group(imageRegistryCredentials=[]), "az container create --name api"),
    ],
)
def test_an_identity_that_is_attached_and_has_the_role_is_named_and_not_attached_again(
    given: Given, command: str
) -> None:
    found = cause(pull_chain(given))
    assert found.rule.id == "credential-missing"
    assert "the identity puller, which is attached to it, already has a role that lets it pull" in found.failure.finding
    assert command_of(found).startswith(f"{command} --resource-group {GROUP}")
    assert "IdentityArgs" not in found.change
    without = cause(pull_chain(given).without("puller-pulls"))
    assert "already has a role" not in without.failure.finding


def test_an_app_with_its_own_identity_alone_is_told_to_log_in_with_that() -> None:
    admin = container_app(configuration={"registries": [ADMIN]}, identity="system")
    found = cause(pull_chain(replace(admin, inputs={**admin.inputs, "configuration": {"registries": [ADMIN]}})))
    assert found.rule.id == "admin-user-refused"
    assert command_of(found).endswith("--server contoso.azurecr.io --identity system")
    assert 'identity="system"' in found.change
    assert "PullIdentity" not in found.change


def test_an_app_that_names_its_own_identity_and_has_none_is_given_one() -> None:
    case = pull_chain(container_app(identity="system")).but("app", identity=attached(Of("puller", "id")))
    found = cause(case)
    assert found.rule.id == "identity-not-attached"
    assert f"az containerapp identity assign --name app --resource-group {GROUP} --system-assigned && " in command_of(
        found
    )
