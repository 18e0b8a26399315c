"""The catalogue of Azure's errors, and `acr-patterns diagnose --error`."""

from pathlib import Path

import pytest
from access_resources import pull_chain
from acr_patterns.access.asked_access import Access
from acr_patterns.access.azure_errors import CATALOGUE, errors_in
from acr_patterns.access.pull import Pull, Push
from acr_patterns.access.rules import RULES
from documents import diagnosed, file

SEEN = {
    "InaccessibleImage": """Code="InaccessibleImage" Message="The image 'contoso.azurecr.io/shop/api:1' in container
        group 'api' is not accessible. Please check the image and registry credential." """,
    "InvalidImageRegistryIdentity": "The identity in the 'imageRegistryCredentials' of container group 'api' not found in container group identity list.",
    "AmbiguousImageResitryCredentialType": "cannot be detected. Please set exactly one of username or\n    identity",
    "InvalidImageRegistryCredentialType": "InvalidImageRegistryCredentialType: Identity in 'imageRegistryCredentials' is not supported.",
    "MoreImageRegistryCredentialsThanContainers": "More image registry credentials provided than containers in container group",
    "RegistryErrorResponse": "An error response is received from the docker registry 'index.docker.io'. Please retry later.",
    "toomanyrequests": "toomanyrequests: You have reached your pull rate limit.",
    "no such host": "dial tcp: lookup contos.azurecr.io on 168.63.129.16:53: no such host",
    "i/o timeout": "Get https://contoso.azurecr.io/v2/: dial tcp 10.0.0.5:443: i/o timeout",
    "no match for platform in manifest": "failed to resolve: no match for platform in manifest sha256:1: not found",
    "InvalidContainerGroupUpdate": '"code": "InvalidContainerGroupUpdate"',
    "client with IP is not allowed access": "Failed to pull image \"contoso.azurecr.io/a:1\": rpc error: denied: client with IP '1.2.3.4' is not allowed access. Refer https://aka.ms/acr/firewall",
    "UnAuthorizedForCredentialOperations": "Cannot perform credential operations for /subscriptions/1/registries/contoso as admin user is disabled.",
    "TasksOperationsNotAllowed": "TasksOperationsNotAllowed: ACR Tasks requests for the registry contoso are not permitted.",
    "at least one credential is required": "when specifying push, at least one credential is required",
    "failed to login, ran out of retries": "failed to login, ran out of retries: failed to set docker credentials",
    "PrincipalNotFound": "PrincipalNotFound: Principal 1 does not exist in the directory 2",
    "RoleAssignmentUpdateNotPermitted": "Tenant ID, application ID, principal ID, and scope are not allowed to be updated",
    "RoleAssignmentExists": "Status=409 Code=RoleAssignmentExists",
    "AuthorizationFailed": "The client 'a' does not have authorization to perform action 'Microsoft.Authorization/roleAssignments/write'",
    "manifest unknown": "manifest for contoso.azurecr.io/a:1 not found: manifest unknown: manifest unknown",
    "token validation failed": "UNAUTHORIZED: token validation failed",
    "unable to pull image using Managed identity": "unable to pull image using Managed identity /subscriptions/1 for registry contoso.azurecr.io",
    "unauthorized": "Error response from daemon: Get https://contoso.azurecr.io/v2/a: unauthorized: authentication required",
    "Failed to pull image": 'Back-off pulling image "contoso.azurecr.io/a:1"',
    "MultipleErrorsOccurred": "MultipleErrorsOccurred",
    "DeploymentFailed": "At least one resource deployment operation failed. Please list deployment operations for details.",
}


def test_every_error_of_the_catalogue_was_seen_somewhere() -> None:
    assert set(SEEN) == {one.code for one in CATALOGUE}


@pytest.mark.parametrize(("code", "text"), SEEN.items(), ids=SEEN)
def test_an_error_is_found_in_what_people_paste(code: str, text: str) -> None:
    assert [one.code for one in errors_in(f"error: 1 error occurred:\r\n\t* {text}\n\n")] == [code]


def test_what_wraps_another_error_is_not_named_beside_it() -> None:
    text = f"Code=DeploymentFailed Message={SEEN['DeploymentFailed']} Details: {SEEN['InaccessibleImage']}"
    assert [one.code for one in errors_in(text)] == ["InaccessibleImage"]


def test_every_cause_is_a_rule_and_the_causes_are_in_the_order_of_the_rules() -> None:
    order = [rule.id for rule in RULES]
    for error in CATALOGUE:
        assert [order.index(cause) for cause in error.causes] == sorted(order.index(cause) for cause in error.causes)
        assert error.source.startswith("https://")
        assert error.look


def test_every_rule_that_breaks_a_chain_is_a_cause_of_the_errors_that_it_names() -> None:
    for rule in RULES:
        if rule.breaks and rule.about in (Pull, Push, Access):
            assert any(rule.id in one.causes for one in errors_in(rule.prevents)), (rule.id, rule.prevents)


def test_an_error_alone_tells_what_it_can_come_of_and_what_to_look_at() -> None:
    result = diagnosed([], "--error", SEEN["InaccessibleImage"], given=b"")
    assert result.exit_code == 1
    causes = [line.split(":")[0].strip() for line in result.stdout.splitlines() if line.startswith("    ")]
    causes = [one for one in causes if not one.startswith("az ")]
    assert causes[-1] == "image-missing"
    assert "role-missing" in causes
    assert "    az container show --name NAME --resource-group GROUP" in result.stdout


def test_beside_files_the_cause_that_they_show_is_marked(tmp_path: Path) -> None:
    state = file(tmp_path, "state", pull_chain().without("puller-pulls").state())
    result = diagnosed([state], "--error", SEEN["InaccessibleImage"])
    lines = result.stdout.splitlines()
    found = [number for number, line in enumerate(lines) if line.startswith("  found: ")]
    assert found == [2]
    assert lines[2].startswith("  found: role-missing: ")
    [broken] = [number for number, line in enumerate(lines) if line.startswith("BROKEN ")]
    assert broken < 10
    assert "NAME" not in result.stdout
    none = diagnosed([state], "--error", SEEN["client with IP is not allowed access"])
    assert "  found: none of what it can come of (registry-restricted, task-registry-restricted)" in none.stdout


@pytest.mark.parametrize("code", ["unauthorized", "Failed to pull image"])
def test_an_error_of_every_service_says_to_look_at_each(code: str) -> None:
    [error] = errors_in(SEEN[code])
    for service in ("container", "webapp", "containerapp"):
        assert f"az {service} show --name NAME --resource-group GROUP" in error.look


def test_an_unknown_error_is_one_sentence_and_exit_code_2() -> None:
    result = diagnosed([], "--error", "the dog ate it")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert "none of the errors that are known here" in result.stderr


def test_the_json_of_an_error_names_its_causes() -> None:
    shown = diagnosed([], "--error", SEEN["PrincipalNotFound"], "--json").stdout
    assert '"version": 1' in shown
    assert '"rule": "role-to-client-id"' in shown
