from typing import Any

import pytest
from acr_patterns.testing.property_changes import difference
from acr_patterns.testing.property_values import UNKNOWN
from pulumi.runtime.proto import provider_pb2

DIFF = provider_pb2.DiffResponse


def paths(before: dict[str, Any], after: dict[str, Any], *replacing: str) -> dict[str, str]:
    found = difference(before, after, replacing, delete_first=True).detailedDiff
    return {path: provider_pb2.PropertyDiff.Kind.Name(change.kind) for path, change in found.items()}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": 1}, {"a": 1}, {}),
        ({"a": 1}, {"a": 2}, {"a": "UPDATE"}),
        ({}, {"a": {"b": 1}}, {"a": "ADD"}),
        ({"a": {"b": 1}}, {"a": {}}, {"a.b": "DELETE"}),
        ({"a": [{"b": 1}]}, {"a": [{"b": 2}, {}]}, {"a[0].b": "UPDATE", "a[1]": "ADD"}),
        ({"a": {"x.azurecr.io": 1}}, {"a": {"x.azurecr.io": 2}}, {'a["x.azurecr.io"]': "UPDATE"}),
        ({"a": {"b": "known"}}, {"a": {"b": UNKNOWN}}, {"a.b": "UPDATE"}),
        ({"a": [1]}, {"a": UNKNOWN}, {"a": "UPDATE"}),
    ],
)
def test_every_change_is_named_by_its_path(
    before: dict[str, Any], after: dict[str, Any], expected: dict[str, str]
) -> None:
    assert paths(before, after) == expected


def test_no_change_is_said_to_be_none() -> None:
    assert difference({"a": 1}, {"a": 1}, [], delete_first=True).changes == DIFF.DIFF_NONE
    assert difference({"a": 1}, {"a": 2}, [], delete_first=True).changes == DIFF.DIFF_SOME


def test_a_change_below_a_replacing_property_makes_another_object() -> None:
    assert paths({"a": {"b": 1}, "c": 1}, {"a": {"b": 2}, "c": 2}, "a") == {"a.b": "UPDATE_REPLACE", "c": "UPDATE"}
    assert list(difference({"a": 1, "c": 1}, {"a": 2, "c": 2}, ["a"], delete_first=False).replaces) == ["a"]


@pytest.mark.parametrize(("delete_first", "replacing"), [(True, ["a"]), (False, ["a"]), (True, [])])
def test_the_old_object_goes_first_only_where_it_is_replaced_and_has_to(
    delete_first: bool, replacing: list[str]
) -> None:
    found = difference({"a": 1}, {"a": 2}, replacing, delete_first=delete_first)
    assert found.deleteBeforeReplace == (delete_first and bool(replacing))
