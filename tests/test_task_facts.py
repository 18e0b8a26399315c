"""What is read of a task."""

import time
from typing import Any

import pytest
from acr_patterns.access.described import TASK, Described
from acr_patterns.access.task import Task
from acr_patterns.access.unknown import Unknown


@pytest.mark.parametrize(
    ("names", "repository", "pushes"),
    [
        (["shop/api:{{.Run.ID}}"], "shop/api", True),
        (["contoso.azurecr.io/shop/api:v1", "shop/api"], "shop/api", True),
        (["shop/api:v1", "shop/web:v1"], None, True),
        (["{{.Run.Registry}}/shop/api:v1"], None, True),
        (["shop/api:v1", Unknown()], None, True),
        ([Unknown()], None, True),
        (["elsewhere.azurecr.io/shop/api:v1"], None, False),
        ([], None, False),
    ],
    ids=str,
)
def test_the_one_repository_that_a_task_pushes_to_is_known(
    names: list[Any], repository: str | None, pushes: bool
) -> None:
    properties = {"registryName": "contoso", "step": {"imageNames": names}}
    made = Task.of(Described(TASK, "build", "build", Unknown(), properties))
    assert (made.repository, made.pushes) == (repository, pushes)


@pytest.mark.parametrize(
    ("step", "pushes"),
    [
        (Unknown(), None),
        ({"type": Unknown()}, None),
        ({"type": Unknown(), "isPushEnabled": False}, False),
        ({"type": Unknown(), "imageNames": ["shop/api:v1"]}, True),
        ({"type": "filetask", "taskFilePath": "acb.yaml"}, None),
    ],
)
def test_a_step_of_a_kind_that_is_not_known_may_push(step: Any, pushes: bool | None) -> None:
    properties = {"registryName": "contoso", "step": step}
    assert Task.of(Described(TASK, "build", "build", Unknown(), properties)).pushes is pushes


@pytest.mark.parametrize(
    ("context", "has"),
    [
        ("https://user:token@github.com/shop", True),
        ("https://user:token@github.com", True),
        ("https://shop@dev.azure.com/shop/api", False),
        ("https://shop:token@dev.azure.com/shop/api", True),
        ("https://user@shop@dev.azure.com/shop/api", True),
        ("https://github.com/shop@main", False),
        ("https://shop.blob.core.windows.net/c/a.tar.gz?sv=1&sig=x", True),
    ],
)
def test_a_credential_in_the_url_of_the_context_is_found(context: str, has: bool) -> None:
    properties = {"step": {"contextPath": context}}
    made = Task.of(Described(TASK, "build", "build", Unknown(), properties))
    assert made.credentials_in_urls == (("the context",) if has else ())


def test_a_long_context_is_read_in_one_go() -> None:
    properties = {"step": {"contextPath": "https://" + "@" * 1_000_000}}
    before = time.process_time()
    assert Task.of(Described(TASK, "build", "build", Unknown(), properties)).credentials_in_urls
    assert time.process_time() - before < 5
