"""The rules about settings of a registry that cannot be had together, where it is less plain."""

from typing import Any

import pytest
from access_cases import Case, Of
from access_examples import answer_of, answers, inventory_of_az
from access_resources import (
    identity,
    registry,
)
from acr_patterns.access.inventory import Inventory
from acr_patterns.access.rule import CannotTell, Fail, Pass
from posture_examples import (
    SOFT_DELETE,
    policies,
    replication,
    setting,
)


@pytest.mark.parametrize(
    ("case", "answer"),
    [
        (SOFT_DELETE, CannotTell),
        (policies("Standard", softDeletePolicy="enabled"), Pass),
        (Case((*SOFT_DELETE.resources, replication("West Europe"))), Pass),
        (Case((*SOFT_DELETE.resources, replication("North Europe"))), Fail),
    ],
)
def test_by_the_azure_cli_alone_a_replication_is_known_where_it_is_listed_or_cannot_be(case: Case, answer: Any) -> None:
    assert answer_of("registry-soft-delete-and-replication", case.facts()["az"]) is answer


def test_of_a_program_no_replication_is_known_where_it_makes_none() -> None:
    assert answer_of("registry-soft-delete-and-replication", SOFT_DELETE.facts()["preview"]) is Pass


def test_a_registry_with_several_premium_settings_names_them() -> None:
    [found] = answers(
        "registry-premium-setting",
        setting("Basic", dataEndpointEnabled=True, publicNetworkAccess="Disabled").facts()["state"],
    )
    assert isinstance(found, Fail)
    assert found.finding.endswith(
        "SKU Basic and what only Premium has: dataEndpointEnabled, publicNetworkAccess Disabled"
    )


LATER = Of("puller", "name")

ON_LATER = {"status": LATER}


@pytest.mark.parametrize(
    ("rule", "inputs"),
    [
        ("registry-anonymous-pull", {"anonymousPullEnabled": LATER}),
        (
            "registry-retention-and-soft-delete",
            {"policies": {"retentionPolicy": ON_LATER, "softDeletePolicy": ON_LATER}},
        ),
        ("registry-soft-delete-and-replication", {"policies": {"softDeletePolicy": ON_LATER}}),
        ("registry-export-needs-private", {"policies": {"exportPolicy": ON_LATER}}),
        (
            "registry-export-needs-private",
            {"policies": {"exportPolicy": {"status": "disabled"}}, "publicNetworkAccess": LATER},
        ),
        ("registry-premium-setting", {"dataEndpointEnabled": LATER}),
        ("registry-premium-setting", {"policies": {"exportPolicy": ON_LATER}}),
        ("registry-premium-setting", {"networkRuleSet": {"ipRules": LATER}}),
        ("registry-premium-setting", {"dataEndpointEnabled": True, "sku": {"name": LATER}}),
        ("registry-content-trust", {"policies": {"trustPolicy": ON_LATER}}),
        ("registry-quarantine", {"policies": {"quarantinePolicy": ON_LATER}}),
    ],
)
def test_what_is_known_only_when_deployed_is_no_pass(rule: str, inputs: dict[str, Any]) -> None:
    case = Case((identity(), registry(sku="Standard"), replication("northeurope"))).but("contoso", **inputs)
    assert answer_of(rule, case.facts()["preview"]) is CannotTell


def test_where_the_rest_decides_what_is_unknown_does_not_matter() -> None:
    case = Case(
        (identity(), registry(sku="Premium", policies={"retentionPolicy": ON_LATER}, dataEndpointEnabled=LATER))
    )
    for rule in ("registry-retention-and-soft-delete", "registry-premium-setting"):
        assert answer_of(rule, case.facts()["preview"]) is Pass


@pytest.mark.parametrize(
    ("rule", "case"),
    [
        ("registry-export-needs-private", policies()),
        ("registry-export-needs-private", policies(exportPolicy="enabled")),
        ("registry-retention-and-soft-delete", policies(retentionPolicy="enabled")),
        ("registry-retention-and-soft-delete", SOFT_DELETE),
        (
            "registry-premium-setting",
            setting("Basic", publicNetworkAccess="Enabled", networkRuleSet={"defaultAction": "Allow"}),
        ),
        ("registry-premium-setting", policies("Basic", exportPolicy="enabled", retentionPolicy="disabled")),
    ],
)
def test_what_is_not_asked_for_is_no_contradiction(rule: str, case: Case) -> None:
    assert answer_of(rule, case.facts()["az"]) is Pass


def test_a_document_without_a_sku_does_not_say_whether_it_is_premium() -> None:
    def without_sku(case: Case) -> Inventory:
        return inventory_of_az({key: value for key, value in one.items() if key != "sku"} for one in case.az())

    assert answer_of("registry-premium-setting", without_sku(setting("Basic", dataEndpointEnabled=True))) is CannotTell
    assert answer_of("registry-premium-setting", without_sku(setting("Basic"))) is Pass
