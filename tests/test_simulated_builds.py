"""Take one thing away that a build needs, and the run fails."""

import contextlib

import pytest
from access_conditions import only
from acr_patterns.roles import REPOSITORY_WRITER
from acr_patterns.testing import AzureError
from deployed import Deployed
from programs import DEPLOYMENT, TASK


def test_with_nothing_taken_away_the_group_pulls_and_the_task_pushes(shop_in_azure: Deployed) -> None:
    shop_in_azure.pull_again()
    shop_in_azure.build_again()
    assert [run.status for run in shop_in_azure.azure.runs] == ["Succeeded", "Succeeded"]


def test_without_acr_push_the_build_fails_and_pushes_nothing(shop_in_azure: Deployed) -> None:
    azure = shop_in_azure.azure
    azure.delete(shop_in_azure.grant(shop_in_azure.task["identity"]["principalId"])["id"])
    with pytest.raises(AzureError) as failed:
        shop_in_azure.build_again()
    assert (failed.value.code, failed.value.accepted) == ("DeploymentFailed", True)
    assert azure.runs[-1].status == "Failed"
    assert "denied: requested access to the resource" in str(azure.runs[-1].error)
    assert not azure.runs[-1].images


def test_with_acr_pull_instead_of_acr_push_the_build_fails(shop_in_azure: Deployed) -> None:
    shop_in_azure.reassign(shop_in_azure.task["identity"]["principalId"], "7f951dda-4ed3-4680-a7ca-43fe172d538d")
    with pytest.raises(AzureError, match="DeploymentFailed"):
        shop_in_azure.build_again()


def test_with_system_instead_of_system_in_brackets_the_build_fails_at_its_login(shop_in_azure: Deployed) -> None:
    body = shop_in_azure.body(TASK)
    [credential] = body["properties"]["credentials"]["customRegistries"].values()
    credential["identity"] = "system"
    shop_in_azure.azure.put(shop_in_azure.task["id"], body)
    with pytest.raises(AzureError, match="DeploymentFailed"):
        shop_in_azure.build_again()
    assert "failed to login, ran out of retries" in str(shop_in_azure.azure.runs[-1].error)


def test_a_run_that_was_asked_for_before_is_not_run_again(shop_in_azure: Deployed) -> None:
    shop_in_azure.azure.put(shop_in_azure.deployment["id"], shop_in_azure.body(DEPLOYMENT))
    assert len(shop_in_azure.azure.runs) == 1


@pytest.mark.parametrize(("prefix", "status"), [("shop/", "Succeeded"), ("other/", "Failed")])
def test_a_condition_on_the_role_decides_by_the_repository(shop_in_azure: Deployed, prefix: str, status: str) -> None:
    principal = shop_in_azure.task["identity"]["principalId"]
    shop_in_azure.registry["properties"]["roleAssignmentMode"] = "AbacRepositoryPermissions"
    shop_in_azure.task["properties"]["credentials"] = {"sourceRegistry": {"identity": "[system]"}}
    shop_in_azure.reassign(principal, REPOSITORY_WRITER.guid)
    shop_in_azure.grant(principal)["properties"] |= {
        "condition": only(prefix, "StringStartsWithIgnoreCase"),
        "conditionVersion": "2.0",
    }
    with contextlib.suppress(AzureError):
        shop_in_azure.build_again()
    assert shop_in_azure.azure.runs[-1].status == status


def test_a_task_that_does_not_push_needs_no_role(shop_in_azure: Deployed) -> None:
    shop_in_azure.azure.delete(shop_in_azure.grant(shop_in_azure.task["identity"]["principalId"])["id"])
    shop_in_azure.task["properties"]["step"]["isPushEnabled"] = False
    shop_in_azure.build_again()
    assert (shop_in_azure.azure.runs[-1].status, shop_in_azure.azure.runs[-1].images) == ("Succeeded", [])
