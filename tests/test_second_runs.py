"""A program that runs a second time, after a run that worked or failed, and what it logged."""

import asyncio
from typing import Any

import pulumi
import pytest
from acr_patterns.testing import Logged, ManualClock, SimulatedAzure, Simulation, SimulationError, mocks, simulate
from acr_patterns.testing.simulated_azure import Fault
from programs import CONTAINER_GROUP, DEPLOYMENT, RESOURCE_GROUP, SOURCE, shop
from pulumi_azure_native import containerregistry, managedidentity, resources


def sent(simulation: Simulation, since: int) -> list[str]:
    """The types that Azure made or changed from its operation number `since` on."""
    return [operation.type.rpartition("/")[2] for operation in simulation.azure.operations[since:]]


def test_what_has_not_changed_keeps_its_name_and_is_not_sent_again() -> None:
    clock = ManualClock()
    azure = SimulatedAzure(clock=clock)

    def program() -> None:
        shop()()
        pulumi.export("stack", pulumi.get_stack())

    first = simulate(program, azure=azure)
    objects, operations = set(azure.state.resources), len(azure.operations)
    clock.advance(60)
    second = simulate(program, before=first)
    assert (set(azure.state.resources), len(azure.operations)) == (objects, operations)
    assert len(azure.runs) == 1
    assert second.azure is azure
    assert second.outputs == first.outputs
    assert second.state == first.state
    assert {one.urn for one in second.resources} == {one.urn for one in first.resources}


def test_what_has_changed_is_a_change_of_the_same_object() -> None:
    first = simulate(shop())
    objects, operations = set(first.azure.state.resources), len(first.azure.operations)
    second = simulate(shop(task={"source": {**SOURCE, "revision": "1234567"}}), before=first)
    assert set(first.azure.state.resources) == objects
    assert sent(second, operations) == ["taskRuns", "deployments", "containerGroups"]
    [container] = second.resource(CONTAINER_GROUP).inputs["containers"]
    assert container["image"].endswith(first.azure.runs[1].images[0]["digest"])


def test_a_run_without_an_earlier_one_makes_everything_anew() -> None:
    first = simulate(shop())
    second = simulate(shop(), azure=first.azure, stack="dev-b")
    assert len(second.azure.of_type("Microsoft.ContainerRegistry/registries")) == 2


def test_a_failed_run_hands_on_what_it_made_and_the_next_one_goes_on_from_there() -> None:
    azure = SimulatedAzure()
    azure.plan_fault(Fault.SERVER_ERROR, "PUT", "Microsoft.ContainerInstance/containerGroups")
    with pytest.raises(SimulationError) as failed:
        simulate(shop(), azure=azure)
    first = failed.value.simulation
    assert len(first.of_type(DEPLOYMENT)) == 1
    assert first.of_type(CONTAINER_GROUP) == []
    operations = len(azure.operations)
    second = simulate(shop(), before=first)
    assert sent(second, operations) == ["containerGroups"]


def test_what_azure_took_and_failed_afterwards_is_sent_again_under_its_name() -> None:
    azure = SimulatedAzure()
    context = f"{SOURCE['url']}#88a601d"
    azure.fail_build(context, "no such file")
    with pytest.raises(SimulationError, match="DeploymentFailed") as failed:
        simulate(shop(), azure=azure)
    azure.mend_build(context)
    simulate(shop(), before=failed.value.simulation)
    assert len(azure.of_type("Microsoft.Resources/deployments")) == 1
    assert [run.status for run in azure.runs] == ["Failed", "Succeeded"]


def test_the_state_outlives_a_run_that_fails_before_it_gets_to_a_resource() -> None:
    first = simulate(shop())

    def broken() -> None:
        resources.ResourceGroup("shop")
        containerregistry.Registry("x", resource_group_name="gone", registry_name="contoso42", sku={"name": "Basic"})

    with pytest.raises(SimulationError) as failed:
        simulate(broken, before=first)
    objects = set(first.azure.state.resources)
    simulate(shop(), before=failed.value.simulation)
    assert set(first.azure.state.resources) == objects


def test_what_does_not_depend_on_the_failure_is_made_in_every_run() -> None:
    def program() -> None:
        group = resources.ResourceGroup("shop")
        containerregistry.Registry("not-a-name", resource_group_name=group.name, sku={"name": "Basic"})
        identity = managedidentity.UserAssignedIdentity("shop", resource_group_name=group.name)
        other = managedidentity.UserAssignedIdentity("other", resource_group_name=group.name, tags={"a": identity.name})
        other.principal_id.apply(lambda known: pulumi.log.info(f"principal {len(known)}", resource=other))

    for _ in range(20):
        with pytest.raises(SimulationError) as failed:
            simulate(program)
        assert len(failed.value.simulation.of_type("azure-native:managedidentity:UserAssignedIdentity")) == 2
        assert failed.value.simulation.log == [Logged("info", "principal 36")]


def test_each_of_several_refusals_names_its_own_resource() -> None:
    def program() -> None:
        for name in ("first", "second"):
            group = resources.ResourceGroup(name)
            sku: containerregistry.SkuArgsDict = {"name": "Basic"}
            containerregistry.Registry(name, resource_group_name=group.name, registry_name=f"not-{name}", sku=sku)

    for _ in range(20):
        with pytest.raises(SimulationError, match=r"Registry '(first|second)': Status=400 .* name 'not-\1'"):
            simulate(program)


class Nested(pulumi.ComponentResource):
    """A component with one child, whose name is always the same."""

    def __init__(self, type_: str, name: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(f"shop:index:{type_}", name, None, opts)
        self.group = resources.ResourceGroup("same", tags={"of": name}, opts=pulumi.ResourceOptions(parent=self))


def test_objects_of_one_name_below_different_components_are_told_apart() -> None:
    def program() -> None:
        Nested("Inner", "alone")
        Nested("Inner", "below", pulumi.ResourceOptions(parent=Nested("Outer", "outer")))

    first = simulate(program)
    assert len({one.urn for one in first.of_type(RESOURCE_GROUP)}) == 3
    simulate(program, before=first)
    assert len(first.azure.operations) == 3


@pytest.mark.parametrize(
    ("stack", "project", "sentence"),
    [
        ("prod", "project", "before is of stack dev of project project, and this is stack prod of project project;"),
        ("dev", "shop", "before is of stack dev of project project, and this is stack dev of project shop;"),
    ],
)
def test_a_run_of_another_stack_is_refused(stack: str, project: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        simulate(shop(), before=simulate(lambda: None), stack=stack, project=project)


def test_a_run_on_another_azure_is_refused() -> None:
    with pytest.raises(ValueError, match="before was on another SimulatedAzure; leave azure out"):
        simulate(shop(), before=simulate(lambda: None), azure=SimulatedAzure())


def test_what_the_program_logs_is_kept_in_order() -> None:
    def program() -> None:
        pulumi.log.info("one")
        pulumi.log.debug("for debugging")
        group = resources.ResourceGroup("shop")
        pulumi.log.warn("two")
        group.name.apply(lambda _: pulumi.log.error("three", resource=group))

    assert simulate(program).log == [Logged("info", "one"), Logged("warning", "two"), Logged("error", "three")]


def test_a_task_that_never_ends_does_not_hold_a_run_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mocks, "LONGEST_WAIT", 0.1)

    async def program() -> None:
        tasks.append(asyncio.ensure_future(asyncio.Event().wait()))
        await asyncio.sleep(0)

    tasks: list[asyncio.Future[Any]] = []
    simulate(lambda: asyncio.ensure_future(program()))
    assert [task.cancelled() for task in tasks] == [True]
