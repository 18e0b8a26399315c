"""An agent pool and a clean-up on the real engine: what a change of each does."""

from pathlib import Path

from pulumi_runs import NewEngine, changes, succeeded

CLEANUP = Path(__file__).parent / "projects" / "cleanup"
POOLS, TASKS = "Microsoft.ContainerRegistry/registries/agentPools", "Microsoft.ContainerRegistry/registries/tasks"
ROLES = "Microsoft.Authorization/roleAssignments"


def test_what_a_change_of_a_pool_and_of_a_clean_up_does(new_engine: NewEngine) -> None:
    engine = new_engine(CLEANUP, role_delay=0.0)
    succeeded(engine.up("dev", "--skip-preview"))
    with engine.subscription.opened() as azure:
        [pool], [task], [role] = azure.of_type(POOLS), azure.of_type(TASKS), azure.of_type(ROLES)

    output = succeeded(engine.up("dev", "--skip-preview", "-c", "count=3", "-c", "dryRun=false"))
    assert changes(output) == {"created": 1, "updated": 2, "unchanged": 7}, "one role more, another pool and task"
    with engine.subscription.opened() as azure:
        [now], roles = azure.of_type(TASKS), azure.of_type(ROLES)
    assert now["identity"]["principalId"] == task["identity"]["principalId"]
    assert {one["properties"]["principalId"] for one in roles} == {role["properties"]["principalId"]}
    assert len(roles) == 2

    output = succeeded(engine.up("dev", "--skip-preview", "-c", "count=3", "-c", "dryRun=false", "-c", "tier=S3"))
    assert changes(output) == {"replaced": 1, "unchanged": 9}
    with engine.subscription.opened() as azure:
        [made_anew] = azure.of_type(POOLS)
    assert made_anew["name"] == pool["name"]
    assert (made_anew["properties"]["tier"], made_anew["properties"]["count"]) == ("S3", 3)
