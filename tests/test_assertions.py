"""What a program's own tests can say about pull access."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pulumi
import pytest
from acr_patterns.access.rules import RULES
from acr_patterns.testing import (
    AzureError,
    Simulation,
    SimulationError,
    assert_no_admin_user,
    assert_no_findings,
    assert_pulls,
    assert_pushes,
    simulate,
)
from acr_patterns.testing.shared_azure import SharedAzure
from deployed import Deployed
from programs import shop
from pulumi_azure_native import containerinstance, containerregistry, resources


@pytest.mark.parametrize("stack", ["dev", "prod"])
def test_of_a_whole_shop_everything_can_be_said(stack: str) -> None:
    simulation = simulate(shop(), stack=stack)
    for deployed in (simulation, simulation.azure):
        assert_pulls(deployed)
        assert_pushes(deployed)
        assert_no_admin_user(deployed)
        assert_no_findings(deployed)
    assert_pulls(simulation, "api")
    assert_pushes(simulation, "api")


def without_pull_role(shop_in_azure: Deployed) -> str:
    shop_in_azure.azure.delete(shop_in_azure.grant(shop_in_azure.identity["properties"]["principalId"])["id"])
    return "role-missing"


def without_image(shop_in_azure: Deployed) -> str:
    shop_in_azure.azure.delete_images(shop_in_azure.registry["properties"]["loginServer"], "shop/api")
    return "image-missing"


def in_abac_mode(shop_in_azure: Deployed) -> str:
    shop_in_azure.registry["properties"]["roleAssignmentMode"] = "AbacRepositoryPermissions"
    return "role-wrong-kind"


def closed(shop_in_azure: Deployed) -> str:
    shop_in_azure.registry["properties"] |= {"publicNetworkAccess": "Disabled", "networkRuleBypassOptions": "None"}
    return "registry-restricted"


@pytest.mark.parametrize("spoil", [without_pull_role, without_image, in_abac_mode, closed])
def test_a_pull_that_no_longer_works_fails_with_first_cause_and_fix(
    shop_in_azure: Deployed, spoil: Callable[[Deployed], str]
) -> None:
    rule = spoil(shop_in_azure)
    with pytest.raises(AssertionError) as failed:
        assert_pulls(shop_in_azure.simulation, "api")
    sentence, cause, in_pulumi, with_az, see = str(failed.value).splitlines()
    assert sentence.startswith("the container group api")
    assert f"[{rule}]" in cause
    [known] = [one for one in RULES if one.id == rule]
    assert in_pulumi == f"  in Pulumi:   {known.change}"
    assert with_az.startswith("  with az:     az ")
    assert see == f"  see:         {known.source}"
    with pytest.raises(AssertionError, match=rule):
        assert_pulls(shop_in_azure.azure)
    with pytest.raises(AzureError) as refused:
        shop_in_azure.pull_again()
    assert refused.value.first_cause
    assert refused.value.first_cause.rule.id == rule


def test_a_push_that_no_longer_works_fails_with_first_cause_and_fix(shop_in_azure: Deployed) -> None:
    shop_in_azure.azure.delete(shop_in_azure.grant(shop_in_azure.task["identity"]["principalId"])["id"])
    with pytest.raises(AssertionError, match=r"task api\S+ cannot push to .*\n.*\[role-missing\]\n(.*\n)*.*AcrPush"):
        assert_pushes(shop_in_azure.simulation, "api")
    with pytest.raises(AzureError) as refused:
        shop_in_azure.build_again()
    assert refused.value.first_cause
    assert refused.value.first_cause.rule.id == "role-missing"


def test_a_role_counts_once_azure_honours_it(shop_in_azure: Deployed) -> None:
    grant = shop_in_azure.grant(shop_in_azure.identity["properties"]["principalId"])
    shop_in_azure.azure.delete(grant["id"])
    shop_in_azure.azure.role_delay = 300
    shop_in_azure.azure.put(grant["id"], {"properties": grant["properties"]})
    with pytest.raises(AssertionError, match="role-missing"):
        assert_pulls(shop_in_azure.simulation)
    shop_in_azure.clock.advance(300)
    assert_pulls(shop_in_azure.simulation)


def test_what_is_not_known_is_no_success(shop_in_azure: Deployed) -> None:
    properties = shop_in_azure.group["properties"]
    properties["containers"][0]["image"] = "elsewhere.azurecr.io/shop/api:v1"
    properties["imageRegistryCredentials"][0]["server"] = "elsewhere.azurecr.io"
    with pytest.raises(AssertionError, match="not everything is known: anything about the registry elsewhere"):
        assert_pulls(shop_in_azure.azure)


@pytest.mark.parametrize(
    ("assertion", "sentence"),
    [
        (assert_pulls, "nothing pulls, so nothing was looked at"),
        (assert_pushes, "nothing pushes, so nothing was looked at"),
        (assert_no_admin_user, "there is no registry, so nothing was looked at"),
        (partial(assert_pulls, consumer="web"), "nothing named web pulls"),
        (partial(assert_pushes, task="web"), "nothing named web pushes"),
    ],
    ids=["pulls", "pushes", "admin user", "pulls by name", "pushes by name"],
)
def test_an_assertion_about_nothing_fails(assertion: Callable[[Simulation], None], sentence: str) -> None:
    simulation = simulate(lambda: resources.ResourceGroup("shop"))
    with pytest.raises(AssertionError, match=sentence):
        assertion(simulation)


def test_an_admin_user_is_found_in_a_dev_stack_too() -> None:
    simulation = simulate(shop(registry={"authentication": "AdminUser"}))
    with pytest.raises(
        AssertionError, match=r"the admin user of the registry shop\w+ is on\n  in Pulumi:  admin_user_enabled=False"
    ):
        assert_no_admin_user(simulation)


def test_a_finding_needs_a_reason_to_stay(shop_in_azure: Deployed) -> None:
    shop_in_azure.registry["properties"]["anonymousPullEnabled"] = True
    with pytest.raises(AssertionError, match=r"shop\w*\n  first cause: .*\[registry-anonymous-pull\]"):
        assert_no_findings(shop_in_azure.azure)
    assert_no_findings(shop_in_azure.azure, except_for={"registry-anonymous-pull": "these images are for everybody"})


@pytest.mark.parametrize(
    ("except_for", "error", "sentence"),
    [
        (
            {"image-by-tag": "never changes"},
            AssertionError,
            "except_for has image-by-tag, which finds nothing: take it out",
        ),
        ({"image-by-tag": " "}, ValueError, "except_for has image-by-tag without a reason"),
        ({"image-by-tags": "never changes"}, ValueError, "except_for has 'image-by-tags', and there is no such rule"),
    ],
)
def test_an_exception_that_is_none_is_refused(
    shop_in_azure: Deployed, except_for: dict[str, str], error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        assert_no_findings(shop_in_azure.simulation, except_for=except_for)


def test_a_program_that_is_refused_is_told_the_first_cause() -> None:
    def program() -> None:
        group = resources.ResourceGroup("shop")
        registry = containerregistry.Registry("shop", resource_group_name=group.name, sku={"name": "Basic"})
        container: Any = {"name": "api", "image": pulumi.Output.concat(registry.login_server, "/shop/api:v1")}
        container["resources"] = {"requests": {"cpu": 1, "memory_in_gb": 1}}
        containerinstance.ContainerGroup("api", resource_group_name=group.name, os_type="Linux", containers=[container])

    with pytest.raises(SimulationError) as refused:
        simulate(program)
    azure_says, cause, in_pulumi, *_ = str(refused.value).splitlines()
    assert azure_says.endswith('is not accessible. Please check the image and registry credential."')
    assert "[credential-missing]" in cause
    assert "image_registry_credentials=" in in_pulumi


def test_a_program_that_asks_for_a_password_that_is_off_is_told_what_to_do_instead() -> None:
    def program() -> None:
        group = resources.ResourceGroup("shop")
        registry = containerregistry.Registry("shop", resource_group_name=group.name, sku={"name": "Basic"})
        containerregistry.list_registry_credentials_output(resource_group_name=group.name, registry_name=registry.name)

    with pytest.raises(SimulationError) as refused:
        simulate(program)
    _, means, in_pulumi, see = str(refused.value).splitlines()
    assert "the password of the admin user, which is off" in means
    assert "identity=identity.id" in in_pulumi
    assert "https://learn.microsoft.com" in see


def test_of_an_error_that_is_not_known_only_azures_words_are_told() -> None:
    with pytest.raises(SimulationError) as refused:
        simulate(lambda: resources.ResourceGroup.get("shop", "/subscriptions/1/resourceGroups/none"))
    assert len(str(refused.value).splitlines()) == 1


def test_the_program_tells_what_azure_does_not() -> None:
    def program() -> None:
        group = resources.ResourceGroup("shop")
        registry = containerregistry.Registry("shop", resource_group_name=group.name, sku={"name": "Basic"})
        containerregistry.Task(
            "build",
            task_name="build",
            resource_group_name=group.name,
            registry_name=registry.name,
            platform={"os": "Linux"},
            step={
                "type": "Docker",
                "docker_file_path": "Dockerfile",
                "context_path": "https://github.com/contoso/shop.git#main",
                "context_access_token": "TOKEN",
                "image_names": ["shop/api:v1"],
            },
        )

    simulation = simulate(program)
    only = {"task-login-missing": "the default login is meant here"}
    with pytest.raises(
        AssertionError, match=r"^build\n  first cause: .*\[task-token-in-plain-text\]\n(?!.*first cause)"
    ):
        assert_no_findings(simulation, except_for=only)
    assert_no_findings(simulation.azure, except_for=only)


def test_only_the_program_tells_that_it_is_a_dev_stack() -> None:
    simulation = simulate(shop(registry={"authentication": "AdminUser"}))
    with pytest.raises(AssertionError) as failed:
        assert_no_findings(simulation.azure)
    assert "[registry-admin-user]" in str(failed.value)
    assert_no_findings(simulation)


def test_the_azure_of_an_engine_will_do(tmp_path: Path, shop_in_azure: Deployed) -> None:
    shared = SharedAzure(tmp_path / "azure.db")
    with shared.opened() as azure:
        azure.state.resources.update(shop_in_azure.azure.state.resources)
        azure.state.manifests.update(shop_in_azure.azure.state.manifests)
    with shared.opened() as azure:
        assert_pulls(azure, shop_in_azure.group["name"])
        assert_pushes(azure)
