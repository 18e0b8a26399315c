"""Private endpoints of registries, and the names that lead to them."""

from collections.abc import Callable
from typing import Any, cast

import pulumi
import pytest
from acr_patterns import ArgumentError, Registry, RegistryPrivateEndpoint, RegistryPrivateEndpointArgs, RegistrySku
from acr_patterns.names import PRIVATE_ENDPOINT
from acr_patterns.testing import SimulatedAzure, Simulation, SimulationError, simulate
from acr_patterns.testing.simulated_azure.faults import Fault
from acr_patterns.testing.simulated_azure.private_dns_zone_group import records_in
from acr_patterns.testing.simulated_azure.virtual_network_link import linked_networks
from pulumi_azure_native import managedidentity, resources

GROUP = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/shop"
NETWORKS = f"{GROUP}/providers/Microsoft.Network/virtualNetworks"
SUBNET = f"{NETWORKS}/shop/subnets/endpoints"
ZONES = f"{GROUP}/providers/Microsoft.Network/privateDnsZones"
REGISTRY_ID = f"{GROUP}/providers/Microsoft.ContainerRegistry/registries/contoso42"
REGISTRY = {
    "id": REGISTRY_ID,
    "login_server": "contoso42.azurecr.io",
    "role_assignment_mode": "LegacyRegistryPermissions",
}
ENDPOINTS = "Microsoft.Network/privateEndpoints"
LINKS = "Microsoft.Network/privateDnsZones/virtualNetworkLinks"
PULUMI_ENDPOINT = "azure-native:network:PrivateEndpoint"
PULUMI_LINK = "azure-native:privatedns:VirtualNetworkLink"


def azure(sku: str = "Premium", domain: str = "azurecr.io") -> SimulatedAzure:
    made = SimulatedAzure(registry_suffix=domain)
    made.put(GROUP, {"location": "westeurope"})
    made.put(REGISTRY_ID, {"sku": {"name": sku}})
    for name in ("shop", "hub"):
        made.put(f"{NETWORKS}/{name}", {"properties": {"subnets": [{"name": "endpoints"}]}})
    made.put(f"{ZONES}/privatelink.azurecr.io", {"location": "global"})
    made.put(f"{ZONES}/privatelink.blob.core.windows.net", {"location": "global"})
    return made


def endpoint(**arguments: Any) -> Callable[[], None]:
    """An endpoint of a registry that exists, in a resource group of its own."""

    def program() -> None:
        group = resources.ResourceGroup("network")
        given = {"registry": REGISTRY, "resource_group_name": group.name, "subnet": {"id": SUBNET}, **arguments}
        RegistryPrivateEndpoint("shop", cast(RegistryPrivateEndpointArgs, given))

    return program


def made(**arguments: Any) -> Simulation:
    return simulate(endpoint(**arguments), azure=azure())


def zone_of(simulation: Simulation) -> str:
    [zone] = [one for one in simulation.azure.of_type("Microsoft.Network/privateDnsZones") if "network" in one["id"]]
    return zone["id"]


def test_an_endpoint_is_sent_as_azure_takes_it() -> None:
    simulation = made(location="westeurope", tags={"team": "shop"})
    [sent] = simulation.azure.of_type(ENDPOINTS)
    [connection] = sent["properties"]["privateLinkServiceConnections"]
    assert connection["properties"] == {"privateLinkServiceId": REGISTRY_ID, "groupIds": ["registry"]}
    assert sent["properties"]["subnet"]["id"] == SUBNET
    assert (sent["location"], sent["tags"]) == ("westeurope", {"team": "shop"})


def test_the_registry_and_its_data_endpoint_are_found_in_the_network_of_the_subnet() -> None:
    simulation = made()
    zone = zone_of(simulation)
    assert zone.endswith("/privatelink.azurecr.io")
    assert records_in(simulation.azure, zone) == {"contoso42.azurecr.io", "contoso42.westeurope.data.azurecr.io"}
    assert linked_networks(simulation.azure, zone) == {f"{NETWORKS}/shop".lower()}
    [link] = simulation.azure.of_type(LINKS)
    assert link["properties"]["registrationEnabled"] is False


