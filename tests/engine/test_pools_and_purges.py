"""An agent pool and a clean-up on the real engine: what a change of each does."""

from pathlib import Path

from pulumi_runs import NewEngine, changes, succeeded

CLEANUP = Path(__file__).parent / "projects" / "cleanup"
POOLS, TASKS = "Microsoft.ContainerRegistry/registries/agentPools", "Microsoft.ContainerRegistry/registries/tasks"
ROLES = "Microsoft.Authorization/roleAssignments"


def test_another_count_is_an_update_and_another_tier_another_pool_of_the_same_name(new_engine: NewEngine) -> None:
    engine = new_engine(CLEANUP, role_delay=0.0)
    succeeded(engine.up("dev", "--skip-preview"))
    with engine.subscription.opened() as azure:
        [before] = azure.of_type(POOLS)
    assert changes(succeeded(engine.up("dev", "--skip-preview"))) == {"unchanged": 9}
    assert changes(succeeded(engine.up("dev", "--skip-preview", "-c", "count=3"))) == {"updated": 1, "unchanged": 8}
    output = succeeded(engine.up("dev", "--skip-preview", "-c", "count=3", "-c", "tier=S3"))
    assert changes(output) == {"replaced": 1, "unchanged": 8}
    with engine.subscription.opened() as azure:
        [pool] = azure.of_type(POOLS)
    assert pool["name"] == before["name"]
    assert (pool["properties"]["tier"], pool["properties"]["count"]) == ("S3", 3)


def test_a_clean_up_that_is_no_dry_run_any_more_is_one_update_and_one_role(new_engine: NewEngine) -> None:
    engine = new_engine(CLEANUP, role_delay=0.0)
    succeeded(engine.up("dev", "--skip-preview"))
    with engine.subscription.opened() as azure:
        [task], [role] = azure.of_type(TASKS), azure.of_type(ROLES)
    output = succeeded(engine.up("dev", "--skip-preview", "-c", "dryRun=false"))
    assert changes(output) == {"created": 1, "updated": 1, "unchanged": 8}
    with engine.subscription.opened() as azure:
        [now], roles = azure.of_type(TASKS), azure.of_type(ROLES)
    assert now["identity"]["principalId"] == task["identity"]["principalId"]
    assert {one["properties"]["principalId"] for one in roles} == {role["properties"]["principalId"]}
    assert len(roles) == 2
