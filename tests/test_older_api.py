"""What a program may not leave out of a live registry. That the engine asks before an update and in a preview is shown in tests/engine."""

import asyncio
from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any, cast

import pulumi
import pytest
from acr_patterns import Registry, RegistryArgs
from acr_patterns.api_versions.older_api import refusing_what_stays
from acr_patterns.errors import ArgumentError
from acr_patterns.testing import Simulation, simulate
from programs import REGISTRY
from pulumi_azure_native import resources

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


def run(before: Simulation | None, **arguments: Any) -> Simulation:
    def program() -> None:
        group = resources.ResourceGroup("shop")
        Registry("shop", cast(RegistryArgs, {"resource_group_name": group.name, "sku": "Premium", **arguments}))

    return simulate(program, stack="prod", before=before)


@pytest.mark.parametrize(
    ("live", "left_out", "said"),
    [
        (
            {"network": {"access": "Private", "bypass_for_tasks": True}},
            "bypass_for_tasks is left out of the network",
            {"network": {"access": "Public", "bypass_for_tasks": False}},
        ),
        ({"role_assignment_mode": ABAC}, "role_assignment_mode is left out", {"role_assignment_mode": LEGACY}),
    ],
)
def test_a_second_run_under_mocks_is_refused_as_a_preview_is(
    live: dict[str, Any], left_out: str, said: dict[str, Any]
) -> None:
    first = run(None, **live)
    assert run(first, **live).azure is first.azure
    sent = len(first.azure.operations)
    with pytest.raises(ArgumentError, match=f"^Registry 'shop': {left_out}"):
        run(first)
    assert [one for one in first.azure.operations[sent:] if one.method != "GET"] == []
    run(run(first, **said))


@pytest.mark.parametrize(("options", "refuses"), [({"on_dry_run": True}, True), ({}, False)])
def test_of_other_hooks_those_run_under_mocks_that_run_in_previews_before_an_update(
    options: dict[str, Any], refuses: bool
) -> None:
    changed: list[Any] = []

    def refuse(args: pulumi.ResourceHookArgs) -> None:
        changed.append(((args.old_inputs or {})["tags"], (args.new_inputs or {})["tags"]))
        raise ValueError("not this")

    def program(tag: str) -> None:
        hook = pulumi.ResourceHook("check", refuse, pulumi.ResourceHookOptions(**options))
        binding = pulumi.ResourceHookBinding(before_create=[hook], before_update=[hook])
        resources.ResourceGroup("shop", tags={"is": tag}, opts=pulumi.ResourceOptions(hooks=binding))

    first = simulate(lambda: program("old"))
    with pytest.raises(ValueError, match="not this") if refuses else nullcontext():
        simulate(lambda: program("new"), before=first)
    assert changed == ([({"is": "old"}, {"is": "new"})] if refuses else [])
