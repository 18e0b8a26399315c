"""Random networks of registries and private endpoints: each set of arguments is deployed or refused with a sentence."""

from typing import Any

from acr_patterns import NetworkAccess, Registry, RegistryPrivateEndpoint, RegistrySku
from any_arguments import EXISTING_GROUP, NAMES, PLACE, Arguments, all_of, members, some_of, together
from any_program import STACKS, check_promise, examples, halves
from any_values import changed, in_program, texts
from existing import GROUP, REGISTRY
from hypothesis import given, settings
from hypothesis import strategies as st
from in_subnets import NETWORK, with_network

WORKSPACE = f"{GROUP}/providers/Microsoft.OperationalInsights/workspaces/logs"
HUB = GROUP.replace("resourceGroups/shop", "resourceGroups/hub")
ZONE = f"{HUB}/providers/Microsoft.Network/privateDnsZones/privatelink.azurecr.io"
RANGES = ["203.0.113.7", "198.51.100.0/24", "10.0.0.1", "2001:db8::1", "203.0.113.7/24", "0.0.0.0/0", "office"]


def registry_arguments() -> Arguments:
    """The arguments of a `Registry` that have to do with networks."""
    network = together(
        all_of(access=members(NetworkAccess)),
        some_of(
            allowed_ip_ranges=st.lists(st.sampled_from(RANGES), max_size=2),
            bypass_for_trusted_services=st.booleans(),
            bypass_for_tasks=st.booleans(),
        ),
    )
    free = some_of(
        network=network,
        data_endpoint_enabled=st.booleans(),
        export_enabled=st.booleans(),
        untagged_retention_in_days=st.sampled_from([0, 30.0, 365]),
        log_analytics_workspace_id=texts(WORKSPACE),
    )
    return together(EXISTING_GROUP, PLACE, all_of(sku=st.sampled_from([RegistrySku.PREMIUM, "Premium", "Basic"])), free)


def endpoint_arguments() -> Arguments:
    """The arguments of a `RegistryPrivateEndpoint`."""
    registries = [REGISTRY, {**REGISTRY, "sku": "Premium"}, {**REGISTRY, "sku": "Basic"}]
    registries.append({**REGISTRY, "data_endpoint_enabled": False})  # type: ignore[dict-item]
    subnet = together(
        all_of(id=texts(f"{NETWORK}/subnets/endpoints")), some_of(delegation=st.sampled_from(["", "x/y"]))
    )
    names = st.sampled_from([{}, {}, {"private_dns_zone_id": ZONE}, {"virtual_network_ids": [NETWORK]}])
    needed = all_of(registry=st.sampled_from(registries), subnet=subnet)
    return together(EXISTING_GROUP, PLACE, needed, names, some_of(dns_records=st.booleans()))


def check_component(component: Any, stack: str, asked: list[Any]) -> None:
    azure = with_network()
    azure.put(WORKSPACE, {})
    azure.put(HUB, {"location": "westeurope"})
    azure.put(ZONE, {"location": "global"})
    check_promise(lambda: component(*in_program(asked, {})), stack, azure)


@halves
@settings(examples, max_examples=100)
@given(stack=st.sampled_from(STACKS), asked=changed(st.tuples(st.sampled_from(NAMES), registry_arguments()).map(list)))
def test_any_network_of_a_registry(half: str, stack: str, asked: list[Any]) -> None:
    check_component(Registry, stack, asked)


@halves
@settings(examples, max_examples=60)
@given(stack=st.sampled_from(STACKS), asked=changed(st.tuples(st.sampled_from(NAMES), endpoint_arguments()).map(list)))
def test_any_private_endpoint(half: str, stack: str, asked: list[Any]) -> None:
    check_component(RegistryPrivateEndpoint, stack, asked)
