"""What a simulated registry keeps of its images: tags that move, locks, and purges."""

import pytest
from acr_patterns.testing import AzureError, ManualClock, SimulatedAzure
from acr_patterns.testing.simulated_azure import State
from existing import SERVER

API = "shop/api"
FIRST, SECOND = "sha256:" + "1" * 64, "sha256:" + "2" * 64
DAY = 86_400.0
LOCKED = "REGISTRY_DISALLOWED_OPERATION"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def azure(clock: ManualClock) -> SimulatedAzure:
    """A registry with an image of yesterday, `v1`, and one of today, `v2`."""
    azure = SimulatedAzure(clock=clock)
    azure.push_image(SERVER, API, "v1", FIRST)
    clock.advance(DAY)
    azure.push_image(SERVER, API, "v2", SECOND)
    return azure


def refused(azure: SimulatedAzure, name: str | None) -> str:
    with pytest.raises(AzureError) as error:
        azure.delete_images(SERVER, API, name)
    assert azure.has_image(SERVER, API, FIRST)
    return error.value.code


def test_an_image_has_its_time_and_its_tags_and_is_found_by_tag_and_digest(azure: SimulatedAzure) -> None:
    digest, manifest = azure.image(SERVER, API, "v2")
    assert digest == SECOND
    assert manifest["createdTime"] == manifest["lastUpdateTime"] == "2026-01-02T00:00:00+00:00"
    assert list(manifest["tags"]) == ["v2"]
    assert azure.image(SERVER, API, SECOND) == (digest, manifest)
    for name in ("v3", "sha256:" + "3" * 64):
        assert not azure.has_image(SERVER, API, name)
        with pytest.raises(AzureError, match="MANIFEST_UNKNOWN"):
            azure.image(SERVER, API, name)


def test_a_tag_names_the_image_that_was_pushed_last_and_the_other_stays(azure: SimulatedAzure) -> None:
    azure.push_image(SERVER, API, "v1", SECOND)
    assert azure.image(SERVER, API, "v1")[0] == SECOND
    assert azure.image(SERVER, API, FIRST)[1]["tags"] == {}
    azure.push_image(SERVER, API, None, FIRST)
    assert azure.image(SERVER, API, FIRST)[1]["tags"] == {}


def test_deleting_takes_the_image_with_all_its_tags_and_the_last_one_the_repository(azure: SimulatedAzure) -> None:
    azure.push_image(SERVER, API, "stable", FIRST)
    azure.delete_images(SERVER, API, "v1")
    assert not azure.has_image(SERVER, API, "stable")
    azure.delete_images(SERVER, API, SECOND)
    assert azure.state.manifests == {SERVER: {}}
    with pytest.raises(AzureError, match="MANIFEST_UNKNOWN"):
        azure.delete_images(SERVER, API, SECOND)


@pytest.mark.parametrize("attribute", ["deleteEnabled", "writeEnabled"])
@pytest.mark.parametrize("locked", [FIRST, "v1"])
def test_what_is_locked_is_not_deleted_until_it_is_unlocked(azure: SimulatedAzure, locked: str, attribute: str) -> None:
    azure.lock_image(SERVER, API, locked, **{attribute: False})
    assert [refused(azure, name) for name in (FIRST, "v1", None)] == [LOCKED] * 3
    azure.delete_images(SERVER, API, SECOND)
    azure.lock_image(SERVER, API, locked, **{attribute: True})
    azure.delete_images(SERVER, API)
    assert not azure.has_image(SERVER, API, FIRST)


def test_one_attribute_leaves_the_other_as_it_was(azure: SimulatedAzure) -> None:
    azure.lock_image(SERVER, API, FIRST, writeEnabled=False)
    azure.lock_image(SERVER, API, FIRST, deleteEnabled=False)
    azure.lock_image(SERVER, API, FIRST, writeEnabled=True)
    assert azure.image(SERVER, API, FIRST)[1]["changeableAttributes"] == {"deleteEnabled": False, "writeEnabled": True}


def test_a_tag_that_may_not_be_written_names_no_other_image(azure: SimulatedAzure) -> None:
    azure.lock_image(SERVER, API, "v1", deleteEnabled=False)
    azure.push_image(SERVER, API, "v1", SECOND)
    azure.lock_image(SERVER, API, "v1", writeEnabled=False)
    with pytest.raises(AzureError, match=LOCKED):
        azure.push_image(SERVER, API, "v1", FIRST)
    assert azure.image(SERVER, API, "v1")[0] == SECOND


def test_a_purge_takes_what_is_old_enough_and_not_locked(azure: SimulatedAzure, clock: ManualClock) -> None:
    clock.advance(DAY)
    assert azure.purge_images(SERVER, 2 * DAY + 1) == []
    assert azure.purge_images(SERVER, 2 * DAY) == [f"{API}@{FIRST}"]
    azure.lock_image(SERVER, API, SECOND, deleteEnabled=False)
    assert azure.purge_images(SERVER, 0) == []
    assert azure.image(SERVER, API, SECOND)[1]["tags"] == {}
    azure.lock_image(SERVER, API, SECOND, deleteEnabled=True)
    assert azure.purge_images(SERVER, 0) == [f"{API}@{SECOND}"]
    assert azure.state.manifests == {SERVER: {}}


def test_a_locked_tag_keeps_its_image_from_a_purge(azure: SimulatedAzure) -> None:
    azure.lock_image(SERVER, API, "v1", writeEnabled=False)
    assert azure.purge_images(SERVER, 0) == [f"{API}@{SECOND}"]


def test_the_policy_for_untagged_manifests_leaves_tags_alone(azure: SimulatedAzure, clock: ManualClock) -> None:
    azure.push_image(SERVER, API, "v1", SECOND)
    clock.advance(DAY)
    assert azure.purge_images(SERVER, DAY, tagged=False) == [f"{API}@{FIRST}"]
    assert list(azure.image(SERVER, API, SECOND)[1]["tags"]) == ["v2", "v1"]


def test_images_and_locks_are_written_down(azure: SimulatedAzure) -> None:
    azure.lock_image(SERVER, API, FIRST, deleteEnabled=False)
    again = SimulatedAzure(state=State.from_json(azure.state.to_json()))
    assert refused(again, "v1") == LOCKED
