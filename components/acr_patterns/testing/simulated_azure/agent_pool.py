"""Agent pools of registries: machines that are there at once, and run what they are told."""

from typing import TYPE_CHECKING, Any

from ...names import AGENT_POOL
from ...tasks.agent_pools import AgentPoolTier
from .errors import immutable_agent_pool, invalid_name, invalid_request, premium_only
from .resource_group import location_of
from .resource_id import ResourceId
from .state import Resource, part
from .subnet_checks import check_reference
from .virtual_network import find_subnet

if TYPE_CHECKING:
    from .azure import SimulatedAzure

TYPE = "Microsoft.ContainerRegistry/registries/agentPools"

_DEFAULTS = {"count": 1, "os": "Linux", "tier": "S2"}
"""What a pool has that was not told otherwise."""
_FIXED = ("os", "tier", "virtualNetworkSubnetResourceId")


def put(azure: "SimulatedAzure", where: ResourceId, body: dict[str, Any], existing: Resource | None) -> Resource:
    """Make or change an agent pool, in the region of its subnet (what Azure says otherwise is *inferred*); a live one keeps its system, its tier and its subnet."""
    if not AGENT_POOL.pattern.match(where.name):
        raise invalid_name("agent pool", where.name, AGENT_POOL.rule)
    registry = azure.get(where.parent.text if where.parent else "")
    if registry["sku"]["name"] != "Premium":
        raise premium_only("agentPools", registry["sku"]["name"])
    properties = {**_DEFAULTS, **body.get("properties", {})}
    location = location_of(azure, where, body)
    _check(properties)
    subnet_id = str(properties.get("virtualNetworkSubnetResourceId") or "")
    if subnet_id:
        subnet = find_subnet(azure, subnet_id)
        check_reference(azure, subnet["id"], where.text, location)
    for name in _FIXED:
        if existing is not None and properties.get(name) != part(existing, "properties").get(name):
            raise immutable_agent_pool(name, where.name)
    return {
        **body,
        "location": location,
        "properties": {**properties, "provisioningState": "Succeeded"},
    }


def _check(properties: dict[str, Any]) -> None:
    if properties["os"] != "Linux":
        raise invalid_request(f"The os '{properties['os']}' of an agent pool is not supported. It must be Linux.")
    tiers = [tier.value for tier in AgentPoolTier]
    if properties["tier"] not in tiers:
        raise invalid_request(f"The tier '{properties['tier']}' of an agent pool must be one of {', '.join(tiers)}.")
    count = properties["count"]
    if not isinstance(count, int | float) or count != int(count) or count < 0:
        raise invalid_request(f"The count '{count}' of an agent pool must be a whole number from 0 on.")
