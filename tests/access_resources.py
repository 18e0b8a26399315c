"""The resources that cases are made of, and a chain of them by which an image is pulled, or pushed."""

import uuid
from typing import Any

from access_cases import GROUP, Case, Given, Keyed, Of, Secret
from acr_patterns.roles import ACR_PULL, ACR_PUSH, Role
from acr_patterns.testing.simulated_azure import SUBSCRIPTION_ID

IMAGE = Of("contoso", "loginServer", "{}/shop/api:v1")
"""The image of the chains."""
PULLER = Of("puller", "id")
SERVER = Of("contoso", "loginServer")
ADMIN = {"server": SERVER, "username": Of("contoso", "username"), "password": Of("contoso", "password")}
TOKEN = {"server": SERVER, "username": "ci-token", "password": Secret("the password of ci-token")}


def registry(name: str = "contoso", *, sku: str = "Premium", **inputs: Any) -> Given:
    named = {"registryName": name, "resourceGroupName": GROUP, "location": "westeurope"}
    return Given("containerregistry:Registry", name, {**named, "sku": {"name": sku}, **inputs})


def identity(name: str = "puller") -> Given:
    named = {"resourceName": name, "resourceGroupName": GROUP, "location": "westeurope"}
    return Given("managedidentity:UserAssignedIdentity", name, named)


def assignment(
    name: str,
    principal: Any = None,
    role: Role = ACR_PULL,
    scope: Any = None,
    principal_type: str = "ServicePrincipal",
    **inputs: Any,
) -> Given:
    """A role assignment: by default AcrPull of the puller at the registry."""
    definition = f"/subscriptions/{SUBSCRIPTION_ID}/providers/Microsoft.Authorization/roleDefinitions/{role.guid}"
    given = {
        "roleAssignmentName": str(uuid.uuid5(uuid.NAMESPACE_URL, name)),
        "principalId": principal or Of("puller", "principalId"),
        "principalType": principal_type,
        "roleDefinitionId": definition,
        "scope": scope or Of("contoso", "id"),
    }
    return Given("authorization:RoleAssignment", name, {**given, **inputs})


def container_group(name: str = "api", image: Any = IMAGE, **inputs: Any) -> Given:
    """A container group that pulls with the identity `puller`."""
    requests = {"requests": {"cpu": 1, "memoryInGB": 1}}
    given = {
        "containerGroupName": name,
        "resourceGroupName": GROUP,
        "location": "westeurope",
        "osType": "Linux",
        "identity": attached(PULLER),
        "imageRegistryCredentials": [{"server": Of("contoso", "loginServer"), "identity": PULLER}],
        "containers": [{"name": "api", "image": image, "resources": requests}],
    }
    return Given("containerinstance:ContainerGroup", name, {**given, **inputs})


def web_app(name: str = "site", *, kind: str = "app,linux,container", identity: Any = None, **site: Any) -> Given:
    """A web app that pulls with the identity `puller`, by its client id."""
    config = {
        "linuxFxVersion": Of("contoso", "loginServer", "DOCKER|{}/shop/api:v1"),
        "acrUseManagedIdentityCreds": True,
        "acrUserManagedIdentityID": Of("puller", "clientId"),
        **site,
    }
    given = {"name": name, "resourceGroupName": GROUP, "location": "westeurope", "kind": kind}
    shown = {key: value for key, value in config.items() if value is not None}
    return Given("web:WebApp", name, {**given, "identity": identity or attached(PULLER), "siteConfig": shown})


def app_settings(app: Any = None, **settings: Any) -> Given:
    """The settings of the web app `site`, made as a resource of their own."""
    given = {"name": app or Of("site", "name"), "resourceGroupName": GROUP, "properties": settings}
    return Given("web:WebAppApplicationSettings", "settings", given)


def container_app(name: str = "app", image: Any = IMAGE, *, identity: Any = PULLER, **inputs: Any) -> Given:
    """A container app that pulls with the identity `puller`, or with `system`."""
    given = {
        "containerAppName": name,
        "resourceGroupName": GROUP,
        "location": "westeurope",
        "identity": {"type": "SystemAssigned"} if identity == "system" else attached(identity),
        "configuration": {"registries": [{"server": Of("contoso", "loginServer"), "identity": identity}]},
        "template": {"containers": [{"name": "app", "image": image}]},
    }
    return Given("app:ContainerApp", name, {**given, **inputs})


def task(name: str = "build", **inputs: Any) -> Given:
    """A task that builds shop/api and pushes it as itself."""
    given = {
        "taskName": name,
        "registryName": Of("contoso", "name"),
        "resourceGroupName": GROUP,
        "location": "westeurope",
        "identity": {"type": "SystemAssigned"},
        "platform": {"os": "Linux"},
        "credentials": {"customRegistries": Keyed(Of("contoso", "loginServer"), {"identity": "[system]"})},
        "step": {
            "type": "Docker",
            "contextPath": "https://github.com/contoso/shop.git#main",
            "dockerFilePath": "Dockerfile",
            "imageNames": ["shop/api:{{.Run.ID}}"],
            "isPushEnabled": True,
        },
    }
    return Given("containerregistry:Task", name, {**given, **inputs})


def attached(*identities: Any) -> dict[str, Any]:
    """The `identity` block of a consumer with user-assigned identities."""
    return {"type": "UserAssigned", "userAssignedIdentities": list(identities)}


def pull_chain(consumer: Given | None = None, **registry_inputs: Any) -> Case:
    """Registry, identity, AcrPull, and a consumer that may pull: by default the container group `api`."""
    return Case(
        (registry(**registry_inputs), identity(), assignment("puller-pulls"), consumer or container_group()),
        images=(("contoso", "shop/api", "v1"),),
    )


def push_chain(**registry_inputs: Any) -> Case:
    """Registry, a task with a system-assigned identity, and AcrPush for that."""
    pushes = assignment("task-pushes", Of("build", "principalId"), ACR_PUSH)
    return Case((registry(**registry_inputs), task(), pushes))
