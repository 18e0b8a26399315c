"""What the hooks of a task say when Azure refuses it; that the engine calls them is shown in tests/engine."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pulumi
import pytest
from acr_patterns.resource_ids import RegistryId
from acr_patterns.tasks.build_failures import asking_for_a_provider

REGISTRY = RegistryId("11111111-2222-4333-8444-555555555555", "platform-rg", "contoso42")


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    lines: list[str] = []
    monkeypatch.setattr(pulumi.log, "error", lambda message, *_: lines.append(message))  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    return lines


def asked_again(*errors: str) -> bool:
    """Whether the task is asked for again after these errors, the newest first."""

    async def run() -> bool:
        hook = asking_for_a_provider("BuildTask 'api'", pulumi.Output.from_input(REGISTRY))
        arguments: Any = SimpleNamespace(errors=list(errors))
        return await hook(arguments)

    return asyncio.run(run())


@pytest.mark.parametrize("code", ["ResourceGroupNotFound", "ParentResourceNotFound"])
def test_a_registry_that_azure_does_not_find_may_need_the_provider_of_its_subscription(
    said: list[str], code: str
) -> None:
    assert asked_again(f'Status=404 Code="{code}" Message="It could not be found."') is False
    assert said == [
        "BuildTask 'api': Azure finds no registry contoso42 in resource group platform-rg of the subscription that this component's "
        "provider is for; tasks and agent pools are made beside their registry, so give the component the provider of the registry's subscription: "
        'opts=pulumi.ResourceOptions(providers=[azure_native.Provider("shared", subscription_id="11111111-2222-4333-8444-555555555555")]), '
        "or correct the registry's id"
    ]


def test_of_another_error_of_a_task_nothing_is_said(said: list[str]) -> None:
    assert asked_again('Status=409 Code="Conflict"', 'Status=404 Code="ResourceGroupNotFound"') is False
    assert said == []
