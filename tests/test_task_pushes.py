"""Which tasks are asked about their own registry."""

import pytest
from access_resources import push_chain, task
from acr_patterns.access.pull import pushes


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("shop/api:1.0", True),
        ("api:1.0", True),
        ("{{.Run.Registry}}/shop/api:v1", True),
        ("contoso.azurecr.io/shop/api:v1", True),
        ("other.azurecr.io/shop/api:v1", False),
        ("docker.io/shop/api:v1", False),
    ],
)
def test_a_task_that_pushes_to_another_registry_only_is_not_asked_about_its_own(name: str, own: bool) -> None:
    case = push_chain().but("build", step={**task().inputs["step"], "imageNames": [name]})
    assert bool(list(pushes(case.facts()["az"]))) is own
