"""What the simulated Azure refuses of private DNS zones, endpoints of registries, and diagnostic settings."""

from typing import Any

import pytest
from acr_patterns.testing import AzureError, SimulatedAzure
from acr_patterns.testing.simulated_azure.private_dns_zone_group import records_in

GROUP = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/shop"
REGISTRY = f"{GROUP}/providers/Microsoft.ContainerRegistry/registries/contoso42"
NETWORK = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/shop"
ZONES = f"{GROUP}/providers/Microsoft.Network/privateDnsZones"
ZONE = f"{ZONES}/privatelink.azurecr.io"
LINK = f"{ZONE}/virtualNetworkLinks/shop"
ENDPOINT = f"{GROUP}/providers/Microsoft.Network/privateEndpoints/shop"
NAMES = f"{ENDPOINT}/privateDnsZoneGroups/default"
WORKSPACE = f"{GROUP}/providers/Microsoft.OperationalInsights/workspaces/logs"
SETTING = f"{REGISTRY}/providers/Microsoft.Insights/diagnosticSettings/shop"
LOGS = [{"category": "ContainerRegistryLoginEvents", "enabled": True}]
OPEN = {"sku": {"name": "Premium"}}


@pytest.fixture
def azure() -> SimulatedAzure:
    made = SimulatedAzure()
    made.put(GROUP, {"location": "West Europe"})
    made.put(REGISTRY, OPEN)
    made.put(NETWORK, {"properties": {"subnets": [{"name": "endpoints"}, {"name": "others"}]}})
    made.put(ZONE, {"location": "Global"})
    made.put(ENDPOINT, endpoint())
    made.put(WORKSPACE, {})
    return made


def endpoint(subnet: str = "endpoints", registry: str = REGISTRY) -> dict[str, Any]:
    connection = {"name": "r", "properties": {"privateLinkServiceId": registry, "groupIds": ["registry"]}}
    return {
        "properties": {"subnet": {"id": f"{NETWORK}/subnets/{subnet}"}, "privateLinkServiceConnections": [connection]}
    }


def link(network: str = NETWORK) -> dict[str, Any]:
    return {"location": "global", "properties": {"virtualNetwork": {"id": network}}}


def names(zone: str = ZONE) -> dict[str, Any]:
    return {"properties": {"privateDnsZoneConfigs": [{"name": "r", "properties": {"privateDnsZoneId": zone}}]}}


def premium(**properties: Any) -> dict[str, Any]:
    return {**OPEN, "properties": properties}


def refusal(azure: SimulatedAzure, resource_id: str, body: dict[str, Any]) -> str:
    with pytest.raises(AzureError) as refused:
        azure.put(resource_id, body)
    return str(refused.value)


def test_a_zone_and_its_links_are_global(azure: SimulatedAzure) -> None:
    assert azure.get(ZONE)["location"] == "global"
    for resource_id, body in ((f"{ZONES}/a.b", {}), (LINK, link())):
        assert "LocationNotAvailableForResourceType" in refusal(azure, resource_id, {**body, "location": "westeurope"})


def test_a_network_has_one_zone_of_a_name_and_a_link_keeps_its_network(azure: SimulatedAzure) -> None:
    azure.put(LINK, link())
    azure.put(LINK, {**link(), "tags": {"team": "shop"}})
    hub = NETWORK.replace("shop", "hub", 1).replace("/virtualNetworks/shop", "/virtualNetworks/hub")
    azure.put(hub.partition("/providers/")[0], {"location": "westeurope"})
    azure.put(hub, {})
    assert "'virtualNetwork' of virtual network link 'shop' cannot be changed" in refusal(azure, LINK, link(hub))
    again = LINK.replace("/virtualNetworkLinks/shop", "/virtualNetworkLinks/again")
    assert "linked to multiple zones with overlapping namespaces" in refusal(azure, again, link())
    other = ZONE.replace("resourceGroups/shop", "resourceGroups/hub")
    azure.put(other, {"location": "global"})
    assert "You tried to link virtual network with 'privatelink.azurecr.io'" in refusal(
        azure, f"{other}/virtualNetworkLinks/shop", link()
    )
    assert "ResourceNotFound" in refusal(azure, again, link(f"{NETWORK}x"))


def test_a_link_without_a_network_is_refused(azure: SimulatedAzure) -> None:
    assert "Missing required property 'VirtualNetwork'" in refusal(azure, LINK, {"location": "global"})


def test_an_endpoint_has_records_in_zones_of_the_right_name_only(azure: SimulatedAzure) -> None:
    azure.put(NAMES, names())
    assert records_in(azure, ZONE) == {"contoso42.azurecr.io", "contoso42.westeurope.data.azurecr.io"}
    wrong = f"{ZONES}/privatelink.azurecr.us"
    azure.put(wrong, {})
    azure.put(NAMES, names(wrong))
    assert records_in(azure, wrong) == records_in(azure, ZONE) == set()


