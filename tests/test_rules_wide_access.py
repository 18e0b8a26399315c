"""The rules about roles that are wider than need be, and identities that may do more, where it is less plain."""

from typing import Any

import pytest
from access_cases import GROUP, Case, Given, Of
from access_examples import answer_of, answers, inventory_of_az
from access_resources import (
    assignment,
)
from acr_patterns.access.described import ROLE_ASSIGNMENT, Described
from acr_patterns.access.inventory import Inventory
from acr_patterns.access.rule import CannotTell, Fail, Pass
from acr_patterns.access.unknown import Unknown
from acr_patterns.roles import ACR_PUSH, OWNER
from acr_patterns.testing.simulated_azure import SUBSCRIPTION_ID
from posture_examples import (
    CHAIN,
    RESOURCE_GROUP,
    SUBSCRIPTION,
)


@pytest.mark.parametrize(
    ("scope", "what"),
    [
        (RESOURCE_GROUP, f"the resource group {GROUP}"),
        (f"{RESOURCE_GROUP}/", f"the resource group {GROUP}"),
        (SUBSCRIPTION, f"the subscription {SUBSCRIPTION_ID}"),
        ("/providers/Microsoft.Management/managementGroups/root", "the management group root"),
        ("/", "the tenant"),
    ],
)
def test_a_wide_scope_is_named(scope: str, what: str) -> None:
    [found] = answers("role-wide", CHAIN.plus(assignment("wide", scope=scope)).facts()["az"])
    assert isinstance(found, Fail)
    assert found.finding == f"AcrPull is assigned at {what}, so it holds for every registry in it"
    assert found.command is not None
    assert found.command.endswith(f"--role AcrPull --scope {scope}")


def test_a_role_for_something_else_may_be_as_wide_as_it_likes() -> None:
    case = CHAIN.plus(assignment("owner", "somebody", OWNER, SUBSCRIPTION, "User"))
    assert answer_of("role-wide", case.facts()["az"]) is Pass


def test_a_scope_that_comes_from_a_resource_group_is_wide_before_it_is_known() -> None:
    group = Given("resources:ResourceGroup", "shop-rg", {"resourceGroupName": GROUP, "location": "westeurope"})
    wide = assignment("wide", scope=Of("shop-rg", "id"))
    first, *rest = CHAIN.resources
    inventory = Case((first, group, *rest)).plus(wide).facts()["preview"]
    [found] = [one for one in answers("role-wide", inventory) if isinstance(one, Fail)]
    assert "the resource group shop-rg" in found.finding


def test_the_roles_of_an_identity_that_no_list_shows_cannot_be_told() -> None:
    for rule in ("identity-privileged", "identity-shared"):
        assert answer_of(rule, CHAIN.facts(all_roles=False)["az"]) is CannotTell


GROUP_URN = "urn:pulumi:prod::shop::azure-native:resources:ResourceGroup::shop-rg"

REGISTRY_URN = "urn:pulumi:prod::shop::azure-native:containerregistry:Registry::contoso"

LIST_OF_ROLE = f"{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/{ACR_PUSH.guid}"


@pytest.mark.parametrize(
    ("scope", "role", "answer"),
    [
        (Unknown(sources=frozenset({GROUP_URN})), LIST_OF_ROLE, Fail),
        (Unknown(sources=frozenset({GROUP_URN, REGISTRY_URN})), LIST_OF_ROLE, CannotTell),
        (Unknown(sources=frozenset({REGISTRY_URN})), LIST_OF_ROLE, CannotTell),
        (Unknown(sources=frozenset({GROUP_URN})), Unknown(), CannotTell),
        (RESOURCE_GROUP, Unknown(), CannotTell),
        (f"{RESOURCE_GROUP}/providers/Microsoft.ContainerRegistry/registries/contoso", Unknown(), Pass),
        (None, LIST_OF_ROLE, Pass),
    ],
)
def test_the_scope_of_a_role_is_followed_to_a_resource_group_only(scope: Any, role: Any, answer: Any) -> None:
    properties = {"scope": scope, "roleDefinitionId": role, "principalId": "p"}
    described = Described(ROLE_ASSIGNMENT, "wide", "urn", Unknown(), properties)
    assert answer_of("role-wide", Inventory([described])) is answer


def test_whether_a_push_role_counts_is_unknown_where_the_mode_of_the_registry_is() -> None:
    shown = CHAIN.az()
    older = [{key: value for key, value in one.items() if key != "roleAssignmentMode"} for one in shown]
    assert answer_of("identity-shared", inventory_of_az(older, all_roles=True)) is CannotTell
    assert answer_of("identity-shared", inventory_of_az(shown, all_roles=True)) is Pass
