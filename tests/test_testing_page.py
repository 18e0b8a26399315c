"""What docs/testing.md shows of the mocks door is true."""

import sys
from types import ModuleType
from typing import Any

import pulumi
import pytest
from acr_patterns import BuildTask, ContainerGroup, PullIdentity, Registry
from acr_patterns.arm_types import TYPES
from acr_patterns.testing import SimulationError, simulate
from acr_patterns.testing.simulated_azure import Fault
from programs import SOURCE, shop
from pulumi_azure_native import resources
from testing_page import PAGE, code


def test_the_code_of_the_page_runs_as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("shop")
    monkeypatch.setattr(module, "program", shop(), raising=False)
    monkeypatch.setitem(sys.modules, "shop", module)
    [block] = code("Mocks: five lines")
    assert len([line for line in block.splitlines() if line]) == 5
    exec(compile(block, "docs/testing.md", "exec"), {})  # noqa: S102 the page's own code


def test_what_a_test_can_say_is_said_of_a_whole_shop(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("shop")
    monkeypatch.setattr(module, "program", shop(), raising=False)
    monkeypatch.setitem(sys.modules, "shop", module)
    [block] = code("What a test can say")
    exec(compile(block, "docs/testing.md", "exec"), {})  # noqa: S102 the page's own code


def test_an_image_that_something_else_pushes_gets_into_the_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    def program() -> None:
        group = resources.ResourceGroup("shop")
        registry = Registry("shop", resource_group_name=group.name)
        puller = PullIdentity("api", resource_group_name=group.name, registry=registry.reference)
        ContainerGroup(
            "api",
            resource_group_name=group.name,
            registry=registry.reference,
            pull_identity=puller.reference,
            containers=[
                {
                    "name": "api",
                    "image": pulumi.Output.concat(registry.login_server, "/shop/api:1.0"),
                    "cpu": 0.5,
                    "memory_in_gb": 1.0,
                }
            ],
        )

    module = ModuleType("shop")
    monkeypatch.setattr(module, "program", program, raising=False)
    monkeypatch.setitem(sys.modules, "shop", module)
    [block] = code("An image that something else pushes")
    exec(compile(block, "docs/testing.md", "exec"), {})  # noqa: S102 the page's own code
    assert "azure.push_image(" in block
    with pytest.raises(
        SimulationError, match=r"in a test: .*simulation\.azure\.push_image\(.* before=error\.simulation"
    ):
        simulate(program)


def test_its_other_cloud_and_subscription_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("shop")
    monkeypatch.setattr(module, "program", shop(), raising=False)
    monkeypatch.setitem(sys.modules, "shop", module)
    [block] = code("Subscriptions and clouds")
    names: dict[str, Any] = {}
    exec(compile(block, "docs/testing.md", "exec"), names)  # noqa: S102 the page's own code
    [registry] = names["simulation"].azure.of_type("Microsoft.ContainerRegistry/registries")
    assert registry["properties"]["loginServer"].endswith(".azurecr.us")
    assert len(names["azure"].subscriptions) == 2


def test_stacks_runs_and_grants_are_as_the_page_says() -> None:
    def program() -> None:
        if pulumi.get_stack() == "platform":
            pulumi.export("image", "contoso.azurecr.io/shop:1")
        else:
            pulumi.export("image", pulumi.StackReference("organization/shop/platform").require_output("image"))
            resources.ResourceGroup("shop")

    def without_grants() -> None:
        group = resources.ResourceGroup("shop")
        registry = Registry("shop", resource_group_name=group.name)
        BuildTask("api", registry=registry.reference, repository="shop/api", source=SOURCE, grant=False)

    names = {"simulate": simulate, "program": program, "without_grants": without_grants}
    for block in code("Mocks: several stacks, and a second run"):
        exec(compile(block, "docs/testing.md", "exec"), names)  # noqa: S102 the page's own code
    assert {"platform", "prod", "assignment"} <= names.keys()


def test_the_page_names_every_type_and_fault() -> None:
    text = PAGE.read_text()
    assert [token for token in TYPES if token.rpartition(":")[2] not in text] == []
    assert [fault.name for fault in Fault if f"`{fault.name}`" not in text] == []
