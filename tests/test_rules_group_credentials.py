"""What Azure refuses of the credentials of a container group before it pulls anything, whichever of them an image needs."""

from typing import Any

import pytest
from access_cases import Case, Of
from access_examples import answer_of, answers
from access_resources import PULLER, SERVER, attached, container_app, container_group, identity, pull_chain
from acr_patterns.access.pull import pulls
from acr_patterns.access.rule import CannotTell, Fail, Pass
from acr_patterns.access.verdicts import first_cause
from acr_patterns.testing import SimulatedAzure
from acr_patterns.testing.simulated_azure import AzureError

OTHER = Of("other", "id")
NEEDED = {"server": SERVER, "identity": PULLER}
REQUESTS = {"requests": {"cpu": 1, "memoryInGB": 1}}
PUBLIC = {"name": "proxy", "image": "mcr.microsoft.com/proxy:1", "resources": REQUESTS}
PRIVATE = {"name": "api", "image": Of("contoso", "loginServer", "{}/shop/api:v1"), "resources": REQUESTS}


def logging_in(*credentials: dict[str, Any], containers: Any = (PRIVATE, PUBLIC), **inputs: Any) -> Case:
    case = pull_chain(container_group(containers=list(containers), **inputs)).plus(identity("other"))
    return case.but("api", imageRegistryCredentials=list(credentials))


UNATTACHED = {
    "for a server that no image is on": logging_in(NEEDED, {"server": "fabrikam.azurecr.io", "identity": OTHER}),
    "where the only image is public": logging_in({"server": SERVER, "identity": OTHER}, containers=[PUBLIC]),
    "for the same server once more": logging_in(NEEDED, {"server": SERVER, "identity": OTHER}),
}


@pytest.mark.parametrize("document", ["state", "az"])
@pytest.mark.parametrize("case", UNATTACHED.values(), ids=UNATTACHED)
def test_a_credential_that_no_image_needs_takes_an_identity_that_is_attached_too(case: Case, document: str) -> None:
    causes = [first_cause(one) for one in pulls(case.facts()[document])]
    assert all(cause and cause.rule.id == "identity-not-attached" for cause in causes)
    allowed = case.but("api", identity=attached(PULLER, OTHER))
    assert answer_of("identity-not-attached", allowed.facts()["state"]) is Pass


def test_the_server_whose_credential_is_wrong_is_named() -> None:
    [first, *_] = pulls(UNATTACHED["for a server that no image is on"].facts()["state"])
    cause = first_cause(first)
    assert cause
    assert "logs in to fabrikam.azurecr.io with the identity other, which is not" in cause.failure.finding


@pytest.mark.parametrize("case", UNATTACHED.values(), ids=UNATTACHED)
def test_simulated_azure_refuses_it_as_azure_does(case: Case) -> None:
    with pytest.raises(AzureError) as refused:
        case.deploy(SimulatedAzure())
    assert refused.value.code == "InvalidImageRegistryIdentity"


@pytest.mark.parametrize("kind", ["SystemAssigned", "None", None])
@pytest.mark.parametrize("document", ["state", "az"])
def test_what_is_listed_is_attached_only_under_a_type_with_user_assigned_identities(
    kind: str | None, document: str
) -> None:
    block = {"userAssignedIdentities": [PULLER], **({"type": kind} if kind else {})}
    case = pull_chain().but("api", identity=block)
    assert answer_of("identity-not-attached", case.facts()[document]) is Fail
    both = {**block, "type": "SystemAssigned, UserAssigned"}
    assert answer_of("identity-not-attached", case.but("api", identity=both).facts()[document]) is Pass


def test_a_type_that_is_known_later_leaves_open_what_is_attached() -> None:
    block = {"userAssignedIdentities": [PULLER], "type": Of("other", "clientId")}
    case = pull_chain().plus(identity("other")).but("api", identity=block)
    assert answer_of("identity-not-attached", case.facts()["preview"]) is CannotTell


@pytest.mark.parametrize("server", [{}, {"server": 7}, {"server": ""}])
@pytest.mark.parametrize("others", [[], [NEEDED]])
def test_a_credential_names_its_server(server: dict[str, Any], others: list[dict[str, Any]]) -> None:
    case = logging_in(*others, {**server, "identity": PULLER})
    for document in ("state", "az"):
        causes = [first_cause(one) for one in pulls(case.facts()[document])]
        assert all(cause and "names no server" in cause.failure.finding for cause in causes)


@pytest.mark.parametrize("server", [{}, {"server": 7}])
def test_a_container_app_s_credential_without_a_server_is_for_none(server: dict[str, Any]) -> None:
    app = container_app(configuration={"registries": [{**server, "identity": PULLER}]})
    [answer] = answers("image-on-another-server", pull_chain(app).facts()["state"])
    assert isinstance(answer, Fail)
    assert "logs in to no server, and" in answer.finding


TOO_MANY = logging_in(NEEDED, {"server": "fabrikam.azurecr.io", "identity": PULLER}, containers=[PRIVATE])


@pytest.mark.parametrize("document", ["state", "preview", "az"])
def test_a_group_takes_no_more_credentials_than_containers(document: str) -> None:
    [pull] = pulls(TOO_MANY.facts()[document])
    cause = first_cause(pull)
    assert cause
    assert cause.rule.id == "credentials-too-many"
    enough = logging_in(NEEDED, {"server": "fabrikam.azurecr.io", "identity": PULLER})
    assert answer_of("credentials-too-many", enough.facts()[document]) is Pass


def test_simulated_azure_takes_no_more_credentials_than_containers_either() -> None:
    with pytest.raises(AzureError) as refused:
        TOO_MANY.deploy(SimulatedAzure())
    assert refused.value.code == "MoreImageRegistryCredentialsThanContainers"
