"""8,600 random argument sets: every one is deployed or refused with a sentence, and none opens a way in."""

from collections.abc import Callable, Mapping
from typing import Any

from acr_patterns import BuildTask, ContainerGroup, PullIdentity, Registry, RegistryAuthentication
from acr_patterns.testing import SimulatedAzure, SimulationError
from any_arguments import (
    ANY_EXISTING_REGISTRY,
    LIMITS,
    LISTS,
    NAMES,
    build_arguments,
    existing_group_arguments,
    pull_arguments,
    registry_arguments,
    together,
    whole_programs,
)
from any_program import STACKS, check_promise, examples, halves
from any_values import changed, in_program
from existing import subscription
from hypothesis import event, given, settings
from hypothesis import strategies as st
from pulumi_azure_native import resources


def any_arguments(valid: st.SearchStrategy[dict[str, Any]]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Draw a stack, and a component's name and arguments: valid ones, or nearly."""
    return given(stack=st.sampled_from(STACKS), asked=changed(st.tuples(st.sampled_from(NAMES), valid).map(list)))


def check_component(component: Any, stack: str, asked: list[Any]) -> None:
    check_promise(lambda: component(*in_program(asked, {})), stack, subscription())


@halves
@settings(examples, max_examples=1200)
@any_arguments(registry_arguments())
def test_any_registry(half: str, stack: str, asked: list[Any]) -> None:
    check_component(Registry, stack, asked)


@halves
@settings(examples, max_examples=750)
@any_arguments(together(build_arguments(ANY_EXISTING_REGISTRY), LIMITS))
def test_any_build_task(half: str, stack: str, asked: list[Any]) -> None:
    check_component(BuildTask, stack, asked)


@halves
@settings(examples, max_examples=1200)
@any_arguments(together(pull_arguments(), LIMITS, LISTS))
def test_any_pull_identity(half: str, stack: str, asked: list[Any]) -> None:
    check_component(PullIdentity, stack, asked)


@halves
@settings(examples, max_examples=1000)
@any_arguments(existing_group_arguments())
def test_any_container_group(half: str, stack: str, asked: list[Any]) -> None:
    check_component(ContainerGroup, stack, asked)


COMPONENTS: Mapping[str, Any] = {"registry": Registry, "build": BuildTask, "pull": PullIdentity, "run": ContainerGroup}


@halves
@settings(examples, max_examples=150)
@given(stack=st.sampled_from(STACKS), asked=whole_programs())
def test_any_whole_program(half: str, stack: str, asked: dict[str, list[Any]]) -> None:
    def program() -> None:
        made: dict[str, Any] = {"group": resources.ResourceGroup("shop")}
        for variable, arguments in asked.items():
            made[variable] = COMPONENTS[variable.split()[0]](*in_program(arguments, made))

    try:
        check_promise(program, stack, SimulatedAzure())
    except SimulationError as refusal:
        # A reference written by hand may claim an admin user that the registry does not have: Azure alone can tell, and does.
        claimed = asked["registry"][1].get("authentication") != RegistryAuthentication.ADMIN_USER
        if not claimed or "UnAuthorizedForCredentialOperations" not in str(refusal):
            raise
        event("refused by Azure")
