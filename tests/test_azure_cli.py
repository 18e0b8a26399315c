"""The stand-in for the Azure CLI: what it prints, and what it refuses."""

import json
from typing import Any

import pytest
from acr_patterns.roles import ACR_PULL, ACR_PUSH, Purpose
from acr_patterns.testing import AzureError, SimulatedAzure
from acr_patterns.testing.azure_cli import CommandError, run
from existing import IDENTITY, REGISTRY, subscription

PRINCIPAL = "00000000-0000-0000-0000-000000000009"
CREATE = (
    *("role", "assignment", "create", "--assignee-object-id", PRINCIPAL),
    *("--assignee-principal-type", "ServicePrincipal", "--scope", REGISTRY["id"], "--role"),
)


@pytest.fixture
def azure() -> SimulatedAzure:
    return subscription()


def answer(azure: SimulatedAzure, *arguments: str) -> Any:
    return json.loads(run(azure, arguments))


def sentence(azure: SimulatedAzure, *arguments: str) -> tuple[int, str]:
    with pytest.raises(CommandError) as refused:
        run(azure, arguments)
    return refused.value.exit_code, str(refused.value)


@pytest.mark.parametrize("role", ["AcrPush", ACR_PUSH.guid, f"/subscriptions/s/x/roleDefinitions/{ACR_PUSH.guid}"])
def test_a_role_is_assigned_by_name_by_guid_and_by_definition(azure: SimulatedAzure, role: str) -> None:
    made = answer(azure, *CREATE, role)
    assert made["principalId"] == PRINCIPAL
    assert made["roleDefinitionName"] == "AcrPush"
    assert made["roleDefinitionId"].startswith(REGISTRY["id"].split("/resourceGroups/")[0] + "/providers/")
    assert azure.may(PRINCIPAL, Purpose.PUSH, azure.get(REGISTRY["id"]))
    assert azure.get(made["id"])["properties"]["principalType"] == "ServicePrincipal"


def test_a_role_that_is_assigned_already_is_shown_as_it_is(azure: SimulatedAzure) -> None:
    assert answer(azure, *CREATE, "AcrPull") == answer(azure, *CREATE, ACR_PULL.guid)


def test_role_assignments_are_listed_at_one_scope_or_at_all(azure: SimulatedAzure) -> None:
    listed = ("role", "assignment", "list")
    [at_scope] = answer(azure, *listed, "--scope", REGISTRY["id"])
    assert (at_scope["roleDefinitionName"], at_scope["principalId"]) == ("AcrPull", IDENTITY["principal_id"])
    assert answer(azure, *listed) == []
    assert len(answer(azure, *listed, "--all")) == 2
    assert len(answer(azure, *listed, "--all", "--assignee", IDENTITY["principal_id"], "--role", "acrpull")) == 1
    assert answer(azure, *listed, "--all", "--assignee", PRINCIPAL) == []


def test_a_role_is_taken_away_by_id_and_by_what_it_is(azure: SimulatedAzure) -> None:
    made = answer(azure, *CREATE, "AcrPush")
    assert run(azure, ["role", "assignment", "delete", "--ids", made["id"]]) == ""
    assert azure.find(made["id"]) is None
    run(azure, ["role", "assignment", "delete", "--scope", REGISTRY["id"], "--role", "AcrPull"])
    assert answer(azure, "role", "assignment", "list", "--scope", REGISTRY["id"]) == []
    assert len(answer(azure, "role", "assignment", "list", "--all")) == 1


def test_azure_refuses_as_it_does(azure: SimulatedAzure) -> None:
    command = [*CREATE, "AcrPull"]
    command[command.index(REGISTRY["id"])] = REGISTRY["id"] + "x"
    with pytest.raises(AzureError, match="ResourceNotFound"):
        run(azure, command)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("role", "assignment", "creat"), (2, "does not know `az role assignment creat`: did you mean `az role assignment create`?")),
        (("network", "vnet", "list"), (2, "does not know `az network vnet list`: it knows ")),
        ((*CREATE, "Chef"), (1, "Role 'Chef' doesn't exist.")),
        ((*CREATE, "AcrPull", "--scop", "x"), (2, "az role assignment create: unrecognized arguments: --scop x")),
        ((*CREATE,), (2, "az role assignment create: argument --role: expected one argument")),
        ((*CREATE[:-1],), (2, "az role assignment create: the following arguments are required: --role")),
    ],
)  # fmt: skip
def test_a_wrong_command_line_is_one_sentence(
    azure: SimulatedAzure, arguments: tuple[str, ...], expected: tuple[int, str]
) -> None:
    code, said = sentence(azure, *arguments)
    assert code == expected[0]
    assert expected[1] in said
    assert "\n" not in said
