"""The project's own stacks, run as they are."""

import re
from pathlib import Path
from typing import Any

import lasting_names
import pytest
from acr_patterns import AcrPatternsError
from acr_patterns.roles import ACR_PULL, ACR_PUSH, Role
from acr_patterns.testing import SimulatedAzure, Simulation, SimulationError
from acr_patterns.testing.project import Project
from acr_patterns.testing.several_stacks import bring_up
from existing import DIGEST, subscription
from existing import REGISTRY as REGISTRY_BY_HAND
from pack_runs import Pack, registered
from programs import CONTAINER_GROUP, DEPLOYMENT, REGISTRY, RESOURCE_GROUP, ROLE_ASSIGNMENT, TASK

PROJECT = Project.find(Path(__file__).parent)
STACK_REFERENCE = "pulumi:pulumi:StackReference"


def children(*components: str) -> list[lasting_names.Child]:
    """The children of these components where nothing is logged."""
    every = lasting_names.expected("helloworld", *components)
    return [child for child in every if child[1] != "azure-native:monitor:DiagnosticSetting"]


CHILDREN = {
    "dev": children("Registry", "BuildTask", "PullIdentity", "ContainerGroup"),
    "platform": children("Registry", "BuildTask"),
    "staging": children("PullIdentity", "ContainerGroup"),
    "prod": children("PrivateNetwork", "RegistryPrivateEndpoint", "PullIdentity", "ContainerGroup"),
}


@pytest.fixture(scope="module")
def stacks() -> dict[str, Simulation]:
    """Every stack of the project: dev alone, and the others on the platform, the image promoted from one to the next."""
    shared = [one.simulation for one in bring_up(PROJECT, ["platform", "staging", "prod"])]
    return {one.stack: one for one in [PROJECT.simulate("dev"), *shared]}


@pytest.mark.parametrize("stack", CHILDREN)
def test_every_stack_makes_exactly_these_resources_in_these_components(
    stacks: dict[str, Simulation], stack: str
) -> None:
    simulation = stacks[stack]
    assert lasting_names.found(simulation) == CHILDREN[stack]
    others = [r for r in simulation.resources if r.parent.endswith(f"pulumi:pulumi:Stack::acr-patterns-{stack}")]
    components = {component for component, _, _ in CHILDREN[stack]}
    expected = [(RESOURCE_GROUP, f"helloworld-{stack}"), *((component, "helloworld") for component in components)]
    made = [
        (r.type, r.name) for r in others if r.type != STACK_REFERENCE and not r.type.startswith("pulumi:providers:")
    ]
    assert sorted(made) == sorted(expected)


def test_push_is_an_identity_with_one_role_at_the_registry_in_every_stack_that_builds(
    stacks: dict[str, Simulation],
) -> None:
    for stack, public in (("dev", "Enabled"), ("platform", "Disabled")):
        simulation = stacks[stack]
        registry = simulation.azure.get(simulation.outputs["registry"]["id"])
        server = registry["properties"]["loginServer"]
        sent = simulation.resource(REGISTRY).inputs
        assert (sent["adminUserEnabled"], sent["anonymousPullEnabled"]) == (False, False)
        assert (sent["publicNetworkAccess"], sent["networkRuleBypassOptions"]) == (public, "AzureServices")
        task = simulation.resource(TASK).inputs
        assert task["identity"] == {"type": "SystemAssigned"}
        assert task["credentials"] == {"customRegistries": {server: {"identity": "[system]"}}}
        assert_grant(simulation, "helloworld-push", ACR_PUSH)


def test_pull_is_an_identity_with_one_role_at_the_registry_in_every_stack_that_runs(
    stacks: dict[str, Simulation],
) -> None:
    for stack in ("dev", "staging", "prod"):
        simulation = stacks[stack]
        group = simulation.resource(CONTAINER_GROUP)
        [identity] = group.inputs["identity"]["userAssignedIdentities"]
        assert f"helloworld-{stack}" in identity
        assert group.inputs["identity"]["type"] == "UserAssigned"
        server = simulation.outputs["registry"]["loginServer"]
        assert group.inputs["imageRegistryCredentials"] == [{"server": server, "identity": identity}]
        assert_grant(simulation, "helloworld-pull", ACR_PULL)
        assert simulation.resource(ROLE_ASSIGNMENT, "helloworld-pull").urn in group.depends_on
        assert [row["may"] for row in simulation.outputs["access"]] == ["push and pull", "pull"][stack != "dev" :]
    assert stacks["dev"].resource(DEPLOYMENT).urn in stacks["dev"].resource(CONTAINER_GROUP).depends_on


@pytest.mark.parametrize("stack", CHILDREN)
def test_the_policy_pack_finds_nothing_in_any_stack(stacks: dict[str, Simulation], stack: str) -> None:
    assert [one for one in Pack().run(registered(stacks[stack])).said if one.policy != "cannot-tell"] == []


