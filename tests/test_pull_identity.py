from typing import Any

import pulumi
import pytest
from acr_patterns import ArgumentError, PullIdentity, role_grant
from acr_patterns.role_propagation import Grant, recording
from acr_patterns.testing import SimulatedAzure, simulate
from programs import CONTAINER_GROUP, ROLE_ASSIGNMENT, shop
from repository_roles import identifying, pulling, teams

GROUP = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/shop"
MODE: Any = "LegacyRegistryPermissions"


def identity(registry_id: Any, azure: SimulatedAzure) -> Any:
    """Make an identity for the registry; a callable is called inside the program, where outputs can be made."""

    def program() -> None:
        known = registry_id() if callable(registry_id) else registry_id
        registry: Any = {"id": known, "login_server": "contoso42.azurecr.io", "role_assignment_mode": MODE}
        PullIdentity("api", resource_group_name="shop", registry=registry)

    return simulate(program, stack="prod", azure=azure)


@pytest.fixture
def azure() -> SimulatedAzure:
    made = SimulatedAzure()
    made.put(GROUP, {"location": "westeurope"})
    made.put(f"{GROUP}/providers/Microsoft.ContainerRegistry/registries/contoso42", {"sku": {"name": "Basic"}})
    return made


@pytest.mark.parametrize("scope", [GROUP, GROUP.split("/resourceGroups")[0], "x", None, 5])
@pytest.mark.parametrize("known", [True, False], ids=["known at once", "known while deploying"])
def test_no_role_is_ever_assigned_at_anything_but_a_registry(azure: SimulatedAzure, scope: Any, known: bool) -> None:
    with pytest.raises(ArgumentError, match=r"is not the resource id of a registry|'id' missing|id takes plain text"):
        identity(scope if known else lambda: pulumi.Output.from_input(scope), azure)
    assert not azure.of_type("Microsoft.Authorization/roleAssignments")


def test_the_scope_is_spelled_as_azure_spells_it(azure: SimulatedAzure) -> None:
    registry = azure.of_type("Microsoft.ContainerRegistry/registries")[0]["id"]
    spelled = registry.replace("resourceGroups", "resourcegroups").replace("Microsoft.", "microsoft.")
    grant = identity(spelled, azure).resource(ROLE_ASSIGNMENT)
    assert grant.inputs["scope"] == registry


def test_a_replaced_role_assignment_is_deleted_first() -> None:
    for grant in simulate(shop()).of_type(ROLE_ASSIGNMENT):
        assert grant.options["deleteBeforeReplace"] is True


def test_who_uses_the_identity_comes_after_every_role_of_it() -> None:
    simulation = simulate(pulling("team-a/api", list_repositories=True), azure=teams())
    grants = {one.name: one.urn for one in simulation.of_type(ROLE_ASSIGNMENT)}
    assert grants.keys() == {"api-pull", "api-list"}
    assert simulation.resource(CONTAINER_GROUP).depends_on >= set(grants.values())


def test_a_deployer_who_may_not_assign_the_role_is_told_its_condition_too(monkeypatch: pytest.MonkeyPatch) -> None:
    relied_on: list[Grant] = []

    def noting(where: str, grant: Grant) -> Any:
        relied_on.append(grant)
        return recording(where, grant)

    monkeypatch.setattr(role_grant, "recording", noting)
    made = simulate(identifying(role_repositories=["team-a/"]), azure=teams()).resource(ROLE_ASSIGNMENT)
    assert "'team-a/'" in made.inputs["condition"]
    assert [grant.condition for grant in relied_on] == [made.inputs["condition"]]
