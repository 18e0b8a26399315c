"""What `promote` says where the registry's network keeps the machine out on which it runs."""

import shlex
from typing import Any

import pytest
from acr_patterns.programs import ProgramError
from acr_patterns.promotion import PromotionError, promote
from existing import REGISTRY
from promotion_stand_ins import NEW, OLD, Stacks

SIGN_IN = "ERROR: Unable to authenticate using AAD or admin login credentials. Please specify both username and password in non-interactive mode."
"""What `az acr repository show` says last where the registry refuses to exchange the token."""

PRIVATE: dict[str, Any] = {"publicNetworkAccess": "Disabled"}
BY_ADDRESS: dict[str, Any] = {"publicNetworkAccess": "Enabled", "networkRuleSet": {"defaultAction": "Deny"}}
OPEN: dict[str, Any] = {"publicNetworkAccess": "Enabled", "networkRuleSet": {"defaultAction": "Allow"}}


def outside(network: dict[str, Any]) -> Stacks:
    """A machine that a registry with this network does not let in."""
    stacks = Stacks()
    registry = stacks.azure.state.resources[REGISTRY["id"].lower()]
    registry["properties"].update(network)
    stacks.failing = {"acr repository show": SIGN_IN}
    return stacks


@pytest.mark.parametrize("network", [PRIVATE, BY_ADDRESS], ids=["private", "by address"])
def test_a_machine_outside_of_the_registry_s_network_is_told_where_to_promote_and_what_works_without(
    network: dict[str, Any],
) -> None:
    stacks = outside(network)
    with pytest.raises(PromotionError) as refused:
        promote("staging", "prod", stacks, project="shop")
    said = str(refused.value)
    assert SIGN_IN in said
    assert "registry contoso42 answers from some networks only, and this machine may be in none of them" in said
    assert "\n" not in said
    assert (stacks.settings["image"], stacks.wrote()) == (OLD, [])
    *_, command = said.split("`")[:-1]
    stacks.run(*shlex.split(command), "--non-interactive", "--color", "never")
    assert stacks.settings["image"] == NEW


def test_of_a_registry_that_answers_everybody_the_error_is_shown_as_it_is() -> None:
    with pytest.raises(ProgramError) as refused:
        promote("staging", "prod", outside(OPEN), project="shop")
    assert str(refused.value).endswith(SIGN_IN)


def test_of_a_registry_that_cannot_be_asked_the_error_is_shown_as_it_is() -> None:
    stacks = outside(PRIVATE)
    stacks.failing["acr show"] = "ERROR: (AuthorizationFailed)"
    with pytest.raises(ProgramError) as refused:
        promote("staging", "prod", stacks, project="shop")
    assert str(refused.value).endswith(SIGN_IN)
