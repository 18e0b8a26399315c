"""A clean-up that comes after its services names what they still run where one of them fails to change."""

import pulumi
import pytest
from acr_patterns import PurgeTask, RoleAssignmentMode, existing_registry
from acr_patterns.testing import SimulationError, simulate
from pulumi_azure_native import managedidentity
from purging import API, REGISTRY, SERVER, TASKS, named, new_azure, steps_of


def shop(image: str, group: str, *, after: bool) -> None:
    service = managedidentity.UserAssignedIdentity("service", resource_name_="service", resource_group_name=group)
    PurgeTask(
        "old",
        registry=existing_registry(REGISTRY, SERVER, RoleAssignmentMode.LEGACY),
        repositories=[API],
        older_than_in_days=30,
        schedule="0 3 * * *",
        in_use=[image],
        opts=pulumi.ResourceOptions(depends_on=[service] if after else []),
    )


@pytest.mark.parametrize(("after", "kept"), [(True, 1), (False, 2)])
def test_the_image_that_still_runs_stays_in_use_if_the_service_fails(after: bool, kept: int) -> None:
    first = simulate(lambda: shop(named(1), "shop", after=after), azure=new_azure())
    with pytest.raises(SimulationError):
        simulate(lambda: shop(named(2), "absent", after=after), before=first)
    [task] = first.azure.of_type(TASKS)
    assert named(kept).partition("/")[2] in steps_of(task)[0]["cmd"]
