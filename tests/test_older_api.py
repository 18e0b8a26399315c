"""What a program may not leave out of a live registry. That the engine asks before an update and in a preview is shown in tests/engine."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pulumi
import pytest
from acr_patterns.errors import ArgumentError
from acr_patterns.older_api import refusing_what_stays
from programs import REGISTRY

OWNER = SimpleNamespace(pulumi_resource_type="acr-patterns:index:Registry", pulumi_resource_name="shop")
MODE, BYPASS = "roleAssignmentMode", "networkRuleBypassAllowedForTasks"
ABAC, LEGACY = "AbacRepositoryPermissions", "LegacyRegistryPermissions"


def update(before: dict[str, Any], after: dict[str, Any]) -> None:
    check: Any = refusing_what_stays(cast(pulumi.Resource, OWNER)).check_update
    asyncio.run(check(pulumi.ResourceHookArgs("urn", "id", "shop", REGISTRY, old_inputs=before, new_inputs=after)))


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        (
            {MODE: ABAC, BYPASS: True},
            f"^Registry 'shop': role_assignment_mode is left out, and the registry is in mode {ABAC}, .* "
            f"say {LEGACY}, run `pulumi up`, and leave it out after that$",
        ),
        (
            {MODE: LEGACY, BYPASS: True},
            "^Registry 'shop': bypass_for_tasks is left out of the network, .* say False, run `pulumi up`, and leave it out after that$",
        ),
    ],
)
def test_what_azure_would_keep_is_not_left_out(before: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ArgumentError, match=sentence):
        update(before, {"sku": {"name": "Premium"}})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({MODE: LEGACY, BYPASS: False}, {}),
        ({}, {}),
        ({MODE: ABAC, BYPASS: True}, {MODE: LEGACY, BYPASS: False}),
    ],
)
def test_azure_s_defaults_may_be_left_out_and_all_else_be_said(before: dict[str, Any], after: dict[str, Any]) -> None:
    update(before, after)
