"""The stand-in for the Azure CLI: roles, how it prints, and what it refuses."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from acr_patterns.roles import ACR_PULL, ACR_PUSH, Purpose
from acr_patterns.testing import AzureError, SimulatedAzure
from acr_patterns.testing.azure_cli import Command, CommandError, install_azure_cli, run
from acr_patterns.testing.shared_azure import SharedAzure
from existing import GROUP, IDENTITY, REGISTRY, SERVER, subscription

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
        (("account", "show", "--query", "["), (2, "argument --query: invalid jmespath_type value: '['")),
        (("account", "show", "-o", "yaml"), (2, "--output yaml is not known to this stand-in for the Azure CLI")),
        (("acr", "show", "-n", "gone42"), (1, "'gone42' and type 'Microsoft.ContainerRegistry/registries' could not be found in sub")),
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


@pytest.mark.parametrize(
    ("query", "output", "printed"),
    [
        ("user.name", "json", '"owner@example.com"\n'),
        ("user.name", "tsv", "owner@example.com\n"),
        ("[state, user, isDefault, `true`, `3`]", "tsv", "Enabled\nowner@example.com\tuser\n\ntrue\n3\n"),
        ("[[state, user, `true`], [name, isDefault, `3`]]", "tsv", "Enabled\t\ttrue\nSimulated\t\t3\n"),
        ("{state: state, name: name}", "tsv", "Enabled\tSimulated\n"),
        ("isDefault", "tsv", ""),
        ("isDefault", "json", ""),
        ("@", "none", ""),
    ],
)
def test_an_answer_is_queried_and_printed(azure: SimulatedAzure, query: str, output: str, printed: str) -> None:
    assert run(azure, ["account", "show", "--query", query, "-o", output]) == printed


def test_a_caller_may_add_commands_and_replace_one(azure: SimulatedAzure) -> None:
    more = {
        "version": Command(lambda azure, options: {"azure-cli": "2.80.0"}),
        "account show": Command(lambda azure, options: options["subscription"], ("[--all]!",)),
    }
    assert run(azure, ["version", "--query", '"azure-cli"'], more) == '"2.80.0"\n'
    assert run(azure, ["account", "show", "--all", "--subscription", "other"], more) == '"other"\n'


def test_a_program_carries_commands_out_on_a_subscription_in_a_file(tmp_path: Path) -> None:
    subscription = SharedAzure(tmp_path / "azure.db", role_delay=60.0)
    install_azure_cli(tmp_path / "bin", subscription)

    def az(*arguments: str) -> tuple[int, str, str]:
        command = [str(tmp_path / "bin" / "az"), *arguments]
        ended = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)  # noqa: S603
        return ended.returncode, ended.stdout, ended.stderr

    with subscription.opened() as azure:
        azure.put(GROUP, {"location": "westeurope"})
        azure.put(REGISTRY["id"], {"sku": {"name": "Basic"}})
    assert az("acr", "show", "--name", "contoso42", "--query", "loginServer", "-o", "tsv") == (0, f"{SERVER}\n", "")
    assert az(*CREATE, "AcrPull", "--output", "none") == (0, "", "")
    with subscription.opened() as azure:
        assert len(azure.of_type("Microsoft.Authorization/roleAssignments")) == 1
        assert not azure.may(PRINCIPAL, Purpose.PULL, azure.get(REGISTRY["id"]))
    unknown = az("acr", "repository", "show", "--name", "contoso42", "--image", "shop/api:v1")
    assert unknown == (1, "", 'ERROR: (MANIFEST_UNKNOWN) manifest tagged by "v1" is not found\n')
    assert az("acr", "show") == (2, "", "ERROR: az acr show: the following arguments are required: --name/-n\n")


def test_the_resources_of_a_group_are_listed_and_not_what_only_extends_them(azure: SimulatedAzure) -> None:
    listed = answer(azure, "resource", "list", "--resource-group", "SHOP")
    assert {one["id"] for one in listed} >= {REGISTRY["id"], IDENTITY["id"]}
    assert {one["type"] for one in listed} == {
        "Microsoft.ContainerRegistry/registries",
        "Microsoft.ManagedIdentity/userAssignedIdentities",
    }
    assert answer(azure, "resource", "list", "--resource-group", "other") == []
