"""Settings that need a newer API version, on a live stack and back, and the provider that speaks it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from acr_patterns.testing.engine import SimulatedEngine
from acr_patterns.testing.property_values import revealed
from acr_patterns.testing.shared_azure import SharedAzure
from pulumi_runs import changes, failed, succeeded

PROJECT = Path(__file__).parent / "projects" / "newer"
REGISTRIES, TASKS = "Microsoft.ContainerRegistry/registries", "Microsoft.ContainerRegistry/registries/tasks"
NEWER = "azure-native_containerregistry_v20251101"
TENANT, SUBSCRIPTION, CLIENT, SHARED = (f"00000000-0000-4000-8000-00000000000{digit}" for digit in "abcd")
TOKEN = "t0ken-of-this-run"

PRIVATE = ("-c", "sku=Premium", "-c", "access=Private")
NEWEST = (*PRIVATE, "-c", "mode=AbacRepositoryPermissions", "-c", "bypass=true")
OPENED = ("-c", "sku=Premium", "-c", "mode=AbacRepositoryPermissions", "-c", "bypass=true")
DEFAULTS = ("-c", "sku=Premium", "-c", "mode=LegacyRegistryPermissions", "-c", "bypass=false")


class Engine(SimulatedEngine):
    """An engine that is started with variables of the environment."""

    def __init__(self, home: Path, variables: Mapping[str, str]) -> None:
        super().__init__(PROJECT, home, subscription=SharedAzure(home / "azure.db", clock_scale=600.0))
        self._variables = variables

    @property
    def environment(self) -> dict[str, str]:
        return {**super().environment, **self._variables}

    def of_type(self, type_: str) -> list[dict[str, Any]]:
        with self.subscription.opened() as azure:
            return azure.of_type(type_)


def operations(output: str) -> dict[str, int]:
    """How often which operation was done to registry and task, the two that change their API version."""
    lines = [line for line in output.splitlines() if ":containerregistry:" in line]
    done = ("created", "updated", "deleted", "replaced", "create-replacement")
    return {what: count for what in done if (count := sum(f" {what} (" in line for line in lines))}


def test_a_live_registry_takes_newer_settings_and_gives_them_back_in_place(tmp_path: Path) -> None:
    engine = Engine(
        tmp_path,
        {
            "ARM_TENANT_ID": TENANT,
            "ARM_SUBSCRIPTION_ID": SUBSCRIPTION,
            "ARM_CLIENT_ID": CLIENT,
            "ARM_USE_OIDC": "true",
            "ARM_OIDC_TOKEN": TOKEN,
        },
    )
    succeeded(engine.up("dev", "--skip-preview"))
    [registry], [task] = engine.of_type(REGISTRIES), engine.of_type(TASKS)
    assert registry["id"].split("/")[2] == SUBSCRIPTION

    newest = succeeded(engine.up("dev", "--skip-preview", *NEWEST))
    assert operations(newest) == {"updated": 2}
    assert engine.outputs("dev")["client"] == [TENANT, SUBSCRIPTION, CLIENT]
    [now], [task_now] = engine.of_type(REGISTRIES), engine.of_type(TASKS)
    assert (now["id"], now["properties"]["loginServer"]) == (registry["id"], registry["properties"]["loginServer"])
    assert task_now["identity"] == task["identity"]
    assert task_now["properties"]["credentials"]["sourceRegistry"] == {"identity": "[system]"}
    settings = ("roleAssignmentMode", "networkRuleBypassAllowedForTasks", "publicNetworkAccess")
    assert [now["properties"][key] for key in settings] == ["AbacRepositoryPermissions", True, "Disabled"]
    assert changes(succeeded(engine.up("dev", "--skip-preview", *NEWEST))).keys() == {"unchanged"}

    assert operations(succeeded(engine.up("dev", "--skip-preview", *OPENED))) == {"updated": 1}
    [opened] = engine.of_type(REGISTRIES)
    assert [opened["properties"][key] for key in settings] == ["AbacRepositoryPermissions", True, "Enabled"]
    assert operations(succeeded(engine.up("dev", "--skip-preview", *NEWEST))) == {"updated": 1}

    refused = " ".join(failed(engine.preview("dev", *PRIVATE)).split())
    assert "Registry 'shop': role_assignment_mode is left out, and the registry is in mode Abac" in refused
    assert "say LegacyRegistryPermissions, run `pulumi up`, and leave it out after that" in refused

    assert operations(succeeded(engine.up("dev", "--skip-preview", *DEFAULTS))) == {"updated": 2}
    without = succeeded(engine.up("dev", "--skip-preview"))
    assert operations(without) == {"updated": 1}
    [last], [last_task] = engine.of_type(REGISTRIES), engine.of_type(TASKS)
    assert (last["id"], last_task["identity"]) == (registry["id"], task["identity"])
    assert [last["properties"][key] for key in settings] == ["LegacyRegistryPermissions", False, "Enabled"]
    types = {one["type"] for one in engine.export("dev")["deployment"]["resources"]}
    assert not [one for one in types if "azure-native_" in one]
    assert changes(succeeded(engine.up("dev", "--skip-preview"))).keys() == {"unchanged"}


def test_the_provider_carries_the_configuration_and_that_of_another_provider_its_settings(tmp_path: Path) -> None:
    said = tmp_path / "said.json"
    engine = Engine(tmp_path, {"PULUMI_DEBUG_GRPC": str(said)})
    with engine.subscription.opened() as azure:
        azure.add_subscription(SHARED)
    configured = {
        "tenantId": TENANT,
        "subscriptionId": SUBSCRIPTION,
        "clientId": CLIENT,
        "useOidc": "true",
        "oidcToken": TOKEN,
        "location": "westeurope",
    }
    given = [f"azure-native:{key}={value}" for key, value in configured.items()]
    options = [word for one in (*given, f"shared={SHARED}") for word in ("-c", one)]
    succeeded(engine.up("dev", "--skip-preview", *NEWEST, *options))
    assert engine.outputs("dev")["client"] == [TENANT, SUBSCRIPTION, CLIENT]
    assert {one["id"].split("/")[2] for one in engine.of_type(REGISTRIES)} == {SUBSCRIPTION, SHARED}

    told = configurations(said)
    assert (
        told["default"]
        == told["containerregistry-v20251101"]
        == told["containerregistry-v20250301preview"]
        == configured
    )
    other = {"subscriptionId": SHARED, "disablePulumiPartnerId": "true", "environment": "public"}
    assert told["shared"] == told["containerregistry-v20251101-shared"] == other
    providers = [one for one in engine.export("dev")["deployment"]["resources"] if "azure-native_" in one["type"]]
    newer = [one["inputs"]["clientId"] for one in providers if one["urn"].endswith("::containerregistry-v20251101")]
    assert CLIENT not in json.dumps(newer), "what azure-native's own provider makes secret is secret"


def configurations(said: Path) -> dict[str, dict[str, Any]]:
    """Name of each provider -> what the engine configured it with, secrets revealed."""
    found: dict[str, dict[str, Any]] = {}
    for line in said.read_text().splitlines():
        call = json.loads(line)
        if call["method"].endswith("/Configure") and call["progress"] == "request_started":
            told = {key: value for key, value in call["request"]["args"].items() if key != "version"}
            name = call["request"]["name"].partition("_")[0]
            if found.setdefault(name, revealed(told)) != revealed(told):
                raise AssertionError(f"{name} was told different things")
    return found
