"""What the update of a public image sets off in the simulated Azure, an hour later."""

import pytest
from acr_patterns.testing import SimulatedAzure
from acr_patterns.testing.simulated_azure import State
from triggered import CONTEXT, DAY, HOUR, REPOSITORY, Shop, base_image, docker, registry_id, told

OTHER = f"{REPOSITORY}#other"
REBUILT = [("build", "ImageUpdate", "Succeeded")]


@pytest.fixture
def shop() -> Shop:
    """A shop with a task that base images set off."""
    made = Shop()
    made.add_task("build", trigger=base_image())
    return made


def public(shop: Shop, name: str = "node:20", spelled: str = "docker.io/library/node:20") -> None:
    shop.azure.set_base_images(CONTEXT, [spelled])
    shop.run(shop.azure.get(f"{registry_id()}/tasks/build"))
    shop.azure.update_public_image(name)


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("node:20", "docker.io/library/node:20"),
        ("index.docker.io/node", "node:latest"),
        ("mcr.microsoft.com/dotnet/aspnet:9.0", "mcr.microsoft.com/dotnet/aspnet:9.0"),
    ],
)
def test_an_update_of_a_public_image_is_noticed_within_an_hour(shop: Shop, name: str, spelled: str) -> None:
    public(shop, name, spelled)
    assert shop.azure.pass_time(HOUR - 1) == []
    started = shop.clock.now() + 1
    [run] = shop.azure.pass_time(DAY)
    assert told([run]) == REBUILT
    assert run.started == "2026-01-01T01:00:00+00:00"
    assert started == shop.clock.now() - DAY + 1


def test_several_updates_that_are_noticed_together_rebuild_once(shop: Shop) -> None:
    public(shop)
    shop.azure.pass_time(HOUR / 2)
    shop.azure.update_public_image("node:20")
    assert told(shop.azure.pass_time(HOUR / 2)) == REBUILT
    assert shop.azure.pass_time(DAY) == []


def test_a_task_that_has_built_with_the_new_public_image_does_not_rebuild(shop: Shop) -> None:
    public(shop)
    shop.run(shop.azure.get(f"{registry_id()}/tasks/build"))
    assert shop.azure.pass_time(DAY) == []
    shop.azure.update_public_image("node:20")
    assert told(shop.azure.pass_time(DAY)) == REBUILT


def test_an_update_is_noticed_later_where_the_clock_was_advanced_by_hand(shop: Shop) -> None:
    public(shop)
    shop.clock.advance(2 * HOUR)
    [run] = shop.azure.pass_time(0)
    assert run.started == "2026-01-01T02:00:00+00:00"
    assert shop.azure.pass_time(DAY) == []


def test_each_public_image_is_looked_at_in_its_own_time(shop: Shop) -> None:
    public(shop)
    shop.azure.pass_time(HOUR / 2)
    shop.azure.set_base_images(OTHER, ["node:22"])
    shop.run(shop.add_task("other", docker(context=OTHER), base_image()))
    shop.azure.update_public_image("node:22")
    assert told(shop.azure.pass_time(HOUR / 2)) == REBUILT
    assert told(shop.azure.pass_time(HOUR / 2)) == [("other", "ImageUpdate", "Succeeded")]


def test_an_update_of_a_public_image_that_nothing_builds_on_starts_nothing(shop: Shop) -> None:
    public(shop, "node:22")
    assert shop.azure.pass_time(DAY) == []


def test_a_task_that_is_gone_when_the_public_image_is_looked_at_does_not_rebuild(shop: Shop) -> None:
    public(shop)
    shop.azure.delete(f"{registry_id()}/tasks/build")
    assert shop.azure.pass_time(DAY) == []


@pytest.mark.parametrize("name", ["ghcr.io/contoso/base:v1", "contoso.azurecr.io/base:v1", "node@sha256:" + "1" * 64])
def test_only_tags_of_docker_hub_and_microsoft_are_looked_at(shop: Shop, name: str) -> None:
    with pytest.raises(ValueError, match="ACR Tasks looks at tags of Docker Hub"):
        shop.azure.update_public_image(name)


def test_what_is_known_of_base_images_is_part_of_the_state(shop: Shop) -> None:
    public(shop)
    shop.azure = SimulatedAzure(clock=shop.clock, state=State.from_json(shop.azure.state.to_json()))
    assert told(shop.azure.pass_time(HOUR)) == REBUILT