def test_an_endpoint_has_one_zone_group_of_zones_that_are_there(azure: SimulatedAzure) -> None:
    assert "ResourceNotFound" in refusal(azure, NAMES, names(f"{ZONES}/nowhere"))
    assert "Missing required property" in refusal(azure, NAMES, {})
    azure.put(NAMES, names())
    again = refusal(azure, NAMES.replace("default", "again"), names())
    assert "Cannot create more than one private dns zone groups in the private endpoint shop" in again


def test_the_records_go_with_the_endpoint(azure: SimulatedAzure) -> None:
    azure.put(NAMES, names())
    azure.delete(ENDPOINT)
    assert not records_in(azure, ZONE)


def test_a_live_endpoint_keeps_its_subnet(azure: SimulatedAzure) -> None:
    azure.put(ENDPOINT, {**endpoint(), "tags": {"team": "shop"}})
    assert "'subnet' of private endpoint 'shop' cannot be changed" in refusal(azure, ENDPOINT, endpoint("others"))


def test_data_endpoints_stay_on_as_long_as_an_endpoint_is_there(azure: SimulatedAzure) -> None:
    off = premium(dataEndpointEnabled=False)
    assert azure.put(REGISTRY, off)["properties"]["dataEndpointEnabled"] is True
    azure.delete(ENDPOINT)
    assert azure.put(REGISTRY, off)["properties"]["dataEndpointEnabled"] is False


def test_a_registry_with_an_endpoint_stays_premium(azure: SimulatedAzure) -> None:
    standard = {"sku": {"name": "Standard"}}
    assert "'privateEndpointConnections' is not supported for the SKU Standard" in refusal(azure, REGISTRY, standard)
    azure.delete(ENDPOINT)
    azure.put(REGISTRY, standard)


def test_rules_for_service_endpoints_and_private_endpoints_exclude_each_other(azure: SimulatedAzure) -> None:
    rules = premium(
        networkRuleSet={"defaultAction": "Deny", "virtualNetworkRules": [{"id": f"{NETWORK}/subnets/others"}]}
    )
    assert "cannot have both" in refusal(azure, REGISTRY, rules)
    other = REGISTRY.replace("contoso42", "contoso43")
    azure.put(other, rules)
    assert "cannot have both" in refusal(azure, ENDPOINT, endpoint(registry=other))


def test_a_registry_takes_two_hundred_rules_and_no_more(azure: SimulatedAzure) -> None:
    rules = [{"action": "Allow", "value": f"203.0.113.{number}"} for number in range(201)]
    azure.put(REGISTRY, premium(networkRuleSet={"defaultAction": "Deny", "ipRules": rules[:200]}))
    refused = refusal(azure, REGISTRY, premium(networkRuleSet={"defaultAction": "Deny", "ipRules": rules}))
    assert "201 IP rules. The maximum number of IP rules is 200" in refused


@pytest.mark.parametrize("days", [-1, 366])
def test_untagged_manifests_are_kept_a_year_at_most(azure: SimulatedAzure, days: int) -> None:
    body = premium(policies={"retentionPolicy": {"status": "enabled", "days": days}})
    assert f"The days '{days}' of the retention policy must be from 0 to 365" in refusal(azure, REGISTRY, body)


def test_a_diagnostic_setting_has_an_object_a_workspace_and_categories_that_there_are(azure: SimulatedAzure) -> None:
    def setting(**properties: Any) -> dict[str, Any]:
        return {"properties": {"workspaceId": WORKSPACE, "logs": LOGS, **properties}}

    azure.put(SETTING, setting())
    azure.put(SETTING, setting(logs=[{"categoryGroup": "allLogs", "enabled": True}]))
    assert "ResourceNotFound" in refusal(azure, SETTING.replace("contoso42", "contoso43"), setting())
    assert "ResourceNotFound" in refusal(azure, SETTING, setting(workspaceId=NETWORK))
    assert "At least one data sink" in refusal(azure, SETTING, setting(workspaceId=None))
    assert "Category 'Pulls' is not supported" in refusal(azure, SETTING, setting(logs=[{"category": "Pulls"}]))
    azure.put(SETTING, setting())
    again = f"{SETTING}-again"
    assert "is already used in diagnostic setting 'shop' for category 'ContainerRegistryLoginEvents'" in refusal(
        azure, again, setting(logs=[*LOGS, {"category": "ContainerRegistryRepositoryEvents"}])
    )
    azure.put(again, setting(logs=[{"category": "ContainerRegistryRepositoryEvents"}]))


def test_a_workspace_keeps_its_id(azure: SimulatedAzure) -> None:
    before = azure.get(WORKSPACE)["properties"]["customerId"]
    assert azure.put(WORKSPACE, {"properties": {"retentionInDays": 90}})["properties"]["customerId"] == before
