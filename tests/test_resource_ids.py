"""Resource ids, taken apart."""

import pytest
from acr_patterns.errors import ArgumentError
from acr_patterns.resource_ids import RegistryId, parse_registry_id, subscription_of
from hypothesis import given
from hypothesis import strategies as st

REGISTRY = "/subscriptions/5ub/resourceGroups/shop-rg/providers/Microsoft.ContainerRegistry/registries/shop1a2b"
SUBSCRIPTIONS = st.from_regex(r"[0-9a-f-]{1,36}", fullmatch=True)
GROUPS = st.from_regex(r"[A-Za-z0-9_.()-]{0,29}[A-Za-z0-9_()-]", fullmatch=True)
NAMES = st.from_regex(r"[A-Za-z0-9]{5,50}", fullmatch=True)


def test_a_registry_id_is_taken_apart() -> None:
    assert parse_registry_id(REGISTRY) == RegistryId(subscription="5ub", resource_group="shop-rg", name="shop1a2b")


@pytest.mark.parametrize(
    "written", [REGISTRY.lower(), REGISTRY.upper(), REGISTRY.replace("resourceGroups", "resourcegroups")]
)
def test_the_fixed_words_of_an_id_may_be_written_in_any_case(written: str) -> None:
    assert parse_registry_id(written).name.lower() == "shop1a2b"


@given(SUBSCRIPTIONS, GROUPS, NAMES)
def test_an_id_put_together_comes_apart_into_the_same_parts(subscription: str, group: str, name: str) -> None:
    written = (
        f"/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.ContainerRegistry/registries/{name}"
    )
    assert parse_registry_id(written) == RegistryId(subscription, group, name)
    assert subscription_of(written) == subscription


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "shop1a2b",
        "shop1a2b.azurecr.io",
        REGISTRY[1:],
        f"https://management.azure.com{REGISTRY}",
        f"{REGISTRY}/",
        f"{REGISTRY}\n",
        REGISTRY.replace("registries/shop1a2b", "registries/"),
        REGISTRY.replace("/resourceGroups/shop-rg", ""),
        REGISTRY.replace("shop-rg", ".."),
        REGISTRY.replace("shop1a2b", ".."),
        REGISTRY.replace("shop1a2b", "shop1?x=y"),
        REGISTRY.replace("shop1a2b", "%2e%2e%2fx"),
        REGISTRY.replace("shop1a2b", "shop"),
        REGISTRY.replace("shop1a2b", 51 * "s"),
        REGISTRY.replace("shop1a2b", "shop-1a2b"),
        REGISTRY.replace("shop1a2b", "shop_1a2b"),
    ],
)
def test_what_is_not_the_id_of_a_registry_is_refused_with_its_form_and_where_to_get_it(wrong: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        parse_registry_id(wrong)
    message = str(refused.value)
    assert message.startswith(f"{wrong!r} is not the resource id of a registry; it has the form /subscriptions/…")
    assert "az acr show --name NAME --query id" in message


@pytest.mark.parametrize(
    ("wrong", "type_"),
    [
        (f"{REGISTRY}/tasks/api", "Microsoft.ContainerRegistry/registries/tasks"),
        (REGISTRY.replace("ContainerRegistry", "ContainerInstance"), "Microsoft.ContainerInstance/registries"),
        (REGISTRY.replace("Microsoft.C", "MicrosoftxC"), "MicrosoftxContainerRegistry/registries"),
    ],
)
def test_of_an_id_of_something_else_it_is_said_what_it_is(wrong: str, type_: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        parse_registry_id(wrong)
    beginning = f"{wrong!r} is not the resource id of a registry, but of a resource of type {type_}; it has the form"
    assert str(refused.value).startswith(beginning)


@pytest.mark.parametrize(
    "scope", ["/subscriptions/5ub", "/subscriptions/5ub/", "/SUBSCRIPTIONS/5ub/resourceGroups/shop-rg", REGISTRY]
)
def test_the_subscription_of_a_scope_is_its_first_part(scope: str) -> None:
    assert subscription_of(scope) == "5ub"


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "/",
        "5ub",
        "/subscriptions",
        "/subscriptions/",
        "/subscriptions/5ub\n",
        "/providers/x/subscriptions/5ub",
        "subscriptions/5ub",
    ],
)
def test_an_id_outside_a_subscription_is_refused(wrong: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        subscription_of(wrong)
    assert str(refused.value) == f"{wrong!r} is not a resource id: it does not begin with /subscriptions/…"
