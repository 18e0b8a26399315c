"""What docs/why-cant-it-pull.md says is so."""

import re

import pytest
from acr_patterns.access.azure_errors import CATALOGUE, errors_in
from acr_patterns.access.rules import RULES
from acr_patterns.testing import SimulatedAzure
from popular_fixes import DEPLOYMENTS, FIXES, PAGE, Deployment, corrected, deployed, table, tried, written

TEXT = PAGE.read_text()
WORKS = "enable the admin user, and use its password"


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda one: one.title)
def test_each_deployment_fails_for_the_cause_that_the_diagnosis_then_corrects(deployment: Deployment) -> None:
    error = deployed(deployment.case, SimulatedAzure())
    assert error
    assert error.first_cause
    assert error.first_cause.rule.id == deployment.first_cause
    assert corrected(deployment)[0] == deployment.first_cause


def test_of_the_popular_fixes_only_a_role_where_it_is_missing_and_a_password_help() -> None:
    helps = {(fix, one.title) for fix, change in FIXES.items() for one in DEPLOYMENTS if tried(one, change) is None}
    assert ("assign AcrPull to the identity that pulls", "role missing") in helps
    assert {fix for fix, _ in helps} == {"assign AcrPull to the identity that pulls", WORKS}
    assert {title for fix, title in helps if fix != WORKS} == {"role missing"}


def test_the_table_of_the_page_is_what_was_tried() -> None:
    assert table() in TEXT
    assert written(TEXT) == TEXT


def test_a_table_that_is_out_of_date_is_written_anew() -> None:
    assert written(TEXT.replace(table(), "| an older one |\n")) == TEXT


def test_the_page_has_every_error_of_the_catalogue() -> None:
    assert [error.code for error in CATALOGUE if not re.search(error.pattern, TEXT, re.IGNORECASE)] == []


def test_every_symptom_of_the_page_is_known_to_the_diagnosis() -> None:
    _, _, section = TEXT.partition("## Every error text\n")
    rows = re.findall(r"^\| (`.*?) \|", section.split("\n## ")[0], re.MULTILINE)
    symptoms = [text for row in rows for text in re.findall("`([^`]+)`", row)]
    assert len(symptoms) > 30
    assert [one for one in symptoms if not errors_in(one)] == []


def test_every_rule_that_the_page_names_exists() -> None:
    known = {rule.id for rule in RULES}
    named = set(re.findall(r"`((?:role|identity|credential|image|registry|task|admin)-[a-z-]+)`", TEXT))
    assert len(named) > 10
    assert named <= known
