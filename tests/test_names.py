"""Names that Azure accepts, and how a component's name becomes one.

Azure's rules are written out again here, so that a mistake in a rule cannot hide behind itself.
"""

import re

import pytest
from acr_patterns.errors import ArgumentError
from acr_patterns.names import (
    AUTO_NAME_SUFFIX,
    CONTAINER,
    CONTAINER_GROUP,
    DEPLOYMENT,
    DNS_NAME_LABEL,
    ENVIRONMENT_VARIABLE,
    IDENTITY,
    REGISTRY,
    TASK,
    TASK_RUN,
    NameRule,
    child_name,
)
from hypothesis import example, given
from hypothesis import strategies as st

AUTO_NAMED = {
    "registry": (REGISTRY, r"[a-z0-9]{5,50}"),
    "container group": (CONTAINER_GROUP, r"(?!.{64})[a-z0-9]+(-[a-z0-9]+)*"),
    "identity": (IDENTITY, r"[A-Za-z0-9][A-Za-z0-9_-]{2,127}"),
    "deployment": (DEPLOYMENT, r"[A-Za-z0-9._-]{1,64}"),
}
CHILDREN = {"task": (TASK, r"[A-Za-z0-9_-]{5,50}"), "task run": (TASK_RUN, r"[A-Za-z0-9-]{5,50}")}

auto_named = pytest.mark.parametrize(("rule", "azure"), AUTO_NAMED.values(), ids=AUTO_NAMED)
URN = "urn:pulumi:dev::shop::acr-patterns:index:BuildTask::api"

children = pytest.mark.parametrize(("rule", "azure"), CHILDREN.values(), ids=CHILDREN)

NAMES = st.text(min_size=1, max_size=140) | st.from_regex(r"[A-Za-z0-9._-]{1,140}", fullmatch=True)
PULUMI_NAMES = st.from_regex(r"[A-Za-z0-9._-]{1,60}", fullmatch=True)


@auto_named
@given(name=NAMES, suffix=st.from_regex(r"[0-9a-f]{8}", fullmatch=True))
@example(name="-", suffix="00000000")
@example(name="a" * 300, suffix="00000000")
@example(name="a" * 47 + "-" + "b" * 30, suffix="00000000")
def test_a_logical_name_with_the_eight_characters_azure_native_appends_satisfies_azure(
    rule: NameRule, azure: str, name: str, suffix: str
) -> None:
    assert len(suffix) == AUTO_NAME_SUFFIX
    assert re.fullmatch(azure, rule.logical(name) + suffix)


@auto_named
@given(names=st.lists(NAMES, min_size=2, max_size=2, unique=True))
def test_different_names_never_become_the_same_logical_name(rule: NameRule, azure: str, names: list[str]) -> None:
    assert rule.logical(names[0]) != rule.logical(names[1])


@pytest.mark.parametrize(
    "rule", [REGISTRY, CONTAINER_GROUP, IDENTITY, DEPLOYMENT, TASK, TASK_RUN], ids=lambda rule: rule.what
)
def test_names_that_differ_only_in_what_cleaning_takes_away_stay_apart(rule: NameRule) -> None:
    alike = [
        "my-app",
        "myapp",
        "My-App",
        "MyApp",
        "my_app",
        "my.app",
        "my app",
        "my--app",
        "-my-app",
        "my-app-",
        "MYAPP",
    ]
    assert len({rule.logical(name) for name in alike}) == len(alike)


@auto_named
def test_long_names_that_differ_only_at_the_end_stay_apart(rule: NameRule, azure: str) -> None:
    assert rule.logical("a" * 200 + "1") != rule.logical("a" * 200 + "2")


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        (REGISTRY, "shop"),
        (CONTAINER_GROUP, "shop-api"),
        (IDENTITY, "Shop-api"),
        (DEPLOYMENT, "Shop_api.v2-run"),
        (TASK, "Shop_api"),
    ],
)
def test_a_name_that_azure_accepts_already_is_left_as_it_is(rule: NameRule, name: str) -> None:
    assert rule.logical(name) == name


@pytest.mark.parametrize("rule", [REGISTRY, CONTAINER_GROUP, IDENTITY, DEPLOYMENT], ids=lambda rule: rule.what)
def test_a_name_is_shortened_only_when_no_room_is_left_for_the_suffix(rule: NameRule) -> None:
    room = rule.longest - AUTO_NAME_SUFFIX
    assert rule.logical("a" * room) == "a" * room
    shortened = rule.logical("a" * (room + 1))
    assert len(shortened) == room
    assert shortened != "a" * room