def test_the_policy_pack_finds_nothing_in_a_dev_stack_with_the_admin_user() -> None:
    dev = PROJECT.simulate("dev", ["authentication=AdminUser"])
    assert dev.resource(REGISTRY).inputs["adminUserEnabled"] is True
    assert Pack().run(registered(dev)).said == []


def assert_grant(simulation: Simulation, name: str, role: Role) -> None:
    grant = simulation.resource(ROLE_ASSIGNMENT, name).inputs
    assert grant["roleDefinitionId"].endswith(f"/roleDefinitions/{role.guid}")
    assert (grant["scope"], grant["principalType"]) == (simulation.outputs["registry"]["id"], "ServicePrincipal")


def test_one_registry_and_one_build_serve_staging_and_prod(stacks: dict[str, Simulation]) -> None:
    platform, staging, prod = (stacks[name] for name in ("platform", "staging", "prod"))
    assert platform.outputs["registry"] == staging.outputs["registry"] == prod.outputs["registry"]
    assert platform.outputs["image"] == staging.outputs["image"] == prod.outputs["image"]
    assert len(prod.azure.runs) == 1
    assert prod.resource(CONTAINER_GROUP).inputs["containers"][0]["image"] == platform.outputs["image"]


def test_a_dev_stack_on_the_platform_runs_its_newest_build(stacks: dict[str, Simulation]) -> None:
    platform = stacks["platform"]
    overrides = ["build=false", "platform=organization/acr-patterns/platform"]
    dev = PROJECT.simulate("dev", overrides, platform.azure, references=[platform])
    assert lasting_names.found(dev) == CHILDREN["staging"]
    assert dev.outputs["image"] == platform.outputs["image"]


def test_a_stack_takes_a_registry_that_is_named_in_its_settings() -> None:
    azure = subscription()
    overrides = ["platform=", "privateNetwork=false", f"image={REGISTRY_BY_HAND['login_server']}/shop/api@{DIGEST}"]
    overrides += [f"registryId={REGISTRY_BY_HAND['id']}", f"registryLoginServer={REGISTRY_BY_HAND['login_server']}"]
    overrides += [f"registryRoleAssignmentMode={REGISTRY_BY_HAND['role_assignment_mode']}"]
    prod = PROJECT.simulate("prod", overrides, azure)
    assert lasting_names.found(prod) == CHILDREN["staging"]
    assert prod.resource(ROLE_ASSIGNMENT).inputs["scope"] == REGISTRY_BY_HAND["id"]


def test_a_stack_that_may_not_assign_roles_exports_what_somebody_else_has_to_run() -> None:
    with pytest.raises(SimulationError) as refused:
        PROJECT.simulate("dev", ["grant=false"])
    simulation = refused.value.simulation
    assert simulation is not None
    assert simulation.of_type(ROLE_ASSIGNMENT) == []
    [granted] = bring_up(PROJECT, ["dev"], ["grant=false"])
    commands = granted.simulation.outputs["grantCommands"]
    assert [re.findall(r"--role (\S+)", command) for command in commands] == [["AcrPush"], ["AcrPull"]]
    assert granted.simulation.of_type(ROLE_ASSIGNMENT) == []


@pytest.mark.parametrize(("stack", "sku"), [("dev", "Basic"), ("platform", "Premium")])
def test_the_stacks_that_have_a_registry_differ_in_its_tier(
    stacks: dict[str, Simulation], stack: str, sku: str
) -> None:
    sent = stacks[stack].resource(REGISTRY).inputs
    assert sent["sku"] == {"name": sku}
    assert sent["tags"] == {"environment": {"dev": "dev", "platform": "shared"}[stack]}


@pytest.mark.parametrize(("stack", "kind"), [("dev", "Public"), ("staging", None), ("prod", "Private")])
def test_only_dev_has_a_public_address(stacks: dict[str, Simulation], stack: str, kind: str | None) -> None:
    sent = stacks[stack].resource(CONTAINER_GROUP).inputs
    assert sent.get("ipAddress", {}).get("type") == kind
    assert sent["tags"] == {"environment": stack}


