"""Roles that a program asks somebody else for."""

import pulumi
import pytest
from acr_patterns.testing import SimulatedAzure, Simulation, SimulationError, simulate
from acr_patterns.testing.administrator import MOST_ROUNDS, asked_of_administrator, simulate_with_administrator
from acr_patterns.testing.simulated_azure import Fault
from pulumi_azure_native import containerinstance, containerregistry, managedidentity, resources

GRANT = "az role assignment create --assignee-object-id {0} --assignee-principal-type ServicePrincipal --role {1} --scope {2}"
IMAGE = "contoso42.azurecr.io/shop@sha256:" + 64 * "a"


def shop(role: str = "AcrPull", image: str = IMAGE) -> None:
    """A container group whose identity has to get its role from somebody else."""
    group = resources.ResourceGroup("shop")
    sku: containerregistry.SkuArgsDict = {"name": "Basic"}
    registry = containerregistry.Registry("shop", resource_group_name=group.name, registry_name="contoso42", sku=sku)
    identity = managedidentity.UserAssignedIdentity("shop", resource_group_name=group.name)
    command = pulumi.Output.format(GRANT, identity.principal_id, role, registry.id)
    asked = command.apply(lambda known: pulumi.log.info(f"Without `x`, run `{known}` or `az acr list`."))
    containerinstance.ContainerGroup(
        "shop",
        resource_group_name=pulumi.Output.all(group.name, asked).apply(lambda known: known[0]),
        os_type="Linux",
        identity=containerinstance.ContainerGroupIdentityArgs(
            type=containerinstance.ResourceIdentityType.USER_ASSIGNED, user_assigned_identities=[identity.id]
        ),
        image_registry_credentials=[{"server": registry.login_server, "identity": identity.id}],
        containers=[{"name": "shop", "image": image, "resources": {"requests": {"cpu": 1, "memory_in_gb": 1}}}],
    )


class Told:
    """What was told of an administrator's rounds."""

    def __init__(self) -> None:
        self.refusals: list[str] = []
        self.commands: list[list[str]] = []

    def __call__(self, refusal: SimulationError, commands: list[str]) -> None:
        self.refusals.append(str(refusal))
        self.commands.append(commands)


def azure_with_image() -> SimulatedAzure:
    azure = SimulatedAzure()
    azure.push_image("contoso42.azurecr.io", "shop", "1", IMAGE.partition("@")[2])
    return azure


def test_the_roles_that_are_asked_for_are_assigned_and_the_program_runs_again_with_what_it_made() -> None:
    azure, told = azure_with_image(), Told()
    simulation = simulate_with_administrator(lambda before: simulate(shop, azure=azure, before=before), told)
    [identity] = azure.of_type("Microsoft.ManagedIdentity/userAssignedIdentities")
    [registry] = azure.of_type("Microsoft.ContainerRegistry/registries")
    [group] = azure.of_type("Microsoft.ContainerInstance/containerGroups")
    [assignment] = azure.of_type("Microsoft.Authorization/roleAssignments")
    assert list(group["identity"]["userAssignedIdentities"]) == [identity["id"]]
    assert assignment["properties"]["principalId"] == identity["properties"]["principalId"]
    assert told.commands == [[GRANT.format(identity["properties"]["principalId"], "AcrPull", registry["id"])]]
    assert "InaccessibleImage" in told.refusals[0]
    assert asked_of_administrator(simulation) == told.commands[0]


def test_a_role_whose_name_has_spaces_is_assigned() -> None:
    azure, told = azure_with_image(), Told()
    with pytest.raises(SimulationError, match="InaccessibleImage"):  # the registry ignores it: its mode is another
        simulate_with_administrator(
            lambda before: simulate(lambda: shop("'Container Registry Repository Reader'"), azure=azure, before=before),
            told,
        )
    assert len(azure.of_type("Microsoft.Authorization/roleAssignments")) == 1
    assert len(told.commands) == 1


def test_a_program_that_fails_and_asks_for_nothing_more_fails() -> None:
    azure, told = azure_with_image(), Told()
    with pytest.raises(SimulationError, match="InaccessibleImage"):
        simulate_with_administrator(
            lambda before: simulate(lambda: shop(image=IMAGE.replace("shop", "other")), azure=azure, before=before),
            told,
        )
    assert len(told.commands) == 1
    azure.plan_fault(Fault.SERVER_ERROR, "PUT", "Microsoft.Resources/resourceGroups")
    with pytest.raises(SimulationError, match="InternalServerError"):
        simulate_with_administrator(lambda before: simulate(shop, azure=azure, before=before, stack="dev-b"), told)
    assert len(told.commands) == 1


def test_a_program_that_works_needs_nobody() -> None:
    told = Told()

    def program() -> None:
        pulumi.log.info(f"`{GRANT}`")

    simulate_with_administrator(lambda before: simulate(program, before=before), told)
    assert told.commands == []


def test_a_command_that_azure_refuses_is_said() -> None:
    azure = azure_with_image()
    with pytest.raises(
        SimulationError, match=r"`az role assignment create .* --role AcrPul .*` fails: Role 'AcrPul' doesn't"
    ):
        simulate_with_administrator(lambda before: simulate(lambda: shop("AcrPul"), azure=azure, before=before))


def test_a_program_that_asks_for_something_else_each_time_is_given_up() -> None:
    azure, told = azure_with_image(), Told()

    def begun_anew(_: Simulation | None) -> Simulation:
        for group in azure.of_type("Microsoft.Resources/resourceGroups"):
            azure.delete(group["id"])
        return simulate(shop, azure=azure)

    with pytest.raises(SimulationError, match="InaccessibleImage"):
        simulate_with_administrator(begun_anew, told)
    assert len(told.commands) == MOST_ROUNDS


def test_what_is_asked_for_twice_is_asked_for_once() -> None:
    simulation = simulate(lambda: [pulumi.log.info(f"`{GRANT}` and `{GRANT} more`") for _ in range(2)])
    assert asked_of_administrator(simulation) == [GRANT, f"{GRANT} more"]
