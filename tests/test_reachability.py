"""What can push to and pull from a registry with a given network."""

import pytest
from acr_patterns import ArgumentError, NetworkAccess, RegistryNetworkArgs, RegistryReference, RoleAssignmentMode
from acr_patterns.networks.reachability import Consumer, TaskMachines, check_reachable, unreachable
from acr_patterns.networks.registry_network import RegistryNetwork

CLOSED = (NetworkAccess.ALLOWED_IP_RANGES, NetworkAccess.PRIVATE)


@pytest.mark.parametrize("task", TaskMachines)
@pytest.mark.parametrize("consumer", Consumer)
def test_whatever_there_is_reaches_an_open_registry_and_may_reach_one_that_is_not_known(
    task: TaskMachines, consumer: Consumer
) -> None:
    assert unreachable(RegistryNetwork(trusted_services=False), task=task, consumer=consumer) == []
    assert unreachable(None, task=task, consumer=consumer) == []


@pytest.mark.parametrize("access", CLOSED)
@pytest.mark.parametrize(
    ("task", "bypass", "reason"),
    [
        (TaskMachines.SHARED, None, "refused tasks on its shared machines there since June 2025"),
        (TaskMachines.SHARED, False, "refused tasks on its shared machines there since June 2025"),
        (TaskMachines.SHARED, True, None),
        (TaskMachines.AGENT_POOL, True, "come from the internet like any other"),
        (TaskMachines.AGENT_POOL_IN_SUBNET, None, None),
        (TaskMachines.AGENT_POOL_SOMEWHERE, None, None),
        (None, None, None),
    ],
)
def test_a_task_reaches_a_closed_registry_by_its_bypass_or_from_a_subnet(
    access: NetworkAccess, task: TaskMachines | None, bypass: bool | None, reason: str | None
) -> None:
    reasons = unreachable(RegistryNetwork(access, tasks=bypass), task=task)
    assert [reason in one for one in reasons if reason] == ([True] if reason else [])
    assert len(reasons) == (1 if reason else 0)


@pytest.mark.parametrize("consumer", [Consumer.CONTAINER_GROUP, Consumer.CONTAINER_GROUP_IN_SUBNET])
def test_a_container_group_reaches_a_closed_registry_as_a_trusted_service_alone(consumer: Consumer) -> None:
    for access, reason in zip(
        CLOSED, ("allowed_ip_ranges cannot name", "also where it lies in a virtual network"), strict=True
    ):
        assert unreachable(RegistryNetwork(access), consumer=consumer) == []
        [said] = unreachable(RegistryNetwork(access, trusted_services=False), consumer=consumer)
        assert reason in said


@pytest.mark.parametrize("trusted", [True, False])
def test_a_container_group_that_logs_in_with_a_user_name_reaches_no_closed_registry(trusted: bool) -> None:
    for access in CLOSED:
        network = RegistryNetwork(access, trusted_services=trusted)
        [said] = unreachable(network, consumer=Consumer.CONTAINER_GROUP_BY_USER_NAME)
        assert "only with a managed identity, while the registry's authentication is AdminUser" in said


def test_pull_requests_reach_a_closed_registry_by_its_bypass_alone() -> None:
    for access in CLOSED:
        assert unreachable(RegistryNetwork(access, tasks=True), task=TaskMachines.PULL_REQUESTS) == []
        [said] = unreachable(RegistryNetwork(access), task=TaskMachines.PULL_REQUESTS)
        assert "leave the pull_request trigger out" in said


def test_both_reasons_are_said_at_once() -> None:
    network: RegistryNetworkArgs = {"access": NetworkAccess.PRIVATE, "bypass_for_trusted_services": False}
    registry: RegistryReference = {
        "id": "",
        "login_server": "",
        "role_assignment_mode": RoleAssignmentMode.LEGACY,
        "network": network,
    }
    with pytest.raises(
        ArgumentError, match=r"^BuildTask 'api': .*June 2025.*; and .*pulls the images of a container group"
    ):
        check_reachable(
            "BuildTask 'api'", registry, task=TaskMachines.SHARED, consumer=Consumer.CONTAINER_GROUP_IN_SUBNET
        )
