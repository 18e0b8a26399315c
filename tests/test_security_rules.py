"""What the network security groups of a private network let through, exactly."""

from typing import Any

from acr_patterns import PrivateNetwork
from acr_patterns.testing import SimulatedAzure, Simulation, simulate
from existing import GROUP


def made() -> Simulation:
    azure = SimulatedAzure()
    azure.put(GROUP, {"location": "westeurope"})
    return simulate(lambda: PrivateNetwork("shop", resource_group_name="shop") and None, azure=azure)


def rules(simulation: Simulation, subnet: str) -> list[dict[str, Any]]:
    """The rules of the security group of a subnet, by what counts in them."""
    [group] = [
        each
        for each in simulation.azure.of_type("Microsoft.Network/networkSecurityGroups")
        if each["name"].startswith(f"shop-{subnet}")
    ]
    return [
        {
            "name": rule["name"],
            **{key: rule["properties"].get(key) for key in ("direction", "access", "protocol", "priority")},
            "from": rule["properties"]["sourceAddressPrefix"],
            "to": rule["properties"]["destinationAddressPrefix"],
            "ports": rule["properties"].get("destinationPortRanges") or rule["properties"]["destinationPortRange"],
        }
        for rule in group["properties"]["securityRules"]
    ]


def rule(name: str, way: str, access: str, priority: int, to: str, ports: Any) -> dict[str, Any]:
    protocol = "Tcp" if access == "Allow" else "*"
    ends = {"from": "VirtualNetwork", "to": to}
    return {
        "name": name,
        "direction": way,
        "access": access,
        "protocol": protocol,
        "priority": priority,
        **ends,
        "ports": ports,
    }


NO_MORE_OUT = rule("nothing-else-out", "Outbound", "Deny", 4096, "Internet", "*")
NO_MORE_IN = rule("nothing-else-in", "Inbound", "Deny", 4096, "VirtualNetwork", "*")


def test_container_groups_get_out_by_https_and_by_the_port_of_container_instances() -> None:
    assert rules(made(), "container-groups") == [
        rule("https", "Outbound", "Allow", 100, "Internet", "443"),
        rule("management", "Outbound", "Allow", 110, "Internet", "19390"),
        NO_MORE_OUT,
    ]


def test_private_endpoints_are_reached_by_https_alone() -> None:
    assert rules(made(), "private-endpoints") == [
        rule("https", "Inbound", "Allow", 100, "VirtualNetwork", "443"),
        NO_MORE_IN,
    ]


def test_agent_pools_get_out_to_what_tasks_need_and_are_reached_by_nobody() -> None:
    assert rules(made(), "agent-pools") == [
        rule("web", "Outbound", "Allow", 100, "Internet", ["80", "443"]),
        rule("diagnostics", "Outbound", "Allow", 110, "AzureMonitor", "12000"),
        NO_MORE_OUT,
        NO_MORE_IN,
    ]
