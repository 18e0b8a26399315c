"""No release changes the name of anything that exists."""

from collections.abc import Callable

import lasting_names
import pytest
from acr_patterns import (
    AgentPool,
    BuildTask,
    ContainerGroup,
    PrivateNetwork,
    PullIdentity,
    PurgeTask,
    Registry,
    RegistryPrivateEndpoint,
    RegistrySku,
)
from acr_patterns.names import TASK, TASK_RUN, child_name
from acr_patterns.testing import simulate
from programs import DEPLOYMENT, SOURCE
from programs import TASK as TASK_TYPE
from pulumi_azure_native import operationalinsights, resources

URN = "urn:pulumi:dev::shop::acr-patterns:index:BuildTask::api"


def components(name: str) -> Callable[[], None]:
    """One component of each type, all with one name."""

    def program() -> None:
        group = resources.ResourceGroup("group").name
        logs = operationalinsights.Workspace("logs", resource_group_name=group).id
        registry = Registry(
            name, resource_group_name=group, sku=RegistrySku.PREMIUM, log_analytics_workspace_id=logs
        ).reference
        subnet = PrivateNetwork(name, resource_group_name=group).private_endpoint_subnet
        RegistryPrivateEndpoint(name, registry=registry, resource_group_name=group, subnet=subnet)
        AgentPool(name, registry=registry)
        image = BuildTask(name, registry=registry, repository="shop/api", source=SOURCE).image
        PurgeTask(
            name,
            registry=registry,
            repositories=["shop/api"],
            older_than_in_days=30,
            schedule="0 3 * * Sun",
            in_use=[image],
            dry_run=False,
        )
        puller = PullIdentity(name, resource_group_name=group, registry=registry).reference
        ContainerGroup(
            name,
            resource_group_name=group,
            registry=registry,
            pull_identity=puller,
            containers=[{"name": "api", "image": image, "cpu": 0.5, "memory_in_gb": 1.0, "ports": [80]}],
        )

    return program


@pytest.mark.parametrize("name", ["shop1", "My_Shop"])
def test_every_component_and_child_keeps_its_type_its_parent_and_its_logical_name(name: str) -> None:
    simulation = simulate(components(name))
    assert lasting_names.found(simulation) == lasting_names.expected(name)
    assert {one.type for one in simulation.resources if not one.custom} == lasting_names.CHILDREN.keys()


def test_a_task_and_its_run_keep_their_names_in_the_registry() -> None:
    assert child_name(TASK, "api", URN) == "api-0cbf1d"
    assert child_name(TASK, "my api", URN) == "my-api-ddbe76-0cbf1d"
    assert TASK_RUN.logical("my_api-0cbf1d", reserve=0) == "my-api-0cbf1d-0859c6"


def test_a_task_is_named_after_its_component_s_urn_and_its_run_after_the_task() -> None:
    simulation = simulate(components("shop1"))
    [component] = [one for one in simulation.resources if one.type == "acr-patterns:index:BuildTask"]
    named = child_name(TASK, "shop1", component.urn)
    [task] = [one for one in simulation.of_type(TASK_TYPE) if one.parent == component.urn]
    assert task.inputs["taskName"] == named
    assert simulation.resource(DEPLOYMENT).inputs["properties"]["parameters"]["taskRunName"] == {"value": named}
