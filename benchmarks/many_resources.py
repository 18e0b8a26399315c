"""A subscription of many resources, as the state of a Pulumi stack and as an ARM template.

A team has a hundred resources: a registry with a task that pushes, ten services (identity, role assignment, container group), and what
no rule of pull access is about. One service of each team cannot pull, for one of the classic reasons in turn.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from acr_patterns.arm_types import TYPES
from acr_patterns.roles import ACR_PULL, ACR_PUSH, role_definition_id

SUBSCRIPTION = "00000000-0000-4000-8000-000000000001"
PER_TEAM = 100
SERVICES = 10
BYSTANDERS = {
    "azure-native:storage:StorageAccount": ("Microsoft.Storage/storageAccounts", "2024-01-01", 20),
    "azure-native:network:VirtualNetwork": ("Microsoft.Network/virtualNetworks", "2024-05-01", 6),
    "azure-native:keyvault:Vault": ("Microsoft.KeyVault/vaults", "2024-11-01", 10),
    "azure-native:network:PrivateRecordSet": ("Microsoft.Network/privateDnsZones/A", "2024-06-01", 30),
}
"""Type token -> Azure type, API version, how many of it a team has."""

_VERSIONS = {
    "azure-native:resources:ResourceGroup": "2024-11-01",
    "azure-native:containerregistry:Registry": "2025-11-01",
    "azure-native:containerregistry:Task": "2019-06-01-preview",
    "azure-native:managedidentity:UserAssignedIdentity": "2024-11-30",
    "azure-native:authorization:RoleAssignment": "2022-04-01",
    "azure-native:containerinstance:ContainerGroup": "2025-09-01",
}
FAULTS = ("not attached", "not named", "no role here", "client id", "other role")
"""Why the one service of a team cannot pull."""
_ACR_DELETE = "c2f4ef07-c644-48eb-af81-4b1b4947fb11"
"""A built-in role of registries that does not pull."""


@dataclass(frozen=True)
class One:
    """One resource."""

    token: str
    name: str
    resource_id: str
    body: Mapping[str, Any]
    """As Azure has it."""
    inputs: Mapping[str, Any]
    """As azure-native has it."""


def many_resources(teams: int) -> list[One]:
    """The resources of this many teams."""
    return [one for team in range(teams) for one in _team(team, teams)]


def broken_services(teams: int) -> set[str]:
    """The names of the container groups that cannot pull."""
    return {_broken(team) for team in range(teams)}


def state(resources: list[One]) -> dict[str, Any]:
    """What `pulumi stack export` writes for them."""
    stack = "urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod"
    root = {"urn": stack, "custom": False, "type": "pulumi:pulumi:Stack"}
    return {"version": 3, "deployment": {"resources": [root, *(_in_state(one, stack) for one in resources)]}}


def template(resources: list[One]) -> dict[str, Any]:
    """An ARM template that deploys them."""
    schema = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
    return {"$schema": schema, "contentVersion": "1.0.0.0", "resources": [_in_template(one) for one in resources]}


def _team(team: int, teams: int) -> Iterator[One]:
    name = f"team{team:04}"
    registry = (
        f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{name}/providers/Microsoft.ContainerRegistry/registries/{name}"
    )
    other = registry.replace(name, f"team{(team + 1) % max(teams, 2):04}")
    place = {"resourceGroupName": name, "location": "westeurope"}
    yield _known("resources:ResourceGroup", {**place, "tags": {"team": name}})
    shown = {"loginServer": f"{name}.azurecr.io", "roleAssignmentMode": "LegacyRegistryPermissions"}
    settings = {"sku": {"name": "Premium"}, "adminUserEnabled": False, "anonymousPullEnabled": False}
    yield _known("containerregistry:Registry", {**place, "registryName": name, **settings}, shown)
    task = {
        "platform": {"os": "Linux"},
        "step": {"type": "Docker", "dockerFilePath": "Dockerfile", "imageNames": ["api:{{.Run.ID}}"]},
        "credentials": {"customRegistries": {f"{name}.azurecr.io": {"identity": "[system]"}}},
    }
    builder = _guid(team, 900)
    yield _known(
        "containerregistry:Task",
        {**place, "registryName": name, "taskName": f"{name}-build", "identity": {"type": "SystemAssigned"}, **task},
        {"identity": {"type": "SystemAssigned", "principalId": builder, "tenantId": _guid(0, 0)}},
    )
    yield _grant(team, 900, builder, ACR_PUSH.guid, registry)
    for number in range(SERVICES):
        service = f"{name}-service{number}"
        fault = FAULTS[team % len(FAULTS)] if service == _broken(team) else None
        yield from _service(service, team, number, fault, registry, other)
    for token, (azure_type, _, count) in BYSTANDERS.items():
        for number in range(count):
            yield _bystander(token, azure_type, f"{name}{token.rpartition(':')[2].lower()}{number}", place)


def _broken(team: int) -> str:
    return f"team{team:04}-service{team % SERVICES}"


def _service(
    service: str, team: int, number: int, fault: str | None, registry: str, other_registry: str
) -> Iterator[One]:
    group, server = f"team{team:04}", f"{registry.rpartition('/')[2]}.azurecr.io"
    place = {"resourceGroupName": group, "location": "westeurope"}
    principal, client = _guid(team, 2 * number), _guid(team, 2 * number + 1)
    ids = {"principalId": principal, "clientId": client, "tenantId": _guid(0, 0)}
    identity = _known("managedidentity:UserAssignedIdentity", {**place, "resourceName": service}, ids)
    yield identity
    yield _grant(
        team,
        number,
        client if fault == "client id" else principal,
        _ACR_DELETE if fault == "other role" else ACR_PULL.guid,
        other_registry if fault == "no role here" else registry,
    )
    attached = {"type": "UserAssigned", "userAssignedIdentities": [identity.resource_id]}
    container = {
        "name": "api",
        "image": f"{server}/shop/api@sha256:{'0' * 64}",
        "resources": {"requests": {"cpu": 0.5, "memoryInGB": 1.0}},
        "ports": [{"port": 80}],
        "environmentVariables": [{"name": f"SETTING_{key}", "value": "on"} for key in range(8)],
    }
    runs = {"osType": "Linux", "restartPolicy": "Always", "containers": [container]}
    named = [{"server": server, "identity": identity.resource_id}]
    yield _known(
        "containerinstance:ContainerGroup",
        {
            **place,
            "containerGroupName": service,
            **runs,
            **({} if fault == "not attached" else {"identity": attached}),
            **({} if fault == "not named" else {"imageRegistryCredentials": named}),
        },
    )


def _grant(team: int, number: int, principal: str, role: str, scope: str) -> One:
    role_id = role_definition_id(ACR_PULL, scope).replace(ACR_PULL.guid, role)
    given = {"principalId": principal, "principalType": "ServicePrincipal", "roleDefinitionId": role_id, "scope": scope}
    return _known("authorization:RoleAssignment", {**given, "roleAssignmentName": _guid(team, 10_000 + number)})


def _known(kind: str, inputs: Mapping[str, Any], shown: Mapping[str, Any] | None = None) -> One:
    """A resource of a type that the library models; `shown` is what only Azure tells of it."""
    token = f"azure-native:{kind}"
    arm = TYPES[token]
    name = str(inputs[arm.named_by])
    body = {**arm.body(inputs), "name": name}
    return One(token, name, arm.resource_id(inputs, SUBSCRIPTION), body, {**inputs, **(shown or {}), "name": name})


def _bystander(token: str, azure_type: str, name: str, place: Mapping[str, str]) -> One:
    settings = {"enabled": True, "metadata": {f"key{number}": "value" for number in range(12)}}
    resource_id = (
        f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{place['resourceGroupName']}/providers/{azure_type}/{name}"
    )
    body = {"name": name, "location": place["location"], "properties": settings}
    return One(token, name, resource_id, body, {**place, **settings, "name": name})


def _in_state(one: One, stack: str) -> dict[str, Any]:
    return {
        "urn": f"urn:pulumi:prod::shop::{one.token}::{one.name}",
        "custom": True,
        "id": one.resource_id,
        "type": one.token,
        "inputs": one.inputs,
        "outputs": one.inputs,
        "parent": stack,
        "propertyDependencies": {key: [] for key in one.inputs},
    }


def _in_template(one: One) -> dict[str, Any]:
    azure_type, version = _type_of(one)
    scope = one.inputs.get("scope")
    return {"type": azure_type, "apiVersion": version, **({"scope": scope} if scope else {}), **one.body}


def _type_of(one: One) -> tuple[str, str]:
    if one.token in BYSTANDERS:
        azure_type, version, _ = BYSTANDERS[one.token]
        return azure_type, version
    parts = one.resource_id.rpartition("/providers/")[2].split("/")
    own = (
        "/".join([parts[0], *parts[1::2]]) if "/providers/" in one.resource_id else "Microsoft.Resources/resourceGroups"
    )
    return own, _VERSIONS[one.token]


def _guid(team: int, number: int) -> str:
    return str(UUID(int=(4 << 76) | (8 << 60) | (team + 1) << 100 | number))
