"""The cases themselves: every kind of document, and SimulatedAzure, tell the same of a chain that complies."""

import pytest
from access_cases import UNKNOWN, Case, Given, Of
from access_resources import assignment, container_app, container_group, pull_chain, push_chain, web_app
from acr_patterns.access.documents.pulumi_document import described_in_preview
from acr_patterns.access.inventory import Inventory
from acr_patterns.access.pull import pulls, pushes
from acr_patterns.access.unknown import Unknown
from acr_patterns.access.verdicts import first_cause
from acr_patterns.testing import SimulatedAzure
from acr_patterns.testing.simulated_azure import AzureError

CONSUMERS = {"container group": container_group(), "web app": web_app(), "container app": container_app()}
DOCUMENTS = ("state", "preview", "az")


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("consumer", CONSUMERS.values(), ids=CONSUMERS)
def test_a_chain_that_complies_has_no_cause_of_failure_in_any_document(consumer: Given, document: str) -> None:
    [pull] = pulls(pull_chain(consumer).facts()[document])
    assert first_cause(pull) is None
    known = document != "preview"
    assert isinstance(pull.image, str) is known
    assert pull.access is not None
    assert pull.access.registry.name == "contoso"
    assert pull.access.identity.name == "puller"
    assert pull.access.granted.sufficient is (True if known else None)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_task_that_complies_has_no_cause_of_failure_in_any_document(document: str) -> None:
    [push] = pushes(push_chain().facts()[document])
    assert first_cause(push) is None
    assert push.access is not None
    assert push.access.granted.sufficient is (True if document != "preview" else None)


def test_a_simulated_azure_pulls_what_complies() -> None:
    azure = SimulatedAzure()
    pull_chain().deploy(azure)
    assert azure.of_type("Microsoft.ContainerInstance/containerGroups")


def test_a_simulated_azure_refuses_the_chain_without_its_role() -> None:
    with pytest.raises(AzureError, match="InaccessibleImage"):
        pull_chain().without("puller-pulls").deploy(SimulatedAzure())


@pytest.mark.parametrize("case", [pull_chain(), push_chain()], ids=["pull", "push"])
def test_a_state_has_the_ids_that_the_simulated_azure_has(case: Case) -> None:
    azure = SimulatedAzure()
    case.deploy(azure)
    for one in case.state()["deployment"]["resources"]:
        shown = azure.get(one["id"])
        assert one["outputs"]["type"] == shown["type"]
        assert one["outputs"]["name"] == shown["name"]


def test_what_is_about_to_be_made_is_unknown_in_a_preview_and_says_where_it_comes_from() -> None:
    case = pull_chain()
    steps = {step["urn"].rpartition("::")[2]: step for step in case.preview(existing=("contoso",))["steps"]}
    assert steps["contoso"]["op"] == "same"
    assert steps["contoso"]["oldState"]["outputs"]["loginServer"] == "contoso.azurecr.io"
    inputs = steps["api"]["newState"]["inputs"]
    assert inputs["imageRegistryCredentials"] == [{"server": "contoso.azurecr.io", "identity": UNKNOWN}]
    assert steps["api"]["newState"]["propertyDependencies"]["identity"] == [case.urn("puller")]


def test_a_case_is_changed_one_resource_at_a_time() -> None:
    case = pull_chain().but("api", imageRegistryCredentials=None).plus(assignment("more", Of("puller", "clientId")))
    assert [one.name for one in case.resources] == ["contoso", "puller", "puller-pulls", "more", "api"]
    [pull] = pulls(case.facts()["state"])
    assert pull.credential is None
    assert not isinstance(pull.credential, Unknown)


def test_what_stays_is_as_known_in_a_preview_as_in_a_state() -> None:
    existing = ("contoso", "puller", "puller-pulls")
    [pull] = pulls(Inventory(described_in_preview(pull_chain().preview(existing=existing), "preview")))
    assert pull.access is not None
    assert pull.access.granted.sufficient is True
    assert pull.access.registry.id == pull_chain().id("contoso")
