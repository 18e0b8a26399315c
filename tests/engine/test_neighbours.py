"""Components of the same names, beside each other: in one stack, in two stacks, and in one registry."""

from collections import Counter
from pathlib import Path

from acr_patterns.testing.engine import SimulatedEngine
from pulumi_runs import NewEngine, changes, succeeded

TEAMS = Path(__file__).parent / "projects" / "teams"


def names(engine: SimulatedEngine) -> Counter[tuple[str, str]]:
    """Type and name of every object in the subscription."""
    with engine.subscription.opened() as azure:
        return Counter((one["type"], one["name"]) for one in azure.state.resources.values())


def test_no_azure_name_is_used_twice_by_two_teams_in_three_stacks_with_one_registry(new_engine: NewEngine) -> None:
    engine = new_engine(TEAMS, role_delay=0.0, clock_scale=600.0)
    succeeded(engine.up("dev-platform", "--skip-preview"))
    with engine.subscription.opened() as azure:
        [registry] = azure.of_type("Microsoft.ContainerRegistry/registries")
    shared = ("-c", f"registryId={registry['id']}", "-c", f"loginServer={registry['properties']['loginServer']}")
    for stack in ("dev-one", "dev-two"):
        assert changes(succeeded(engine.up(stack, "--skip-preview", *shared)))["created"] == 23
    used = names(engine)
    assert max(used.values()) == 1
    assert Counter(type_ for type_, _ in used)["Microsoft.ContainerRegistry/registries/tasks"] == 6
    for stack in ("dev-one", "dev-two"):
        assert changes(succeeded(engine.up(stack, "--skip-preview", *shared))) == {"unchanged": 23}
    succeeded(engine.destroy("dev-one", "--skip-preview"))
    assert changes(succeeded(engine.up("dev-two", "--skip-preview", "--refresh", *shared))) == {"unchanged": 23}


def test_two_stacks_of_this_project_share_no_name(new_engine: NewEngine) -> None:
    engine = new_engine(role_delay=0.0, clock_scale=600.0)
    for stack in ("dev", "platform"):
        succeeded(engine.up(stack, "--skip-preview"))
    used = names(engine)
    assert max(used.values()) == 1
    assert Counter(type_ for type_, _ in used)["Microsoft.ContainerRegistry/registries"] == 2
