"""What a container group's create does when Azure refuses the pull."""

from pathlib import Path

from pulumi_runs import NewEngine, changes, failed, succeeded

SERVICES = Path(__file__).parent / "projects" / "services"
FRESH = ("--skip-preview", "-c")


def test_a_service_whose_grant_is_not_honoured_yet_is_asked_for_again(new_engine: NewEngine) -> None:
    succeeded(new_engine(SERVICES, role_delay=0.0).up("dev", *FRESH, "names="))
    output = succeeded(new_engine(SERVICES, role_delay=60.0).up("dev", *FRESH, "names=api"))
    assert "Azure does not honour AcrPull yet" in output
    assert "retrying create due to on-error hook request" in output
    assert changes(output)["created"] == 5


def test_a_missing_image_fails_at_once_with_what_to_do(new_engine: NewEngine) -> None:
    engine = new_engine(SERVICES, role_delay=0.0)
    succeeded(engine.up("dev", *FRESH, "names=api"))
    output = failed(engine.up("dev", *FRESH, "names=api", "-c", "tag=gone"))
    assert 'Status=400 Code="InaccessibleImage"' in output
    assert "az acr manifest list-metadata --registry shop" in output
    assert "next attempt" not in output
    assert "retrying" not in output
