"""What the update of a base image sets off in the simulated Azure."""

import pytest
from triggered import (
    CONTEXT,
    REPOSITORY,
    Shop,
    base_image,
    built,
    docker,
    encoded,
    registry_id,
    source,
    told,
)

OLD, NEW, NEWEST = ("sha256:" + digit * 64 for digit in "123")
BASE = "contoso.azurecr.io/base:v1"
OTHER = f"{REPOSITORY}#other"


@pytest.fixture
def shop() -> Shop:
    """A shop whose registry has a base image, and a task that has built on it."""
    made = Shop()
    for repository in ("base", "next", "runtime"):
        made.azure.push_image("contoso.azurecr.io", repository, "v1", OLD)
    made.azure.set_base_images(CONTEXT, [BASE])
    made.run(made.add_task("build", trigger=base_image()))
    return made


def update(
    shop: Shop, digest: str = NEW, server: str = "contoso.azurecr.io", tag: str = "v1"
) -> list[tuple[str, str, str]]:
    """Push another base image; give back what ran."""
    before = len(shop.azure.runs)
    shop.azure.push_image(server, "base", tag, digest)
    return told(shop.azure.runs[before:])


REBUILT = [("build", "ImageUpdate", "Succeeded")]


def test_an_update_in_the_registry_rebuilds_at_once(shop: Shop) -> None:
    assert update(shop) == REBUILT
    assert built(shop.azure.runs[-1]) == CONTEXT
    assert update(shop, NEWEST) == REBUILT


def test_an_update_in_another_registry_rebuilds_too(shop: Shop) -> None:
    shop.add_registry("fabrikam", anonymousPullEnabled=True)
    assert update(shop, OLD, "fabrikam.azurecr.io") == []
    shop.azure.set_base_images(OTHER, ["FABRIKAM.azurecr.io/base:v1"])
    shop.run(shop.add_task("other", docker(context=OTHER), base_image()))
    assert update(shop, NEW, "fabrikam.azurecr.io") == [("other", "ImageUpdate", "Succeeded")]


def test_the_same_image_again_a_new_tag_and_another_repository_are_no_update(shop: Shop) -> None:
    assert update(shop, OLD) == []
    assert update(shop, NEW, tag="v2") == []
    shop.azure.push_image("contoso.azurecr.io", "base", None, NEWEST)
    shop.azure.push_image("contoso.azurecr.io", "elsewhere", "v1", OLD)
    shop.azure.push_image("contoso.azurecr.io", "elsewhere", "v1", NEW)
    assert len(shop.azure.runs) == 1


def test_a_base_image_is_known_only_after_a_run_has_succeeded(shop: Shop) -> None:
    task = shop.add_task("later", docker(context=f"{CONTEXT}:late"), base_image())
    shop.azure.set_base_images(REPOSITORY, [BASE])
    shop.azure.fail_build(f"{CONTEXT}:late", "failed to build: exit code 1")
    with pytest.raises(Exception, match="TaskRunFailed"):
        shop.run(task)
    assert update(shop) == REBUILT
    shop.azure.mend_build(f"{CONTEXT}:late")
    shop.run(task)
    assert sorted(update(shop, NEWEST)) == [*REBUILT, ("later", "ImageUpdate", "Succeeded")]


def test_what_the_last_run_was_built_on_counts(shop: Shop) -> None:
    shop.azure.set_base_images(CONTEXT, ["contoso.azurecr.io/next:v1"])
    assert update(shop) == REBUILT
    assert update(shop, NEWEST) == []


def test_a_commit_may_name_other_base_images_than_its_branch(shop: Shop) -> None:
    shop.add_task("build", trigger={**base_image(), "sourceTriggers": [source("commit")]})
    shop.azure.set_base_images(f"{REPOSITORY}#1111111", ["contoso.azurecr.io/next:v1"])
    shop.azure.push_commit(REPOSITORY, "main", "1111111")
    assert update(shop) == []
    shop.azure.push_commit(REPOSITORY, "main", "2222222")
    assert update(shop, NEWEST) == REBUILT


@pytest.mark.parametrize(("kind", "rebuilt"), [("Runtime", []), ("All", REBUILT)])
def test_images_of_earlier_stages_count_for_type_all_alone(
    shop: Shop, kind: str, rebuilt: list[tuple[str, str, str]]
) -> None:
    shop.azure.set_base_images(CONTEXT, ["contoso.azurecr.io/runtime:v1"], build_time=[BASE])
    shop.run(shop.add_task("build", trigger=base_image(kind)))
    assert update(shop) == rebuilt


@pytest.mark.parametrize(
    ("trigger", "status"), [(base_image(status="Disabled"), "Enabled"), (base_image(), "Disabled"), (None, "Enabled")]
)
def test_without_a_trigger_that_is_on_nothing_rebuilds(
    shop: Shop, trigger: dict[str, object] | None, status: str
) -> None:
    shop.add_task("build", trigger=trigger, status=status)
    assert update(shop) == []


