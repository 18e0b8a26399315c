"""Words of Azure's in another case than its documentation has them: Azure takes them in any, and so do the rules."""

from typing import Any

import pytest
from access_cases import Case
from access_examples import answer_of
from access_resources import pull_chain, push_chain, registry
from acr_patterns.access.rule import Answer, Fail, Pass

NOBODY_PASSES: dict[str, Any] = {"networkRuleBypassOptions": "none"}


@pytest.mark.parametrize(
    ("rule", "case", "answer"),
    [
        ("registry-restricted", pull_chain(publicNetworkAccess="disabled", **NOBODY_PASSES), Fail),
        ("registry-restricted", pull_chain(networkRuleSet={"defaultAction": "deny"}, **NOBODY_PASSES), Fail),
        (
            "registry-restricted",
            pull_chain(
                publicNetworkAccess="disabled", networkRuleSet={"ipRules": [{"value": "192.0.2.1"}]}, **NOBODY_PASSES
            ),
            Fail,
        ),
        (
            "task-registry-restricted",
            push_chain(publicNetworkAccess="disabled", networkRuleBypassAllowedForTasks=True, **NOBODY_PASSES),
            Fail,
        ),
        (
            "task-not-logged-in",
            push_chain(roleAssignmentMode="abacRepositoryPermissions").but("build", credentials=None),
            Fail,
        ),
        ("registry-premium-setting", Case((registry(sku="premium", dataEndpointEnabled=True),)), Pass),
        ("registry-premium-setting", Case((registry(sku="standard", dataEndpointEnabled=True),)), Fail),
    ],
)
@pytest.mark.parametrize("document", ["state", "az"])
def test_a_word_of_azure_s_is_read_in_any_case(rule: str, case: Case, answer: type[Answer], document: str) -> None:
    assert answer_of(rule, case.facts()[document]) is answer
