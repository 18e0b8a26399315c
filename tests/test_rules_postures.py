"""The rules about what works and should not be, and about settings of a registry: kept and broken, on every kind of document."""

from dataclasses import replace

import pytest
from access_cases import Case
from access_examples import DOCUMENTS, Example, answer_of, answers, verdicts_of
from acr_patterns.access.documents.pulumi_document import described_in_state
from acr_patterns.access.inventory import Inventory
from acr_patterns.access.rule import CannotTell, Fail, Pass
from acr_patterns.access.rules import RULES
from acr_patterns.testing import SimulatedAzure
from acr_patterns.testing.simulated_azure import AzureError
from posture_examples import (
    EXAMPLES,
    PASSWORD,
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.rule)
def test_a_rule_is_kept_and_broken_on_every_kind_of_document(example: Example) -> None:
    answered = [(document, answer_of(example.rule, case.facts()[document])) for case, document, _ in example.expected()]
    assert answered == [(document, answer) for _, document, answer in example.expected()]


def test_no_finding_names_a_user_or_shows_a_password_token_or_url() -> None:
    shown = [
        str(answer)
        for example in EXAMPLES
        for inventory in example.breaks.facts().values()
        for answer in answers(example.rule, inventory)
    ]
    assert len(shown) > len(EXAMPLES)
    for secret in ("ci-token", PASSWORD, "t0ken", "github.com"):
        assert not [one for one in shown if secret in one]


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("rule", ["admin-credential", "password-credential", "image-latest", "image-by-tag"])
def test_what_only_a_dev_stack_may_have_is_found_in_no_dev_stack(rule: str, document: str) -> None:
    [broken] = [example.breaks for example in EXAMPLES if example.rule == rule]
    expected = CannotTell if rule == "image-by-tag" and document == "preview" else Fail
    assert answer_of(rule, broken.facts()[document]) is expected
    in_dev = answer_of(rule, replace(broken, stack="dev").facts()[document])
    assert in_dev is (Pass if document != "az" else expected)


REFUSED = [
    example
    for example in EXAMPLES
    if next(rule for rule in RULES if rule.id == example.rule).breaks and len(example.breaks.resources) == 1
]


@pytest.mark.parametrize("example", REFUSED, ids=lambda one: one.rule)
def test_a_registry_that_breaks_a_rule_is_refused_by_a_simulated_azure_and_one_that_keeps_it_is_not(
    example: Example,
) -> None:
    with pytest.raises(AzureError):
        example.breaks.deploy(SimulatedAzure())
    example.keeps.deploy(SimulatedAzure())


def failures(rule_id: str, case: Case) -> list[str]:
    """The resources that break a rule."""
    found = verdicts_of(rule_id, case.facts()["state"])
    return [verdict.address for verdict in found if isinstance(verdict.answer, Fail)]


SINGLE = [example for example in EXAMPLES if next(rule for rule in RULES if rule.id == example.rule).alone]


@pytest.mark.parametrize("example", SINGLE, ids=lambda one: one.rule)
def test_a_rule_that_one_resource_decides_answers_the_same_of_that_resource_alone(example: Example) -> None:
    addresses = failures(example.rule, example.breaks)
    assert addresses
    resources = described_in_state(example.breaks.state(), "state")
    alone = [verdict for one in resources for verdict in verdicts_of(example.rule, Inventory([one]))]
    assert addresses == [verdict.address for verdict in alone if isinstance(verdict.answer, Fail)]
