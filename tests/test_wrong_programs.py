"""Programs as people write them, each with one mistake: what becomes of each in Azure, and what the policy pack says of it."""

import importlib
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from acr_patterns.testing import SimulatedAzure, Simulation, SimulationError, simulate
from pack_runs import Pack, registered

FOLDER = Path(__file__).parent / "wrong_programs"
SERVERS = [f"contoso{name}.azurecr.io" for name in ("admin", "system", "client", "abac", "private")]

FAILING = {
    "system_assigned_identity": ("InaccessibleImage", "identity-system-assigned", "system"),
    "role_to_client_id": ("InaccessibleImage", "role-to-client-id", "client"),
    "acr_pull_under_abac": ("InaccessibleImage", "role-wrong-kind", "abac"),
    "task_without_login": ("DeploymentFailed", "task-not-logged-in", "task"),
    "private_endpoint": ("InaccessibleImage", "role-missing", "private"),
}
"""Program -> the code by which Azure refuses, the rule that is its cause, and the resource."""


@pytest.fixture
def program(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """The program of this name."""
    monkeypatch.setattr(sys, "path", [str(FOLDER), *sys.path])
    return getattr(importlib.import_module(request.param), request.param)


def with_images() -> SimulatedAzure:
    azure = SimulatedAzure()
    for server in SERVERS:
        azure.push_image(server, "shop/api", "v1", "sha256:" + "0123456789abcdef" * 4)
    return azure


def failed(program: Callable[[], None]) -> tuple[str, Simulation]:
    with pytest.raises(SimulationError) as raised:
        simulate(program, stack="prod", azure=with_images())
    return str(raised.value), raised.value.simulation


@pytest.mark.parametrize(("program", "expected"), FAILING.items(), indirect=["program"], ids=FAILING)
def test_azure_refuses_a_wrong_program_and_the_pack_names_the_one_cause(
    program: Callable[[], None], expected: tuple[str, str, str]
) -> None:
    code, rule, resource = expected
    message, simulation = failed(program)
    assert code in message
    first, *others = [one for one in Pack().run(registered(simulation)).said if one.level == "mandatory"]
    assert (first.policy, first.resource) == (rule, resource)
    assert [one.policy for one in others if f"First mend {rule}, which comes before it." not in one.message] == []


@pytest.mark.parametrize("program", ["admin_user"], indirect=True)
def test_a_program_with_the_admin_user_works_and_the_pack_stops_it(program: Callable[[], None]) -> None:
    simulation = simulate(program, stack="prod", azure=with_images())
    assert Pack().run(registered(simulation)).mandatory == [
        ("registry-admin-user", "admin"),
        ("admin-credential", "admin"),
    ]