def test_the_outputs_say_what_runs_where_and_who_may_pull_and_push() -> None:
    simulation = PROJECT.simulate("dev")
    [registry] = simulation.azure.of_type("Microsoft.ContainerRegistry/registries")
    [group] = simulation.azure.of_type("Microsoft.ContainerInstance/containerGroups")
    [task] = simulation.azure.of_type("Microsoft.ContainerRegistry/registries/tasks")
    [identity] = simulation.azure.of_type("Microsoft.ManagedIdentity/userAssignedIdentities")
    digest = simulation.azure.runs[0].images[0]["digest"]
    assert simulation.outputs == {
        "registry": {
            "id": registry["id"],
            "loginServer": registry["properties"]["loginServer"],
            "roleAssignmentMode": "LegacyRegistryPermissions",
            "sku": "Basic",
            "network": {"access": "Public"},
        },
        "image": f"{registry['properties']['loginServer']}/helloworld@{digest}",
        "containerGroupId": group["id"],
        "address": group["properties"]["ipAddress"]["ip"],
        "access": [
            {"identity": task["name"], "role": "AcrPush", "may": "push and pull"},
            {"identity": identity["name"], "role": "AcrPull", "may": "pull"},
        ],
    }


def test_the_application_is_the_public_sample_at_its_revision() -> None:
    simulation = PROJECT.simulate("dev")
    source = "https://github.com/Azure-Samples/acr-build-helloworld-node.git"
    assert simulation.resource(TASK).inputs["step"]["contextPath"] == f"{source}#master"
    assert simulation.azure.runs[0].log[0] == f"Downloading source code from {source}#88a601d"
    [container] = simulation.resource(CONTAINER_GROUP).inputs["containers"]
    assert container["ports"] == [{"port": 80, "protocol": "TCP"}]


@pytest.mark.parametrize("stack", ["dev", "dev-alice"])
def test_the_admin_user_is_one_setting_of_a_dev_stack(stack: str) -> None:
    simulation = PROJECT.simulate(stack, ["authentication=AdminUser"])
    assert simulation.resource(REGISTRY).inputs["adminUserEnabled"] is True
    assert "imageRegistryCredentials[0].password" in simulation.resource(CONTAINER_GROUP).secrets
    assert simulation.outputs["access"][1] == {"identity": "admin user", "role": "all rights", "may": "push and pull"}


@pytest.mark.parametrize("stack", ["staging", "prod", "development", "prod-dev", "Dev"])
def test_the_admin_user_is_refused_in_any_other_stack_before_anything_is_registered(stack: str) -> None:
    azure = SimulatedAzure()
    with pytest.raises(AcrPatternsError, match=f"this stack is '{stack}'; use ManagedIdentity"):
        PROJECT.simulate(stack, ["authentication=AdminUser"], azure)
    assert azure.operations == []


def test_all_problems_of_the_settings_are_reported_at_once_and_nothing_is_made() -> None:
    wrong = ["sku=Gold", "port=0", "cpu=-1", "memoryInGb=x", "publicIp=yes", "environment=[]", "repository=A B"]
    wrong += ["sourceUrl=https://me:s3cr3t@host/a.git", "restartPolicy=Never mind"]
    azure = SimulatedAzure()
    with pytest.raises(AcrPatternsError) as refused:
        PROJECT.simulate("prod", wrong, azure)
    named = ("sku is 'Gold'", "port: '0'", "cpu: '-1'", "memoryInGb: 'x'", "publicIp: 'yes'", "environment:", "'A B'")
    for problem in (*named, "source url has an @ in it", "restartPolicy is 'Never mind'"):
        assert problem in str(refused.value)
    assert "s3cr3t" not in str(refused.value)
    assert azure.operations == []


def test_environment_secrets_and_token_reach_azure_as_secrets() -> None:
    secrets = ['secretEnvironment={"PASSWORD": "s3cr3t"}', "sourceAccessToken=t0ken"]
    overrides = ['environment={"LOG": "info"}']
    simulation = PROJECT.simulate("dev", overrides, secrets=secrets)
    group = simulation.resource(CONTAINER_GROUP)
    assert group.inputs["containers"][0]["environmentVariables"][0] == {"name": "LOG", "value": "info"}
    assert group.secrets == {"containers[0].environmentVariables[1].secureValue": "s3cr3t"}
    assert simulation.resource(TASK).secrets == {"step.contextAccessToken": "t0ken"}
    assert "s3cr3t" not in repr(simulation.azure.state)
    assert "t0ken" not in repr(simulation.azure.state)


def test_every_declared_setting_has_a_type_a_description_and_a_default() -> None:
    own: dict[str, Any] = {key: value for key, value in PROJECT.declared.items() if ":" not in key}
    assert len(own) == 38
    for key, declared in own.items():
        assert set(declared) - {"items"} == {"type", "description", "default"}, key


@pytest.mark.parametrize("setting", ["secretEnvironment", "environment", "tags"])
def test_a_map_that_cannot_be_read_is_not_shown(setting: str) -> None:
    with pytest.raises(AcrPatternsError) as refused:
        PROJECT.simulate("dev", [f"{setting}=[HUNTER2"])
    assert f"{setting}: it is not a map" in str(refused.value)
    assert "HUNTER2" not in str(refused.value)
