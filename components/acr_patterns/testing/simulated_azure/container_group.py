"""Container groups: they pull as they are made, and are refused when a pull fails."""

import copy
import hashlib
from typing import TYPE_CHECKING, Any

from ...access.pull import Pull, pulls
from ...access.rule import Pass
from ...access.verdicts import first_cause, may
from ...errors import ArgumentError
from ...images import parse_image
from ...names import CONTAINER_GROUP
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
from .facts import facts_about
from .identity import with_own_principal
from .resource_group import location_of
from .resource_id import ResourceId
from .state import Resource, part
from .subnet_of_group import check_subnets_of_group, private_address

if TYPE_CHECKING:
    from .azure import SimulatedAzure

TYPE = "Microsoft.ContainerInstance/containerGroups"


def put(azure: "SimulatedAzure", where: ResourceId, body: dict[str, Any], existing: Resource | None) -> Resource:
    """Make or change a container group, pulling every image. Secure values and passwords are never given back."""
    properties = copy.deepcopy(body["properties"])
    _check_shape(where, properties)
    if existing is not None and _immutable(existing) != _immutable({**body, "properties": properties}):
        raise immutable_container_group(where.name)
    credentials: list[dict[str, Any]] = properties.get("imageRegistryCredentials") or []
    _check_credentials(credentials, len(properties["containers"]))
    location = location_of(azure, where, body)
    check_subnets_of_group(azure, where, properties, location)
    _pull(azure, {"id": where.text, "name": where.name, "type": TYPE, **body, "properties": properties}, credentials)
    _forget_secrets(properties)
    return {
        **body,
        "location": location,
        "identity": with_own_principal(azure, where, _with_principals(azure, body.get("identity")), existing),
        "properties": {
            **properties,
            **({"ipAddress": _ip_address(azure, where, location, properties)} if properties.get("ipAddress") else {}),
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


def _check_credentials(credentials: list[dict[str, Any]], container_count: int) -> None:
    if len(credentials) > container_count:
        raise too_many_credentials()
    if not all(credential.get("server") for credential in credentials):
        raise invalid_request(
            "Required property 'server' not found in JSON. Path 'properties.imageRegistryCredentials[0]'."
        )


def _pull(azure: "SimulatedAzure", group: Resource, credentials: list[dict[str, Any]]) -> None:
    """Pull every image, or refuse. Azure reads all credentials, also one that no image needs, before it pulls anything."""
    asked = {one["image"].partition("/")[0].lower() for one in group["properties"]["containers"]}
    others = {str(one["server"]).lower() for one in credentials} - asked
    facts = facts_about(azure, group, asked)
    everything = [(one, first_cause(one)) for one in pulls(facts)]
    unused = [first_cause(Pull(facts, facts.consumers[0], f"{server}/unused")) for server in others]
    for cause in [*(cause for _, cause in everything), *unused]:
        for code, refusal in _OF_CREDENTIALS.items():
            if credentials and cause and cause.rule.prevents.startswith(code):
                raise refusal(group["name"]).because_of(cause)
    for one, cause in everything:
        if not _accessible(azure, one, credentials):
            raise inaccessible_image(str(one.image), group["name"]).because_of(cause)


_OF_CREDENTIALS = {
    "InvalidImageRegistryIdentity": identity_not_attached,
    "AmbiguousImageResitryCredentialType": ambiguous_credential,
}
"""What Azure says of a credential before it pulls."""


def _accessible(azure: "SimulatedAzure", pull: Pull, credentials: list[dict[str, Any]]) -> bool:
    """Whether a pull works. What cannot be told is refused; whether a password is right, no facts say."""
    try:
        image = parse_image("container group", pull.image)
    except ArgumentError:
        return False
    owner = azure.registry_at(image.server)
    if owner is None:
        return pull.reference is not None and pull.reference.public
    passwords = [one for one in credentials if one["server"].lower() == image.server.lower() and one.get("username")]
    return isinstance(may(pull), Pass) and all(
        registry.is_admin(owner, one["username"], one.get("password")) for one in passwords
    )


def _immutable(resource: Resource) -> list[Any]:
    properties = resource["properties"]
    return [
        properties.get("osType"),
        properties.get("restartPolicy", "Always"),
        properties.get("subnetIds"),
        {key: value for key, value in part(properties, "ipAddress").items() if key not in ("ip", "fqdn")},
        {container["name"]: container["resources"]["requests"] for container in properties["containers"]},
    ]


def _with_principals(azure: "SimulatedAzure", identity: dict[str, Any] | None) -> dict[str, Any] | None:
    if not identity:
        return None
    known = {
        identity_id: {key: value for key, value in (azure.get(identity_id)["properties"]).items() if key != "tenantId"}
        for identity_id in identity.get("userAssignedIdentities", {})
    }
    return {**identity, **({"userAssignedIdentities": known} if known else {})}


def _ip_address(
    azure: "SimulatedAzure", where: ResourceId, location: str, properties: dict[str, Any]
) -> dict[str, Any]:
    asked = properties["ipAddress"]
    if properties.get("subnetIds"):
        return {**asked, "ip": private_address(azure, where, properties["subnetIds"][0]["id"])}
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
