"""Random arguments of private networks, and of container groups and tasks on a network: each set is deployed or refused with a sentence."""

from typing import Any

from acr_patterns import AgentPool, ContainerGroup, PrivateNetwork, PurgeTask
from acr_patterns.networks.subnets import CONTAINER_GROUPS
from any_arguments import (
    EXISTING_ACCESS,
    EXISTING_GROUP,
    NAMES,
    PLACE,
    Arguments,
    all_of,
    group_arguments,
    some_of,
    together,
)
from any_program import STACKS, check_promise, examples, halves
from any_values import changed, in_program, texts
from existing import DIGEST, REGISTRY
from hypothesis import given, settings
from hypothesis import strategies as st
from in_subnets import NETWORK, SUBNET, with_network

SPACES = ["10.0.0.0/22", "10.0.0.0/16", "192.168.0.0/24", "172.16.0.0/12", "10.0.0.1/22", "fd00::/22", "203.0.113.0/24"]
CLOSED = {**REGISTRY, "sku": "Premium", "network": {"access": "Private"}}
BYPASSED = {**CLOSED, "network": {"access": "Private", "bypass_for_tasks": True}}
REGISTRIES = st.sampled_from([REGISTRY, CLOSED, BYPASSED])
HERE = texts("westeurope", "West Europe")
"""The region of the network, by any of its names: Azure refuses what is to lie in a subnet elsewhere."""
GROUPS_SUBNET = together(
    all_of(id=texts(SUBNET)),
    some_of(delegation=st.sampled_from([CONTAINER_GROUPS, CONTAINER_GROUPS.lower(), ""]), nat_gateway=st.booleans()),
)
POOL_SUBNET = together(
    all_of(id=texts(f"{NETWORK}/subnets/endpoints")),
    some_of(delegation=st.sampled_from(["", CONTAINER_GROUPS]), nat_gateway=st.booleans()),
)


def network_arguments() -> Arguments:
    """The arguments of a `PrivateNetwork`."""
    return together(EXISTING_GROUP, PLACE, some_of(address_space=st.sampled_from(SPACES), nat_gateway=st.booleans()))


@st.composite
def grouped_arguments(draw: st.DrawFn) -> dict[str, Any]:
    """The arguments of a `ContainerGroup` in a subnet."""
    access = draw(EXISTING_ACCESS)
    image = texts(f"{access['registry']['login_server']}/shop/api@{DIGEST}")
    return draw(together(group_arguments(st.just(access), image), all_of(subnet=GROUPS_SUBNET, location=HERE)))


def pool_arguments() -> Arguments:
    """The arguments of an `AgentPool` in a subnet, or in none."""
    return together(all_of(registry=REGISTRIES), PLACE, all_of(location=HERE), some_of(subnet=POOL_SUBNET))


def purge_arguments() -> Arguments:
    """The arguments of a `PurgeTask` on a pool that is there, or on none."""
    pools = together(all_of(name=texts("builds")), some_of(in_subnet=st.booleans()))
    needed = {"repositories": ["api"], "older_than_in_days": 30, "schedule": "0 3 * * *", "in_use": []}
    fixed = {name: st.just(value) for name, value in needed.items()}
    return together(all_of(registry=REGISTRIES, **fixed), some_of(agent_pool=pools))


def check_component(component: Any, stack: str, asked: list[Any]) -> None:
    azure = with_network()
    azure.put(f"{REGISTRY['id']}/agentPools/builds", {"properties": {}})
    check_promise(lambda: component(*in_program(asked, {})), stack, azure)


@halves
@settings(examples, max_examples=60)
@given(stack=st.sampled_from(STACKS), asked=changed(st.tuples(st.sampled_from(NAMES), network_arguments()).map(list)))
def test_any_private_network(half: str, stack: str, asked: list[Any]) -> None:
    check_component(PrivateNetwork, stack, asked)


@halves
@settings(examples, max_examples=100)
@given(stack=st.sampled_from(STACKS), asked=changed(st.tuples(st.sampled_from(NAMES), grouped_arguments()).map(list)))
def test_any_container_group_in_a_subnet(half: str, stack: str, asked: list[Any]) -> None:
    check_component(ContainerGroup, stack, asked)


@halves
@settings(examples, max_examples=60)
@given(stack=st.sampled_from(STACKS), asked=changed(st.tuples(st.sampled_from(NAMES), pool_arguments()).map(list)))
def test_any_agent_pool_in_a_subnet(half: str, stack: str, asked: list[Any]) -> None:
    check_component(AgentPool, stack, asked)


@halves
@settings(examples, max_examples=60)
@given(stack=st.sampled_from(STACKS), asked=changed(st.tuples(st.sampled_from(NAMES), purge_arguments()).map(list)))
def test_any_task_on_a_pool(half: str, stack: str, asked: list[Any]) -> None:
    check_component(PurgeTask, stack, asked)
