"""What the Azure CLI prints: one object, or a list of them, flat or as Azure Resource Manager has them."""

from collections.abc import Mapping
from typing import Any

from ..described import (
    AGENT_POOL,
    CONTAINER_APP,
    CONTAINER_APP_JOB,
    CONTAINER_GROUP,
    IDENTITY,
    NAT_GATEWAY,
    PRIVATE_ENDPOINT,
    PUBLIC_IP_ADDRESS,
    REGISTRY,
    ROLE_ASSIGNMENT,
    TASK,
    VIRTUAL_NETWORK,
    WEB_APP,
    WEB_APP_SLOT,
    ZONE_GROUP,
    ZONE_LINK,
    Described,
    flat,
    kind_of_arm_type,
)
from ..unknown import at

_ALWAYS_SHOWN: Mapping[str, tuple[str, ...]] = {
    REGISTRY: ("loginServer",),
    TASK: ("step",),
    IDENTITY: ("principalId",),
    CONTAINER_GROUP: ("containers",),
    CONTAINER_APP: ("template",),
    CONTAINER_APP_JOB: ("template",),
    WEB_APP: ("siteConfig",),
    WEB_APP_SLOT: ("siteConfig",),
    AGENT_POOL: ("count",),
    VIRTUAL_NETWORK: ("addressSpace",),
    PRIVATE_ENDPOINT: ("subnet",),
    ZONE_LINK: ("virtualNetwork",),
    NAT_GATEWAY: ("idleTimeoutInMinutes",),
    PUBLIC_IP_ADDRESS: ("publicIPAllocationMethod",),
}
"""A property that every whole object of the type has, and `az resource list` leaves out."""
_WEB_CONFIGURATION = {"microsoft.web/sites/config": WEB_APP, "microsoft.web/sites/slots/config": WEB_APP_SLOT}
"""What `az webapp config show` prints is a part of its app."""


def described_by_az(shown: Mapping[str, Any], document: str) -> Described | None:
    """The resource that an object describes; None if its type matters to nobody here."""
    resource_id = shown.get("id")
    arm_type = str(shown.get("type") or "")
    kind = kind_of_arm_type(arm_type)
    properties = flat(shown)
    if kind is None and "roleDefinitionId" in properties:
        kind = ROLE_ASSIGNMENT
    if kind is None and "privateDnsZoneConfigs" in properties:
        kind = ZONE_GROUP
    if arm_type.lower() in _WEB_CONFIGURATION and isinstance(resource_id, str):
        kind = _WEB_CONFIGURATION[arm_type.lower()]
        resource_id = resource_id.partition("/config/")[0]
        shown = {"name": resource_id.rpartition("/")[2]}
        properties = {"siteConfig": properties}
    if kind is None or not isinstance(resource_id, str):
        return None
    name = shown.get("name")
    return Described(
        kind,
        name if isinstance(name, str) else resource_id.rpartition("/")[2],
        resource_id,
        resource_id,
        properties,
        document,
    )


def is_whole(described: Described) -> bool:
    """Whether an object of the Azure CLI has its properties, which those of `az resource list` and `az webapp list` lack."""
    if at(described.properties, *_ALWAYS_SHOWN.get(described.kind, ())) is None:
        return False
    runs_image = "container" in str(described.properties.get("kind") or "").lower()
    site = described.properties.get("siteConfig")
    is_web = described.kind in (WEB_APP, WEB_APP_SLOT)
    return not (is_web and runs_image and not at(site, "linuxFxVersion") and not at(site, "windowsFxVersion"))
