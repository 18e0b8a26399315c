"""What is asked of Azure names what stands there at that moment."""

import pytest
from records_of_a_smoke_test import OUTER, REFUSED, call

from smoke.questions import QUESTIONS, Live
from smoke.records import CONTAINER_GROUP, DEPLOYMENT, REGISTRY, RESOURCE_GROUP, TASK, UnsettledError

GROUP_ID = "/subscriptions/SUBSCRIPTION/resourceGroups/shop"


@pytest.fixture
def live() -> Live:
    one = Live("ID")
    registry_id = f"{GROUP_ID}/providers/Microsoft.ContainerRegistry/registries/shop42"
    one.follow(
        [
            call("Create", RESOURCE_GROUP, id=GROUP_ID),
            call("Create", REGISTRY, id=registry_id, outputs={"loginServer": "shop42.azurecr.io"}),
            call("Create", TASK, id=f"{registry_id}/tasks/build"),
            call("Create", DEPLOYMENT, OUTER, id="", inputs={"deploymentName": "run1"}),
            call("Create", CONTAINER_GROUP, id="/x/api1"),
        ]
    )
    return one


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_can_be_asked_of_a_stack_that_is_up(live: Live, question: str) -> None:
    words = QUESTIONS[question](live)
    assert all(words)
    assert {"shop", "shop42", "ID"} & set(" ".join(words).replace("/", " ").split())


def test_the_scope_of_the_registry_has_the_real_subscription(live: Live) -> None:
    scope = QUESTIONS["remove-push-role"](live)[-1]
    assert scope == "/subscriptions/ID/resourceGroups/shop/providers/Microsoft.ContainerRegistry/registries/shop42"


def test_a_deployment_that_failed_can_be_asked_about(live: Live) -> None:
    assert QUESTIONS["operations"](live)[-1] == "run1"


def test_every_resource_group_is_remembered_also_one_that_failed_or_is_gone(live: Live) -> None:
    refused = call("Create", RESOURCE_GROUP, "timed out", id="", inputs={"resourceGroupName": "half"})
    live.follow([refused, call("Delete", RESOURCE_GROUP, id=GROUP_ID)])
    assert live.resource_groups == {"shop", "half"}


def test_what_was_refused_or_deleted_cannot(live: Live) -> None:
    live.follow([call("Delete", CONTAINER_GROUP, id="/x/api1"), call("Create", CONTAINER_GROUP, REFUSED, id="")])
    with pytest.raises(UnsettledError, match="there is no ContainerGroup to ask about"):
        QUESTIONS["container-group"](live)


def test_a_new_registry_stays_when_the_old_one_goes(live: Live) -> None:
    live.follow(
        [
            call("Create", REGISTRY, id="/x/shop43", outputs={"loginServer": "shop43.azurecr.io"}),
            call("Delete", REGISTRY, id="/x/shop42"),
        ]
    )
    assert QUESTIONS["registry"](live)[-1] == "shop43"
    assert "shop43.azurecr.io" in QUESTIONS["remove-credential"](live)