@pytest.mark.parametrize(
    ("rule", "name", "logical"),
    [
        (REGISTRY, "my-app", r"myapp[0-9a-f]{6}"),
        (REGISTRY, "MyApp", r"myapp[0-9a-f]{6}"),
        (CONTAINER_GROUP, "My App", r"my-app-[0-9a-f]{6}"),
        (CONTAINER_GROUP, "--my--app--", r"my-app-[0-9a-f]{6}"),
        (IDENTITY, "my_app", r"my-app-[0-9a-f]{6}"),
        (DEPLOYMENT, "my--app", r"my-app-[0-9a-f]{6}"),
        (REGISTRY, "é", r"[0-9a-f]{6}"),
    ],
)
def test_a_cleaned_name_is_still_recognised_and_carries_a_short_hash(rule: NameRule, name: str, logical: str) -> None:
    assert re.fullmatch(logical, rule.logical(name))
    assert rule.logical(name) == rule.logical(name)


@children
@given(name=PULUMI_NAMES | NAMES, urn=PULUMI_NAMES)
@example(name="a" * 43, urn=URN)
@example(name="a" * 50, urn=URN)
def test_a_child_name_satisfies_azure_and_is_stable(rule: NameRule, azure: str, name: str, urn: str) -> None:
    made = child_name(rule, name, urn)
    assert re.fullmatch(azure, made)
    assert made == child_name(rule, name, urn)


@pytest.mark.parametrize(
    "other",
    [
        URN.replace("dev", "prod"),
        URN.replace("shop", "blog"),
        URN.replace("acr-patterns", "contoso:index:Service$acr-patterns"),
    ],
    ids=["stack", "project", "parent"],
)
def test_components_of_one_name_differ_by_stack_by_project_and_by_parent(other: str) -> None:
    assert child_name(TASK, "api", other) != child_name(TASK, "api", URN)


def test_a_registry_name_with_a_dash_is_refused_with_the_rule() -> None:
    with pytest.raises(ArgumentError) as refused:
        REGISTRY.check("Registry 'shop'", "registry_name", "my-shop")
    assert str(refused.value) == (
        "Registry 'shop': registry_name 'my-shop' cannot be a registry name: Azure takes 5 to 50 letters and digits, nothing else"
    )


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        (REGISTRY, "shop1"),
        (REGISTRY, "Shop" + "1" * 46),
        (TASK, "build_api-1"),
        (TASK_RUN, "build-api-1"),
        (DEPLOYMENT, "a"),
        (DEPLOYMENT, "a.b_c-" + "1" * 58),
        (IDENTITY, "1_a"),
        (IDENTITY, "a" * 128),
        (CONTAINER_GROUP, "a"),
        (CONTAINER_GROUP, "shop-api-1"),
        (CONTAINER_GROUP, "a" * 63),
        (CONTAINER, "api"),
        (DNS_NAME_LABEL, "shop1"),
        (DNS_NAME_LABEL, "a" + "-" * 61 + "1"),
        (ENVIRONMENT_VARIABLE, "_PORT_2"),
        (ENVIRONMENT_VARIABLE, "A" * 63),
    ],
)
def test_a_name_within_the_rule_is_accepted(rule: NameRule, name: str) -> None:
    rule.check("Component 'shop'", "name", name)


@pytest.mark.parametrize(
    ("rule", "names"),
    [
        (REGISTRY, ["", "shop", "a" * 51, "shop_1", "shop.azurecr.io", "shop1\n", "shöp1"]),
        (TASK, ["", "task", "a" * 51, "my task", "my.task", "task1\n"]),
        (TASK_RUN, ["", "run1", "a" * 51, "my_run", "run-1\n"]),
        (DEPLOYMENT, ["", "a" * 65, "a b", "a/b", "a\n"]),
        (IDENTITY, ["", "ab", "a" * 129, "-ab", "_ab", "a.b", "abc\n"]),
        (CONTAINER_GROUP, ["", "Shop", "my--shop", "-shop", "shop-", "my_shop", "a" * 64, "shop\n"]),
        (CONTAINER, ["", "Api", "my--api", "-api", "api-", "my_api", "a" * 64, "api\n"]),
        (DNS_NAME_LABEL, ["", "shop", "1shop", "Shop1", "shop-", "my.shop", "a" * 64, "shop1\n"]),
        (ENVIRONMENT_VARIABLE, ["", "1PORT", "MY-PORT", "MY PORT", "A=B", "A" * 64, "PORT\n"]),
    ],
    ids=lambda value: value.what if isinstance(value, NameRule) else "",
)
def test_a_name_outside_the_rule_is_refused_with_the_name_and_the_rule(rule: NameRule, names: list[str]) -> None:
    for name in names:
        with pytest.raises(ArgumentError) as refused:
            rule.check("Component 'shop'", "the_argument", name)
        assert str(refused.value) == (
            f"Component 'shop': the_argument {name!r} cannot be {rule.what}: Azure takes {rule.rule}"
        )
