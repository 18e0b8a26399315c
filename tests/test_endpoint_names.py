"""The names of a private endpoint: records that somebody else makes, and a zone that is there already."""

from typing import Any, cast

import pulumi
import pytest
from acr_patterns import ArgumentError, RegistryPrivateEndpoint
from acr_patterns.networks.endpoint_links import naming_the_zone_that_is_there
from acr_patterns.testing import Simulation, SimulationError, simulate
from existing import GROUP_NAME, REGISTRY
from in_subnets import NETWORK, with_network

SUBNET = {"id": f"{NETWORK}/subnets/endpoints"}
ZONES = "Microsoft.Network/privateDnsZones"
ENDPOINTS = "Microsoft.Network/privateEndpoints"
COMPONENT = "acr-patterns:index:RegistryPrivateEndpoint"


def made(*names: str, **arguments: Any) -> Simulation:
    """Endpoints of one registry in one subnet."""

    def program() -> None:
        for name in names:
            given = {"registry": REGISTRY, "resource_group_name": GROUP_NAME, "subnet": SUBNET, **arguments}
            endpoint = RegistryPrivateEndpoint(name, cast(Any, given))
            pulumi.export(name, endpoint.registry["id"])

    azure = with_network()
    azure.put(REGISTRY["id"], {"sku": {"name": "Premium"}})
    return simulate(program, azure=azure)


def test_where_others_make_the_records_there_is_an_endpoint_and_nothing_else() -> None:
    simulation = made("shop", dns_records=False)
    [endpoint] = simulation.azure.of_type(ENDPOINTS)
    for absent in (ZONES, f"{ZONES}/virtualNetworkLinks", f"{ENDPOINTS}/privateDnsZoneGroups"):
        assert not simulation.azure.of_type(absent)
    [component] = [one for one in simulation.resources if one.type == COMPONENT]
    assert simulation.registered_outputs[component.urn] == {
        "private_endpoint_id": endpoint["id"],
        "private_dns_zone_id": "",
    }
    assert simulation.outputs["shop"] == REGISTRY["id"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("virtual_network_ids", [NETWORK]),
        ("private_dns_zone_id", f"{NETWORK}/x/privateDnsZones/privatelink.azurecr.io"),
    ],
)
def test_nobody_says_where_records_are_that_others_make(name: str, value: Any) -> None:
    with pytest.raises(ArgumentError) as refused:
        made("shop", dns_records=False, **{name: value})
    assert str(refused.value) == (
        f"RegistryPrivateEndpoint 'shop': dns_records is False and {name} is given, but the records and where they are found are then the affair of "
        f"whoever makes them; leave {name} out, or dns_records"
    )


def test_a_network_takes_no_second_zone_of_the_name() -> None:
    with pytest.raises(SimulationError, match="overlapping namespaces"):
        made("one", "two")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("A virtual network cannot be linked to multiple zones with overlapping namespaces.", True),
        ("cannot create already existing resource '/subscriptions/…/privateDnsZones/privatelink.azurecr.io'", True),
        ("Code=AuthorizationFailed", False),
    ],
)
def test_the_zone_that_is_there_is_named_as_what_to_give(error: str, said: bool) -> None:
    def program() -> None:
        hook = naming_the_zone_that_is_there("RegistryPrivateEndpoint 'two'")
        args = pulumi.ErrorHookArgs("urn", "id", "name", "type", {}, {}, {}, "create", [error])
        pulumi.export("again", pulumi.Output.from_input(hook(args)))

    simulation = simulate(program)
    assert simulation.outputs["again"] is False
    texts = [line.text for line in simulation.log]
    assert [text.startswith("RegistryPrivateEndpoint 'two': a zone of this name") for text in texts] == [True] * said
