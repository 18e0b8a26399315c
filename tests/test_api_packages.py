"""Resources of newer API versions, and the provider that speaks them, under mocks."""

import inspect
from collections.abc import Callable
from importlib.metadata import version
from typing import Any, cast

import pulumi
import pulumi_azure_native as azure_native
import pytest
from acr_patterns import BuildTask, NetworkAccess, Registry, RegistryArgs, RegistrySku, RoleAssignmentMode
from acr_patterns.api_versions.newer_api import NEWER_REGISTRY, NEWER_TASK, REGISTRIES, TASKS
from acr_patterns.api_versions.packages import SETTINGS, ApiPackage
from acr_patterns.testing import SimulatedAzure, simulate
from acr_patterns.testing.mock_monitor import Monitor
from acr_patterns.testing.provider_configuration import parameterized_package
from acr_patterns.testing.simulated_azure import SUBSCRIPTION_ID
from acr_patterns.testing.simulation import Registered, Simulation
from programs import REGISTRY, SOURCE, TASK
from pulumi.runtime import settings
from pulumi.runtime.proto import resource_pb2
from pulumi_azure_native import resources

ABAC, LEGACY = RoleAssignmentMode.ABAC, RoleAssignmentMode.LEGACY
SHARED = "00000000-0000-4000-8000-0000000000aa"
PROVIDER = f"pulumi:providers:{REGISTRIES.name}"


def registry(name: str = "shop", **fields: Any) -> Registry:
    return Registry(name, cast(RegistryArgs, {"resource_group_name": "shop", "location": "westeurope", **fields}))


def with_group(program: Callable[[], object]) -> Callable[[], None]:
    def all_of_it() -> None:
        def then(_: str) -> None:
            program()

        resources.ResourceGroup("shop", resource_group_name="shop").id.apply(then)

    return all_of_it


def providers(simulation: Simulation) -> list[Registered]:
    return [one for one in simulation.resources if one.type.startswith("pulumi:providers:azure-native_")]


def aliases(made: Registered) -> list[str]:
    """The types that the resource may have been made as."""
    return [one["spec"]["type"] for one in made.options["aliases"]]


def private(*, bypass_for_tasks: bool) -> dict[str, Any]:
    network = {"access": NetworkAccess.PRIVATE, "bypass_for_tasks": bypass_for_tasks}
    return {"sku": RegistrySku.PREMIUM, "network": network}


@pytest.mark.parametrize(
    ("fields", "mode", "bypass"),
    [
        ({"role_assignment_mode": ABAC}, ABAC, False),
        ({"role_assignment_mode": LEGACY}, LEGACY, False),
        (private(bypass_for_tasks=True), None, True),
        (private(bypass_for_tasks=False), None, False),
        ({**private(bypass_for_tasks=True), "role_assignment_mode": ABAC}, ABAC, True),
    ],
)
def test_what_a_newer_version_has_is_said_with_it_and_a_mode_that_nobody_said_is_not(
    fields: dict[str, Any], mode: RoleAssignmentMode | None, bypass: bool
) -> None:
    simulation = simulate(with_group(lambda: registry(**fields)))
    made = simulation.resource(REGISTRY)
    assert made.type == NEWER_REGISTRY
    said = (made.inputs.get("roleAssignmentMode"), made.inputs["networkRuleBypassAllowedForTasks"])
    assert said == (mode, bypass)
    assert "softDeletePolicy" not in made.inputs["policies"]
    [in_azure] = simulation.azure.of_type("Microsoft.ContainerRegistry/registries")
    assert in_azure["properties"]["roleAssignmentMode"] == (mode or LEGACY)
    assert aliases(made) == [REGISTRY]


def test_without_such_an_argument_the_default_version_is_used_and_no_other_provider() -> None:
    simulation = simulate(with_group(registry))
    made = simulation.resource(REGISTRY)
    assert made.type == REGISTRY
    assert NEWER_REGISTRY in aliases(made)
    assert not {"roleAssignmentMode", "networkRuleBypassAllowedForTasks"} & made.inputs.keys()
    assert providers(simulation) == []


def test_both_versions_say_the_same_but_for_what_only_one_knows() -> None:
    [older, newer] = [
        simulate(with_group(lambda fields=fields: registry(**fields))).resource(REGISTRY).inputs
        for fields in ({}, {"role_assignment_mode": LEGACY})
    ]
    newer = {key: value for key, value in newer.items() if key not in ("roleAssignmentMode", _BYPASS)}
    assert newer == {**older, "policies": {k: v for k, v in older["policies"].items() if k != "softDeletePolicy"}}


_BYPASS = "networkRuleBypassAllowedForTasks"


def test_a_task_logs_in_to_its_own_registry_with_its_own_identity_by_a_newer_version() -> None:
    def build(mode: RoleAssignmentMode) -> Registered:
        def program() -> None:
            made = registry(role_assignment_mode=mode)
            BuildTask("api", registry=made.reference, repository="shop/api", source=SOURCE)

        return simulate(with_group(program)).resource(TASK)

    newer, older = build(ABAC), build(LEGACY)
    assert (newer.type, older.type) == (NEWER_TASK, TASK)
    assert newer.inputs["credentials"]["sourceRegistry"] == {"identity": "[system]"}
    assert "sourceRegistry" not in older.inputs["credentials"]
    assert aliases(newer) == [TASK]
    assert NEWER_TASK in aliases(older)
    assert newer.inputs.keys() == older.inputs.keys()


