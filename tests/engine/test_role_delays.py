"""What an `up` does while Azure does not honour a new role assignment yet, and what when it never will."""

from pathlib import Path

import pytest
from acr_patterns.testing.engine import SimulatedEngine
from pulumi_runs import NewEngine, changes, failed, succeeded

SERVICES = Path(__file__).parent / "projects" / "services"
FRESH = ("--skip-preview", "-c")
MINUTE = 60.0


def up_with_an_image(new_engine: NewEngine, *, scale: float = 60.0) -> SimulatedEngine:
    """An engine whose registry has the image, and no container group yet."""
    engine = new_engine(SERVICES, role_delay=0.0, clock_scale=scale)
    succeeded(engine.up("dev", *FRESH, "names="))
    return engine


@pytest.mark.parametrize(("delay", "scale"), [(0.0, 60.0), (20.0, 10.0), (4 * MINUTE, 60.0), (9 * MINUTE, 60.0)])
def test_a_service_starts_however_late_its_role_is_honoured_within_ten_minutes(
    new_engine: NewEngine, delay: float, scale: float
) -> None:
    engine = up_with_an_image(new_engine, scale=scale)
    output = succeeded(new_engine(SERVICES, role_delay=delay, clock_scale=scale).up("dev", *FRESH, "names=api"))
    assert changes(output)["created"] == 5
    assert ("Azure does not honour AcrPull yet, or there is no such image" in output) is (delay > 0)
    assert ("retrying create due to on-error hook request" in output) is (delay > 0)
    with engine.subscription.opened() as azure:
        assert len(azure.of_type("Microsoft.ContainerInstance/containerGroups")) == 1


def test_a_role_that_is_not_honoured_after_eleven_minutes_fails_with_who_lacks_what_where(
    new_engine: NewEngine,
) -> None:
    engine = up_with_an_image(new_engine, scale=30.0)
    output = failed(new_engine(SERVICES, role_delay=11 * MINUTE, clock_scale=30.0).up("dev", *FRESH, "names=api"))
    with engine.subscription.opened() as azure:
        [identity] = azure.of_type("Microsoft.ManagedIdentity/userAssignedIdentities")
        [registry] = azure.of_type("Microsoft.ContainerRegistry/registries")
        principal = identity["properties"]["principalId"]
        assert not azure.of_type("Microsoft.ContainerInstance/containerGroups")
    assert (
        f"Azure still refuses the pull ten minutes after AcrPull on registry {registry['name']} was assigned to principal {principal}; "
        f"check the assignment (`az role assignment list --assignee {principal} --scope {registry['id']} --output table`) "
        "and that the image exists, then run `pulumi up` again"
    ) in " ".join(output.split())


def test_an_image_that_does_not_exist_fails_at_once_with_what_to_do(new_engine: NewEngine) -> None:
    engine = up_with_an_image(new_engine)
    succeeded(engine.up("dev", *FRESH, "names=api"))
    output = failed(engine.up("dev", *FRESH, "names=api", "-c", "tag=gone"))
    assert 'Status=400 Code="InaccessibleImage"' in output
    assert "az acr manifest list-metadata --registry shop" in output
    assert "next attempt" not in output
    assert "retrying" not in output


def test_a_build_whose_role_is_honoured_too_late_says_so_and_runs_at_the_next_up(new_engine: NewEngine) -> None:
    engine = new_engine(SERVICES, role_delay=60 * MINUTE, clock_scale=60.0)
    output = failed(engine.up("dev", *FRESH, "names="))
    assert "if it says `denied` or `unauthorized`, Azure does not honour the new AcrPush role assignment yet" in output
    with engine.subscription.opened() as azure:
        [run] = azure.runs
        assert str(run.error).startswith("denied")
        azure.state.effective_at.update(dict.fromkeys(azure.state.effective_at, azure.clock.now()))
    output = succeeded(engine.up("dev", *FRESH, "names="))
    assert changes(output)["updated"] == 1
    with engine.subscription.opened() as azure:
        assert [run.status for run in azure.runs] == ["Failed", "Succeeded"]
