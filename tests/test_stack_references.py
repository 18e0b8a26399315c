"""References to other stacks, in process; tests/engine compares them with the engine's."""

import gc
from collections.abc import Callable

import pulumi
import pytest
from acr_patterns.testing import SimulatedAzure, SimulationError, simulate
from programs import REGISTRY
from pulumi_azure_native import containerregistry, resources


def exporting(value: Callable[[], object]) -> Callable[[], None]:
    """A program with one output, which is made inside of it."""
    return lambda: pulumi.export("value", value())


def reading(name: str) -> Callable[[], None]:
    """A program that hands on the output of another stack."""

    def program() -> None:
        pulumi.export("value", pulumi.StackReference(name).require_output("value"))
        pulumi.export("organization", pulumi.get_organization())

    return program


@pytest.mark.parametrize("name", ["organization/network/prod", "contoso/network/prod"])
def test_a_stack_of_another_project_is_found_by_its_full_name(name: str) -> None:
    others = [
        simulate(exporting(lambda other=other: other), project=project, stack=stack)
        for project, stack, other in [
            ("network", "prod", "right"),
            ("shop", "prod", "project"),
            ("network", "dev", "stack"),
        ]
    ]
    simulation = simulate(reading(name), project="shop", references=others)
    assert simulation.outputs["value"] == "right"
    assert simulation.outputs["organization"] == "organization"


@pytest.mark.parametrize("name", ["prod", "organization/prod"])
def test_a_short_name_is_of_the_same_project(name: str) -> None:
    other = simulate(exporting(lambda: "other"), project="network", stack="prod")
    own = simulate(exporting(lambda: "own"), project="shop", stack="prod")
    assert simulate(reading(name), project="shop", references=[own, other]).outputs["value"] == "own"


def test_the_last_run_of_a_stack_counts() -> None:
    runs = [simulate(exporting(lambda value=value: value), stack="prod") for value in ("first", "last")]
    assert simulate(reading("prod"), references=runs).outputs["value"] == "last"


def test_a_secret_output_stays_secret_and_goes_to_azure_as_one() -> None:
    source = simulate(exporting(lambda: pulumi.Output.secret("s3cr3t")), stack="prod")
    assert source.secret_outputs == {"value"}

    def program() -> None:
        reference = pulumi.StackReference("prod")
        value = reference.require_output("value")
        resources.ResourceGroup("shop", tags={"key": value})
        pulumi.export("key", value)
        pulumi.export("all", reference.outputs)

    simulation = simulate(program, references=[source])
    assert simulation.resource("azure-native:resources:ResourceGroup").secrets == {"tags.key": "s3cr3t"}
    assert simulation.outputs == {"key": "s3cr3t", "all": {"value": "s3cr3t"}}
    assert simulation.secret_outputs == {"key", "all"}


def test_a_stack_that_refers_to_itself_is_told_so() -> None:
    with pytest.raises(SimulationError, match="stack prod refers to itself; name another stack"):
        simulate(reading("organization/shop/prod"), project="shop", stack="prod")


def test_a_stack_that_was_not_simulated_before_is_named_with_what_to_do(recwarn: pytest.WarningsRecorder) -> None:
    gc.collect()  # what failed programs of other tests have left
    recwarn.clear()
    with pytest.raises(SimulationError) as refused:
        simulate(reading("organization/shop/platform"), project="shop", stack="prod")
    assert str(refused.value) == (
        "StackReference 'organization/shop/platform': stack platform of project shop was not simulated before stack prod; "
        "simulate it first (`acr-patterns simulate platform prod`, or in a test `simulate(…, references=[…])`)"
    )
    with pytest.raises(SimulationError, match=r"stack prod of project network .* \(in a test `simulate"):
        simulate(reading("organization/network/prod"), project="shop")
    assert [str(warning.message) for warning in recwarn if warning.category is RuntimeWarning] == []


def test_a_name_that_is_none_is_refused() -> None:
    with pytest.raises(SimulationError, match="'a/b/c/d' is not the name of a stack; write ORGANIZATION/PROJECT/STACK"):
        simulate(reading("a/b/c/d"))


def test_an_object_of_the_azure_is_read() -> None:
    azure = SimulatedAzure()

    def making() -> None:
        group = resources.ResourceGroup("shop")
        registry = containerregistry.Registry("shop", resource_group_name=group.name, sku={"name": "Basic"})
        pulumi.export("id", registry.id)
        pulumi.export("server", registry.login_server)

    def getting(registry_id: str) -> None:
        registry = containerregistry.Registry.get("shop", registry_id)
        pulumi.export("id", registry.id)
        pulumi.export("server", registry.login_server)

    made = simulate(making, azure=azure, stack="platform")
    asked = len(azure.operations)
    assert simulate(lambda: getting(made.outputs["id"]), azure=azure).outputs == made.outputs
    assert len(azure.operations) == asked
    with pytest.raises(SimulationError, match=f"^{REGISTRY} 'shop': Status=404"):
        simulate(lambda: getting(made.outputs["id"] + "x"), azure=azure)
