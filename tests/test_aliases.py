"""What a resource may have been called before, under mocks as on the engine."""

from collections.abc import Callable, Sequence
from typing import Any, cast

import pulumi
import pytest
from acr_patterns import Registry, RegistryArgs, RoleAssignmentMode
from acr_patterns.testing import Simulation, simulate
from programs import IDENTITY
from pulumi_azure_native import managedidentity, resources

REGISTRIES = "Microsoft.ContainerRegistry/registries"
Aliases = Sequence[str | pulumi.Alias]
IDENTITIES = "Microsoft.ManagedIdentity/userAssignedIdentities"


def registry(name: str, opts: pulumi.ResourceOptions | None = None, **fields: Any) -> Callable[[], None]:
    def program() -> None:
        group = resources.ResourceGroup("group", resource_group_name="group")
        Registry(name, cast(RegistryArgs, {"resource_group_name": group.name, **fields}), opts)

    return program


@pytest.mark.parametrize("fields", [{}, {"role_assignment_mode": RoleAssignmentMode.ABAC}])
def test_a_component_that_is_renamed_keeps_its_children_in_whichever_version(fields: dict[str, Any]) -> None:
    before = simulate(registry("shop"))
    [made] = before.azure.of_type(REGISTRIES)
    renamed = pulumi.ResourceOptions(aliases=[pulumi.Alias(name="shop")])
    after = simulate(registry("store", renamed, **fields), before=before)
    assert [one["id"] for one in after.azure.of_type(REGISTRIES)] == [made["id"]]


class Team(pulumi.ComponentResource):
    """A component with one identity."""

    def __init__(self, name: str, child: str, aliases: Aliases = (), of_child: Aliases = ()) -> None:
        super().__init__("tests:index:Team", name, None, pulumi.ResourceOptions(aliases=[*aliases]))
        identity(child, pulumi.ResourceOptions(parent=self, aliases=[*of_child]))


def identity(name: str, opts: pulumi.ResourceOptions | None = None) -> None:
    managedidentity.UserAssignedIdentity(name, resource_group_name="group", opts=opts)


def identities(make: Callable[[], object], before: Simulation | None = None) -> Simulation:
    def program() -> None:
        def then(_: str) -> None:
            make()

        resources.ResourceGroup("group", resource_group_name="group").id.apply(then)

    return simulate(program, before=before)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (lambda: Team("a", "a-x"), lambda: Team("b", "b-x", [pulumi.Alias(name="a")])),
        (lambda: Team("a", "other"), lambda: Team("b", "other", [pulumi.Alias(name="a")])),
        (lambda: Team("a", "a-x"), lambda: Team("b", "b-y", [pulumi.Alias(name="a")], [pulumi.Alias(name="b-x")])),
        (lambda: Team("a", "x"), lambda: Team("a", "y", (), [pulumi.Alias(name="x")])),
        (lambda: identity("x"), lambda: Team("a", "y", (), [pulumi.Alias(name="x", parent=None)])),
        (lambda: identity("x"), lambda: Team("a", "y", (), [f"urn:pulumi:dev::project::{IDENTITY}::x"])),
    ],
)
def test_an_alias_finds_what_there_was(was: Callable[[], object], now: Callable[[], object]) -> None:
    before = identities(was)
    [made] = before.azure.of_type(IDENTITIES)
    assert [one["id"] for one in identities(now, before).azure.of_type(IDENTITIES)] == [made["id"]]


def test_without_an_alias_there_is_another() -> None:
    before = identities(lambda: Team("a", "a-x"))
    assert len(identities(lambda: Team("b", "b-x"), before).azure.of_type(IDENTITIES)) == 2