def test_a_task_that_was_made_again_has_not_built_yet(shop: Shop) -> None:
    shop.azure.delete(f"{registry_id()}/tasks/build")
    shop.add_task("build", trigger=base_image())
    assert update(shop) == []


def test_what_a_run_pushes_is_the_base_image_of_the_next(shop: Shop) -> None:
    shop.add_task("build", docker("shop/middle:v1"), base_image())
    shop.azure.set_base_images(OTHER, ["contoso.azurecr.io/shop/middle:v1"])
    task = shop.add_task("child", docker(context=OTHER), base_image())
    update(shop)
    shop.run(task)
    assert update(shop, NEWEST) == [*REBUILT, ("child", "ImageUpdate", "Succeeded")]
    assert len({run.run_id for run in shop.azure.runs}) == len(shop.azure.runs)


def test_what_a_commit_sets_off_runs_before_what_its_images_set_off(shop: Shop) -> None:
    trigger = {**base_image(), "sourceTriggers": [source("commit")]}
    shop.add_task("build", docker("shop/middle:v1"), trigger)
    shop.azure.push_commit(REPOSITORY, "main", "1111111")
    shop.azure.set_base_images(f"{CONTEXT}:child", ["contoso.azurecr.io/shop/middle:v1"])
    shop.run(shop.add_task("child", docker(context=f"{CONTEXT}:child"), trigger))
    assert told(shop.azure.push_commit(REPOSITORY, "main", "2222222")) == [
        ("build", "Commit", "Succeeded"),
        ("child", "Commit", "Succeeded"),
        ("child", "ImageUpdate", "Succeeded"),
    ]


def test_a_circle_of_base_images_ends(shop: Shop) -> None:
    shop.add_task("build", docker("shop/middle:v1"), base_image())
    shop.azure.set_base_images(OTHER, ["contoso.azurecr.io/shop/middle:v1"])
    task = shop.add_task("loops", docker("base:v1", context=OTHER), base_image())
    shop.run(shop.azure.get(f"{registry_id()}/tasks/build"))
    shop.run(task)
    before = len(shop.azure.runs)
    shop.run(task)
    assert told(shop.azure.runs[before:]) == [("loops", "Manual", "Succeeded"), *REBUILT]


def test_a_task_is_not_set_off_by_its_own_image(shop: Shop) -> None:
    shop.run(shop.add_task("build", docker("base:v1"), base_image()))
    assert len(shop.azure.runs) == 2


IN_FOLDERS = """version: v1.1.0
steps:
  - build: -t $Registry/shop/api:$ID api
  - build: -t $Registry/shop/web:$ID web
"""


def test_each_build_of_a_task_counts_with_the_base_images_of_its_folder(shop: Shop) -> None:
    for name in ("api", "web", "other"):
        shop.azure.push_image("contoso.azurecr.io", f"base/{name}", "v1", OLD)
        shop.azure.set_base_images(f"{OTHER}:{name}", [f"contoso.azurecr.io/base/{name}:v1"])
    shop.run(shop.add_task("inline", encoded(IN_FOLDERS, contextPath=OTHER), base_image()))
    before = len(shop.azure.runs)
    for name in ("api", "other", "web"):
        shop.azure.push_image("contoso.azurecr.io", f"base/{name}", "v1", NEW)
    assert told(shop.azure.runs[before:]) == [("inline", "ImageUpdate", "Succeeded")] * 2


@pytest.mark.parametrize("place", ["#1111111:web", "#other:web", "#1111111", "#other", ""])
def test_base_images_of_a_folder_are_found_at_the_commit_or_the_branch(shop: Shop, place: str) -> None:
    shop.azure.delete(f"{registry_id()}/tasks/build")
    triggers = {**base_image(), "sourceTriggers": [source("commit", branch="other")]}
    shop.add_task("inline", encoded(IN_FOLDERS, contextPath=OTHER), triggers)
    places = ["#1111111:web", "#other:web", "#1111111", "#other", ""]
    for worse in places[places.index(place) + 1 :]:
        shop.azure.set_base_images(f"{REPOSITORY}{worse}", ["node:20"])
    shop.azure.set_base_images(f"{REPOSITORY}{place}", [BASE])
    shop.azure.push_commit(REPOSITORY, "other", "1111111")
    assert update(shop) == [("inline", "ImageUpdate", "Succeeded")]


def test_a_run_that_fails_leaves_what_is_known(shop: Shop) -> None:
    shop.azure.fail_build(CONTEXT, "failed to build: exit code 1")
    assert update(shop) == [("build", "ImageUpdate", "Failed")]
    shop.azure.mend_build(CONTEXT)
    assert update(shop, NEWEST) == REBUILT


def test_a_task_that_builds_nothing_has_no_base_image(shop: Shop) -> None:
    steps = "version: v1.1.0\nsteps:\n  - cmd: mcr.microsoft.com/hello-world\n"
    shop.run(shop.add_task("build", encoded(steps, contextPath=CONTEXT), base_image()))
    assert update(shop) == []
