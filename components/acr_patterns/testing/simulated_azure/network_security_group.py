"""Network security groups. No packet is filtered here: the rules are kept, and refused where Azure refuses them.

Source: https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview
"""

import copy
from typing import TYPE_CHECKING, Any

from .body_checks import require, require_one_of
from .errors import invalid_request
from .resource_group import location_of
from .resource_id import ResourceId
from .state import Resource, part
from .subnet_errors import invalid_priority, rules_conflict

if TYPE_CHECKING:
    from .azure import SimulatedAzure

TYPE = "Microsoft.Network/networkSecurityGroups"

PRIORITIES = (100, 4096)
"""Least and most that the priority of a rule can be."""

LONGEST_DESCRIPTION = 140
"""Characters, as the ARM type definition has it."""

_VALUES = {
    "access": ("Allow", "Deny"),
    "direction": ("Inbound", "Outbound"),
    "protocol": ("Tcp", "Udp", "Icmp", "Esp", "Ah", "*"),
}


def put(azure: "SimulatedAzure", where: ResourceId, body: dict[str, Any], existing: Resource | None) -> Resource:
    """Make or change a network security group; its rules are those that the body names."""
    properties = copy.deepcopy(body.get("properties", {}))
    taken = dict[tuple[str, int], str]()
    for rule in properties.setdefault("securityRules", []):
        rule["id"] = f"{where.text}/securityRules/{rule['name']}"
        place = _checked(part(rule, "properties"))
        if place in taken:
            raise rules_conflict(rule["name"], taken[place])
        taken[place] = rule["name"]
    return {
        **body,
        "location": location_of(azure, where, body),
        "properties": {**properties, "provisioningState": "Succeeded"},
    }


def _checked(rule: dict[str, Any]) -> tuple[str, int]:
    """Direction and priority, of which no two rules have the same."""
    for name, allowed in _VALUES.items():
        require_one_of(name, require(rule, name), allowed)
    if len(rule.get("description") or "") > LONGEST_DESCRIPTION:
        raise invalid_request(f"The description of a security rule takes {LONGEST_DESCRIPTION} characters.")
    priority = rule.get("priority")
    if not isinstance(priority, int | float) or not PRIORITIES[0] <= priority <= PRIORITIES[1]:
        raise invalid_priority(priority)
    return rule["direction"].lower(), int(priority)
