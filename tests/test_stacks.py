"""The project's own stacks, run as they are."""

from pathlib import Path
from typing import Any

import pytest
from acr_patterns import AcrPatternsError
from acr_patterns.roles import ACR_PULL, ACR_PUSH
from acr_patterns.testing import SimulatedAzure, Simulation
from acr_patterns.testing.project import Project, ProjectError
from programs import CONTAINER_GROUP, DEPLOYMENT, IDENTITY, REGISTRY, RESOURCE_GROUP, ROLE_ASSIGNMENT, TASK

PROJECT = Project.find(Path(__file__).parent)
COMPONENTS = ("Registry", "BuildTask", "PullIdentity", "ContainerGroup")


def child_of(component: str, token: str, name: str) -> tuple[str, str, str]:
    return (f"acr-patterns:index:{component}", token, name)


CHILDREN = [
    child_of("BuildTask", TASK, "helloworld"),
    child_of("BuildTask", ROLE_ASSIGNMENT, "helloworld-push"),
    child_of("BuildTask", DEPLOYMENT, "helloworld-run"),
    child_of("ContainerGroup", CONTAINER_GROUP, "helloworld"),
    child_of("PullIdentity", IDENTITY, "helloworld"),
    child_of("PullIdentity", ROLE_ASSIGNMENT, "helloworld-pull"),
    child_of("Registry", REGISTRY, "helloworld"),
]


def children(simulation: Simulation) -> list[tuple[str, str, str]]:
    """Parent's type, type and name of every resource that a component made."""
    types = {resource.urn: resource.type for resource in simulation.resources}
    return sorted((types[r.parent], r.type, r.name) for r in simulation.resources if r.custom and r.parent in types)


@pytest.mark.parametrize("stack", ["dev", "staging", "prod"])
def test_every_stack_makes_exactly_these_resources_in_these_components(stack: str) -> None:
    simulation = PROJECT.simulate(stack)
    assert children(simulation) == sorted(CHILDREN)
    others = [r for r in simulation.resources if r.parent.endswith(f"pulumi:pulumi:Stack::acr-patterns-{stack}")]
    expected = [(RESOURCE_GROUP, f"helloworld-{stack}")]
    expected += [(f"acr-patterns:index:{component}", "helloworld") for component in COMPONENTS]
    assert sorted((r.type, r.name) for r in others) == sorted(expected)


@pytest.mark.parametrize("stack", ["dev", "staging", "prod"])
def test_in_every_stack_push_and_pull_are_identities_with_one_role_at_the_registry(stack: str) -> None:
    simulation = PROJECT.simulate(stack)
    [registry] = simulation.azure.of_type("Microsoft.ContainerRegistry/registries")
    [identity] = simulation.azure.of_type("Microsoft.ManagedIdentity/userAssignedIdentities")
    server = registry["properties"]["loginServer"]
    sent = simulation.resource(REGISTRY).inputs
    assert (sent["adminUserEnabled"], sent["anonymousPullEnabled"]) == (False, False)
    assert (sent["publicNetworkAccess"], sent["networkRuleBypassOptions"]) == ("Enabled", "AzureServices")
    task = simulation.resource(TASK).inputs
    assert task["identity"] == {"type": "SystemAssigned"}
    assert task["credentials"] == {"customRegistries": {server: {"identity": "[system]"}}}
    group = simulation.resource(CONTAINER_GROUP)
    assert group.inputs["identity"] == {"type": "UserAssigned", "userAssignedIdentities": [identity["id"]]}
    assert group.inputs["imageRegistryCredentials"] == [{"server": server, "identity": identity["id"]}]
    roles = {"helloworld-push": ACR_PUSH.guid, "helloworld-pull": ACR_PULL.guid}
    for name, guid in roles.items():
        grant = simulation.resource(ROLE_ASSIGNMENT, name).inputs
        assert grant["roleDefinitionId"].endswith(f"/roleDefinitions/{guid}")
        assert (grant["scope"], grant["principalType"]) == (registry["id"], "ServicePrincipal")
    needed = {
        simulation.resource(ROLE_ASSIGNMENT, "helloworld-pull").urn,
        simulation.resource(DEPLOYMENT, "helloworld-run").urn,
    }
    assert needed <= group.depends_on


