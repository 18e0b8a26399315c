"""A registry in one subscription, a service in another, in Azure Government: each azure-native provider has its own."""

from pathlib import Path

from acr_patterns.testing.engine import SimulatedEngine
from acr_patterns.testing.shared_azure import SharedAzure
from pulumi_runs import changes, failed, succeeded

PROJECT = Path(__file__).parent / "projects" / "subscriptions"
SHARED = "00000000-0000-4000-8000-0000000000aa"
OWN = "00000000-0000-4000-8000-0000000000bb"
"""What the project's own file configures."""


def test_every_provider_makes_things_in_its_own_subscription(tmp_path: Path) -> None:
    azure = SharedAzure(tmp_path / "azure.db", clock_scale=600.0, registry_suffix="azurecr.us")
    engine = SimulatedEngine(PROJECT, tmp_path / "home", subscription=azure)
    said = failed(engine.up("dev", "--skip-preview"))
    assert f"The subscription '{SHARED}' could not be found." in said
    assert f"The subscription '{OWN}'" not in said
    with azure.opened() as simulated:
        simulated.add_subscription(SHARED)
    without = " ".join(failed(engine.up("dev", "--skip-preview", "-c", "withoutProvider=true")).split())
    assert (
        f'opts=pulumi.ResourceOptions(providers=[azure_native.Provider("shared", subscription_id="{SHARED}")])'
        in without
    )
    succeeded(engine.up("dev", "-c", "withoutProvider=false"))
    outputs = engine.outputs("dev")
    assert outputs == {"own": OWN, "shared": SHARED, "privateDnsZone": "privatelink.azurecr.us"}
    with azure.opened() as simulated:
        found = {
            (one["type"].rsplit("/", 1)[-1], one["id"].split("/")[2]) for one in simulated.state.resources.values()
        }
        [registry] = simulated.of_type("Microsoft.ContainerRegistry/registries")
    in_shared = {"resourceGroups", "registries", "tasks", "taskRuns", "deployments", "roleAssignments"}
    in_own = {"resourceGroups", "userAssignedIdentities", "containerGroups"}
    assert found == {(kind, SHARED) for kind in in_shared} | {(kind, OWN) for kind in in_own}
    assert registry["properties"]["loginServer"] == f"{registry['name']}.azurecr.us"
    assert changes(succeeded(engine.up("dev", "--skip-preview", "--refresh"))).keys() == {"unchanged"}
    succeeded(engine.destroy("dev", "--skip-preview"))
    with azure.opened() as simulated:
        assert simulated.state.resources == {}
