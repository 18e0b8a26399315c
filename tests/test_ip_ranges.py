"""Addresses that a registry's firewall may name, and those that are refused."""

import ipaddress
from typing import Any

import pytest
from acr_patterns import ArgumentError
from acr_patterns.networks.address_space import PRIVATE
from acr_patterns.networks.ip_ranges import checked_ip_range
from acr_patterns.networks.registry_network import checked_network
from acr_patterns.testing import AzureError, SimulatedAzure
from existing import GROUP
from hypothesis import given
from hypothesis import strategies as st

REGISTRY = f"{GROUP}/providers/Microsoft.ContainerRegistry/registries/contoso42"


def network(*ranges: Any) -> list[Any]:
    """The ranges of a registry's network, as they are sent."""
    checked = checked_network("x", {"access": "AllowedIpRanges", "allowed_ip_ranges": list(ranges)})  # pyright: ignore[reportArgumentType]
    return list(checked.ip_ranges)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("office", "is not an IPv4 address or range; give one such as 203.0.113.7 or 203.0.113.0/24"),
        ("203.0.113.256", "is not an IPv4 address or range; give one such as 203.0.113.7 or 203.0.113.0/24"),
        ("203.0.113.0/33", "is not an IPv4 address or range; give one such as 203.0.113.7 or 203.0.113.0/24"),
        ("203.0.113.7/24", "has bits behind its prefix; the range that it lies in is 203.0.113.0/24"),
        *[
            (
                f"203.0.113.0/{mask}",
                "does not end with the length of its prefix, as a registry's rules take it; write 203.0.113.0/24, if that is meant",
            )
            for mask in ("255.255.255.0", "0.0.0.255", "024")
        ],
        *[
            (
                six,
                "is IPv6, and a registry's rules take IPv4 only; give the IPv4 address that its owner shows to the internet",
            )
            for six in ("2001:db8::1", "2001:db8::/32", "2001:db8::1/32")
        ],
        *[
            (
                nowhere,
                "is not an address of the internet, so nobody comes from there; give the public address, such as that of your NAT gateway, and use a "
                "private endpoint for what lies in a virtual network",
            )
            for nowhere in (
                "10.0.0.4",
                "172.16.0.0/12",
                "192.168.1.0/24",
                "100.64.0.1",
                "127.0.0.1",
                "0.0.0.1",
                "168.63.129.16",
                "192.0.0.8",
                "198.18.0.0/16",
            )
        ],
        *[
            (
                wide,
                f"contains {inside}, from which nobody on the internet comes; give the ranges that are meant, without it",
            )
            for wide, inside in (
                ("8.0.0.0/5", "10.0.0.0/8"),
                ("172.0.0.0/8", "172.16.0.0/12"),
                ("192.0.0.0/9", "192.0.0.0/24"),
            )
        ],
        ("0.0.0.0/0", "is every address there is; choose access Public, if that is meant"),
    ],
)
def test_an_address_that_is_none_of_the_internet_is_refused(address: str, sentence: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        network("203.0.113.7", address)
    assert str(refused.value) == f"x: allowed_ip_ranges '{address}' {sentence}"
    there = SimulatedAzure()
    there.put(GROUP, {"location": "westeurope"})
    rules = {"defaultAction": "Deny", "ipRules": [{"action": "Allow", "value": address}]}
    with pytest.raises(AzureError, match="NetworkRuleValidationError"):
        there.put(REGISTRY, {"sku": {"name": "Premium"}, "properties": {"networkRuleSet": rules}})


@pytest.mark.parametrize("address", ["203.0.113.7", "203.0.113.7/32", "20.0.0.0/8", "168.63.129.17", "168.63.128.0/17"])
def test_an_address_of_the_internet_is_taken_as_it_is_written(address: str) -> None:
    assert network(address) == [address]


@given(st.ip_addresses(v=4), st.integers(0, 32))
def test_what_is_taken_holds_no_private_address(address: ipaddress.IPv4Address, length: int) -> None:
    whole = ipaddress.IPv4Network((int(address) >> 32 - length << 32 - length, length))
    try:
        checked_ip_range("x", str(whole))
    except ArgumentError:
        return
    assert not any(whole.overlaps(one) for one in PRIVATE)


@pytest.mark.parametrize(
    ("first", "second"), [("203.0.113.7", "203.0.113.7/32"), ("198.51.100.0/24", "198.51.100.0/24")]
)
def test_the_same_address_is_named_once(first: str, second: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        network(first, "203.0.113.8", second)
    assert str(refused.value) == f"x: allowed_ip_ranges '{first}' and '{second}' are the same; name it once"


def test_a_range_and_an_address_in_it_are_two() -> None:
    assert network("203.0.113.0/24", "203.0.113.7") == ["203.0.113.0/24", "203.0.113.7"]


@pytest.mark.parametrize(
    ("word", "is_here"),
    [
        ("Disabled", "publicNetworkAccess Disabled is Private"),
        ("enabled", "publicNetworkAccess Enabled is Public, or AllowedIpRanges beside rules"),
        ("Allow", "the defaultAction Allow of networkRuleSet is Public"),
        ("Deny", "the defaultAction Deny of networkRuleSet is AllowedIpRanges, or Private without any rule"),
    ],
)
def test_the_words_of_azure_are_refused_with_those_of_this_library(word: str, is_here: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        checked_network("x", {"access": word})  # pyright: ignore[reportArgumentType]
    assert str(refused.value) == (
        f"x: network access is '{word}', which is not one of Public, AllowedIpRanges, Private; {is_here}"
    )
