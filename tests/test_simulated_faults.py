"""Operations of the simulated Azure that go wrong once."""

import pytest
from acr_patterns.testing import AzureError, SimulationError, simulate
from acr_patterns.testing.simulated_azure import Fault, NoAnswerError, SimulatedAzure, State
from programs import shop

REGISTRIES, GRANTS = "Microsoft.ContainerRegistry/registries", "Microsoft.Authorization/roleAssignments"
GROUP = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/shop"
REGISTRY = f"{GROUP}/providers/{REGISTRIES}/shop12345"
BODY = {"location": "westeurope", "sku": {"name": "Basic"}, "properties": {}}


@pytest.fixture
def azure() -> SimulatedAzure:
    made = SimulatedAzure()
    made.put(GROUP, {"location": "westeurope"})
    return made


@pytest.mark.parametrize(("fault", "status"), [(Fault.SERVER_ERROR, 500), (Fault.THROTTLED, 429)])
def test_an_operation_that_is_not_accepted_leaves_nothing_and_works_the_next_time(
    azure: SimulatedAzure, fault: Fault, status: int
) -> None:
    azure.plan_fault(fault, "PUT", REGISTRIES)
    with pytest.raises(AzureError) as refused:
        azure.put(REGISTRY, BODY)
    assert (refused.value.status, refused.value.accepted) == (status, False)
    assert azure.find(REGISTRY) is None
    assert azure.put(REGISTRY, BODY)["properties"]["provisioningState"] == "Succeeded"


def test_an_operation_that_fails_after_it_was_accepted_leaves_a_failed_object(azure: SimulatedAzure) -> None:
    azure.plan_fault(Fault.FAILS_AFTER_ACCEPTING, "PUT", REGISTRIES)
    with pytest.raises(AzureError) as refused:
        azure.put(REGISTRY, BODY)
    assert refused.value.accepted
    assert azure.get(REGISTRY)["properties"]["provisioningState"] == "Failed"
    assert azure.put(REGISTRY, BODY)["properties"]["provisioningState"] == "Succeeded"


def test_an_operation_without_an_answer_was_carried_out(azure: SimulatedAzure) -> None:
    azure.plan_fault(Fault.NO_ANSWER, "PUT", REGISTRIES)
    with pytest.raises(NoAnswerError):
        azure.put(REGISTRY, BODY)
    assert azure.get(REGISTRY)["properties"]["provisioningState"] == "Succeeded"
    azure.plan_fault(Fault.NO_ANSWER, "DELETE", REGISTRIES)
    with pytest.raises(NoAnswerError):
        azure.delete(REGISTRY)
    assert azure.find(REGISTRY) is None


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.THROTTLED, Fault.FAILS_AFTER_ACCEPTING])
def test_a_delete_fails_once(azure: SimulatedAzure, fault: Fault) -> None:
    azure.put(REGISTRY, BODY)
    azure.plan_fault(fault, "DELETE", REGISTRIES)
    with pytest.raises(AzureError):
        azure.delete(REGISTRY)
    assert (azure.find(REGISTRY) is None) == (fault is Fault.FAILS_AFTER_ACCEPTING)
    azure.delete(REGISTRY)
    assert azure.find(REGISTRY) is None


def test_a_fault_can_wait_for_the_second_operation_of_a_kind() -> None:
    azure = SimulatedAzure()
    azure.plan_fault(Fault.SERVER_ERROR, "PUT", GRANTS, number=2)
    with pytest.raises(SimulationError, match="Status=500"):
        simulate(shop(), azure=azure)
    assert len(azure.of_type(GRANTS)) == 1


def test_what_is_planned_survives_the_way_through_a_file(azure: SimulatedAzure) -> None:
    azure.plan_fault(Fault.THROTTLED, "PUT", REGISTRIES)
    read = SimulatedAzure(state=State.from_json(azure.state.to_json()))
    with pytest.raises(AzureError, match="Status=429"):
        read.put(REGISTRY, BODY)


@pytest.mark.parametrize(
    ("method", "type_", "number"), [("put", REGISTRIES, 1), ("PUT", "Microsoft.Storage/x", 1), ("PUT", REGISTRIES, 0)]
)
def test_a_fault_of_no_operation_is_refused(azure: SimulatedAzure, method: str, type_: str, number: int) -> None:
    with pytest.raises(ValueError, match="no operation"):
        azure.plan_fault(Fault.SERVER_ERROR, method, type_, number)


def test_without_an_answer_a_program_in_process_ends_with_a_sentence() -> None:
    azure = SimulatedAzure()
    azure.plan_fault(Fault.NO_ANSWER, "PUT", REGISTRIES)
    with pytest.raises(SimulationError, match=r"no answer for .*which Azure made"):
        simulate(shop(), azure=azure)