def test_the_zone_is_that_of_the_registry_s_cloud() -> None:
    registry = {**REGISTRY, "login_server": "contoso42-a1b2c3.azurecr.us"}
    assert zone_of(simulate(endpoint(registry=registry), azure=azure())).endswith("/privatelink.azurecr.us")


def test_the_networks_that_are_named_are_linked_and_no_other() -> None:
    simulation = made(virtual_network_ids=[f"{NETWORKS}/hub"])
    assert linked_networks(simulation.azure, zone_of(simulation)) == {f"{NETWORKS}/hub".lower()}
    both = made(virtual_network_ids=[f"{NETWORKS}/hub", f"{NETWORKS}/shop"])
    assert len(linked_networks(both.azure, zone_of(both))) == 2


def test_a_zone_that_exists_gets_the_records_and_no_link() -> None:
    zone = f"{ZONES}/privatelink.azurecr.io"
    simulation = made(private_dns_zone_id=zone)
    assert records_in(simulation.azure, zone) == {"contoso42.azurecr.io", "contoso42.westeurope.data.azurecr.io"}
    assert not simulation.azure.of_type(LINKS)
    assert len(simulation.azure.of_type("Microsoft.Network/privateDnsZones")) == 2


def test_ids_leave_as_outputs() -> None:
    simulation = made()
    [component] = [one for one in simulation.resources if one.type == "acr-patterns:index:RegistryPrivateEndpoint"]
    [sent] = simulation.azure.of_type(ENDPOINTS)
    assert simulation.registered_outputs[component.urn] == {
        "private_endpoint_id": sent["id"],
        "private_dns_zone_id": zone_of(simulation),
    }


@pytest.mark.parametrize("without", [None, LINKS, f"{ENDPOINTS}/privateDnsZoneGroups", ENDPOINTS])
def test_what_takes_the_registry_from_the_endpoint_is_made_once_its_names_lead_there(without: str | None) -> None:
    def program() -> None:
        group = resources.ResourceGroup("shop")
        given = {"registry": REGISTRY, "resource_group_name": group.name, "subnet": {"id": SUBNET}}
        reference = RegistryPrivateEndpoint("shop", cast(RegistryPrivateEndpointArgs, given)).registry
        assert {**reference, "id": ""} == {**REGISTRY, "id": "", "authentication": "ManagedIdentity"}
        managedidentity.UserAssignedIdentity("after", resource_group_name="shop", tags={"registry": reference["id"]})

    there = azure()
    if without is None:
        simulate(program, azure=there)
    else:
        there.plan_fault(Fault.SERVER_ERROR, "PUT", without)
        with pytest.raises(SimulationError):
            simulate(program, azure=there)
    identities = there.of_type("Microsoft.ManagedIdentity/userAssignedIdentities")
    assert [one["tags"] for one in identities] == ([{"registry": REGISTRY_ID}] if without is None else [])


def test_another_subnet_or_registry_is_another_endpoint_and_the_old_one_goes_first() -> None:
    simulation = made()
    options = simulation.resource(PULUMI_ENDPOINT).options
    assert options["replaceOnChanges"] == ["subnet.id", "privateLinkServiceConnections[*].privateLinkServiceId"]
    assert options["deleteBeforeReplace"] is True
    link = simulation.resource(PULUMI_LINK).options
    assert (link["replaceOnChanges"], link["deleteBeforeReplace"]) == (["virtualNetwork"], True)


@pytest.mark.parametrize("name", ["shop", "my endpoint", "::", "x" * 200, "zwölf"])
def test_any_name_of_a_component_becomes_one_that_azure_takes(name: str) -> None:
    physical = f"{PRIVATE_ENDPOINT.logical(name)}0123abcd"
    assert PRIVATE_ENDPOINT.check("x", "name", physical) == physical


