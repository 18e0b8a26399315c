"""Two private endpoints in one virtual network, whose names lie in one zone."""

from pathlib import Path
from subprocess import CompletedProcess

import pytest
from acr_patterns.testing.simulated_azure.private_dns_zone_group import records_in
from pulumi_runs import NewEngine, changes, failed, succeeded

PROJECT = """
name: endpoints
runtime: python
config:
  azure-native:location:
    value: westeurope
"""
PROGRAM = """
import pulumi
from acr_patterns import PrivateNetwork, Registry, RegistryPrivateEndpoint, RegistrySku
from pulumi_azure_native import resources

group = resources.ResourceGroup("shop")
other = resources.ResourceGroup("other")
network = PrivateNetwork("shop", resource_group_name=group.name)
one, two = (
    Registry(name, resource_group_name=group.name, sku=RegistrySku.PREMIUM).reference for name in ("one", "two")
)
subnet = network.private_endpoint_subnet
first = RegistryPrivateEndpoint("one", registry=one, resource_group_name=group.name, subnet=subnet)
after = pulumi.Output.all(GROUP.name, first.private_endpoint_id).apply(lambda known: known[0])
RegistryPrivateEndpoint("two", registry=two, resource_group_name=after, subnet=subnet, **ZONE)
"""


@pytest.mark.parametrize(
    ("group", "error"), [("other", "overlapping namespaces"), ("group", "cannot create already existing resource")]
)
def test_the_sentence_about_a_second_zone_says_what_helps_and_it_does(
    new_engine: NewEngine, tmp_path: Path, group: str, error: str
) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (project / "Pulumi.yaml").write_text(PROJECT)

    engine = new_engine(project, clock_scale=600.0)

    def up(zone: str) -> CompletedProcess[str]:
        (project / "__main__.py").write_text(PROGRAM.replace("GROUP", group).replace("ZONE", zone))
        return engine.up("dev", "--skip-preview")

    said = " ".join(failed(up("{}")).split())
    assert error in said
    assert "RegistryPrivateEndpoint 'two': a zone of this name is linked to the virtual network already" in said
    assert "such as first.private_dns_zone_id" in said
    succeeded(up('{"private_dns_zone_id": first.private_dns_zone_id}'))
    with engine.subscription.opened() as azure:
        [zone] = azure.of_type("Microsoft.Network/privateDnsZones")
        assert {one.partition(".")[0][:3] for one in records_in(azure, zone["id"])} == {"one", "two"}
    assert changes(succeeded(up('{"private_dns_zone_id": first.private_dns_zone_id}'))).keys() == {"unchanged"}
