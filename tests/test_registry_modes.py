"""A live registry whose role assignment mode its program leaves out: nobody turns it back, and no role is assigned that it would ignore."""

from collections.abc import Callable
from typing import Any, cast

import pytest
from acr_patterns import ArgumentError, PullIdentity, Registry, RegistryArgs, RoleAssignmentMode
from acr_patterns.testing import SimulatedAzure, Simulation, simulate
from programs import REGISTRY
from pulumi_azure_native import resources

ABAC, LEGACY = "AbacRepositoryPermissions", "LegacyRegistryPermissions"
REGISTRIES, ASSIGNMENTS = "Microsoft.ContainerRegistry/registries", "Microsoft.Authorization/roleAssignments"
LEFT_OUT = f"^Registry 'shop': role_assignment_mode is left out, and the registry is in mode {ABAC}, "
STAYS = f"{LEFT_OUT}in which it would stay .* say {LEGACY}, run `pulumi up`, and leave it out after that$"
IGNORES = f"{LEFT_OUT}which ignores the roles that are assigned for mode {LEGACY}; say which of the two it is to have$"


def program(*, bypass: bool | None = None, pulls: bool = False, **more: Any) -> Callable[[], None]:
    network = {"access": "Private"} | ({} if bypass is None else {"bypass_for_tasks": bypass})

    def all_of_it() -> None:
        name = resources.ResourceGroup("shop").name
        made = Registry(
            "shop", cast(RegistryArgs, {"resource_group_name": name, "sku": "Premium", "network": network} | more)
        )
        if pulls:
            PullIdentity("api", resource_group_name=name, registry=made.reference)

    return all_of_it


def mode(azure: SimulatedAzure) -> str:
    [registry] = azure.of_type(REGISTRIES)
    return registry["properties"]["roleAssignmentMode"]


def switched_by_hand(simulation: Simulation) -> None:
    """Somebody ran `az acr update --role-assignment-mode rbac-abac`."""
    [registry] = simulation.azure.of_type(REGISTRIES)
    switched = {**registry, "properties": {**registry["properties"], "roleAssignmentMode": ABAC}}
    simulation.azure.put(registry["id"], {key: switched[key] for key in ("location", "sku", "properties")})


@pytest.mark.parametrize("bypass", [None, False, True])
def test_a_mode_that_was_said_is_not_left_out_whichever_version_makes_the_registry(bypass: bool | None) -> None:
    before = simulate(program(bypass=bypass or False, role_assignment_mode=RoleAssignmentMode.ABAC))
    sent = len(before.azure.operations)
    with pytest.raises(ArgumentError, match=STAYS):
        simulate(program(bypass=bypass, pulls=True), before=before)
    assert mode(before.azure) == ABAC
    assert [one.type for one in before.azure.operations[sent:] if one.type == REGISTRIES] == []
    assert before.azure.of_type(ASSIGNMENTS) == []


@pytest.mark.parametrize("was", [None, False, True])
def test_a_registry_that_was_switched_by_hand_is_not_switched_back_by_a_bypass(was: bool | None) -> None:
    before = simulate(program(bypass=was))
    switched_by_hand(before)
    with pytest.raises(ArgumentError, match=IGNORES):
        simulate(program(bypass=True, pulls=True, tags={"team": "a"}), before=before)
    assert mode(before.azure) == ABAC
    assert before.azure.of_type(ASSIGNMENTS) == []


@pytest.mark.parametrize("said", [ABAC, LEGACY])
def test_a_mode_that_is_said_is_what_the_registry_has_and_the_roles_are_of_it(said: str) -> None:
    before = simulate(program())
    switched_by_hand(before)
    after = simulate(program(bypass=True, pulls=True, role_assignment_mode=said), before=before)
    assert mode(after.azure) == said
    assert len(after.azure.of_type(ASSIGNMENTS)) == 1


def test_a_registry_in_the_mode_that_is_counted_on_needs_no_word_of_it() -> None:
    simulation = simulate(program(bypass=True, pulls=True))
    assert mode(simulation.azure) == LEGACY
    assert len(simulation.azure.of_type(ASSIGNMENTS)) == 1


def test_under_mocks_too_a_live_registry_changes_its_version_in_place() -> None:
    first = simulate(program(bypass=False))
    [made] = first.azure.of_type(REGISTRIES)
    second = simulate(program(tags={"team": "a"}), before=first)
    [now] = second.azure.of_type(REGISTRIES)
    assert (now["id"], now["tags"]) == (made["id"], {"team": "a"})
    assert [urn.split("$")[-1] for urn in second.state if ":Registry::shop" in urn] == [f"{REGISTRY}::shop"]
