"""The subnets that an address space is cut into."""

import ipaddress

import pytest
from acr_patterns import ArgumentError
from acr_patterns.networks.address_space import DOCKER, LARGEST, PRIVATE, SMALLEST, quarters
from hypothesis import assume, given
from hypothesis import strategies as st


@st.composite
def spaces(draw: st.DrawFn) -> ipaddress.IPv4Network:
    """Any range that is taken."""
    whole = draw(st.sampled_from(PRIVATE))
    length = draw(st.integers(max(LARGEST, whole.prefixlen), SMALLEST))
    number = draw(st.integers(0, 2 ** (length - whole.prefixlen) - 1))
    drawn = ipaddress.IPv4Network((int(whole.network_address) + number * 2 ** (32 - length), length))
    assume(not drawn.overlaps(DOCKER))
    return drawn


def test_the_default_is_cut_into_quarters() -> None:
    assert quarters("x", "10.0.0.0/22") == ("10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24")
    assert quarters("x", "192.168.7.0/24")._asdict() == {
        "container_groups": "192.168.7.0/26",
        "private_endpoints": "192.168.7.64/26",
        "agent_pools": "192.168.7.128/26",
    }


@given(spaces())
def test_the_parts_of_any_space_lie_in_it_and_apart_and_leave_a_quarter_free(space: ipaddress.IPv4Network) -> None:
    parts = [ipaddress.IPv4Network(one) for one in quarters("x", str(space))]
    assert all(one.subnet_of(space) for one in parts)
    assert not any(one.overlaps(other) for one in parts for other in parts if one is not other)
    assert sum(one.num_addresses for one in parts) * 4 == space.num_addresses * 3
    assert min(one.num_addresses for one in parts) >= 64


@given(st.ip_addresses(v=4), st.integers(0, 32))
def test_any_range_is_taken_or_refused_with_a_sentence(address: ipaddress.IPv4Address, length: int) -> None:
    given_range = f"{address}/{length}"
    whole = ipaddress.IPv4Network(given_range, strict=False)
    right = str(whole) == given_range and LARGEST <= length <= SMALLEST and any(whole.subnet_of(one) for one in PRIVATE)
    if right and not whole.subnet_of(DOCKER):
        assert len(quarters("x", given_range)) == 3
    else:
        with pytest.raises(ArgumentError, match=f"^x: address_space '{given_range}' "):
            quarters("x", given_range)


@pytest.mark.parametrize(
    ("address_space", "sentence"),
    [
        ("shop", "is not an IPv4 range; give one such as 10.0.0.0/22"),
        ("", "is not an IPv4 range; give one such as 10.0.0.0/22"),
        (
            "fd00::/22",
            "is IPv6, which Azure Container Instances do not support; give an IPv4 range such as 10.0.0.0/22",
        ),
        (
            "10.0.0.0/15",
            "has the prefix length 15, and this library takes /16 to /24: its quarters are the subnets; give one such as 10.0.0.0/22",
        ),
        (
            "10.0.0.0",
            "has the prefix length 32, and this library takes /16 to /24: its quarters are the subnets; give one such as 10.0.0.0/22",
        ),
        ("10.0.1.0/22", "is not written as the range that it means; write 10.0.0.0/22, if that is meant"),
        (
            "10.0.0.0/255.255.252.0",
            "is not written as the range that it means; write 10.0.0.0/22, if that is meant",
        ),
        (
            "172.32.0.0/16",
            "is not a private range, so its addresses belong to somebody on the internet; give a part of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16",
        ),
        *[
            (
                inside,
                "overlaps 172.17.0.0/16, which docker uses on the machines of an agent pool, so tasks there would not reach what lies in the network; "
                "give another, such as 10.0.0.0/22",
            )
            for inside in ("172.17.0.0/16", "172.17.128.0/24")
        ],
    ],
)
def test_another_range_is_refused_with_a_sentence(address_space: str, sentence: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        quarters("PrivateNetwork 'shop'", address_space)
    assert str(refused.value) == f"PrivateNetwork 'shop': address_space '{address_space}' {sentence}"
