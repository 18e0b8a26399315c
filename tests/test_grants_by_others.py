"""Components whose roles somebody else assigns."""

import shlex
from typing import Any, cast

import pulumi
import pytest
from acr_patterns import ArgumentError, BuildTask, ContainerGroup, PullIdentity
from acr_patterns.resource_ids import parse_registry_id
from acr_patterns.role_propagation import grant_refused, pull_refused
from acr_patterns.roles import ACR_PULL, ACR_PUSH, REPOSITORY_READER, assignment_command
from acr_patterns.tasks.build_failures import run_failed
from acr_patterns.testing import SimulatedAzure, Simulation, SimulationError, simulate
from acr_patterns.testing.administrator import simulate_with_administrator
from existing import ABAC_REGISTRY, DIGEST, GROUP_NAME, REGISTRY, subscription
from programs import CONTAINER, IDENTITY, ROLE_ASSIGNMENT, SOURCE

SHARED_REGISTRY = parse_registry_id(REGISTRY["id"])
PRINCIPAL = "11111111-1111-1111-1111-111111111111"
COMMAND = (
    "az role assignment create --assignee-object-id {principal} --assignee-principal-type ServicePrincipal "
    "--role {role} --scope {scope}"
)


def puller(registry: Any = REGISTRY, azure: SimulatedAzure | None = None) -> Simulation:
    def program() -> None:
        made = PullIdentity("api", resource_group_name=GROUP_NAME, registry=registry, grant=False)
        pulumi.export("command", made.grant_command)
        pulumi.export("role", made.role_name)
        pulumi.export("id", made.identity_id)

    return simulate(program, stack="prod", azure=azure or subscription())


@pytest.mark.parametrize(
    ("registry", "role"), [(REGISTRY, ACR_PULL.name), (ABAC_REGISTRY, f"'{REPOSITORY_READER.name}'")]
)
def test_nothing_is_assigned_and_the_command_names_principal_role_and_registry(
    registry: dict[str, str], role: str
) -> None:
    azure = subscription()
    before = len(azure.of_type("Microsoft.Authorization/roleAssignments"))
    simulation = puller(registry, azure)
    assert simulation.of_type(ROLE_ASSIGNMENT) == []
    assert len(azure.of_type("Microsoft.Authorization/roleAssignments")) == before
    identity = azure.get(simulation.outputs["id"])
    principal = identity["properties"]["principalId"]
    assert simulation.outputs["command"] == COMMAND.format(principal=principal, role=role, scope=registry["id"])
    assert simulation.outputs["role"] == role.strip("'")
    assert simulation.resource(IDENTITY).inputs["resourceGroupName"] == GROUP_NAME


def test_with_the_grant_there_is_no_command() -> None:
    def program() -> None:
        made = PullIdentity("api", resource_group_name=GROUP_NAME, registry=cast(Any, REGISTRY))
        pulumi.export("command", made.grant_command)

    assert simulate(program, azure=subscription()).outputs["command"] is None


@pytest.mark.parametrize("grant", [True, False])
def test_the_identity_s_id_is_not_known_before_its_role_is_assigned_or_asked_for(grant: bool) -> None:
    taken: list[str] = []

    def program() -> None:
        registry: Any = {**REGISTRY, "id": pulumi.Output.from_input(f"{REGISTRY['id']}/never")}
        made = PullIdentity("api", resource_group_name=GROUP_NAME, registry=registry, grant=grant)
        made.identity_id.apply(taken.append)

    azure = subscription()
    identities = len(azure.of_type("Microsoft.ManagedIdentity/userAssignedIdentities"))
    with pytest.raises(ArgumentError, match="registry id"):
        simulate(program, stack="prod", azure=azure)
    assert len(azure.of_type("Microsoft.ManagedIdentity/userAssignedIdentities")) == identities + 1
    assert taken == []


def test_the_command_is_among_what_each_component_registers_as_its_outputs() -> None:
    def program() -> None:
        registry: Any = REGISTRY
        PullIdentity("api", resource_group_name=GROUP_NAME, registry=registry, grant=False)
        BuildTask("api", registry=registry, repository="shop/api", source=SOURCE, grant=False)

    azure = subscription()
    simulation = simulate_with_administrator(lambda before: simulate(program, stack="prod", azure=azure, before=before))
    registered = {
        urn.split("::")[2].rpartition("$")[2]: outputs for urn, outputs in simulation.registered_outputs.items()
    }
    for component, role in [(PullIdentity, ACR_PULL), (BuildTask, ACR_PUSH)]:
        outputs = registered[f"acr-patterns:index:{component.__name__}"]
        assert outputs.keys() | {"pull_request_task_name"} == component.__annotations__.keys() | {
            "pull_request_task_name"
        }
        assert outputs["grant_command"] == assignment_command(role, outputs["principal_id"], REGISTRY["id"])


def test_the_command_is_said_in_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(pulumi.log, "info", lambda message, *_: said.append(message))  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    command = puller().outputs["command"]
    assert said == [
        f"PullIdentity 'api': grant is False, so AcrPull is not assigned here; who may assign roles runs once `{command}`"
    ]


def test_a_service_that_pulls_without_the_role_is_refused() -> None:
    def program() -> None:
        made = PullIdentity("api", resource_group_name=GROUP_NAME, registry=cast(Any, REGISTRY), grant=False)
        ContainerGroup(
            "api",
            resource_group_name=GROUP_NAME,
            registry=cast(Any, REGISTRY),
            pull_identity=made.reference,
            containers=[cast(Any, {**CONTAINER, "image": f"{REGISTRY['login_server']}/shop/api@{DIGEST}"})],
        )

    with pytest.raises(SimulationError, match="InaccessibleImage"):
        simulate(program, stack="prod", azure=subscription())


def test_a_task_that_pushes_without_the_role_fails_with_nothing_assigned() -> None:
    def program() -> None:
        BuildTask("api", registry=cast(Any, REGISTRY), repository="shop/api", source=SOURCE, grant=False)

    azure = subscription()
    with pytest.raises(SimulationError, match="DeploymentFailed"):
        simulate(program, stack="prod", azure=azure)
    assert azure.runs[0].error == "denied: requested access to the resource shop/api is denied"
    [task] = azure.of_type("Microsoft.ContainerRegistry/registries/tasks")
    assert task["identity"]["type"] == "SystemAssigned"


def test_every_failure_of_a_missing_role_says_the_command() -> None:
    command = assignment_command(ACR_PULL, PRINCIPAL, REGISTRY["id"])
    push = assignment_command(ACR_PUSH, PRINCIPAL, REGISTRY["id"])
    assert f"`{command}`" in pull_refused("it", ACR_PULL, PRINCIPAL, REGISTRY["id"], propagating=False)
    assert f"`{command}` and set grant to False" in grant_refused("it", ACR_PULL, PRINCIPAL, REGISTRY["id"])
    failed = run_failed("it", SHARED_REGISTRY, "api", None, push)
    assert "if it says `denied` or `unauthorized`, the role is not assigned, or not honoured yet" in failed
    assert f"who may assign roles runs `{push}`; correct" in failed
    assert "denied" not in run_failed("it", SHARED_REGISTRY, "api", None, None)


def test_the_command_is_one_that_a_shell_reads_as_it_is_meant() -> None:
    words = shlex.split(assignment_command(REPOSITORY_READER, PRINCIPAL, REGISTRY["id"]))
    assert words[words.index("--role") + 1] == REPOSITORY_READER.name