def test_a_registry_of_this_program_hands_on_that_it_cannot_have_one() -> None:
    def program(**registry: Any) -> Callable[[], None]:
        def run() -> None:
            group = resources.ResourceGroup("shop")
            of = Registry("shop", resource_group_name=group.name, **registry)
            RegistryPrivateEndpoint(
                "shop", registry=of.reference, resource_group_name=group.name, subnet={"id": SUBNET}
            )

        return run

    assert simulate(program(sku=RegistrySku.PREMIUM), azure=azure()).azure.of_type(ENDPOINTS)
    with pytest.raises(
        ArgumentError, match="private endpoints need the Premium SKU, and that of the registry is Standard"
    ):
        simulate(program(sku=RegistrySku.STANDARD), azure=azure())
    with pytest.raises(ArgumentError, match="data_endpoint_enabled of the registry is False, and Azure switches"):
        simulate(program(sku=RegistrySku.PREMIUM, data_endpoint_enabled=False), azure=azure())


def test_where_the_sku_is_not_known_azure_decides() -> None:
    with pytest.raises(SimulationError, match="'privateEndpointConnections' is not supported for the SKU Standard"):
        simulate(endpoint(), azure=azure("Standard"))


BLOB = f"{ZONES}/privatelink.blob.core.windows.net"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            {"subnet": {"id": SUBNET, "delegation": "Microsoft.ContainerInstance/containerGroups"}},
            "makes no private endpoint in a delegated subnet",
        ),
        (
            {"subnet": {"id": f"{NETWORKS}/shop"}},
            "subnet id .* but of a resource of type Microsoft.Network/virtualNetworks",
        ),
        ({"subnet": SUBNET}, "subnet takes an object with the fields of SubnetReference"),
        ({"virtual_network_ids": []}, "virtual_network_ids names none"),
        (
            {"virtual_network_ids": [f"{NETWORKS}/hub", f"{NETWORKS}/HUB"]},
            "twice, and Azure links a zone to a virtual network once",
        ),
        (
            {"virtual_network_ids": [SUBNET]},
            "is not the resource id of a virtual network, but of a resource of type .*subnets",
        ),
        ({"private_dns_zone_id": f"{NETWORKS}/hub"}, "is not the resource id of a private DNS zone, but of"),
        (
            {"private_dns_zone_id": BLOB},
            "'privatelink.blob.core.windows.net', and the names .* are looked up in privatelink.azurecr.io",
        ),
        (
            {"private_dns_zone_id": BLOB, "virtual_network_ids": [f"{NETWORKS}/hub"]},
            "only a zone that is made here is linked",
        ),
        ({"tags": {"a<b": "x"}}, "cannot be the name of a tag"),
        ({"subnets": SUBNET}, "did you mean 'subnet'"),
    ],
)
def test_what_azure_rejects_is_refused_with_a_sentence(arguments: dict[str, Any], sentence: str) -> None:
    there = azure()
    with pytest.raises(ArgumentError, match=sentence):
        simulate(endpoint(**arguments), azure=there)
    assert not there.of_type(ENDPOINTS)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"private_dns_zone_id": BLOB}, "are looked up in privatelink.azurecr.io"),
        ({"private_dns_zone_id": SUBNET}, "is not the resource id of a private DNS zone"),
        ({"virtual_network_ids": [SUBNET]}, "is not the resource id of a virtual network"),
    ],
)
def test_an_output_is_refused_once_it_is_known(arguments: dict[str, Any], sentence: str) -> None:
    def late(value: Any) -> Any:
        known = cast(list[str], value) if isinstance(value, list) else [value]
        outputs = [pulumi.Output.from_input(one) for one in known]
        return outputs if isinstance(value, list) else outputs[0]

    def program() -> None:
        endpoint(**{key: late(value) for key, value in arguments.items()})()

    with pytest.raises(ArgumentError, match=sentence):
        simulate(program, azure=azure())
