"""Container groups: they pull as they are made, and are refused when a pull fails."""

import copy
import hashlib
from typing import TYPE_CHECKING, Any

from ...errors import ArgumentError
from ...images import Image, parse_image
from ...names import CONTAINER_GROUP
from ...roles import Purpose
from . import registry
from .errors import (
    ambiguous_credential,
    identity_not_attached,
    immutable_container_group,
    inaccessible_image,
    invalid_name,
    invalid_request,
    too_many_credentials,
)
from .resource_group import location_of
from .resource_id import ResourceId
from .state import Resource, part

if TYPE_CHECKING:
    from .azure import SimulatedAzure

TYPE = "Microsoft.ContainerInstance/containerGroups"

PUBLIC_SERVERS = ("mcr.microsoft.com", "docker.io", "index.docker.io")
"""Servers whose images need no credential."""


def put(azure: "SimulatedAzure", where: ResourceId, body: dict[str, Any], existing: Resource | None) -> Resource:
    """Make or change a container group, pulling every image. Secure values and passwords are never given back."""
    properties = copy.deepcopy(body["properties"])
    _check_shape(where, properties)
    if existing is not None and _immutable(existing) != _immutable({**body, "properties": properties}):
        raise immutable_container_group(where.name)
    attached = {key.lower() for key in part(body, "identity", "userAssignedIdentities")}
    credentials: list[dict[str, Any]] = properties.get("imageRegistryCredentials") or []
    _check_credentials(where, credentials, attached, len(properties["containers"]))
    for container in properties["containers"]:
        if not _can_pull(azure, container["image"], credentials):
            raise inaccessible_image(container["image"], where.name)
    location = location_of(azure, where, body)
    _forget_secrets(properties)
    return {
        **body,
        "location": location,
        "identity": _with_principals(azure, body.get("identity")),
        "properties": {
            **properties,
            **(
                {"ipAddress": _ip_address(where, location, properties["ipAddress"])}
                if properties.get("ipAddress")
                else {}
            ),
            "provisioningState": "Succeeded",
            "instanceView": {"state": "Running"},
        },
    }


def _check_shape(where: ResourceId, properties: dict[str, Any]) -> None:
    if not CONTAINER_GROUP.pattern.match(where.name):
        raise invalid_name("container group", where.name, CONTAINER_GROUP.rule)
    if not properties.get("containers"):
        raise invalid_request("The container group has no containers. It takes at least one.")
    for container in properties["containers"]:
        requests = part(container, "resources", "requests")
        if requests.get("cpu", 0) <= 0 or requests.get("memoryInGB", 0) <= 0:
            raise invalid_request(f"The resource requests of container '{container['name']}' must be greater than 0.")


def _check_credentials(
    where: ResourceId, credentials: list[dict[str, Any]], attached: set[str], container_count: int
) -> None:
    if len(credentials) > container_count:
        raise too_many_credentials()
    for credential in credentials:
        if not credential.get("server"):
            raise invalid_request(
                "Required property 'server' not found in JSON. Path 'properties.imageRegistryCredentials[0]'."
            )
        if bool(credential.get("username")) == bool(credential.get("identity")):
            raise ambiguous_credential(where.name)
        if credential.get("identity") and credential["identity"].lower() not in attached:
            raise identity_not_attached(where.name)


def _can_pull(azure: "SimulatedAzure", reference: str, credentials: list[dict[str, Any]]) -> bool:
    try:
        image = parse_image("container group", reference)
    except ArgumentError:
        return False
    if image.server.lower() in PUBLIC_SERVERS:
        return True
    owner = azure.registry_at(image.server)
    if owner is None or not azure.has_image(image.server.lower(), image.repository, _name(image)):
        return False
    matching = [credential for credential in credentials if credential["server"].lower() == image.server.lower()]
    return any(_logs_in(azure, credential, owner) for credential in matching)


def _logs_in(azure: "SimulatedAzure", credential: dict[str, Any], owner: Resource) -> bool:
    if credential.get("username"):
        return registry.is_admin(owner, credential["username"], credential.get("password"))
    identity = azure.find(credential["identity"])
    return identity is not None and azure.may(identity["properties"]["principalId"], Purpose.PULL, owner)


def _name(image: Image) -> str:
    return image.digest or image.tag or "latest"


def _immutable(resource: Resource) -> list[Any]:
    properties = resource["properties"]
    return [
        properties.get("osType"),
        properties.get("restartPolicy", "Always"),
        properties.get("subnetIds"),
        {container["name"]: container["resources"]["requests"] for container in properties["containers"]},
    ]


def _with_principals(azure: "SimulatedAzure", identity: dict[str, Any] | None) -> dict[str, Any] | None:
    if not identity:
        return None
    known = {
        identity_id: {key: value for key, value in (azure.get(identity_id)["properties"]).items() if key != "tenantId"}
        for identity_id in identity.get("userAssignedIdentities", {})
    }
    return {**identity, "userAssignedIdentities": known}


def _ip_address(where: ResourceId, location: str, asked: dict[str, Any]) -> dict[str, Any]:
    number = hashlib.sha256(where.key.encode()).digest()
    label = asked.get("dnsNameLabel")
    secured = asked.get("autoGeneratedDomainNameLabelScope", "Unsecure") != "Unsecure"
    suffix = f".{number.hex()[:16]}" if secured else ""
    fqdn = {"fqdn": f"{label}{suffix}.{location}.azurecontainer.io"} if label else {}
    return {**asked, "ip": f"20.{number[0]}.{number[1]}.{number[2]}", **fqdn}


def _forget_secrets(properties: dict[str, Any]) -> None:
    for container in properties["containers"]:
        for variable in container.get("environmentVariables", []):
            variable.pop("secureValue", None)
    for credential in properties.get("imageRegistryCredentials", []):
        credential.pop("password", None)