def test_one_provider_of_each_package_serves_a_program_and_carries_its_configuration() -> None:
    def program() -> None:
        for name in ("one", "two"):
            made = registry(name=name, role_assignment_mode=ABAC)
            BuildTask(name, registry=made.reference, repository="shop/api", source=SOURCE)

    values = {
        "location": "northeurope",
        "subscriptionId": SHARED,
        "tenantId": "tenant",
        "clientId": "client",
        "useOidc": "true",
        "oidcToken": "t0ken",
        "auxiliaryTenantIds": '["one", "two"]',
    }
    simulation = simulate(
        with_group(program),
        config={f"azure-native:{key}": value for key, value in values.items()},
        secret_config=["azure-native:oidcToken"],
    )
    made = {one.type: one for one in providers(simulation)}
    assert made.keys() == {PROVIDER, f"pulumi:providers:{TASKS.name}"}
    assert len(providers(simulation)) == 2
    for one in made.values():
        assert (one.inputs, one.parent.split("::")[2]) == (values, "pulumi:pulumi:Stack")
        assert one.secrets == {"oidcToken": "t0ken", "clientId": "client"}
    registries = simulation.azure.of_type("Microsoft.ContainerRegistry/registries")
    assert {one["id"].split("/")[2] for one in registries} == {SHARED}


def test_the_provider_has_the_settings_of_the_component_s_own() -> None:
    def program() -> None:
        shared = azure_native.Provider(
            "shared",
            subscription_id=SHARED,
            client_secret="s3cret",
            use_oidc=False,
            auxiliary_tenant_ids=["one"],
        )
        opts = pulumi.ResourceOptions(provider=shared)
        resources.ResourceGroup("elsewhere", resource_group_name="elsewhere", location="westeurope", opts=opts)
        for name in ("one", "two"):
            Registry(name, resource_group_name="elsewhere", role_assignment_mode=ABAC, location="westeurope", opts=opts)
        registry(role_assignment_mode=ABAC)

    azure = SimulatedAzure()
    azure.add_subscription(SHARED)
    simulation = simulate(with_group(program), azure=azure)
    [other] = [one for one in providers(simulation) if one.name.endswith("-shared")]
    assert other.inputs == {
        "subscriptionId": SHARED,
        "clientSecret": "s3cret",
        "useOidc": "false",
        "auxiliaryTenantIds": '["one"]',
        "environment": "public",
    }
    assert other.secrets["clientSecret"] == "s3cret"
    registries = azure.of_type("Microsoft.ContainerRegistry/registries")
    assert sorted(one["id"].split("/")[2] == SHARED for one in registries) == [False, True, True]
    assert len(providers(simulation)) == 2


def test_a_provider_of_the_package_itself_has_the_last_word() -> None:
    def program() -> None:
        own = pulumi.ProviderResource(
            REGISTRIES.name, "own", {"location": "norwayeast"}, package_ref=REGISTRIES.reference()
        )
        Registry(
            "shop",
            resource_group_name="shop",
            role_assignment_mode=ABAC,
            opts=pulumi.ResourceOptions(providers=[own]),
        )

    simulation = simulate(with_group(program))
    assert [one.name for one in providers(simulation)] == ["own"]
    [made] = simulation.azure.of_type("Microsoft.ContainerRegistry/registries")
    assert made["location"] == "norwayeast"


@pytest.mark.parametrize("explicit", [False, True])
def test_components_that_run_for_another_language_have_a_provider_each_below_them_that_goes_with_them(
    explicit: bool,
) -> None:
    made: list[Registered] = []

    def program(name: str) -> None:
        opts = pulumi.ResourceOptions(protect=True)
        if explicit:
            base = azure_native.Provider("base", subscription_id=SUBSCRIPTION_ID)
            opts = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(provider=base))
        settings.ROOT.set(None)  # the process of such a component does not know the stack
        arguments: Any = {"resource_group_name": "shop", "location": "westeurope", "role_assignment_mode": ABAC}
        Registry(name, arguments, opts)

    for name in ("one", "two"):
        simulation = simulate(with_group(lambda name=name: program(name)))
        made += providers(simulation)
        assert made[-1].parent.endswith(f"acr-patterns:index:Registry::{name}")
        assert simulation.resource(REGISTRY).options["protect"] is True
    assert [one.options["protect"] for one in made] == [False, False]
    of_base = "-base" if explicit else ""
    assert [one.urn.split("$")[-1] for one in made] == [
        f"{PROVIDER}::containerregistry-v20251101-{name}{of_base}" for name in ("one", "two")
    ]


def test_every_setting_of_azure_native_s_provider_is_carried() -> None:
    taken = set(inspect.signature(azure_native.ProviderArgs).parameters)
    assert {"".join(f"_{c.lower()}" if c.isupper() else c for c in key) for key in SETTINGS} == taken


def test_the_package_is_what_azure_native_makes_of_its_parameter(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def register(_: Monitor, request: Any) -> Any:
        asked.append(request)
        return resource_pb2.RegisterPackageResponse(ref="registered")

    monkeypatch.setattr(Monitor, "RegisterPackage", register)
    package = ApiPackage("network", "v20240101")  # not asked for before: the SDK asks once
    simulation = simulate(lambda: pulumi.export("reference", pulumi.Output.from_input(package.reference())))
    assert simulation.outputs["reference"] == "registered"
    [one] = asked
    assert (one.name, one.version) == ("azure-native", version("pulumi_azure_native"))
    assert (one.parameterization.name, one.parameterization.version) == (package.name, one.version)
    assert parameterized_package(one.parameterization.value) == package.name == "azure-native_network_v20240101"
