"""Random arguments of agent pools and clean-ups: every set is deployed or refused with a sentence."""

from typing import Any

from acr_patterns import AgentPool, AgentPoolTier, PurgeTask, RegistrySku
from any_arguments import ANY_EXISTING_REGISTRY, LIMITS, NAMES, PLACE, Arguments, all_of, members, some_of, together
from any_program import STACKS, check_promise, examples, halves
from any_values import changed, in_program, texts
from existing import ABAC_SERVER, DIGEST, REGISTRY, SERVER, TAG, subscription
from hypothesis import given, settings
from hypothesis import strategies as st

WITH_SKU = st.sampled_from([{**REGISTRY, "sku": sku} for sku in (*RegistrySku, "Premium", "Gold")])


def pool_arguments() -> Arguments:
    """The arguments of an `AgentPool`."""
    free = some_of(tier=members(AgentPoolTier), count=st.sampled_from([0, 1, 2.0, 40]))
    return together(all_of(registry=ANY_EXISTING_REGISTRY | WITH_SKU), PLACE, free)


def purge_arguments() -> Arguments:
    """The arguments of a `PurgeTask`."""
    images = texts(f"{SERVER}/shop/api@{DIGEST}", f"{SERVER}/web:{TAG}@{DIGEST}", f"{ABAC_SERVER}/api@{DIGEST}")
    needed = all_of(
        registry=ANY_EXISTING_REGISTRY,
        repositories=st.lists(st.sampled_from(["api", "shop/api", "a__b"]), min_size=1, max_size=2),
        older_than_in_days=st.sampled_from([1, 30.0, 54_750]),
        schedule=st.sampled_from(["0 3 * * *", "*/5 0-6 * Jan Mon-Fri"]),
    )
    free = some_of(
        keep=st.sampled_from([0, 3, 5.0]),
        in_use=st.lists(images, max_size=2),
        dry_run=st.booleans(),
        untagged=st.booleans(),
        timeout_in_seconds=st.sampled_from([300, 300.0, 28_800]),
    )
    return together(needed, PLACE, free, LIMITS)


def check_component(component: Any, stack: str, asked: list[Any]) -> None:
    check_promise(lambda: component(*in_program(asked, {})), stack, subscription())


@halves
@settings(examples, max_examples=100)
@given(stack=st.sampled_from(STACKS), asked=changed(st.tuples(st.sampled_from(NAMES), pool_arguments()).map(list)))
def test_any_agent_pool(half: str, stack: str, asked: list[Any]) -> None:
    check_component(AgentPool, stack, asked)


@halves
@settings(examples, max_examples=150)
@given(stack=st.sampled_from(STACKS), asked=changed(st.tuples(st.sampled_from(NAMES), purge_arguments()).map(list)))
def test_any_purge_task(half: str, stack: str, asked: list[Any]) -> None:
    check_component(PurgeTask, stack, asked)
