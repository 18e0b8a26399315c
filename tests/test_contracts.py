"""The contracts of the components, and the objects inside them, as they are checked when a component is made."""

from typing import Any

import pytest
from acr_patterns.agent_pool import AgentPoolArgs
from acr_patterns.arguments import checked_arguments
from acr_patterns.build_task import BuildTaskArgs
from acr_patterns.container_group import ContainerGroupArgs
from acr_patterns.errors import ArgumentError
from acr_patterns.private_network import PrivateNetworkArgs
from acr_patterns.pull_identity import PullIdentityArgs
from acr_patterns.purge_task import PurgeTaskArgs
from acr_patterns.registry import RegistryArgs
from acr_patterns.registry_private_endpoint import RegistryPrivateEndpointArgs

WHERE = "Component 'shop'"

REFERENCE = {
    "id": "/subscriptions/5ub",
    "login_server": "shop.azurecr.io",
    "role_assignment_mode": "LegacyRegistryPermissions",
}
SOURCE = {"url": "https://github.com/contoso/shop.git", "branch": "main"}
CONTAINER = {"name": "api", "image": "shop.azurecr.io/api:v1", "cpu": 1, "memory_in_gb": 1.5}
CONTRACTS: dict[type, dict[str, Any]] = {
    RegistryArgs: {"resource_group_name": "shop"},
    RegistryPrivateEndpointArgs: {
        "registry": REFERENCE,
        "resource_group_name": "shop",
        "subnet": {"id": "/subscriptions/5ub"},
    },
    BuildTaskArgs: {"registry": REFERENCE, "repository": "api", "source": SOURCE},
    AgentPoolArgs: {"registry": REFERENCE},
    PurgeTaskArgs: {
        "registry": REFERENCE,
        "repositories": ["api"],
        "older_than_in_days": 30,
        "schedule": "0 3 * * Sun",
    },
    PrivateNetworkArgs: {"resource_group_name": "shop"},
    PullIdentityArgs: {"resource_group_name": "shop", "registry": REFERENCE},
    ContainerGroupArgs: {"resource_group_name": "shop", "registry": REFERENCE, "containers": [CONTAINER]},
}


def refusal(contract: type, fields: dict[str, Any]) -> str:
    with pytest.raises(ArgumentError) as refused:
        checked_arguments(WHERE, contract, None, fields)
    return str(refused.value)


@pytest.mark.parametrize(("contract", "fields"), CONTRACTS.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_the_contract_of_every_component_can_be_checked(contract: type, fields: dict[str, Any]) -> None:
    assert checked_arguments(WHERE, contract, None, fields) == fields
    assert f"required argument {next(iter(fields))!r}" in refusal(contract, {})


@pytest.mark.parametrize(
    ("contract", "fields", "message"),
    [
        (
            BuildTaskArgs,
            {"source": SOURCE | {"brunch": "x"}},
            "source: unknown argument 'brunch'; did you mean 'branch'?",
        ),
        (BuildTaskArgs, {"source": {"branch": "x"}}, "source: required argument 'url' missing"),
        (
            BuildTaskArgs,
            {"registry": REFERENCE | {"loginServer": "x"}},
            "registry: unknown argument 'loginServer'; did you mean 'login_server'?",
        ),
        (
            ContainerGroupArgs,
            {"containers": [CONTAINER, CONTAINER | {"port": [80]}]},
            "containers, item 2: unknown argument 'port'; did you mean 'ports'?",
        ),
        (
            ContainerGroupArgs,
            {"containers": [CONTAINER | {"memory": 1}]},
            "containers, item 1: unknown argument 'memory'; did you mean 'memory_in_gb'?",
        ),
        (
            ContainerGroupArgs,
            {"containers": [CONTAINER | {"image": None}]},
            "containers, item 1: required argument 'image' missing",
        ),
        (ContainerGroupArgs, {"containers": CONTAINER}, "containers takes a list, not a value of type dict"),
        (ContainerGroupArgs, {"public_ip": "no"}, "public_ip takes True or False, not a value of type str"),
    ],
)
def test_the_objects_inside_a_component_s_arguments_are_checked_too(
    contract: type, fields: dict[str, Any], message: str
) -> None:
    assert f"{WHERE}: {message}" in refusal(contract, CONTRACTS[contract] | fields)


def test_all_missing_arguments_are_named_at_once() -> None:
    assert "required argument 'registry', 'source' missing" in refusal(BuildTaskArgs, {})
