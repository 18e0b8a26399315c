"""What is read of a task."""

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
