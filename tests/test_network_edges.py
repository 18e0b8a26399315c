"""What is just taken, and just refused, of networks: lists and their lengths, spellings in any case, and what is refused before all else."""

from typing import Any, cast

import pulumi
import pytest
from acr_patterns import ArgumentError, RegistryPrivateEndpoint
from acr_patterns.networks.registry_network import MOST_IP_RANGES, RegistryNetwork, checked_network
from acr_patterns.networks.subnets import check_identity_in_subnet, check_subnet_of_container_group
from acr_patterns.testing import AzureError, SimulatedAzure, simulate
from existing import GROUP, GROUP_NAME, REGISTRY, subscription
from in_subnets import NETWORK, SUBNET, network

MANY = [f"20.{number}.0.0/16" for number in range(MOST_IP_RANGES + 1)]
BY_ADDRESS = {"access": "AllowedIpRanges"}


def checked(**given: Any) -> RegistryNetwork:
    return checked_network("Registry 'shop'", cast(Any, given))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            {"access": "Private", "allowed_ip_ranges": []},
            "network has allowed_ip_ranges, and its access is Private, where no address counts; choose access AllowedIpRanges, or leave allowed_ip_ranges out",
        ),
        (
            {**BY_ADDRESS, "allowed_ip_ranges": []},
            "network access is AllowedIpRanges and allowed_ip_ranges names none, so nobody would get in; name the addresses, or choose access Private",
        ),
        (
            {**BY_ADDRESS, "allowed_ip_ranges": MANY},
            "201 allowed_ip_ranges, and a registry takes 200 at most; name larger ranges",
        ),
        (
            {"access": "Private", "bypass_for_tasks": True, "bypass_for_trusted_services": False},
            "network has bypass_for_tasks without bypass_for_trusted_services, and Azure lets tasks pass only where both are True; leave "
            "bypass_for_trusted_services out, or run the task on an agent pool in a subnet",
        ),
    ],
)
def test_a_network_that_contradicts_itself_is_refused(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        checked(**given)
    assert str(refused.value) == f"Registry 'shop': {sentence}"


def test_two_hundred_ranges_are_taken_and_large_ones_too() -> None:
    assert len(checked(**BY_ADDRESS, allowed_ip_ranges=MANY[:-1]).ip_ranges) == MOST_IP_RANGES
    assert checked(**BY_ADDRESS, allowed_ip_ranges=["20.0.0.0/8", "128.0.0.0/7"]).ip_ranges
    with pytest.raises(ArgumentError, match=r"169\.254\.1\.1' is not an address of the internet"):
        checked(**BY_ADDRESS, allowed_ip_ranges=["169.254.1.1"])


def test_the_bypass_of_trusted_services_may_be_off_where_that_of_tasks_is_said_to_be() -> None:
    both = checked(access="Private", bypass_for_tasks=False, bypass_for_trusted_services=False)
    assert (both.tasks, both.trusted_services) == (False, False)


def test_a_delegation_and_a_login_server_are_read_in_any_case() -> None:
    check_subnet_of_container_group("x", {"id": SUBNET, "delegation": "microsoft.containerinstance/CONTAINERGROUPS"})
    with pytest.raises(ArgumentError, match=r"contoso42\.AZURECR\.US, but Azure Government has no managed identities"):
        check_identity_in_subnet("x", "contoso42.AZURECR.US")


def test_what_is_no_zone_is_refused_before_the_login_server_is_known() -> None:
    azure = subscription()
    azure.put(NETWORK, network({"name": "endpoints", "properties": {"addressPrefix": "10.0.1.0/24"}}))
    before = len(azure.operations)

    def program() -> None:
        server = pulumi.Output.from_input(REGISTRY["login_server"])
        given = {"registry": {**REGISTRY, "login_server": server, "sku": "Premium"}, "private_dns_zone_id": NETWORK}
        place = {"resource_group_name": GROUP_NAME, "subnet": {"id": f"{NETWORK}/subnets/endpoints"}}
        RegistryPrivateEndpoint("shop", cast(Any, {**given, **place}))

    with pytest.raises(ArgumentError, match="is not the resource id of a private DNS zone"):
        simulate(program, azure=azure)
    assert len(azure.operations) == before


@pytest.mark.parametrize(
    "rules",
    [
        {"defaultAction": "Deny"},
        {"defaultAction": "Allow", "ipRules": [{"action": "Allow", "value": "203.0.113.7"}]},
        {"defaultAction": "Allow", "virtualNetworkRules": [{"id": SUBNET}]},
    ],
)
def test_only_premium_has_rules_whatever_else_is_done_with_whom_they_do_not_name(rules: dict[str, Any]) -> None:
    azure = SimulatedAzure()
    azure.put(GROUP, {"location": "westeurope"})
    where = f"{GROUP}/providers/Microsoft.ContainerRegistry/registries/contoso42"
    body = {"sku": {"name": "Standard"}, "properties": {"networkRuleSet": rules}}
    with pytest.raises(
        AzureError, match="The requested feature virtual network rule is not supported for the SKU Standard"
    ):
        azure.put(where, body)
    assert azure.put(where, {**body, "sku": {"name": "Premium"}})