@pytest.mark.parametrize(
    ("stack", "sku", "public"), [("dev", "Basic", True), ("staging", "Premium", False), ("prod", "Premium", False)]
)
def test_the_stacks_differ_in_sku_and_public_address(stack: str, sku: str, public: bool) -> None:
    simulation = PROJECT.simulate(stack)
    assert simulation.resource(REGISTRY).inputs["sku"] == {"name": sku}
    assert simulation.resource(REGISTRY).inputs["adminUserEnabled"] is False
    assert ("ipAddress" in simulation.resource(CONTAINER_GROUP).inputs) is public
    assert simulation.resource(REGISTRY).inputs["tags"] == {"environment": stack}


def test_the_outputs_say_what_runs_where_and_who_may_pull_and_push() -> None:
    simulation = PROJECT.simulate("dev")
    [registry] = simulation.azure.of_type("Microsoft.ContainerRegistry/registries")
    [group] = simulation.azure.of_type("Microsoft.ContainerInstance/containerGroups")
    [task] = simulation.azure.of_type("Microsoft.ContainerRegistry/registries/tasks")
    [identity] = simulation.azure.of_type("Microsoft.ManagedIdentity/userAssignedIdentities")
    digest = simulation.azure.runs[0].images[0]["digest"]
    assert simulation.outputs == {
        "loginServer": registry["properties"]["loginServer"],
        "image": f"{registry['properties']['loginServer']}/helloworld@{digest}",
        "containerGroupId": group["id"],
        "address": group["properties"]["ipAddress"]["ip"],
        "access": [
            {"identity": task["name"], "role": "AcrPush", "may": "push and pull"},
            {"identity": identity["name"], "role": "AcrPull", "may": "pull"},
        ],
    }


def test_the_application_is_the_public_sample_at_its_revision() -> None:
    simulation = PROJECT.simulate("prod")
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
    for problem in (*named, "credentials in it", "restartPolicy is 'Never mind'"):
        assert problem in str(refused.value)
    assert "s3cr3t" not in str(refused.value)
    assert azure.operations == []


def test_environment_secrets_and_token_reach_azure_as_secrets() -> None:
    secrets = ['secretEnvironment={"PASSWORD": "s3cr3t"}', "sourceAccessToken=t0ken"]
    simulation = PROJECT.simulate("staging", ['environment={"LOG": "info"}'], secrets=secrets)
    group = simulation.resource(CONTAINER_GROUP)
    assert group.inputs["containers"][0]["environmentVariables"][0] == {"name": "LOG", "value": "info"}
    assert group.secrets == {"containers[0].environmentVariables[1].secureValue": "s3cr3t"}
    assert simulation.resource(TASK).secrets == {"step.contextAccessToken": "t0ken"}
    assert "s3cr3t" not in repr(simulation.azure.state)
    assert "t0ken" not in repr(simulation.azure.state)


@pytest.mark.parametrize(
    ("override", "sentence"),
    [
        ("prot=80", "did you mean port"),
        ("port", "not of the form KEY=VALUE"),
        ("something-else-altogether=1", "the settings are"),
    ],
)
def test_an_override_that_names_no_setting_is_refused(override: str, sentence: str) -> None:
    with pytest.raises(ProjectError, match=sentence):
        PROJECT.simulate("dev", [override])


def test_an_encrypted_setting_asks_for_a_value(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (tmp_path / "Pulumi.dev.yaml").write_text("config:\n  shop:token:\n    secure: v1:abc\n")
    project = Project.find(tmp_path)
    with pytest.raises(ProjectError, match="--secret token=VALUE"):
        project.configuration("dev")


def test_outside_a_project_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="go to the folder of a Pulumi project"):
        Project.find(tmp_path)


def test_every_declared_setting_has_a_type_a_description_and_a_default() -> None:
    own: dict[str, Any] = {key: value for key, value in PROJECT.declared.items() if ":" not in key}
    assert len(own) == 18
    for key, declared in own.items():
        assert set(declared) == {"type", "description", "default"}, key


@pytest.mark.parametrize("setting", ["secretEnvironment", "environment", "tags"])
def test_a_map_that_cannot_be_read_is_not_shown(setting: str) -> None:
    with pytest.raises(AcrPatternsError) as refused:
        PROJECT.simulate("dev", [f"{setting}=[HUNTER2"])
    assert f"{setting}: it is not a map" in str(refused.value)
    assert "HUNTER2" not in str(refused.value)


def test_a_name_that_no_stack_can_have_is_refused() -> None:
    with pytest.raises(ProjectError, match="cannot be a stack name"):
        PROJECT.simulate("../dev")
