"""Documents of many resources: what one identity may do is found once, and a finding does not name everything."""

import pytest
from access_cases import Case
from access_examples import answers
from access_resources import PULLER, assignment, container_app, container_group, pull_chain
from acr_patterns.access import grants
from acr_patterns.access.consumer import Consumer, Credential
from acr_patterns.access.facts import Identity, Registry
from acr_patterns.access.grants import covers
from acr_patterns.access.inventory import Inventory
from acr_patterns.access.reports.diagnosis import diagnose
from acr_patterns.access.rule import Fail
from acr_patterns.access.unknown import Text, Unknown


def test_what_an_identity_may_do_is_found_once_for_all_that_ask_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Text] = []

    def counting(scope: Text, registry: Registry) -> bool | None:
        asked.append(scope)
        return covers(scope, registry)

    monkeypatch.setattr(grants, "covers", counting)
    counted: list[int] = []
    for groups in (1, 20):
        elsewhere = [assignment(f"elsewhere-{number}", scope=f"/subscriptions/{number}") for number in range(20)]
        consumers = [container_group(f"api-{number}") for number in range(groups)]
        case = Case((*pull_chain().resources[:2], *elsewhere, *consumers))
        asked.clear()
        diagnosis = diagnose(case.facts()["state"])
        assert len(diagnosis.broken) == groups
        counted.append(len(asked))
    assert counted[0] == counted[1] > 0


def test_each_repository_and_purpose_and_registry_is_asked_apart() -> None:
    other = container_group("web", "contoso.azurecr.io/shop/web:v1")
    case = pull_chain(roleAssignmentMode="AbacRepositoryPermissions").plus(other)
    [one, two] = [answers("role-wrong-kind", facts) for facts in (case.facts()["state"], case.facts()["az"])]
    assert len(one) == len(two) == 2


def test_a_finding_names_some_servers_and_counts_the_others() -> None:
    registries = [{"server": f"s{number}.azurecr.io", "identity": PULLER} for number in range(8)]
    case = pull_chain(container_app(configuration={"registries": registries}))
    [answer] = answers("image-on-another-server", case.facts()["state"])
    assert isinstance(answer, Fail)
    assert "s4.azurecr.io and 3 more, and its image lies on contoso.azurecr.io" in answer.finding
    assert "s5" not in answer.finding


def test_the_credentials_of_a_group_are_read_once_for_all_its_images(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Credential] = []
    identity_of = Inventory.identity_of

    def counting(inventory: Inventory, credential: Credential, consumer: Consumer) -> Identity | Unknown | None:
        read.append(credential)
        return identity_of(inventory, credential, consumer)

    monkeypatch.setattr(Inventory, "identity_of", counting)
    containers = [{"name": f"c{one}", "image": f"t{one}.azurecr.io/a:1"} for one in range(20)]
    credentials = [{"server": f"s{one}.azurecr.io", "identity": f"/identities/{one}"} for one in range(30)]
    case = pull_chain(container_group(containers=containers, imageRegistryCredentials=credentials))
    assert len(answers("identity-not-attached", case.facts()["state"])) == 20
    assert len(read) == 30
